Story: A second request needs the approver and the warning

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong supplement-requests it, stating reason missing_paper and concerns papers.residence_proof and until 2026-12-04.
citizen supplements the dossier.
appraiser.halong tries supplement-requests, stating reason missing_paper and concerns papers.residence_proof and until 2026-12-04, and gets 403: approver's.
approver.halong tries supplement-requests, stating reason missing_paper and concerns papers.residence_proof and until 2026-12-04, and gets 422: overdue.
approver.halong supplement-requests it, stating reason missing_paper and concerns papers.residence_proof and until 2026-12-04 and warned true.
The dossier is waiting_supplement, status 5.
# At the counter the receptionist takes them in.
receptionist.halong uploads birth-certificate.jpg as residence_proof.
receptionist.halong tries supplements, stating papers new and until 2026-12-04, and gets 422: until.
receptionist.halong supplements it, stating papers new.
The dossier is received, status 4.
Everything verifies.
