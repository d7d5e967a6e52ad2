-- notice: people's inboxes.

-- notice_event(id int) one (action text, at int, content bytes)
SELECT action AS action, at AS at, signed AS content FROM event WHERE id = :id;

-- notice_candidates(dossier int, day int) many (id int)
SELECT a.id AS id FROM dossier d JOIN account a ON a.id = d.filed_by
 WHERE d.id = :dossier AND a.kind = 'citizen' AND a.disabled_at IS NULL
UNION
SELECT a.id FROM dossier d JOIN account a ON a.person_id = d.holder_id
 WHERE d.id = :dossier AND a.kind = 'citizen' AND a.disabled_at IS NULL AND a.assurance = 2
UNION
SELECT a.id FROM dossier d
  JOIN mandate m ON m.holder_id = d.holder_id
  JOIN account a ON a.person_id = m.agent_id
 WHERE d.id = :dossier AND m.kind = 'representative' AND m.revoked_at IS NULL
   AND m.valid_from <= :day AND (m.valid_to IS NULL OR m.valid_to > :day)
   AND (m.procedure_id IS NULL OR m.procedure_id = d.procedure_id)
   AND a.kind = 'citizen' AND a.disabled_at IS NULL AND a.assurance = 2;

-- notice_by_mail(account int) one (mailbox text?, mails int)
SELECT mailbox, mails FROM account WHERE id = :account AND disabled_at IS NULL;

-- notice_insert(id int, account int, what text, dossier int, event int, until_day int, due_at int?, at int, to_mail int) exec
INSERT INTO notice (id, account_id, what, dossier_id, event_id, day, until_day, due_at, at, to_mail)
VALUES (:id, :account, :what, :dossier, :event, 0, :until_day, :due_at, :at, :to_mail)
ON CONFLICT (account_id, event_id) DO NOTHING;

-- notice_list_insert(id int, account int, what text, day int, at int) exec
INSERT INTO notice (id, account_id, what, day, until_day, at, to_mail)
VALUES (:id, :account, :what, :day, 0, :at, 0)
ON CONFLICT (account_id, what, day) WHERE day > 0 AND complaint_id IS NULL DO NOTHING;

-- notice_list_of(account int, what text, day int) one
SELECT id FROM notice WHERE account_id = :account AND what = :what AND day = :day AND day > 0
   AND complaint_id IS NULL;

-- notice_complaint_put(id int, account int, what text, complaint int, day int, due_at int?, at int,
--   to_mail int) exec
INSERT INTO notice (id, account_id, what, complaint_id, day, until_day, due_at, at, to_mail)
VALUES (:id, :account, :what, :complaint, :day, 0, :due_at, :at, :to_mail)
ON CONFLICT (account_id, complaint_id, what) WHERE complaint_id IS NOT NULL DO UPDATE
SET day = excluded.day, due_at = excluded.due_at, at = excluded.at, to_mail = excluded.to_mail,
    read_at = NULL;

-- notice_line_insert(notice int, dossier int, due_at int, at int) exec
INSERT INTO notice_line (notice_id, dossier_id, due_at, at) VALUES (:notice, :dossier, :due_at, :at)
ON CONFLICT (notice_id, dossier_id) DO NOTHING;

-- notice_list_renew(id int, at int, to_mail int) exec
UPDATE notice SET at = :at, read_at = NULL, to_mail = :to_mail WHERE id = :id;

-- notice_page(account int, before int, id int, most int) many (code text?, version_id int?,
--   complaint text?, number text?)
SELECT n.id, n.account_id, n.what, n.dossier_id, n.day, n.until_day, n.due_at, n.at, n.read_at,
       n.mailed_at, d.code AS code, d.procedure_version_id AS version_id, k.public_id AS complaint,
       k.number AS number
  FROM notice n LEFT JOIN dossier d ON d.id = n.dossier_id
  LEFT JOIN complaint k ON k.id = n.complaint_id
 WHERE n.account_id = :account AND (n.at, n.id) < (:before, :id)
 ORDER BY n.at DESC, n.id DESC LIMIT :most;

-- notice_row(id int) one (code text?, version_id int?,
--   complaint text?, number text?)
SELECT n.id, n.account_id, n.what, n.dossier_id, n.day, n.until_day, n.due_at, n.at, n.read_at,
       n.mailed_at, d.code AS code, d.procedure_version_id AS version_id, k.public_id AS complaint,
       k.number AS number
  FROM notice n LEFT JOIN dossier d ON d.id = n.dossier_id
  LEFT JOIN complaint k ON k.id = n.complaint_id
 WHERE n.id = :id;

-- notice_line_rows(notice int, after int, most int) many
SELECT d.code, d.procedure_version_id AS version_id, l.due_at
  FROM notice_line l JOIN dossier d ON d.id = l.dossier_id
 WHERE l.notice_id = :notice AND l.at > :after
 ORDER BY l.due_at, l.dossier_id LIMIT :most;

-- notice_unread_count(account int, most int) one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n
  FROM (SELECT 1 AS one FROM notice WHERE account_id = :account AND read_at IS NULL LIMIT :most) u;

-- notice_read(id int, at int) exec
UPDATE notice SET read_at = :at WHERE id = :id AND read_at IS NULL;

-- notice_read_all(account int, at int) exec
UPDATE notice SET read_at = :at WHERE account_id = :account AND read_at IS NULL;

-- notice_read_of(account int, dossier int, at int) exec
UPDATE notice SET read_at = :at
 WHERE account_id = :account AND dossier_id = :dossier AND read_at IS NULL;
