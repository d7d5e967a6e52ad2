Story: A person takes out all that is kept of them as one archive

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
The officers of halong take it through the five steps.
citizen takes out all that is kept.
The archive holds README.txt.
The archive holds dossiers/CODE/papers/01.jpg.
The archive holds dossiers/CODE/result.pdf.
The archive holds dossiers/CODE/events/001-submit.ed25519.
The archive holds dossiers/CODE/events/004-approve.p7s.
# It is noted, and nobody gets anybody else's.
citizen asks for /account and gets 200.
It was last taken out on 2026-11-24.
citizen2 takes out all that is kept.
The archive does not hold dossiers/CODE/dossier.json.
newcomer takes out all that is kept.
The archive does not hold dossiers/CODE/dossier.json.
nobody asks for /account/export and gets 401.
