Story: The approver sends it back; the next appraisal draws another draft

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong send-backs the dossier.
The dossier is received, status 4.
citizen asks for /dossiers/CODE and gets 200.
The reply does not say "send-back".
approver.halong tries appraises and gets 403: .
appraiser.halong appraises it and decides grant.
approver.halong tries approves and gets 409: drawn.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong returns the dossier.
Everything verifies.
