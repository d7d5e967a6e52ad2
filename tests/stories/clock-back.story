Story: A clock that is set back during a pause: no event before the one it follows, and no date that moves backwards

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
It is due at 2026-11-24T17:00.
appraiser.halong supplement-requests it, stating reason missing_paper and concerns papers.residence_proof and until 2026-12-04.
The clock stands at 2026-11-20T09:00.
citizen supplements the dossier.
The dossier is received, status 4.
It is due at 2026-11-24T17:00.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
It has 7 events.
Everything verifies.

# And forward again, over the close of two working days.
The clock stands at 2026-11-24T10:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong payment-requests it, stating amount 50000 and until 2026-12-04.
The clock stands at 2026-11-23T10:00.
The clock stands at 2026-11-26T10:00.
receptionist.halong payments it, stating receipt PT-1 and method cash.
It is due at 2026-11-26T17:00.
Everything verifies.
