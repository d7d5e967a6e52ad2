Story: Anybody with number and tracking code sees where it is, and nobody's name

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
Anybody tracks it with the code that was told.
The reply's state is submitted.
The reply says "H49.01.31".
The reply's step is receive.
The reply's due_at is none.
Anybody tracks it with 00000-00000 and gets 404.
The reply says "No application has this number and this tracking code.".
Anybody tracks H49.31-261124-9999 with its code and gets 404.
The reply says "No application has this number and this tracking code.".

receptionist.halong receives the dossier.
Anybody tracks it with the code that was told.
The reply says "2026-11-24T17:00:00+07:00".
The reply's light is soon.
The reply says "H49.31".

appraiser.halong supplement-requests it, stating reason missing_paper and concerns papers.birth_certificate and until 2026-12-04.
Anybody tracks it with the code that was told.
The reply says "missing_paper".
The reply says "papers.birth_certificate".
The reply says "2026-12-04".
The reply's light is pause.

appraiser.halong asks for a new tracking code and gets 403.
citizen2 asks for a new tracking code and gets 404.
receptionist.halong asks for a new tracking code and gets 200.
Anybody tracks it with the code of before and gets 404.
Anybody tracks it with the code that was told.
citizen asks for a new tracking code and gets 200.

Somebody guesses 20 times.
Anybody tracks it with 00000-00000 and gets 429.
The reply says "too-many".
61 minutes pass.
Anybody tracks it with the code that was told.
Everything verifies.
