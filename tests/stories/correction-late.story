Story: A correction has a limit of its own, on the desk and for the head, and the first due date stays

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
The officers of halong take it through the five steps.
The clock stands at 2026-11-24T14:00.
appraiser.halong corrects it, stating reason mistake_of_authority and decision grant and fields birth-corrected.json.
Notices go out.
citizen is told: The result of your application is being corrected.
citizen asks for /dossiers/CODE and gets 200.
The reply's correct_by is 2026-11-27T17:00:00+07:00.
It is due at 2026-11-24T17:00.
approver.halong sees it under view=desk&light=ok.
Officers and heads are reminded.
leader.halong is told nothing.

# What an administrator changes holds for corrections that begin on that day or after it.
admin sets correction_days to 1; 2027-01-01: 5.
The clock stands at 2026-11-27T09:30.
approver.halong sees it under view=desk&light=soon.
Officers and heads are reminded.
leader.halong finds it on the list soon.
The clock stands at 2026-11-27T17:01.
approver.halong sees it under view=desk&light=late.
Officers and heads are reminded.
leader.halong finds it on the list late.
The paper is drawn.
approver.halong approves it and decides grant.
The clock stands at 2026-12-01T09:00.
sealer.halong seals the dossier.
leader.halong has got 1 lists called late.
Officers and heads are reminded.
leader.halong has got 1 lists called late.
It is due at 2026-11-24T17:00.
citizen asks for /dossiers/CODE and gets 200.
The reply's correct_by is none.
Everything verifies.
