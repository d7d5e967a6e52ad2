Story: What has been kept long enough is destroyed by a decision of two people, and the chain still verifies

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
The officers of halong take it through the five steps.
The dossier is returned, status 10.

# Nothing may be destroyed before a time of keeping is entered, and before that time is over.
The clock stands at 2031-11-24T09:00.
admin proposes by 12/QĐ-UBND to erase 1.001193 ended before 2026-12-01 and gets 422.
admin sets for procedure 1.001193 a keeping of 6 years by Quyết định 7/QĐ-UBND.
admin proposes by 12/QĐ-UBND to erase 1.001193 ended before 2026-12-01 and gets 422.
The reply says "still be kept".
The clock stands at 2032-12-20T09:00.
admin asks for /admin/retention and gets 200.
The reply says "1.001193".
leader proposes by 12/QĐ-UBND to erase 1.001193 ended before 2026-12-01 and gets 403.
admin proposes by 12/QĐ-UBND to erase 1.001193 ended before 2026-12-01 and gets 201.
leader approves the list and gets 409.
Notices go out.
admin looks at the decision.
The reply says "CODE".
admin approves the list and gets 403.
leader.halong approves the list and gets 403.
citizen sees the dossier.
leader approves the list and gets 200.
leader approves the list and gets 409.
Notices go out.
leader looks at the decision.
The decision is done, 1 done and 0 left alone.

# The dossier says by which decision; text, papers and result are gone; what happened verifies.
citizen sees the dossier.
The reply says "12/QĐ-UBND".
The reply does not say "birth_certificate".
The reply does not say "Trần Minh Khuê".
citizen asks for /dossiers/CODE/result.pdf and gets 410.
appraiser.halong tries corrects and gets 410: 12/QĐ-UBND.
It has 6 events.
Everything verifies.
citizen takes out all that is kept.
The archive holds dossiers/CODE/events/006-return.p7s.
The archive does not hold dossiers/CODE/result.pdf.
