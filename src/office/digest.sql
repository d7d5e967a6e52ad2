-- digest: the pace of letters.

-- digest_row(account int) one
SELECT next_at, last_at, mail_id FROM digest WHERE account_id = :account;

-- digest_gather(account int, next int) exec
INSERT INTO digest (account_id, next_at, last_at) VALUES (:account, :next, 0)
ON CONFLICT (account_id) DO UPDATE SET next_at = excluded.next_at WHERE digest.next_at IS NULL;

-- digest_due_rows(now int, most int) many (account_id int, next_at int)
SELECT account_id, next_at FROM digest
 WHERE next_at IS NOT NULL AND mail_id IS NULL AND next_at <= :now
 ORDER BY next_at, account_id LIMIT :most;

-- digest_claim(account int, seen int) exec
UPDATE digest SET next_at = NULL
 WHERE account_id = :account AND next_at = :seen AND mail_id IS NULL;

-- digest_under_way(account int, mail int) exec
UPDATE digest SET mail_id = :mail WHERE account_id = :account AND (mail_id IS NULL OR mail_id = :mail);

-- digest_done(account int, mail int, at int, next int) exec
UPDATE digest SET mail_id = NULL, last_at = :at,
       next_at = CASE WHEN next_at IS NULL THEN NULL ELSE :next END
 WHERE account_id = :account AND mail_id = :mail;

-- digest_given_up(account int, mail int) exec
UPDATE digest SET mail_id = NULL WHERE account_id = :account AND mail_id = :mail;

-- digest_reader(account int) one (mailbox text?, mails int, language text)
SELECT mailbox, mails, language FROM account WHERE id = :account AND disabled_at IS NULL;

-- digest_notices(account int, most int) many (code text?, version_id int?,
--   complaint text?, number text?)
SELECT n.id, n.what, n.dossier_id, n.day, n.until_day, n.due_at, n.at, n.mailed_at, d.code AS code,
       d.procedure_version_id AS version_id, k.public_id AS complaint, k.number AS number
  FROM notice n LEFT JOIN dossier d ON d.id = n.dossier_id
  LEFT JOIN complaint k ON k.id = n.complaint_id
 WHERE n.account_id = :account AND n.to_mail = 1
 ORDER BY n.at, n.id LIMIT :most;

-- digest_written(account int, now int) exec
UPDATE notice SET to_mail = 0, mailed_at = :now WHERE account_id = :account AND to_mail = 1;

-- digest_unwanted(account int) exec
UPDATE notice SET to_mail = 0 WHERE account_id = :account AND to_mail = 1;
