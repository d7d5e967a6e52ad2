Story: What another authority must decide goes there, with its history

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
approver.halong tries transfers, stating unit H49.31, and gets 422: unit.
approver.halong tries transfers, stating unit H49.01.32, and gets 422: unit.
appraiser.halong tries transfers, stating unit H49.07, and gets 403: .
appraiser does not see the dossier.
approver.halong transfers it, stating unit H49.07.
The dossier is received, status 4.
It is due at 2026-11-24T17:00.
# The old authority sees it no more, the new one takes it from there.
approver.halong does not see the dossier.
appraiser finds it on the desk.
appraiser appraises it and decides grant.
The paper is drawn.
approver approves it and decides grant.
sealer seals the dossier.
returner.halong returns the dossier.
The dossier is returned, status 10.
Everything verifies.
