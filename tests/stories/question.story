Story: The holder asks, an officer of the dossier answers, each side is told, and the text can be read by both

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
citizen asks it, saying Bao giờ có kết quả?
The dossier is received, status 2.
citizen cannot ask it, saying Còn thiếu gì không?, and gets 409: waits for an answer.
citizen2 does not see the dossier.
# Unanswered ones stand on the desks of both units, with their age.
2880 minutes pass.
The desk of appraiser.halong shows the question.
The desk of receptionist.halong shows the question.
The desk of sealer.hatu does not show the question.
receptionist.halong answers it, saying Chiều nay anh chị nhé.
citizen sees the dossier.
The reply says "Chiều nay".
The desk of appraiser.halong does not show the question.
appraiser.halong cannot answer it, saying Một lần nữa, and gets 409: No question.
Notices go out.
# After the end too.
citizen withdraws the dossier.
citizen asks it, saying Tôi nộp lại được không?
appraiser.halong answers it, saying Được.
# Whoever has to do with it at either unit may answer.
citizen asks it, saying Cần mang theo giấy tờ gì?
approver.halong answers it, saying Căn cước của anh chị.
citizen asks it, saying Nhận lại bản giấy ở đâu?
returner.halong answers it, saying Tại điểm tiếp nhận phường.
It has 11 events.
Everything verifies.
