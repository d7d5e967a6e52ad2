Story: An officer's key is ordered, made with a PIN of one's own, and ended; what it signed stays good

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong cannot make a key with the PIN 250381: No key is ordered.
A key of receptionist.halong is good.

# A step begun with a token, whose key is ended before the token has signed.
receptionist.halong begins to receive with a token.
admin ends the key of receptionist.halong, since lost.
The token of receptionist.halong signs and gets 403.
A key of receptionist.halong is ended.
receptionist.halong tries receives and gets 409: No key is registered.
The dossier is submitted, status 1.
The journal says "lost".

# The next one is made by its officer; nobody else knows the PIN.
admin lets receptionist.halong make a signing key.
receptionist.halong cannot make a key with the PIN 123456: in a row.
receptionist.halong cannot make a key with the PIN 12: 6 to 20 digits.
receptionist.halong makes a key with the PIN 250381.
receptionist.halong cannot make a key with the PIN 250381: No key is ordered.
receptionist.halong tries receives with the PIN 123456 and gets 403.
receptionist.halong tries receives with the PIN 250381 and gets 200.
Everything verifies.

# Ended a minute later: it signs no more, and the reception that it signed stays good.
1 minutes pass.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
admin ends the key of receptionist.halong, since left.
receptionist.halong tries receives with the PIN 250381 and gets 409.
Everything verifies.
We speak of the other dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
Everything verifies.
