Story: A result is corrected: a new paper under a new number takes its place

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong returns the dossier.
sealer.halong tries corrects, stating reason mistake_of_authority, and gets 403: .
appraiser.halong tries corrects, stating reason mistake_of_authority and fields birth-nameless.json, and gets 422: full_name.
appraiser.halong corrects it, stating reason mistake_of_authority and decision grant and fields birth-corrected.json.
The dossier is appraised, status 4.
citizen tries withdraws and gets 409: handed over.
# The former result stands until the new one does.
citizen asks for /dossiers/CODE and gets 200.
The reply says "1/2026/KS".
citizen finds KQ.G15.000031 among the documents, valid.
The reply says "1/2026/KS".
approver.halong tries approves, stating decision grant, and gets 409: drawn.
The paper is drawn.
appraiser.halong tries approves and gets 403: .
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong returns the dossier.
The dossier is returned, status 10.
citizen asks for /dossiers/CODE and gets 200.
The reply says "2/2026/KS".
citizen finds KQ.G15.000031 among the documents, valid.
The reply says "2/2026/KS".
The reply says "replaced".
pdfsig and openssl agree for citizen.
Everything verifies.
