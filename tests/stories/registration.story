Story: Somebody registers, sees their own alone, shows their card, and sees what was filed before

# At a counter, before there is an account.
receptionist.halong uploads birth-certificate.jpg as birth_certificate.
receptionist.halong files 1.001193 with birth-newcomer.json by counter.

moi@example.vn registers as Đinh Mới.
moi@example.vn asks to register again and gets no code.
The account of moi@example.vn is at level 1.
moi@example.vn does not see the dossier.
moi@example.vn uploads birth-certificate.jpg as birth_certificate.
moi@example.vn files 1.001193 with birth-newcomer.json.
moi@example.vn finds it among their own.
newcomer does not see the dossier.
We speak of the other dossier.
moi@example.vn does not find it among their own.

# The number of somebody who has an account is not bound a second time.
receptionist.halong confirms the identity of moi@example.vn as Nguyễn Thị Minh An with 022192004318 and gets 409.
receptionist.halong confirms the identity of moi@example.vn as Đinh Thị Sai with 022199000001 and gets 422.
receptionist.halong confirms the identity of moi@example.vn as Đinh Thị Mới with 022199000001 and gets 200.
The account of moi@example.vn is at level 2.
The reply says "Trần Thu Hà".
moi@example.vn sees the dossier.
moi@example.vn finds it among their own.
We speak of the other dossier.
moi@example.vn finds it among their own.
moi@example.vn sees the dossier.
Everything verifies.
