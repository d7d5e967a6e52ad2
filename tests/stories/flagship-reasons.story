Story: A flagship procedure turns somebody away by reasons of its own, each with what cures it

citizen uploads birth-certificate.jpg as family_mandate.
citizen files 1.001612 with forms/1.001612.json.
receptionist.halong receives the dossier.
appraiser.halong tries appraises, stating decision reject and reason both_must_come, and gets 422: reason.
appraiser.halong appraises it, stating decision reject and reason name_taken.
The paper is drawn.
approver.halong approves it and decides reject.
sealer.halong seals the dossier.
returner.halong returns the dossier.
citizen asks for /dossiers/CODE and gets 200.
The reply says "Choose another name".
pdfsig and openssl agree for citizen.

# A marriage waits until both have come.
citizen files 1.000894 with forms/1.000894.json.
receptionist.halong receives the dossier.
appraiser.halong supplement-requests it, stating reason both_must_come and until 2026-12-04.
The dossier is waiting_supplement, status 5.
citizen asks for /dossiers/CODE and gets 200.
The reply says "both_must_come".

# A certified copy is refused at the counter when the original was altered.
receptionist.halong uploads birth-certificate.jpg as original.
receptionist.halong files 2.000815 with forms/2.000815.json by counter.
receptionist.halong refuses it, stating reason altered_original.
The dossier is refused, status 3.
Everything verifies.
