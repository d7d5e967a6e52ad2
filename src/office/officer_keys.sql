-- officer_keys: officers' signing keys.

-- key_order_put(account int, by int, at int, until int) exec
INSERT INTO key_order (account_id, ordered_by, at, until) VALUES (:account, :by, :at, :until)
ON CONFLICT (account_id) DO UPDATE
   SET ordered_by = excluded.ordered_by, at = excluded.at, until = excluded.until;

-- key_order_of(account int, now int) one
SELECT until FROM key_order WHERE account_id = :account AND until > :now;

-- key_order_done(account int, now int) exec
DELETE FROM key_order WHERE account_id = :account AND until > :now;

-- key_end_all(account int, now int) exec
UPDATE key_pair SET ended_at = :now
 WHERE account_id = :account AND purpose = 'officer' AND ended_at IS NULL;

-- keys_part part
SELECT k.id, k.certificate, k.secret, k.locked_at, k.ended_at, a.public_id, a.login, p.full_name
  FROM key_pair k
  JOIN account a ON a.id = k.account_id
  JOIN person p ON p.id = a.person_id;

-- keys_of_all(before int, most int) many
@keys_part
 WHERE k.purpose = 'officer' AND k.id < :before ORDER BY k.id DESC LIMIT :most;

-- keys_of_one(account int, before int, most int) many
@keys_part
 WHERE k.account_id = :account AND k.purpose = 'officer' AND k.id < :before
 ORDER BY k.id DESC LIMIT :most;
