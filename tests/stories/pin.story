Story: A wrong PIN is counted, and the fifth locks the key

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong tries receives with a wrong PIN and gets 403.
receptionist.halong tries receives with a wrong PIN and gets 403.
receptionist.halong tries receives with a wrong PIN and gets 403.
receptionist.halong tries receives with a wrong PIN and gets 403.
receptionist.halong tries receives with a wrong PIN and gets 423.
receptionist.halong tries receives and gets 423: locked.
The dossier is submitted, status 1.
It has 1 events.
Everything verifies.
