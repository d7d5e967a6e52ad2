Story: A result is handed over with proof: opened, against a signature sheet, or by a shipment

The clock stands at 2026-11-24T09:00.

# Online: it counts as handed over when its holder opens it, signed in.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong tries returns, stating proof read, and gets 422: proof.
returner.halong opens the result.
It counts under handed_over as 0.
returner.halong returns the dossier.
It counts under returned as 1.
It counts under handed_over as 0.
citizen opens the result.
It counts under handed_over as 1.
It counts under result_opened as 1.
citizen opens the result.
It has 7 events.
citizen tries reads and gets 409: opened already.

# Opened before the returns officer comes to it: that is the proof.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
citizen opens the result.
The dossier is sealed, status 9.
It counts under handed_over as 1.
returner.halong returns it, stating proof read.
It counts under handed_over as 1.

# At the counter: a signature sheet, scanned.
receptionist.halong uploads birth-certificate.jpg as birth_certificate.
receptionist.halong files 1.001193 with birth.json by counter.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong tries returns and gets 422: proof.
returner.halong tries returns, stating proof sheet, and gets 422: handover-sheet.
returner.halong uploads birth-certificate.jpg as handover-sheet.
returner.halong returns it, stating proof sheet and papers new.
It counts under handed_over as 1.
It counts under result_opened as 0.
receptionist.halong asks for /dossiers/CODE and gets 200.
The reply says "handover-sheet".

# By post: carrier and number.
receptionist.halong uploads birth-certificate.jpg as birth_certificate.
receptionist.halong files 1.001193 with birth.json by post.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong tries returns, stating proof post and carrier VNPost, and gets 422: shipment.
returner.halong returns it, stating proof post and carrier VNPost and shipment RN123456789VN.
returner.halong asks for /dossiers/CODE and gets 200.
The reply says "RN123456789VN".
It counts under handed_over as 1.

# A corrected result is opened anew; it is counted once.
appraiser.halong corrects it, stating reason mistake_of_authority.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong returns it, stating proof post and carrier VNPost and shipment RN123456790VN.
It counts under handed_over as 1.
It counts under returned as 1.
Everything verifies.
