Story: A ward merges into another in the middle of the year; what was begun is finished, what was done stays

# The ward of Hà Tu has its officers, and finishes one birth.
receptionist.halong is given the role receptionist in H49.01.25.
returner.halong is given the role returner in H49.01.25.
appraiser is given the role appraiser in H49.25.
approver is given the role approver in H49.25.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth-hatu.json.
The code is like H49.25-NNNNNN-NNNN.
receptionist.halong receives the dossier.
appraiser appraises it and decides grant.
The paper is drawn.
approver approves it and decides grant.
sealer.hatu seals the dossier.
returner.halong returns the dossier.
The result of citizen says "HÀ TU".
appraiser.halong does not see the dossier.

# Another is under way when the merger is decided.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth-hatu.json.
receptionist.halong receives the dossier.
admin cannot dissolve H49.25 into H49.31 on 2026-11-24: tomorrow.
admin cannot dissolve H49.25 into H49.25 on 2026-12-01: successor.
admin dissolves H49.25 into H49.31 on 2026-12-01.
The journal says "dissolved".
appraiser finds it on the desk.
appraiser.halong does not see the dossier.

# From that day on it is Hạ Long's.
The clock stands at 2026-12-01T08:00.
appraiser does not see the dossier.
appraiser tries appraises and gets 404: no such dossier.
appraiser.halong finds it on the desk.
citizen sees that it is with H49.31 and was filed with H49.25.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.hatu tries seals and gets 404: no such dossier.
sealer.halong seals the dossier.
returner.halong returns the dossier.
The result of citizen says "HẠ LONG".
The result of citizen says "1/2026/KS".
pdfsig and openssl agree for citizen.
Everything verifies.

# What Hà Tu had finished can be read still: by its holder, and by the officers of Hạ Long.
We speak of the other dossier.
citizen sees the dossier.
The result of citizen says "HÀ TU".
appraiser.halong sees the dossier.

# Hà Tu is no longer offered; its people are of Hạ Long now.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth-hatu.json but is refused at fields.requester.residence_commune.
citizen files 1.001193 with birth.json.
The code is like H49.31-NNNNNN-NNNN.
receptionist.halong receives the dossier.
appraiser.halong finds it on the desk.
admin cannot dissolve H49.25 into H49.31 on 2026-12-20: dissolved.
Everything verifies.
