-- once_row(account int, route text, key text) one
SELECT fingerprint, status, location, version FROM idempotency
 WHERE account_id = :account AND route = :route AND key = :key;

-- once_insert(account int, route text, key text, fingerprint bytes, status int, location text, version int, at int) exec
INSERT INTO idempotency (account_id, route, key, fingerprint, status, location, version, at)
VALUES (:account, :route, :key, :fingerprint, :status, :location, :version, :at);

-- once_delete(before int) exec
DELETE FROM idempotency WHERE at < :before;
