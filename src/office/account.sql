-- account: accounts, sessions, people.

-- account_by_login(login text) one
SELECT id, password, failed, locked_until, disabled_at FROM account WHERE login = :login;

-- account_lock(id int) one
SELECT locked_until FROM account WHERE id = :id AND disabled_at IS NULL;

-- account_failed(id int, tries int, until int) exec
UPDATE account
   SET locked_until = CASE WHEN failed + 1 >= :tries THEN :until ELSE locked_until END,
       failed = CASE WHEN failed + 1 >= :tries THEN 0 ELSE failed + 1 END
 WHERE id = :id;

-- account_entered(id int) exec
UPDATE account SET failed = 0 WHERE id = :id AND failed <> 0;

-- session_insert(hash bytes, account int, via text, at int, expires_at int) exec
INSERT INTO session (hash, account_id, via, created_at, expires_at)
VALUES (:hash, :account, :via, :at, :expires_at);

-- session_end(hash bytes, at int) exec
UPDATE session SET ended_at = :at WHERE hash = :hash AND ended_at IS NULL;

-- session_actor(hash bytes, via text, now int) one
SELECT a.id AS account_id, a.person_id, a.public_id, a.login, a.kind, a.assurance, p.full_name
  FROM session s
  JOIN account a ON a.id = s.account_id
  JOIN person p ON p.id = a.person_id
 WHERE s.hash = :hash AND s.via = :via AND s.expires_at > :now AND s.ended_at IS NULL
   AND a.disabled_at IS NULL;

-- account_roles(account int, day int) many
SELECT role, unit_id FROM account_role
 WHERE account_id = :account AND valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)
 ORDER BY id;

-- person_row(id int) one
SELECT id, kind, full_name, birth_day, sex, personal_id, ethnicity, nationality, phone, email,
       commune, address
  FROM person WHERE id = :id;

-- person_by_personal_id(personal_id text) one (id int, name_folded text)
SELECT id, name_folded FROM person WHERE personal_id = :personal_id ORDER BY id LIMIT 1;

-- person_insert(id int, full_name text, name_folded text, personal_id text?, phone text?,
--   commune text?, address text?, at int) exec
INSERT INTO person (id, kind, full_name, name_folded, personal_id, phone, commune, address,
                    created_at)
VALUES (:id, 'natural', :full_name, :name_folded, :personal_id, :phone, :commune, :address, :at)
ON CONFLICT DO NOTHING;
