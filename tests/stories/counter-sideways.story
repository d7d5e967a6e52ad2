Story: At the counter the receptionist withdraws for a person who is there

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong withdraws the dossier.
The dossier is withdrawn, status 7.
Everything verifies.
