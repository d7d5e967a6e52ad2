-- officer: accounts of officers, their roles and the state of their keys.

-- officer_whole part
SELECT a.id, a.public_id, a.login, a.person_id, p.full_name, a.version, a.created_at, a.disabled_at,
       a.mailbox, a.language
  FROM account a JOIN person p ON p.id = a.person_id;

-- officer_row_by_id(public_id text) one
@officer_whole
 WHERE a.public_id = :public_id AND a.kind = 'officer';

-- officer_row_by_login(login text) one
@officer_whole
 WHERE a.login = :login AND a.kind = 'officer';

-- officers_all(one text, two text, three text, after text, most int) many
@officer_whole
 WHERE a.kind = 'officer' AND a.login > :after
   AND ' ' || p.name_folded || ' ' || REPLACE(REPLACE(a.login, '.', ' '), '-', ' ') LIKE :one
   AND ' ' || p.name_folded || ' ' || REPLACE(REPLACE(a.login, '.', ' '), '-', ' ') LIKE :two
   AND ' ' || p.name_folded || ' ' || REPLACE(REPLACE(a.login, '.', ' '), '-', ' ') LIKE :three
 ORDER BY a.login LIMIT :most;

-- officers_of_unit(unit int, day int, one text, two text, three text, after text, most int) many
@officer_whole
 WHERE a.kind = 'officer' AND a.login > :after
   AND a.id IN (SELECT account_id FROM account_role
                 WHERE unit_id = :unit AND (valid_to IS NULL OR valid_to > :day))
   AND ' ' || p.name_folded || ' ' || REPLACE(REPLACE(a.login, '.', ' '), '-', ' ') LIKE :one
   AND ' ' || p.name_folded || ' ' || REPLACE(REPLACE(a.login, '.', ' '), '-', ' ') LIKE :two
   AND ' ' || p.name_folded || ' ' || REPLACE(REPLACE(a.login, '.', ' '), '-', ' ') LIKE :three
 ORDER BY a.login LIMIT :most;

-- officer_roles_of(account int) many
SELECT id, unit_id, role, field, valid_from, valid_to FROM account_role
 WHERE account_id = :account ORDER BY id DESC;

-- officer_role_of(account int, id int) one
SELECT id, unit_id, role, field, valid_from, valid_to FROM account_role
 WHERE id = :id AND account_id = :account;

-- officer_role_overlaps(account int, unit int, role text, field text, from_day int, to_day int) one
--   (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM account_role
 WHERE account_id = :account AND unit_id = :unit AND role = :role AND field IN ('', :field)
   AND valid_from < :to_day AND (valid_to IS NULL OR valid_to > :from_day);

-- officer_role_mixes(account int, admin int, from_day int, to_day int) one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM account_role
 WHERE account_id = :account AND CASE WHEN role = 'admin' THEN 1 ELSE 0 END <> :admin
   AND valid_from < :to_day AND (valid_to IS NULL OR valid_to > :from_day);

-- officer_role_insert(id int, account int, unit int, role text, field text, valid_from int,
--   valid_to int?) exec
INSERT INTO account_role (id, account_id, unit_id, role, field, valid_from, valid_to)
VALUES (:id, :account, :unit, :role, :field, :valid_from, :valid_to);

-- officer_role_end(id int, account int, day int) exec
UPDATE account_role SET valid_to = :day
 WHERE id = :id AND account_id = :account AND (valid_to IS NULL OR valid_to > :day);

-- officer_person_insert(id int, full_name text, name_folded text, at int) exec
INSERT INTO person (id, kind, full_name, name_folded, created_at)
VALUES (:id, 'natural', :full_name, :name_folded, :at);

-- officer_raise(id int, seen int) exec
UPDATE account SET version = version + 1 WHERE id = :id AND version = :seen;

-- officer_disabled(id int, at int?) exec
UPDATE account SET disabled_at = :at WHERE id = :id;

-- officer_password(id int, password text, at int) exec
UPDATE account SET password = :password, password_given_at = :at WHERE id = :id;

-- officer_mailbox(id int, mailbox text) exec
UPDATE account SET mailbox = :mailbox
 WHERE id = :id AND NOT EXISTS (SELECT 1 FROM account o WHERE o.mailbox = :mailbox);

-- officer_sessions_end(account int, at int) exec
UPDATE session SET ended_at = :at WHERE account_id = :account AND ended_at IS NULL;

-- officer_key_unlock(account int) exec
UPDATE key_pair SET failed = 0, locked_at = NULL
 WHERE account_id = :account AND purpose = 'officer' AND ended_at IS NULL
   AND locked_at IS NOT NULL;
