Story: What was filed at a counter is destroyed with its digitised copies, and the chain still verifies

The clock stands at 2026-11-24T09:00.
receptionist.halong registers Phạm Thị Lụa at the counter with number 022161000777, phone 0987000777, and gets 201.
receptionist.halong uploads birth-certificate.jpg as birth_certificate.
receptionist.halong files 1.001193 with birth-lua.json for the person there, compares the scans and receives it at once.
It counts under digitised as 1.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
returner.halong returns it, stating proof post and carrier VNPost and shipment RN000000001VN.

The clock stands at 2032-12-20T09:00.
admin sets for procedure 1.001193 a keeping of 6 years by Quyết định 7/QĐ-UBND.
admin proposes by 12/QĐ-UBND to erase 1.001193 ended before 2026-12-01 and gets 201.
Notices go out.
leader approves the list and gets 200.
Notices go out.
leader looks at the decision.
The decision is done, 1 done and 0 left alone.
Everything verifies.
