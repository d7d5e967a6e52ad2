Story: A head assigns; officers take on and put back; only they take the step then

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong claims the dossier.
receptionist.halong receives the dossier.
appraiser.halong tries assigns, stating officer appraiser2.halong, and gets 403: .
leader.halong tries assigns, stating officer citizen, and gets 422: officer.
leader.halong tries assigns, stating officer approver.halong, and gets 422: officer.
leader.halong assigns it, stating officer appraiser2.halong.
appraiser.halong tries appraises and gets 403: somebody else.
appraiser.halong tries claims and gets 403: somebody else.
appraiser2.halong releases the dossier.
appraiser.halong tries releases and gets 409: Nobody.
appraiser.halong claims the dossier.
appraiser2.halong tries appraises and gets 403: somebody else.
# The approver is a head too.
approver.halong assigns it, stating officer appraiser2.halong.
appraiser2.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
Everything verifies.
