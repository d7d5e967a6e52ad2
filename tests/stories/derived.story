Story: A procedure without a form of its own is filed from the first day, and comes back sealed

The clock stands at 2026-11-24T09:00.
citizen files 2.000908 with derived-empty.json but is refused at fields.request.content.
citizen files 2.000908 with derived-nowhere.json but is refused at fields.delivery.address.
citizen files 2.000908 with derived.json.
The code is like H49.31-261124-NNNN.
citizen asks for /dossiers/CODE and gets 200.
The reply says "post".
receptionist.halong receives the dossier.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong returns it, stating proof post and carrier VNPost and shipment RN000000001VN.
The dossier is returned, status 10.
citizen asks for /dossiers/CODE/result.pdf and gets 200.
pdfsig and openssl agree for citizen.
Everything verifies.

