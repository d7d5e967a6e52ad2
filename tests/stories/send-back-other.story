Story: Sent back and proposed otherwise: the duties stay with their people, the clock runs on, the other decision is what is approved

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The clock stands at 2026-11-24T16:00.
approver.halong send-backs the dossier.
It is due at 2026-11-24T17:00.
It was first due at 2026-11-24T17:00.
# Who has sent it back has an approver's duty, and takes no other.
leader.halong assigns it, stating officer appraiser.halong.
approver.halong tries appraises and gets 403: .
appraiser.halong appraises it, stating decision reject and reason missing_paper and concerns papers.birth_certificate.
The paper is drawn.
appraiser.halong tries approves and gets 403: .
approver.halong tries approves, stating decision grant, and gets 409: decision.
approver.halong approves it and decides reject.
sealer.halong seals the dossier.
It is due at 2026-11-24T17:00.
The dossier is sealed, status 9.
Notices go out.
citizen is told: Your application was not granted.
Everything verifies.
