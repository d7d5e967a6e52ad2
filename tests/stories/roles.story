Story: A role has a unit, a field and days, and two administrators do not overwrite each other

citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong receives the dossier.

# Another field: neither on the desk nor to be read; the field itself: both.
The role appraiser of appraiser.halong is ended.
appraiser.halong tries appraises and gets 403: 24/11/2026.
appraiser.halong is given the role appraiser in H49.31 in the field Chứng thực.
appraiser.halong does not see the dossier.
appraiser.halong is given the role appraiser in H49.31 in the field Hộ tịch.
appraiser.halong sees the dossier.
appraiser.halong finds it on the desk.

# A role past its date.
sealer.halong cannot be given the role appraiser in H49.31 until 2026-11-20: before the first.
sealer.halong cannot be given the role sealer in H49.31 until 2026-12-20: already.
sealer.halong cannot be given the role king in H49.31 until 2026-12-20: no such role.
sealer.halong cannot be given the role sealer in H49.9999 until 2026-12-20: no such unit.
sealer.halong cannot be given the role admin in H49 until 2026-12-20: no other role.
sealer.halong is given the role appraiser in H49.31 until 2026-11-25.
sealer.halong finds it on the desk.
The clock stands at 2026-11-26T08:00.
sealer.halong tries appraises and gets 403: 26/11/2026.
appraiser.halong appraises it and decides grant.

# A second administrator; both look, one is first.
The account admin2 is opened for Trần Văn Bảo.
admin2 chooses the password năm con mèo.
admin2 is given the role admin in H49.
admin2 looks at the roles of returner.halong.
returner.halong is given the role receptionist in H49.01.31.
admin2 gives returner.halong the role receptionist in H49.01.30 and is told that it has changed.
returner.halong has had 2 roles.
admin2 does not see the dossier.
The account of admin2 is disabled.
admin2 asks for /admin/people and gets 401.
The journal says "disabled".
Everything verifies.
