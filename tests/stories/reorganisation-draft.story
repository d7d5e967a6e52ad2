Story: A paper drawn before a merger does not go out in the old name; what was counted follows

receptionist.halong is given the role receptionist in H49.01.25.
returner.halong is given the role returner in H49.01.25.
appraiser is given the role appraiser in H49.25.
approver is given the role approver in H49.25.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth-hatu.json.
receptionist.halong receives the dossier.
approver assigns it, stating officer appraiser.
appraiser appraises it and decides grant.
The paper is drawn.
The figures of H49.25 say 1 open.
The figures of H49.25 say 1 received.
The figures of H49.31 say 0 open.
admin dissolves H49.25 into H49.31 on 2026-12-01.
The clock stands at 2026-12-01T08:00.

# What was under way counts with the successor; what happened before stays readable at the old unit.
The figures of H49.31 say 1 open.
The figures of H49.31 say 1 received.
The figures of H49.25 say 0 open.
The figures of H49.25 say 1 received.
citizen sees that it is with H49.31 and was filed with H49.25.

# The drawn paper names Hà Tu, which is no more.
approver.halong tries approves, stating decision grant, and gets 409: whose work.
approver.halong send-backs the dossier.
# Nobody of the dissolved unit takes it on.
approver.halong tries assigns, stating officer appraiser, and gets 422: officer.
approver.halong assigns it, stating officer appraiser.halong.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong returns the dossier.
The result of citizen says "HẠ LONG".
The figures of H49.31 say 0 open.
The figures of H49.31 say 1 finished.
Everything verifies.
