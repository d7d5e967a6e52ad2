-- account: accounts, sessions, people.

-- account_by_login(login text) one
SELECT id, password, disabled_at FROM account WHERE login = :login;

-- account_alive(id int) one
SELECT person_id, assurance, password_given_at FROM account WHERE id = :id AND disabled_at IS NULL;

-- account_speaks(id int, language text) exec
UPDATE account SET language = :language WHERE id = :id AND language <> :language;

-- account_set_password(id int, password text) exec
UPDATE account SET password = :password, password_given_at = NULL WHERE id = :id AND disabled_at IS NULL;

-- account_own_row(id int) one
SELECT mailbox, claimed_id, mails, language FROM account WHERE id = :id;

-- account_binding(account int) one
SELECT b.at, b.unit_id, p.full_name AS officer
  FROM identity_binding b
  JOIN account a ON a.id = b.officer_id
  JOIN person p ON p.id = a.person_id
 WHERE b.account_id = :account
   AND NOT EXISTS (SELECT 1 FROM identity_unbinding u WHERE u.binding_id = b.id)
 ORDER BY b.at DESC, b.id DESC LIMIT 1;

-- session_insert(hash bytes, account int, via text, at int, expires_at int, network text,
--   agent text) exec
INSERT INTO session (hash, account_id, via, created_at, expires_at, last_used_at, network, agent)
VALUES (:hash, :account, :via, :at, :expires_at, :at, :network, :agent);

-- session_from(account int, network text) one
SELECT created_at FROM session WHERE account_id = :account AND network = :network LIMIT 1;

-- sessions_open(account int, now int) many
SELECT hash, via, created_at, last_used_at, network, agent FROM session
 WHERE account_id = :account AND ended_at IS NULL AND expires_at > :now
 ORDER BY created_at DESC LIMIT 100;

-- session_used(hash bytes, at int, before int) exec
UPDATE session SET last_used_at = :at WHERE hash = :hash AND last_used_at < :before;

-- sessions_end_all(account int, at int) exec
UPDATE session SET ended_at = :at WHERE account_id = :account AND ended_at IS NULL;

-- sessions_end_others(account int, kept bytes, at int) exec
UPDATE session SET ended_at = :at
 WHERE account_id = :account AND ended_at IS NULL AND hash <> :kept;

-- session_end(hash bytes, at int) exec
UPDATE session SET ended_at = :at WHERE hash = :hash AND ended_at IS NULL;

-- session_actor(hash bytes, via text, now int) one
SELECT a.id AS account_id, a.person_id, a.public_id, a.login, a.kind, a.assurance, p.full_name,
       a.password_given_at, s.last_used_at, h.used_at AS shift_used_at
  FROM session s
  LEFT JOIN shift h ON h.session_hash = s.hash
  JOIN account a ON a.id = s.account_id
  JOIN person p ON p.id = a.person_id
 WHERE s.hash = :hash AND s.via = :via AND s.expires_at > :now AND s.ended_at IS NULL
   AND a.disabled_at IS NULL;

-- account_actor_row(id int) one
SELECT a.id AS account_id, a.person_id, a.public_id, a.login, a.kind, a.assurance, p.full_name
  FROM account a JOIN person p ON p.id = a.person_id
 WHERE a.id = :id AND a.disabled_at IS NULL;

-- account_set_mails(id int, mails int) exec
UPDATE account SET mails = :mails WHERE id = :id;

-- account_roles(account int, day int) many
SELECT role, unit_id, field FROM account_role
 WHERE account_id = :account AND valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)
 ORDER BY id;

-- account_borrowed(account int, day int) many (role text, unit_id int, field text, behalf text,
--   behalf_name text)
SELECT r.role AS role, r.unit_id AS unit_id,
       CASE WHEN d.field <> '' THEN d.field ELSE r.field END AS field, a.public_id AS behalf,
       p.full_name AS behalf_name
  FROM delegation d
  JOIN account_role r ON r.id = d.role_id
  JOIN account a ON a.id = r.account_id
  JOIN person p ON p.id = a.person_id
 WHERE d.delegate_id = :account AND d.valid_from <= :day AND d.valid_to > :day
   AND d.ended_at IS NULL AND r.valid_from <= :day AND (r.valid_to IS NULL OR r.valid_to > :day)
   AND a.disabled_at IS NULL
   AND EXISTS (SELECT 1 FROM account_role m
                WHERE m.account_id = :account AND m.unit_id = r.unit_id AND m.role <> 'admin'
                  AND m.valid_from <= :day
                  AND (m.valid_to IS NULL OR m.valid_to > :day))
 ORDER BY d.id;

-- account_lapsed_role(account int, role text, unit int, day int) one (until int?)
SELECT CAST(MAX(valid_to) AS BIGINT) AS until FROM account_role
 WHERE account_id = :account AND role = :role AND unit_id = :unit AND valid_to <= :day;

-- account_lapsed_loan(account int, role text, unit int, day int) one (until int?, ended_at int?)
SELECT CAST(MAX(CASE WHEN d.ended_at IS NULL THEN d.valid_to END) AS BIGINT) AS until,
       CAST(MAX(d.ended_at) AS BIGINT) AS ended_at
  FROM delegation d JOIN account_role r ON r.id = d.role_id
 WHERE d.delegate_id = :account AND r.role = :role AND r.unit_id = :unit
   AND (d.valid_to <= :day OR d.ended_at IS NOT NULL);

-- person_row(id int) one
SELECT id, kind, full_name, birth_day, sex, personal_id, ethnicity, nationality, phone, email,
       commune, address
  FROM person WHERE id = :id;

-- person_account(person int) one
SELECT id, login FROM account
 WHERE person_id = :person AND kind = 'citizen' AND disabled_at IS NULL;

-- person_by_personal_id(personal_id text) one (id int, name_folded text)
SELECT id, name_folded FROM person WHERE personal_id = :personal_id ORDER BY id LIMIT 1;

-- person_insert(id int, full_name text, name_folded text, personal_id text?, phone text?,
--   commune text?, address text?, at int) exec
INSERT INTO person (id, kind, full_name, name_folded, personal_id, phone, commune, address,
                    created_at)
VALUES (:id, 'natural', :full_name, :name_folded, :personal_id, :phone, :commune, :address, :at)
ON CONFLICT DO NOTHING;
