-- shift: keys left open.

-- shift_insert(session bytes, key int, box bytes, at int) exec
INSERT INTO shift (session_hash, key_id, box, opened_at, used_at)
VALUES (:session, :key, :box, :at, :at)
ON CONFLICT (session_hash) DO UPDATE
  SET key_id = excluded.key_id, box = excluded.box, opened_at = excluded.opened_at,
      used_at = excluded.used_at;

-- shift_of(session bytes) one
SELECT key_id, box, used_at FROM shift WHERE session_hash = :session;

-- shift_used(session bytes, at int, before int) exec
UPDATE shift SET used_at = :at WHERE session_hash = :session AND used_at < :before;

-- shift_delete(session bytes) exec
DELETE FROM shift WHERE session_hash = :session;

-- shift_delete_of_key(key int) exec
DELETE FROM shift WHERE key_id = :key;

-- shift_delete_idle(before int) exec
DELETE FROM shift WHERE used_at < :before;
