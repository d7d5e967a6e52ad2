Story: The applicant may withdraw until the approver has decided

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
citizen2 tries withdraws and gets 404: .
appraiser.halong tries withdraws and gets 403: .
citizen withdraws the dossier.
The dossier is withdrawn, status 7.
approver.halong tries approves and gets 409: finished.
Everything verifies.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
citizen tries withdraws and gets 409: Seal.
Everything verifies.
