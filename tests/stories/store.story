Story: What the state has already is offered in the form, attached without sending it, and refused once it holds no more

The clock stands at 2026-11-24T09:00.

# A certificate of marital status, with an identity card that is sent this once.
citizen is offered nothing as identity_paper of 1.004873.
citizen finds no KQ.G01.000023 among the documents.
citizen uploads birth-certificate.jpg as identity_paper.
citizen files 1.004873 with forms/1.004873.json.
citizen finds no KQ.G01.000023 among the documents.
receptionist.halong sees the dossier.
The officers of halong take it through the five steps.
citizen finds KQ.G01.000023 among the documents, valid.
citizen finds KQ.G15.000038 among the documents, valid.
citizen reads that Trần Thu Hà has looked.

# The next forms ask for neither again.
citizen is offered Giấy tờ tuỳ thân có ảnh, còn giá trị sử dụng as identity_paper of 1.000894.
citizen is offered Giấy xác nhận tình trạng hôn nhân as former_certificate of 1.004873.
citizen is offered nothing as birth_certificate of 1.001193.
citizen takes KQ.G01.000023 from the documents as identity_paper.
citizen files 1.000894 with forms/1.000894.json.
receptionist.halong receives the dossier.
citizen reads in the signed filing that 1 papers were reused.
Everything verifies.

# They are nobody else's: not another citizen's, not an officer's.
citizen2 is offered nothing as identity_paper of 1.000894.
citizen2 cannot take KQ.G01.000023 of citizen and gets 404.
receptionist.halong cannot take KQ.G01.000023 of citizen and gets 403.

# Who acts for a person in one procedure uses what that procedure asks for, and nothing else.
citizen authorises citizen2 in 1.000894.
citizen2 is offered Giấy tờ tuỳ thân có ảnh, còn giá trị sử dụng as identity_paper of 1.000894.
citizen2 cannot take KQ.G15.000038 of citizen and gets 404.
citizen2 is offered nothing as identity_paper of 1.004873.
citizen ends the mandate of citizen2 for Nguyễn Thị Minh An.
citizen2 is offered nothing as identity_paper of 1.000894.

# It is revoked between the choice and the filing.
citizen takes KQ.G15.000038 from the documents as former_certificate.
We speak of the other dossier.
approver.halong revokes it, stating reason mistake_of_authority.
citizen finds KQ.G15.000038 among the documents, revoked.
citizen files 1.004873 with forms/1.004873.json but is refused at papers.former_certificate.
The reply says "“Giấy xác nhận tình trạng hôn nhân” was revoked on 24/11/2026; please choose another paper.".
citizen is offered nothing as former_certificate of 1.004873.
citizen cannot take KQ.G15.000038 of citizen and gets 422.
Everything verifies.
