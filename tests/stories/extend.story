Story: A new date is given once, with its reason, and both dates stay

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
approver.halong tries extends, stating due 2026-11-27, and gets 422: reason.
approver.halong tries extends, stating reason verification_needed and due 2026-11-28, and gets 422: working day.
approver.halong tries extends, stating reason verification_needed and due 2026-11-24, and gets 422: due.
approver.halong extends it, stating reason verification_needed and due 2026-11-27.
The dossier is received, status 2.
It is due at 2026-11-27T17:00.
It was first due at 2026-11-24T17:00.
approver.halong tries extends, stating reason overload and due 2026-12-01, and gets 409: once.
# A pause after it moves the new date on.
appraiser.halong supplement-requests it, stating reason missing_paper and concerns papers.residence_proof and until 2026-12-04.
2880 minutes pass.
citizen supplements the dossier.
It is due at 2026-12-01T17:00.
Everything verifies.
