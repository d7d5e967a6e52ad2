-- delegation: roles lent to another officer of the unit, and leave.

-- delegation_whole part
SELECT d.id, d.role_id, r.role, r.unit_id, r.field AS role_field, d.field, d.valid_from, d.valid_to,
       d.basis, d.made_at, d.ended_at, d.absence_id, a.public_id AS other, a.login AS other_login,
       p.full_name AS other_name
  FROM delegation d
  JOIN account_role r ON r.id = d.role_id;

-- delegations_given(account int, most int) many
@delegation_whole
  JOIN account a ON a.id = d.delegate_id
  JOIN person p ON p.id = a.person_id
 WHERE r.account_id = :account
 ORDER BY d.id DESC LIMIT :most;

-- delegations_received(account int, most int) many
@delegation_whole
  JOIN account a ON a.id = r.account_id
  JOIN person p ON p.id = a.person_id
 WHERE d.delegate_id = :account
 ORDER BY d.id DESC LIMIT :most;

-- delegation_role(id int, account int, day int) one
SELECT id, role, unit_id, field FROM account_role
 WHERE id = :id AND account_id = :account AND (valid_to IS NULL OR valid_to > :day);

-- delegation_roles(account int, day int) many
SELECT id, role, unit_id, field FROM account_role
 WHERE account_id = :account AND valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)
   AND role <> 'admin'
 ORDER BY id;

-- delegation_colleague(account int, unit int, day int) one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM account_role r JOIN account a ON a.id = r.account_id
 WHERE r.account_id = :account AND r.unit_id = :unit AND r.role <> 'admin'
   AND a.disabled_at IS NULL
   AND r.valid_from <= :day AND (r.valid_to IS NULL OR r.valid_to > :day);

-- delegation_insert(id int, role int, delegate int, field text, from_day int, to_day int, basis text,
--   absence int?, by_account int, at int) exec
INSERT INTO delegation (id, role_id, delegate_id, field, valid_from, valid_to, basis, absence_id,
                        made_by, made_at)
VALUES (:id, :role, :delegate, :field, :from_day, :to_day, :basis, :absence, :by_account, :at);

-- delegation_of(id int, account int) one
SELECT d.id, r.role, r.unit_id, r.field AS role_field, d.field, d.valid_from, d.valid_to, d.ended_at
  FROM delegation d JOIN account_role r ON r.id = d.role_id
 WHERE d.id = :id AND r.account_id = :account;

-- delegation_stop(id int, at int) exec
UPDATE delegation SET ended_at = :at WHERE id = :id AND ended_at IS NULL;

-- delegation_stop_roles(account int, role int, at int) exec
UPDATE delegation SET ended_at = :at
 WHERE ended_at IS NULL
   AND role_id IN (SELECT id FROM account_role
                    WHERE account_id = :account AND (:role = 0 OR id = :role));

-- delegation_stop_absence(absence int, at int) exec
UPDATE delegation SET ended_at = :at WHERE absence_id = :absence AND ended_at IS NULL;

-- absence_insert(id int, account int, substitute int?, from_day int, to_day int, basis text,
--   by_account int, at int) exec
INSERT INTO absence (id, account_id, substitute_id, valid_from, valid_to, basis, made_by, made_at)
VALUES (:id, :account, :substitute, :from_day, :to_day, :basis, :by_account, :at);

-- absence_overlaps(account int, from_day int, to_day int) one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM absence
 WHERE account_id = :account AND ended_at IS NULL AND valid_from < :to_day
   AND valid_to > :from_day;

-- absences_of(account int, most int) many (id int, valid_from int, valid_to int, basis text,
--   ended_at int?, substitute text?, substitute_name text?)
SELECT b.id AS id, b.valid_from AS valid_from, b.valid_to AS valid_to, b.basis AS basis,
       b.ended_at AS ended_at, a.public_id AS substitute, p.full_name AS substitute_name
  FROM absence b
  LEFT JOIN account a ON a.id = b.substitute_id
  LEFT JOIN person p ON p.id = a.person_id
 WHERE b.account_id = :account
 ORDER BY b.valid_to DESC, b.id DESC LIMIT :most;

-- absence_stop(id int, account int, at int) exec
UPDATE absence SET ended_at = :at
 WHERE id = :id AND account_id = :account AND ended_at IS NULL;

-- absent_from_unit(unit int, day int) many (id int, account int, name text, valid_to int,
--   substitute_name text?)
SELECT b.id AS id, b.account_id AS account, p.full_name AS name, b.valid_to AS valid_to,
       s.full_name AS substitute_name
  FROM absence b
  JOIN account a ON a.id = b.account_id
  JOIN person p ON p.id = a.person_id
  LEFT JOIN account t ON t.id = b.substitute_id
  LEFT JOIN person s ON s.id = t.person_id
 WHERE b.account_id IN (SELECT account_id FROM account_role
                         WHERE unit_id = :unit AND valid_from <= :day
                           AND (valid_to IS NULL OR valid_to > :day))
   AND b.valid_from <= :day AND b.valid_to > :day AND b.ended_at IS NULL
 ORDER BY b.valid_to, b.id;
