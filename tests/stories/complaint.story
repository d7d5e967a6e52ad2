Story: A complaint has its number and its time limits, and is handled above whom it is about

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
citizen2 cannot complain about the dossier, saying Chậm quá, and gets 422.
appraiser.halong cannot complain about the dossier, saying Chậm quá, and gets 403.
citizen complains about the dossier and receptionist.halong, saying Tiếp nhận chậm.
The complaint is open, number 1/2026/PAKN, handled by H49.
It is to be answered until 2026-11-26T17:00 and resolved until 2026-12-15T17:00.
# It stands in the view of the leader above, and of nobody below.
leader asks for /complaints and gets 200.
The reply says "1/2026/PAKN".
leader.halong asks for /complaints and gets 200.
The reply does not say "1/2026/PAKN".
leader.halong cannot answer the complaint with accepted and gets 404.
citizen2 cannot answer the complaint with accepted and gets 404.
citizen cannot answer the complaint with accepted and gets 403.
leader cannot answer the complaint with resolved and gets 409.
leader answers the complaint with accepted, saying Đã tiếp nhận phản ánh.
leader answers the complaint with resolved, saying Đã chấn chỉnh.
leader cannot answer the complaint with rejected and gets 409.
citizen asks for /complaints and gets 200.
The reply says "resolved".
# Whoever a complaint is about does not handle it, whatever unit they lead.
citizen complains about unit H49 and leader, saying Thái độ chưa đúng.
leader cannot answer the complaint with accepted and gets 403.
