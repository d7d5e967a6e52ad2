Story: A first password is the officer's alone: by a code in a letter, or changed before anything else

# No mailbox: the administrator hands a password over, and it opens one's own account alone.
The account le.van.moi is opened for Lê Văn Mới.
le.van.moi has to choose a password first.
le.van.moi chooses the password năm con mèo.
le.van.moi is given the role appraiser in H49.31.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
le.van.moi finds it on the desk.

# A mailbox: nobody is told a password; the letter has a code for three days.
The account le.thi.hai is opened for Lê Thị Hai, mailbox hai@example.vn.
le.thi.hai takes the code of the letter and sets sáu con mèo.
le.thi.hai is given the role appraiser in H49.31.
le.thi.hai finds it on the desk.
The journal says "created".
Everything verifies.
