Story: A receptionist finds or registers the person who is there, and files for them

The clock stands at 2026-11-24T09:00.

# Nobody knows her yet; she has no mailbox and no account.
receptionist.halong finds nobody at the counter by 022161000777.
receptionist.halong registers Phạm Thị Lụa at the counter with number 12345, phone 0987000777, and gets 422.
receptionist.halong registers Phạm Thị Lụa at the counter with number 022161000777, phone 0987000777, and gets 201.

# By the same number, or by her phone, she is the same person from then on.
receptionist.halong finds the same person at the counter by 022 161 000 777.
receptionist finds the same person at the counter by 0987.000.777.
receptionist finds the same person at the counter by +84987000777.
receptionist registers Phạm Thị Lụa at the counter with number 022161000777, phone 0987000777, and gets 201.
receptionist.halong finds the same person at the counter by 022161000777.
receptionist registers Phạm Thị Khác at the counter with number 022161000777, phone 0987000777, and gets 422.

# The form must be hers; a wrong PIN files nothing; the right one files and receives at once.
receptionist.halong uploads birth-certificate.jpg as birth_certificate.
receptionist.halong files 1.001193 with birth.json for the person there but is refused at fields.requester.personal_id.
receptionist.halong files 1.001193 with birth-lua.json for the person there with a wrong PIN.
receptionist.halong files 1.001193 with birth-lua.json for the person there and receives it at once.
The code is like H49.31-261124-0001.
The dossier is received, status 2.
It has 2 events.
It is due at 2026-11-24T17:00.
The holder is Phạm Thị Lụa.
Support point, reception and competent authority are H49.01.31, H49.01.31, H49.31.
receptionist.halong finds it among their own.

# A procedure that is not offered online, for another commune: its own reception receives it.
receptionist.halong files 1.012812 with derived-lua.json for the person there, received by the competent authority.
Support point, reception and competent authority are H49.01.31, H49.01.25, H49.25.
The dossier is submitted, status 1.
receptionist.halong sees the dossier.
returner.halong sees the dossier.
receptionist.halong tries receives and gets 403: another unit.

# Who has an account is found by it.
receptionist.halong finds Nguyễn Thị Minh An at the counter by citizen.
Everything verifies.
