Story: The approver is on leave; the head of the ward approves on her behalf, and not a minute longer

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
leader.halong tries approves and gets 403: role.

# Not longer than the settings allow, not without a document, not to another unit, not lent on.
approver.halong cannot lend approver to leader.halong until 2027-11-24 by 12/QĐ-UBND: 90 days.
approver.halong cannot lend approver to leader.halong until 2026-11-20 by 12/QĐ-UBND: before the first.
approver.halong cannot lend approver to approver until 2026-11-26 by 12/QĐ-UBND: same unit.
approver.halong cannot lend approver to approver.halong until 2026-11-26 by 12/QĐ-UBND: another person.
approver.halong is on leave until 2026-11-25, and leader.halong acts by 12/QĐ-UBND.
leader.halong may lend nothing for approver.
sealer.halong may lend nothing for approver.halong.
appraiser.halong reads of who is away "Nguyễn Văn Dũng".
The journal says "12/QĐ-UBND".

# Three people stay three people.
The head leader.halong lends for approver.halong: approver to appraiser.halong until 2026-11-25 by 13/QĐ-UBND.
appraiser.halong tries approves and gets 403: earlier step.

leader.halong finds it on the desk.
leader.halong approves it and decides grant.
leader.halong sees that the newest step is signed on behalf of approver.halong.
sealer.halong seals the dossier.
returner.halong returns the dossier.
The result of citizen says "TUQ.".
pdfsig and openssl agree for citizen.

# A minute after the last day.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
The clock stands at 2026-11-25T23:59.
leader.halong begins to approve with a token.
2 minutes pass.
leader.halong tries approves and gets 403: 26/11/2026.
The dossier is appraised, status 4.

# Again from today, and revoked at once.
approver.halong lends approver to leader.halong until 2026-11-30 by 14/QĐ-UBND.
leader.halong finds it on the desk.
approver.halong revokes the delegation of approver.
leader.halong tries approves and gets 403: has been over.
approver.halong is on leave until 2026-11-30, and leader.halong acts by 15/QĐ-UBND.
approver.halong comes back.
leader.halong tries approves and gets 403: has been over.
approver.halong lends approver to leader.halong until 2026-11-30 by 16/QĐ-UBND.
The role approver of approver.halong is ended.
leader.halong tries approves and gets 403: has been over.
approver.halong tries approves and gets 403: 26/11/2026.
Everything verifies.
