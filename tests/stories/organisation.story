Story: An organisation files through its representative, and what it filed stays its own

business uploads birth-certificate.jpg as birth_certificate.
business files 1.001193 with birth.json for Công ty TNHH Sóng Xanh Hạ Long.
business finds it among their own.
business sees the dossier.
citizen2 does not see the dossier.

# A second person represents the company: the paper was seen at a counter.
receptionist notes that citizen2 represents Công ty TNHH Sóng Xanh Hạ Long, code 5700123456.
citizen2 sees the dossier.
citizen2 finds it among their own.
receptionist.halong receives the dossier.

# The first has left the company: what he filed for it is not his.
receptionist ends the mandate of business for Công ty TNHH Sóng Xanh Hạ Long.
business does not see the dossier.
business does not find it among their own.
citizen2 sees the dossier.

# A person lets another act in one procedure.
citizen authorises business in 1.001193.
business uploads birth-certificate.jpg as birth_certificate.
business files 1.001193 with birth.json for Nguyễn Thị Minh An.
citizen finds it among their own.
business finds it among their own.
citizen ends the mandate of business for Nguyễn Thị Minh An.
business does not see the dossier.
citizen sees the dossier.
Everything verifies.
