Story: What is not accepted at the counter ends there, with its reason

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong tries refuses and gets 422: reason.
receptionist.halong tries refuses, stating reason incomplete, and gets 422: concerns.
appraiser.halong tries refuses, stating reason not_competent, and gets 403: .
receptionist.halong refuses it, stating reason incomplete and concerns papers.birth_certificate.
The dossier is refused, status 3.
citizen asks for /dossiers/CODE and gets 200.
The reply says "papers.birth_certificate".
receptionist.halong tries receives and gets 409: finished.
citizen tries withdraws and gets 409: finished.
It has 2 events.
Everything verifies.
