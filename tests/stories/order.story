Story: Nobody takes a step out of order, in another's place, or twice

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
appraiser.halong tries appraises and gets 409: Receive.
receptionist tries receives and gets 404: .
appraiser tries appraises and gets 404: .
citizen2 does not see the dossier.
admin does not see the dossier.
leader does not see the dossier.
receptionist.halong tries appraises and gets 403: ND 118/2025.
receptionist.halong receives the dossier.
receptionist.halong tries receives and gets 409: .
appraiser.halong appraises it and decides grant.
approver.halong tries approves and gets 409: drawn.
The paper is drawn.
sealer.halong tries seals and gets 409: Approve.
It has 3 events.
Everything verifies.
