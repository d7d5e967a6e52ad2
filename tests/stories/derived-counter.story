Story: What is not offered online a counter files, and what others run is filed nowhere here

citizen files 1.012812 with derived.json but is refused at channel.
citizen files 1.004222 with derived.json but is refused at procedure.
receptionist.halong files 1.012812 with derived.json by counter.
receptionist.halong receives the dossier.
appraiser.halong appraises it, stating decision reject and reason conditions_not_met and clause ND 61/2018 art. 17 and concerns dossier and cure Nộp hồ sơ mới.
The paper is drawn.
approver.halong approves it and decides reject.
sealer.halong seals the dossier.
returner.halong returns it, stating proof post and carrier VNPost and shipment RN000000001VN.
Everything verifies.
