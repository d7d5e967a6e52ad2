Story: What must be paid stops the clock until it is paid

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.
appraiser.halong tries payment-requests, stating until 2026-12-04, and gets 422: amount.
appraiser.halong payment-requests it, stating amount 50000 and until 2026-12-04.
The dossier is waiting_payment, status 6.
Its clock stands still.
citizen asks for /dossiers/CODE and gets 200.
The reply says "50000".
appraiser.halong tries appraises and gets 409: Record the payment.
1440 minutes pass.
receptionist.halong tries payments and gets 422: receipt.
receptionist.halong tries payments, stating receipt PT-0001, and gets 422: method.
receptionist.halong payments it, stating receipt PT-0001 and method transfer.
The dossier is received, status 4.
It is due at 2026-11-25T17:00.
It was first due at 2026-11-24T17:00.
Everything verifies.
