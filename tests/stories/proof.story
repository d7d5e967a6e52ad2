Story: Who has filed gets a proof of it, sealed by the Centre without anybody

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
citizen asks for /dossiers/CODE/proof and gets 200.
The reply says "motcua/proof/1".
The reply's sealed_at is none.
citizen asks for /dossiers/CODE/proof.pdf and gets 409.
Notices go out.
citizen asks for /dossiers/CODE/proof and gets 200.
The reply says "birth-certificate.jpg".
The reply says "/proof.pdf".
pdfsig, openssl and zbarimg agree on the proof for citizen.
receptionist.halong asks for /dossiers/CODE/proof.pdf and gets 200.
citizen2 asks for /dossiers/CODE/proof and gets 404.
citizen2 asks for /dossiers/CODE/proof.pdf and gets 404.
nobody asks for /dossiers/CODE/proof and gets 401.
Everything verifies.
