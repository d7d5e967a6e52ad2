Story: Received after 15:00, due on the next working day

The clock stands at 2026-11-27T14:30.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
60 minutes pass.
receptionist.halong receives the dossier.
# The 27th is a Friday.
It is due at 2026-11-30T17:00.
