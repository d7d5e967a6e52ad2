Story: Several at once with one PIN, each through the same gate; a receptionist's signing stays open

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.

# A wrong PIN does nothing at all; the same request twice does it once.
receptionist.halong sends receive for both with PIN 000000, and gets 403.
The dossier is submitted, status 1.
receptionist.halong sends receive for both twice with PIN 123456.
The dossier is received, status 2.
It has 2 events.
The other one.
The dossier is received, status 2.
It has 2 events.

# To appraise is a judgement of each; one that is refused stops no other.
appraiser.halong sends appraise for both with PIN 123456, and gets 422.
appraiser.halong sends claim for both without a PIN.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong sends approve for both with PIN 123456: refused and done.
The other one.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong sends approve for both with PIN 123456: refused and done.
sealer.halong sends seal for both with PIN 123456.
The dossier is sealed, status 9.

# Signing that is left open signs what a receptionist does, and nothing else.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong sends receive for both with PIN , and gets 422.
approver.halong leaves signing open with PIN 123456, but gets 403.
receptionist.halong leaves signing open with PIN 999999, but gets 403.
receptionist.halong leaves signing open with PIN 123456.
receptionist.halong sends receive for both without a PIN.
The dossier is received, status 2.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
10 minutes pass.
receptionist.halong finds it on the desk.
10 minutes pass.
receptionist.halong receives it without a PIN.
The dossier is received, status 2.

# Fifteen minutes of nothing end it, and so does its owner.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
16 minutes pass.
receptionist.halong sends receive for both with PIN , and gets 422.
receptionist.halong leaves signing open with PIN 123456.
receptionist.halong ends the open signing.
receptionist.halong sends receive for both with PIN , and gets 422.
Everything verifies.
