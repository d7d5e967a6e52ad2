Story: A fee is entered, claimed exempt or paid at the counter, whatever the state

The clock stands at 2026-11-24T09:00.
nobody asks for /procedures/1.001193 and gets 200.
The reply's fees.0.amount is none.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
citizen asks for /dossiers/CODE and gets 200.
The reply's payment.fee is not_entered.
receptionist.halong tries fee-paids, stating receipt R-1 and method cash, and gets 409: No fee.

admin enters a fee of 50000 for 1.001193 from 2026-12-01.
admin enters a fee of 20.000 for 1.001193.
nobody asks for /procedures/1.001193 and gets 200.
The reply's fees.0.amount is 20000.
The reply's fees.0.basis is Nghị quyết thử.
citizen asks for /dossiers/CODE and gets 200.
The reply's payment.fee is not_entered.

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
citizen asks for /dossiers/CODE and gets 200.
The reply's payment.fee is due.
The reply's payment.items.0.amount is 20000.
Anybody tracks it with the code that was told.
The reply's fee_amount is 20000.
receptionist.halong receives the dossier.
receptionist.halong tries fee-paids, stating receipt R-1, and gets 422: method.
receptionist.halong tries fee-paids, stating method cash, and gets 422: receipt.
citizen tries fee-paids, stating receipt R-1 and method cash, and gets 403: Receptionist.
appraiser.halong payment-requests it, stating amount 70000 and until 2026-12-04.
The dossier is waiting_payment, status 6.
receptionist.halong fee-paids it, stating receipt R-1 and method cash.
The dossier is waiting_payment, status 6.
citizen asks for /dossiers/CODE and gets 200.
The reply's payment.fee is paid.
The reply's payment.items.0.receipt is R-1.
The reply's payment.items.1.receipt is none.
receptionist.halong tries payments, stating receipt R-1 and method cash, and gets 422: used already.
receptionist.halong payments it, stating receipt R-2 and method transfer.
The dossier is received, status 4.
receptionist.halong tries fee-paids, stating receipt R-3 and method cash, and gets 409: No fee.
Everything verifies.

citizen files 2.000635 with forms/2.000635.json.
citizen asks for /dossiers/CODE and gets 200.
The reply's payment.fee is due.
The reply's payment.items.0.amount is 16000.
citizen files 2.000635 with extract-poor.json.
citizen asks for /dossiers/CODE and gets 200.
The reply's payment.fee is claimed.
The reply's payment.claimed is poor.
receptionist.halong tries fee-exempts, stating ground rich, and gets 422: ground.
receptionist.halong fee-exempts the dossier.
The dossier is submitted, status 1.
citizen asks for /dossiers/CODE and gets 200.
The reply's payment.fee is exempt.
The reply's payment.items.0.ground is poor.

The clock stands at 2026-12-02T09:00.
nobody asks for /procedures/1.001193 and gets 200.
The reply's fees.0.amount is 50000.
admin enters a fee of nothing for 1.001193.
nobody asks for /procedures/1.001193 and gets 200.
The reply's fees.0.amount is none.
Everything verifies.
