Story: What the state has of the person at the counter is offered to the receptionist who files for them

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as identity_paper.
citizen files 1.004873 with forms/1.004873.json.
The officers of halong take it through the five steps.
citizen finds KQ.G01.000023 among the documents, valid.

# Nobody is there yet: nothing is offered, nor is one's own way open to an officer.
receptionist.halong is offered nothing as identity_paper of 1.000894.
receptionist.halong cannot take KQ.G01.000023 of citizen and gets 403.

# Her number was seen: what holds of her is offered, looked at, taken without a scan, and counted.
receptionist.halong finds Nguyễn Thị Minh An at the counter by citizen.
receptionist.halong is offered Giấy tờ tuỳ thân có ảnh, còn giá trị sử dụng as identity_paper of 1.000894 for the person there.
receptionist.halong takes Giấy tờ tuỳ thân có ảnh, còn giá trị sử dụng for the person there as identity_paper of 1.000894.
citizen reads that Trần Thu Hà has looked at a document at the counter.
receptionist.halong files 1.000894 with forms/1.000894.json for the person there and receives it at once.
citizen reads in the signed filing that 1 papers were reused.
It counts under reused as 1.
Everything verifies.

# Somebody else is there: hers are not theirs.
receptionist.halong registers Phạm Thị Lụa at the counter with number 022161000777, phone 0987000777, and gets 201.
receptionist.halong is offered nothing as identity_paper of 1.000894 for the person there.
receptionist.halong cannot read KQ.G01.000023 of citizen as one of the person there and gets 404.
appraiser.halong cannot read KQ.G01.000023 of citizen as one of the person there and gets 403.

# Revoked between the choice and the filing, it is refused at its document; then it is offered no more.
receptionist.halong finds Nguyễn Thị Minh An at the counter by citizen.
receptionist.halong takes Giấy xác nhận tình trạng hôn nhân for the person there as former_certificate of 1.004873.
We speak of the other dossier.
approver.halong revokes it, stating reason mistake_of_authority.
receptionist.halong files 1.004873 with forms/1.004873.json for the person there but is refused at papers.former_certificate.
receptionist.halong is offered nothing as former_certificate of 1.004873 for the person there.

Everything verifies.
