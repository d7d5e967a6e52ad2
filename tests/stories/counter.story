Story: A receptionist files at the counter for a parent who is there

receptionist.halong uploads birth-certificate.jpg as birth_certificate.
receptionist.halong files 1.001193 with birth.json by counter.
The dossier is submitted, status 1.
receptionist.halong finds it among their own.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong returns it, stating proof post and carrier VNPost and shipment RN000000001VN.
Everything verifies.
