Story: Two officers at once: the second is told, and nothing is done twice

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong has seen the dossier.
appraiser2.halong appraises it and decides grant.
appraiser.halong supplement-requests what was seen, stating reason missing_paper and concerns papers.residence_proof and until 2026-12-04, and gets 412.
The dossier is appraised, status 4.
It has 3 events.
appraiser.halong begins to consult with a token, stating unit H49.07 and until 2026-11-27.
approver.halong send-backs the dossier.
The token of appraiser.halong signs and gets 412.
appraiser.halong begins to consult with a token, stating unit H49.07 and until 2026-11-27.
The token of appraiser.halong signs.
appraiser.halong begins to supplement-request with a token, stating reason missing_paper and concerns papers.residence_proof and until 2026-12-04.
The token of appraiser.halong signs.
The dossier is waiting_supplement, status 5.
Everything verifies.
