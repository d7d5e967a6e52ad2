Story: Opinions of several units at once; nothing is approved before they are there

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong tries consults, stating unit H49.07, and gets 422: until.
appraiser.halong consults it, stating unit H49.07 and until 2026-11-27.
appraiser.halong tries consults, stating unit H49.07 and until 2026-11-27, and gets 422: awaited already.
appraiser.halong consults it, stating unit H49.32 and until 2026-11-27.
citizen asks for /dossiers/CODE and gets 200.
The reply does not say "appraiser".
appraiser sees the dossier.
appraiser finds it on the desk.
approver does not see the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong tries approves, stating decision grant, and gets 409: opinion.
appraiser.halong tries opinions and gets 403: .
appraiser opinions the dossier.
appraiser does not see the dossier.
approver.halong tries consult-closes, stating unit H49.07, and gets 422: unit.
approver.halong consult-closes it, stating unit H49.32.
appraiser.halong tries opinions and gets 409: awaited.
approver.halong approves it and decides grant.
Everything verifies.
