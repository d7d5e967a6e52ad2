Story: A desk: soonest due first under its light, found by name and number, assigned by the head

The clock stands at 2026-11-24T10:00+07:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
receptionist.halong finds it on the desk.
receptionist.halong sees it under view=desk&light=soon.
receptionist.halong does not see it under view=desk&light=late.

# By what people say of it: of the holder, and of who stands in the form.
receptionist.halong searches for "nguyen thi minh" and finds it.
It is noted that receptionist.halong searched by name.
It is noted that receptionist.halong saw it.
receptionist.halong searches for "Minh An" and finds it.
receptionist.halong searches for "022192004318" and finds it.
It is noted that receptionist.halong searched by personal_id.
receptionist.halong searches for "0912 345 678" and finds it.
It is noted that receptionist.halong searched by phone.
appraiser.halong searches for "minh an" and finds it.

# Nobody finds what they may not read; that they searched is noted all the same.
appraiser searches for "minh an" and does not find it.
It is noted that appraiser searched by name.
admin searches for "022192004318" and does not find it.
citizen asks for /dossiers?q=minh%20an and gets 403.

# The head sees what waits, and for whom.
leader.halong sees the load of nobody, to appraise: 0 open, 0 soon, 0 overdue.
receptionist.halong receives the dossier.
leader.halong sees the load of nobody, to appraise: 1 open, 1 soon, 0 overdue.
leader.halong assigns it, stating officer appraiser2.halong.
leader.halong sees the load of Hoàng Hải Yến, to appraise: 1 open, 1 soon, 0 overdue.
leader.halong sees the load of nobody, to appraise: 0 open, 0 soon, 0 overdue.
appraiser2.halong sees it under view=desk&whose=me.
appraiser.halong does not see it under view=desk&whose=free.
The clock stands at 2026-11-26T10:00+07:00.
leader.halong sees the load of Hoàng Hải Yến, to appraise: 1 open, 0 soon, 1 overdue.
leader.halong sees it under view=unit&light=late.
leader.halong asks for /dossiers?view=unit&unit=H49.07 and gets 404.

# Put back and taken on.
appraiser2.halong releases the dossier.
appraiser.halong claims the dossier.
leader.halong sees the load of Lê Hoàng Nam, to appraise: 1 open, 0 soon, 1 overdue.
Everything verifies.
