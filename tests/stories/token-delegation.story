Story: A token that signs after the delegation has ended finishes nothing; within its last minute it does

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong lends approver to leader.halong until 2026-11-24 by 12/QĐ-UBND.

# Begun in the last minute of the last day, signed a minute after it.
The clock stands at 2026-11-24T23:59.
leader.halong begins to approve with a token.
2 minutes pass.
The token of leader.halong signs and gets 403.
The dossier is appraised, status 4.
It has 3 events.

# The same begun and signed while it runs.
approver.halong lends approver to leader.halong until 2026-11-25 by 13/QĐ-UBND.
The clock stands at 2026-11-25T23:58.
leader.halong begins to approve with a token.
1 minutes pass.
The token of leader.halong signs.
The dossier is approved, status 4.
leader.halong sees that the newest step is signed on behalf of approver.halong.
Everything verifies.
