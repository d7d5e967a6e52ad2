Story: Documents are asked for, the clock stands still, and they come

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
It is due at 2026-11-24T17:00.
appraiser.halong tries supplement-requests, stating until 2026-12-04, and gets 422: reason.
appraiser.halong tries supplement-requests, stating reason unreadable_paper and concerns papers.birth_certificate, and gets 422: until.
appraiser.halong tries supplement-requests, stating reason unreadable_paper and concerns papers.birth_certificate and until 2026-11-20, and gets 422: until.
appraiser.halong supplement-requests it, stating reason unreadable_paper and concerns papers.birth_certificate and until 2026-12-04.
The dossier is waiting_supplement, status 5.
Its clock stands still.
appraiser.halong tries appraises and gets 409: Send the missing documents.
approver.halong tries stops, stating reason not_supplemented, and gets 409: last day.
citizen2 tries supplements and gets 404: .
citizen asks for /dossiers/CODE and gets 200.
The reply says "unreadable_paper".
# Two days later.
2880 minutes pass.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen supplements it, stating papers new.
The dossier is received, status 4.
It is due at 2026-11-26T17:00.
It was first due at 2026-11-24T17:00.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong returns the dossier.
Everything verifies.
