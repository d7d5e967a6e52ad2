Story: A changed calendar moves no due date by itself; a decision recomputes them, and both dates stay

The clock stands at 2026-11-24T15:30.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
It is due at 2026-11-25T17:00.
admin makes 2026-11-25 a holiday day.
It is due at 2026-11-25T17:00.

admin proposes by 9/QĐ-UBND to recompute due dates.
Notices go out.
admin looks at the decision.
The list moves the date from 2026-11-25T17:00 to 2026-11-26T17:00.
It is due at 2026-11-25T17:00.
admin approves the list and gets 403.
leader approves the list and gets 200.
Notices go out.
It is due at 2026-11-26T17:00.
It was first due at 2026-11-25T17:00.
It has 3 events.
citizen sees the dossier.
The reply says "redate".
Everything verifies.

# A proposal that is dropped moves nothing; who has gone on meanwhile is left alone.
admin makes 2026-11-26 a holiday day.
admin proposes by 10/QĐ-UBND to recompute due dates.
Notices go out.
admin drops the proposal.
leader approves the list and gets 409.
Notices go out.
It is due at 2026-11-26T17:00.
admin proposes by 10/QĐ-UBND to recompute due dates.
Notices go out.
appraiser.halong supplement-requests it, stating reason missing_paper and concerns papers.residence_proof and until 2026-12-04.
leader approves the list and gets 200.
Notices go out.
leader looks at the decision.
The decision is done, 0 done and 1 left alone.
Everything verifies.
