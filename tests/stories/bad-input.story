Story: Two officers at once, a draft that is being drawn, a delegation that has just ended, clocks that jump: right, or a clear error

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.

# Two officers at once: the second is told that the dossier has changed.
appraiser2.halong has seen the dossier.
appraiser.halong appraises it and decides grant.
appraiser2.halong appraises what was seen, stating decision reject and reason other, and gets 412.
The reply says "changed since you saw it".

# A step while the draft is drawn.
approver.halong tries approves and gets 409: still being drawn.
The dossier is appraised, status 4.
The paper is drawn.

# A delegate whose delegation ended a minute ago.
approver.halong lends approver to leader.halong until 2026-11-24 by 12/QĐ-UBND.
The clock stands at 2026-11-24T23:59.
leader.halong finds it on the desk.
2 minutes pass.
leader.halong tries approves and gets 403: has been over since.
The dossier is appraised, status 4.

# A clock that has jumped back: nothing is ever earlier than what came before it.
The clock stands at 2026-11-23T08:00.
approver.halong approves it and decides grant.
The dossier is approved, status 4.
Everything verifies.
# A clock that has jumped ahead by a year: what was begun meanwhile has lapsed, and the page says so.
sealer.halong begins to seal with a token.
The clock stands at 2027-11-23T08:00.
sealer.halong finds the signing gone.
