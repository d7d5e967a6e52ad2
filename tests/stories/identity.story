Story: A misspelt name is corrected with the card at hand; a number bound to the wrong account is taken away from it

moi@example.vn registers as Đinh Thị Mói.
moi@example.vn uploads birth-certificate.jpg as birth_certificate.
moi@example.vn files 1.001193 with birth-newcomer.json.
receptionist.halong confirms the identity of moi@example.vn as Đinh Thị Mói with 022199000001 and gets 200.
The account of moi@example.vn is at level 2.
receptionist.halong confirms the identity of moi@example.vn as Đinh Thị Mới with 022199000001 and gets 409.

# With the card, and not with another one.
receptionist.halong corrects the name of moi@example.vn to Đinh Thị Mới with 022199000002 and gets 409.
receptionist.halong corrects the name of moi@example.vn to Đinh Thị Mới with 022199000001 and gets 200.
The account of moi@example.vn says "Đinh Thị Mới".
The journal says "misspelt".
# Every look-up is noted, and shown to whom it was about.
The account of moi@example.vn says "identity_show".
moi@example.vn asks for /documents and gets 200.
The officers of halong take it through the five steps.
moi@example.vn finds KQ.G15.000031 among the documents, valid.
Everything verifies.

# It was not her number: it is another person's, who comes the day after.
admin takes the number away from moi@example.vn, since wrong_account, by , and gets 422.
admin takes the number away from moi@example.vn, since wrong_account, by 12/BC-TTPVHCC, and gets 200.
admin takes the number away from moi@example.vn, since wrong_account, by 12/BC-TTPVHCC, and gets 409.
The journal says "12/BC-TTPVHCC".
moi@example.vn is signed out.
moi@example.vn signs in with năm con mèo and goes on.
The account of moi@example.vn is at level 1.
# The store of the state is not open at level 1.
moi@example.vn asks for /documents and gets 403.
moi@example.vn sees the dossier.
Everything verifies.
khac@example.vn registers as Đinh Thị Mới.
receptionist.halong confirms the identity of khac@example.vn as Đinh Thị Mới with 022199000001 and gets 200.
khac@example.vn does not see the dossier.

# And hers is bound to hers.
receptionist.halong confirms the identity of moi@example.vn as Đinh Thị Mói with 022199000009 and gets 200.
The account of moi@example.vn is at level 2.
moi@example.vn sees the dossier.
Everything verifies.
