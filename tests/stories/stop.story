Story: What does not come in time is stopped, with its reason

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong supplement-requests it, stating reason missing_paper and concerns papers.residence_proof and until 2026-11-27.
approver.halong tries stops, stating reason not_supplemented, and gets 409: last day.
5760 minutes pass.
appraiser.halong tries stops, stating reason not_supplemented, and gets 403: .
approver.halong stops it, stating reason not_supplemented.
The dossier is stopped, status 8.
citizen asks for /dossiers/CODE and gets 200.
The reply says "not_supplemented".
citizen tries supplements and gets 409: finished.
Everything verifies.
