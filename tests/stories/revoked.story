Story: A revoked officer signs no more, and what was signed before stays good

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
60 minutes pass.
The certificate of appraiser.halong is revoked.
appraiser.halong tries appraises and gets 403: revoked.
The dossier is received, status 2.
Everything verifies.
