Story: A result that was handed over is revoked, and everybody is told

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong returns the dossier.
approver.halong tries revokes, stating reason false_papers, and gets 422: clause.
approver.halong revokes it, stating reason mistake_of_authority.
The dossier is revoked, status 10.
citizen asks for /dossiers/CODE and gets 200.
The reply says "mistake_of_authority".
citizen asks for /dossiers/CODE/result.pdf and gets 200.
approver.halong tries revokes, stating reason mistake_of_authority, and gets 409: finished.
Everything verifies.
