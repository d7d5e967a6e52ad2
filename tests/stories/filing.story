Story: A filing that is not right is told where, and nothing is kept of it

citizen files 1.001193 with birth.json but is refused at papers.birth_certificate.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth-unborn.json but is refused at fields.child.birth_date.
citizen files 1.001193 with birth-nameless.json but is refused at fields.child.full_name.
citizen files 1.001193 with birth-unseen.json but is refused at fields.child.full_name.
citizen files 1.001193 with birth-two-lines.json but is refused at fields.child.full_name.
citizen files 9.999999 with birth.json but is refused at procedure.
citizen files 1.001193 with birth.json.
The code is like H49.31-261124-0001.
Everything verifies.
