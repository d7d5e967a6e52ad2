Story: Papers brought to the counter are scanned, compared and signed as digitised copies

The clock stands at 2026-11-24T09:00.
receptionist.halong registers Phạm Thị Lụa at the counter with number 022161000777, phone 0987000777, and gets 201.

# In one go: filed, each scan signed, received; it counts as digitised at reception.
receptionist.halong uploads birth-certificate.jpg as birth_certificate.
receptionist.halong files 1.001193 with birth-lua.json for the person there, compares the scans and receives it at once.
The dossier is received, status 2.
It has 3 events.
It counts under to_digitise as 1.
It counts under digitised as 1.
receptionist.halong tries digitises, stating copies all, and gets 422: copies.

# Received with its scans unsigned it does not count, until they are signed.
receptionist.halong uploads birth-certificate.jpg as birth_certificate.
receptionist.halong files 1.001193 with birth-lua.json for the person there and receives it at once.
It counts under to_digitise as 1.
It counts under digitised as 0.
appraiser.halong tries digitises, stating copies all, and gets 403: role.
receptionist.halong tries digitises and gets 422: copies.
receptionist.halong digitises it, stating copies all.
It counts under digitised as 1.
The dossier is received, status 2.
receptionist.halong asks for /dossiers/CODE/events and gets 200.
The reply says "digitise".

# With a token, in two requests; before the dossier is received.
receptionist.halong uploads birth-certificate.jpg as birth_certificate.
receptionist.halong files 1.001193 with birth-lua.json for the person there.
receptionist.halong begins to digitise with a token, stating copies all.
The token of receptionist.halong signs.
It counts under digitised as 0.
receptionist.halong receives the dossier.
It counts under digitised as 1.

# What is sent to another reception is signed by the counter that saw the papers.
receptionist.halong uploads birth-certificate.jpg as birth_certificate.
receptionist.halong files 1.001193 with birth-lua.json for the person there, received by the competent authority.
receptionist.halong digitises it, stating copies all.
It has 2 events.

# What came online is no paper that was brought.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
receptionist.halong digitises it, stating copies all.
It counts under to_digitise as 0.
It counts under digitised as 0.
Everything verifies.

# A copy that was digitised at a counter is offered to its holder in the next form.
receptionist.halong finds Nguyễn Thị Minh An at the counter by citizen.
receptionist.halong uploads birth-certificate.jpg as identity_paper.
receptionist.halong files 1.004873 with forms/1.004873.json for the person there, compares the scans and receives it at once.
citizen finds KQ.G01.000023 among the documents, valid.
citizen is offered Giấy tờ tuỳ thân có ảnh, còn giá trị sử dụng as identity_paper of 1.000894.
Everything verifies.
