-- mail: letters that wait, went, or failed for good.

-- mail_insert(id int, kind text, public_id text, account int?, recipient text, language text, subject text,
--   text text, now int, until int) exec
INSERT INTO mail (id, kind, public_id, account_id, recipient, language, subject, text, created_at,
                  not_before, not_after, attempts)
VALUES (:id, :kind, :public_id, :account, :recipient, :language, :subject, :text, :now, :now, :until, 0);

-- mail_waiting(now int, most int) many
SELECT id, kind, account_id, public_id, recipient, language, subject, text, created_at, attempts
  FROM mail
WHERE sent_at IS NULL AND dead_at IS NULL AND not_before <= :now AND not_after > :now
ORDER BY not_before, id
LIMIT :most;

-- mail_lease(id int, attempts int, now int, until int) exec
UPDATE mail SET not_before = :until, attempts = attempts + 1
WHERE id = :id AND sent_at IS NULL AND dead_at IS NULL AND attempts = :attempts
  AND not_before <= :now;

-- mail_put_off(id int, until int) exec
UPDATE mail SET not_before = :until, attempts = attempts - 1
WHERE id = :id AND sent_at IS NULL AND dead_at IS NULL;

-- mail_mark_sent(id int, now int, kept text?) exec
UPDATE mail SET sent_at = :now, error = NULL, text = :kept
WHERE id = :id AND sent_at IS NULL AND dead_at IS NULL;

-- mail_mark_failed(id int, attempts int, not_before int, error text) exec
UPDATE mail SET not_before = :not_before, error = :error
WHERE id = :id AND sent_at IS NULL AND dead_at IS NULL AND attempts = :attempts;

-- mail_mark_dead(id int, attempts int, now int, error text) exec
UPDATE mail SET dead_at = :now, error = :error,
       text = CASE kind WHEN 'code' THEN NULL ELSE text END
WHERE id = :id AND sent_at IS NULL AND dead_at IS NULL AND attempts = :attempts;

-- mail_late(now int, most int) many
SELECT id, account_id, kind FROM mail
WHERE sent_at IS NULL AND dead_at IS NULL AND not_before <= :now AND not_after <= :now
ORDER BY not_before, id LIMIT :most;

-- mail_mark_late(id int, now int, error text) exec
UPDATE mail SET dead_at = :now, error = COALESCE(error, :error),
       text = CASE kind WHEN 'code' THEN NULL ELSE text END
WHERE id = :id AND sent_at IS NULL AND dead_at IS NULL;

-- mail_dead_page(before int, id int, most int) many (dead_at int, whole int)
SELECT id, public_id, kind, recipient, error, attempts, created_at, dead_at,
       CAST(CASE WHEN text IS NULL THEN 0 ELSE 1 END AS BIGINT) AS whole
  FROM mail
 WHERE dead_at IS NOT NULL AND (dead_at, id) < (:before, :id)
 ORDER BY dead_at DESC, id DESC LIMIT :most;

-- mail_dead_row(public_id text) one (dead_at int, whole int)
SELECT id, kind, recipient, dead_at, CAST(CASE WHEN text IS NULL THEN 0 ELSE 1 END AS BIGINT) AS whole
  FROM mail WHERE public_id = :public_id AND dead_at IS NOT NULL;

-- mail_revive(id int, now int, until int) exec
UPDATE mail SET dead_at = NULL, attempts = 0, not_before = :now, not_after = :until
 WHERE id = :id AND dead_at IS NOT NULL AND text IS NOT NULL;

-- mail_remove(id int) exec
DELETE FROM mail WHERE id = :id AND dead_at IS NOT NULL;

-- mail_forget(before int) exec
DELETE FROM mail WHERE created_at < :before
  AND (sent_at IS NOT NULL OR dead_at IS NOT NULL);

-- mail_latest(most int) many
SELECT id, public_id, recipient, language, subject, text, created_at, sent_at, attempts FROM mail
ORDER BY id DESC LIMIT :most;

-- mail_totals() one (waiting int, dead int, error text?)
SELECT (SELECT CAST(COUNT(*) AS BIGINT) FROM mail WHERE sent_at IS NULL AND dead_at IS NULL)
         AS waiting,
       (SELECT CAST(COUNT(*) AS BIGINT) FROM mail WHERE dead_at IS NOT NULL) AS dead,
       (SELECT error FROM mail WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT 1) AS error;
