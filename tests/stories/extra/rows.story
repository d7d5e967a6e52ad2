Story: One row adds an action, one row adds a page

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
approver.halong tries checks and gets 403: .
appraiser.halong checks the dossier.
The dossier is received, status 4.
It has 3 events.
citizen asks for /extra and gets 200.
The reply says "extra".
nobody asks for /extra and gets 401.
nobody asks for /openapi.json and gets 200.
The reply says "/dossiers/{code}/check".
appraiser.halong appraises it and decides grant.
Everything verifies.
