Story: Who complained and the leaders who handle it are told in their inboxes, with one letter in an hour, and reminded of each limit

The clock stands at 2026-11-24T09:00.
citizen complains about unit H49.31 and receptionist.halong, saying Tiếp nhận chậm.
It is to be answered until 2026-11-26T17:00 and resolved until 2026-12-15T17:00.
leader is told: A complaint has come that your unit handles.
leader has 1 unread notices.
leader opens the newest notice.
leader has 0 unread notices.
leader.halong has 0 unread notices.
receptionist.halong has 0 unread notices.

# Its limit: eight office hours before it, when it is past, on each working day after.
The clock stands at 2026-11-25T09:00.
Officers and heads are reminded.
leader has 0 unread notices.
The clock stands at 2026-11-26T08:00.
Officers and heads are reminded.
leader is told: A complaint that your unit handles is close to its time limit.
leader opens the newest notice.
Officers and heads are reminded.
leader has 0 unread notices.
The clock stands at 2026-11-26T17:01.
Officers and heads are reminded.
leader is told: A complaint that your unit handles is past its time limit.
leader opens the newest notice.
The clock stands at 2026-11-27T08:00.
Officers and heads are reminded.
leader is told: A complaint that your unit handles is past its time limit.
leader has 1 unread notices.
leader opens the newest notice.

# Accepted, it has the other limit, and whoever made it is told: two letters within the hour are one.
leader answers the complaint with accepted, saying Đã tiếp nhận phản ánh.
citizen is told: Your complaint has been accepted.
Mail goes out.
citizen has got 1 letters.
Officers and heads are reminded.
leader has 0 unread notices.
The clock stands at 2026-12-15T08:00.
Officers and heads are reminded.
leader is told: A complaint that your unit handles is close to its time limit.
The clock stands at 2026-12-16T08:00.
Officers and heads are reminded.
leader is told: A complaint that your unit handles is past its time limit.
leader answers the complaint with resolved, saying Đã chấn chỉnh.
citizen is told: Your complaint has been resolved.
Mail goes out.
citizen has got 2 letters.
leader opens the newest notice.
leader has 1 unread notices.
# Once it has ended nobody is reminded.
The clock stands at 2026-12-18T08:00.
Officers and heads are reminded.
leader has 1 unread notices.

# Who wants no letters gets none of complaints either; the hour counts for them, too.
citizen complains about unit H49.31 and receptionist.halong, saying Lại chậm.
leader answers the complaint with accepted, saying Đã tiếp nhận phản ánh.
Mail goes out.
citizen has got 3 letters.
leader answers the complaint with resolved, saying Đã chấn chỉnh.
Mail goes out.
citizen has got 3 letters.
61 minutes pass.
Mail goes out.
citizen has got 4 letters.
citizen wants no mails.
61 minutes pass.
citizen complains about unit H49.31 and receptionist.halong, saying Vẫn chậm.
leader answers the complaint with rejected, saying Không có căn cứ.
citizen is told: Your complaint has been rejected.
Mail goes out.
61 minutes pass.
Mail goes out.
citizen has got 4 letters.
Everything verifies.
