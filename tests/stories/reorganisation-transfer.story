Story: A dossier changes hands twice: its ward merges into another, which passes it on, and an opinion outlives its unit

receptionist.halong is given the role receptionist in H49.01.25.
appraiser is given the role appraiser in H49.25.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth-hatu.json.
receptionist.halong receives the dossier.
appraiser consults it, stating unit H49.26 and until 2026-12-04.
admin dissolves H49.25 into H49.31 on 2026-12-01.
admin dissolves H49.26 into H49.07 on 2026-12-01.
The clock stands at 2026-12-01T08:00.

# Who was asked is no more: its successor answers.
appraiser opinions the dossier.
Everything verifies.

# The first successor passes it on.
approver.halong transfers it, stating unit H49.32.
citizen sees that it is with H49.32.
approver.halong does not see the dossier.
Everything verifies.
admin dissolves H49.32 into H49.31 on 2026-12-02.
The clock stands at 2026-12-02T08:00.
appraiser.halong finds it on the desk.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
Everything verifies.
