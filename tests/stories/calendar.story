Story: A changed calendar moves no date that is fixed: neither by itself nor when a pause ends

# The pause takes no working day, so it gives none back.
The clock stands at 2026-11-24T15:30.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
It is due at 2026-11-25T17:00.
admin makes 2026-11-25 a holiday day.
appraiser.halong supplement-requests it, stating reason missing_paper and concerns papers.residence_proof and until 2026-12-04.
5 minutes pass.
citizen supplements the dossier.
It is due at 2026-11-25T17:00.
It was first due at 2026-11-25T17:00.

# Nor does it move a date that the approver has given.
approver.halong extends it, stating reason verification_needed and due 2026-11-27.
admin makes 2026-11-27 a holiday day.
appraiser.halong payment-requests it, stating amount 50000 and until 2026-12-04.
5 minutes pass.
receptionist.halong payments it, stating receipt PT-1 and method cash.
It is due at 2026-11-27T17:00.

# What a pause takes is counted under the calendar of now, from the date that is fixed on.
The clock stands at 2026-11-27T09:00.
approver.halong supplement-requests it, stating reason missing_paper and concerns papers.residence_proof and until 2026-12-04 and warned true.
The clock stands at 2026-11-30T09:00.
citizen supplements the dossier.
It is due at 2026-11-30T17:00.
Everything verifies.
