Story: After the hand-over the holder rates it, once, with reasons; the figures have it

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
citizen cannot rate it 5 for quick, and gets 409.
The officers of halong take it through the five steps.
citizen2 does not see the dossier.
citizen cannot rate it 6 for quick, and gets 422.
citizen cannot rate it 4 for nothing_known, and gets 422.
appraiser.halong cannot rate it 5 for quick, and gets 403.
citizen rates it 4 for quick and polite.
citizen cannot rate it 5 for quick, and gets 409.
The dossier is returned, status 10.
It has 7 events.
Everything verifies.
