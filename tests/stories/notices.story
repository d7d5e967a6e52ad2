Story: Everybody is told what happened and what to do; officers what is due, and heads what is late

The clock stands at 2026-11-24T09:00.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen files 1.001193 with birth.json.
Notices go out.
citizen is told: Your application has been sent.
citizen2 is told nothing.
Mail goes out.
citizen has got 1 letters.
receptionist.halong receives the dossier.
Notices go out.
citizen is told: Your application has been received; the handling time runs from now.
appraiser.halong supplement-requests it, stating reason unreadable_paper and concerns papers.birth_certificate and until 2026-12-04.
Notices go out.
citizen is told: Documents are missing; the handling time stands still until they come.
citizen has to do this: Open the application and send the missing documents. Until 2026-12-04.
# What comes within the hour gathers, and goes in one letter when it is over.
Mail goes out.
citizen has got 1 letters.
61 minutes pass.
Mail goes out.
citizen has got 2 letters.
The newest letter says "04/12/2026".
Mail goes out.
citizen has got 2 letters.
citizen has 3 unread notices.
citizen opens the newest notice.
citizen has 2 unread notices.
# Nobody is late while the clock stands.
The clock stands at 2026-11-26T08:00.
Officers and heads are reminded.
leader.halong is told nothing.
leader.halong has got 0 lists called late.
citizen uploads birth-certificate.jpg as birth_certificate.
citizen supplements it, stating papers new.
Notices go out.
citizen is told: The missing documents have been sent; the handling time runs again.
It is due at 2026-11-26T17:00.
# Officers only among themselves.
appraiser.halong claims the dossier.
Notices go out.
citizen is told: The missing documents have been sent; the handling time runs again.
citizen has been told 4 times.
# Half of what is left of the day, and when it is late.
The clock stands at 2026-11-26T16:00.
Officers and heads are reminded.
leader.halong finds it on the list soon.
leader.halong has got 0 lists called late.
The clock stands at 2026-11-26T17:30.
Officers and heads are reminded.
leader.halong finds it on the list late.
approver.halong has got 0 lists called late.
# In the morning, half an hour before the office opens.
The clock stands at 2026-11-27T06:59.
Officers and heads are reminded.
appraiser.halong has got 0 lists called due.
The clock stands at 2026-11-27T07:00.
Officers and heads are reminded.
Officers and heads are reminded.
appraiser.halong has got 1 lists called due.
appraiser.halong finds it on the list due.
appraiser2.halong has got 0 lists called due.
Mail goes out.
appraiser.halong has got 1 letters.
# Each further working day.
The clock stands at 2026-11-27T07:30.
Officers and heads are reminded.
Officers and heads are reminded.
leader.halong has got 2 lists called late.
# Who wants no mails is told all the same.
citizen has got 3 letters.
citizen wants no mails.
appraiser.halong appraises it and decides grant.
The paper is drawn.
approver.halong approves it and decides grant.
sealer.halong seals the dossier.
Notices go out.
citizen is told: The result of your application is ready.
Mail goes out.
citizen has got 3 letters.
returner.halong returns the dossier.
Notices go out.
citizen is told: The result of your application has been handed over.
The clock stands at 2026-11-30T09:00.
Officers and heads are reminded.
leader.halong has got 2 lists called late.
Everything verifies.
