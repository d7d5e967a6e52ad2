Story: The appraiser goes on without an opinion that does not come

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong consults it, stating unit H49.07 and until 2026-11-27.
appraiser.halong consult-closes it, stating unit H49.07.
appraiser does not see the dossier.
Everything verifies.
