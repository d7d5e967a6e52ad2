Story: A request that is not granted ends with a sealed letter of reasons

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides reject.
The paper is drawn.
# The approver must name the decision that was proposed.
approver.halong tries approves and gets 409: decision.
approver.halong approves it and decides reject.
sealer.halong seals the dossier.
returner.halong returns the dossier.
The dossier is returned, status 10.
pdfsig and openssl agree for citizen.
Everything verifies.
