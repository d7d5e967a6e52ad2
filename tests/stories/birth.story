Story: A birth registration goes through five signed steps and comes back sealed

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
The code is like H49.31-261124-NNNN.
The dossier is submitted, status 1.
It has no due date yet.
citizen finds it among their own.
The same request comes again.

receptionist.halong finds it on the desk.
20 minutes pass.
receptionist.halong receives the dossier.
The dossier is received, status 2.
It is due at 2026-11-24T17:00.

appraiser.halong finds it on the desk.
appraiser.halong appraises it and decides grant.
The dossier is appraised, status 4.
The paper is drawn.
approver.halong asks for /dossiers/CODE/draft.pdf and gets 200.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
The dossier is sealed, status 9.
returner.halong returns the dossier.
The dossier is returned, status 10.
It has 6 events.

citizen asks for /dossiers/CODE/result.pdf and gets 200.
pdfsig and openssl agree for citizen.
Everything verifies.
