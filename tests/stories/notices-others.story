Story: Who files for another, and whom it concerns, are told; nobody whose identity was not seen

The clock stands at 2026-11-24T09:00.
# For a company: its representative.
business uploads birth-certificate.jpg as birth_certificate.
business files 1.001193 with birth.json for Công ty TNHH Sóng Xanh Hạ Long.
Notices go out.
business is told: Your application has been sent.
citizen is told nothing.
# For a person who authorised somebody: both, until that ends.
citizen authorises citizen2 in 1.001193.
citizen2 uploads birth-certificate.jpg as birth_certificate.
citizen2 files 1.001193 with birth.json for Nguyễn Thị Minh An.
Notices go out.
citizen is told: Your application has been sent.
citizen2 is told: Your application has been sent.
business is told nothing.
citizen ends the mandate of citizen2 for Nguyễn Thị Minh An.
receptionist.halong receives the dossier.
Notices go out.
citizen is told: Your application has been received; the handling time runs from now.
citizen2 has been told 1 times.
newcomer is told nothing.
receptionist.halong is told nothing.
# At a counter, for somebody who has no account: nobody.
receptionist.halong uploads birth-certificate.jpg as birth_certificate.
receptionist.halong files 1.001193 with birth.json by counter.
Notices go out.
citizen is told nothing.
receptionist.halong is told nothing.
Everything verifies.
