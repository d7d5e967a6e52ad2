Story: An expired or revoked certificate signs nothing

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
The certificate of receptionist.halong has run out.
receptionist.halong tries receives and gets 403: expired.
The dossier is submitted, status 1.
Everything verifies.
