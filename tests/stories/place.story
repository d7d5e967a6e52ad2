Story: An address is a province, one of its communes and a line; a commune that is no more names its successor

The clock stands at 2026-11-24T09:00.
citizen asks for /places/22 and gets 200.
The reply says "Phường Hà Tu".
citizen asks for /places/99 and gets 404.

# Any of the 34 provinces, but a commune of that one.
citizen files 2.000908 with derived-mixed.json but is refused at fields.delivery.place.commune.
The reply says "Please choose a commune of the province above.".
citizen files 2.000908 with derived-hanoi.json.
The dossier is submitted, status 1.
citizen files 2.000908 with derived-hatu.json.

# A commune merges into another: from that day it is not to be chosen, and who has it still is told where it went.
admin dissolves H49.25 into H49.31 on 2026-12-01.
The clock stands at 2026-12-01T09:00.
citizen files 2.000908 with derived-hatu.json but is refused at fields.delivery.place.commune.
The reply says "This commune is no more; choose its successor, Phường Hạ Long.".
citizen files 2.000908 with derived.json.
Everything verifies.
