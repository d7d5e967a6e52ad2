Story: Officers with tokens sign outside, in two halves

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong begins to receive with a token.
The token of receptionist.halong signs.
The dossier is received, status 2.
appraiser.halong begins to appraise with a token.
The token of appraiser.halong signs.
The paper is drawn.
approver.halong begins to approve with a token.
11 minutes pass.
approver.halong finds the signing gone.
approver.halong begins to approve with a token.
The token of approver.halong signs.
sealer.halong begins to seal with a token.
The token of sealer.halong signs.
returner.halong begins to return with a token.
The token of returner.halong signs.
The dossier is returned, status 10.
pdfsig and openssl agree for citizen.
Everything verifies.
