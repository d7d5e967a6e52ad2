Story: A certificate that has run out is no longer offered, and one that was taken in time is refused after its last day

The clock stands at 2026-07-13T09:00.
citizen files 1.004873 with forms/1.004873.json.
The officers of halong take it through the five steps.
citizen is offered Giấy xác nhận tình trạng hôn nhân as former_certificate of 1.004873.
citizen takes KQ.G15.000038 from the documents as former_certificate.
The clock stands at 2027-01-13T16:00.
citizen finds KQ.G15.000038 among the documents, valid.
The clock stands at 2027-01-14T09:00.
citizen finds KQ.G15.000038 among the documents, run out.
citizen is offered nothing as former_certificate of 1.004873.
citizen files 1.004873 with forms/1.004873.json but is refused at papers.former_certificate.
The reply says "was good until 13/01/2027".
Everything verifies.
