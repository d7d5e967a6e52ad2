Story: What forms ask that the state knows already is counted for each field and paper, before and after it is added up

The clock stands at 2026-11-24T09:00.

# The state knows who the citizen is; another phone is stated than it knows.
citizen uploads birth-certificate.jpg as identity_paper.
citizen files 1.000894 with forms/1.000894.json.
admin reads of filings in 1.000894: 1/1/1/0.
admin reads of fields.requester.full_name in 1.000894: 1/1/0/0.
admin reads of fields.groom.full_name in 1.000894: 1/0/0/0.
admin reads of papers.identity_paper in 1.000894: 1/0/0/0.
What is kept for a while is swept.
admin reads of filings in 1.000894: 1/1/1/0.

# The second time the paper is there: taken from there once, sent again once.
receptionist.halong receives the dossier.
citizen takes KQ.G01.000023 from the documents as identity_paper.
citizen files 1.000894 with forms/1.000894.json.
admin reads of papers.identity_paper in 1.000894: 2/1/0/1.
citizen uploads birth-certificate.jpg as identity_paper.
citizen files 1.000894 with forms/1.000894.json.
admin reads of papers.identity_paper in 1.000894: 3/2/1/1.
admin reads of filings in 1.000894: 3/3/3/1.
What is kept for a while is swept.
admin reads of papers.identity_paper in 1.000894: 3/2/1/1.

# Who files at a counter is asked the same, and nothing is known of them there.
receptionist.halong files 1.000894 with forms/1.000894.json by counter.
admin reads of fields.requester.full_name in 1.000894: 4/3/0/0.
citizen2 does not see the dossier.
Everything verifies.
