Story: A request that is not granted ends with a sealed letter of reasons

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong tries appraises, stating decision reject, and gets 422: reason.
appraiser.halong tries appraises, stating decision reject and reason conditions_not_met, and gets 422: clause.
appraiser.halong tries appraises, stating decision reject and reason missing_paper and concerns papers.passport, and gets 422: no such field or paper.
appraiser.halong appraises it, stating decision reject and reason missing_paper and concerns papers.birth_certificate.
# What is only proposed is not told yet.
citizen asks for /dossiers/CODE and gets 200.
The reply does not say "missing_paper".
The paper is drawn.
# The approver must name the decision that was proposed.
approver.halong tries approves and gets 409: decision.
approver.halong approves it and decides reject.
sealer.halong seals the dossier.
returner.halong returns the dossier.
citizen asks for /dossiers/CODE and gets 200.
The reply says "missing_paper".
The dossier is returned, status 10.
pdfsig and openssl agree for citizen.
Everything verifies.
