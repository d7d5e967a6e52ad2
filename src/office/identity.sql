-- identity: binding what a card says to an account.

-- identity_account(handle text) one
SELECT a.id, a.person_id, a.assurance, a.public_id, a.login, a.mailbox, a.claimed_id,
       p.full_name AS name
  FROM account a JOIN person p ON p.id = a.person_id
 WHERE (a.login = :handle OR a.mailbox = :handle) AND a.kind = 'citizen'
   AND a.disabled_at IS NULL
 ORDER BY a.id LIMIT 1;

-- identity_by_public_id(public_id text) one
SELECT a.id, a.person_id, a.assurance, a.mailbox, a.login, a.language, p.personal_id, p.name_folded
  FROM account a JOIN person p ON p.id = a.person_id
 WHERE a.public_id = :public_id AND a.kind = 'citizen' AND a.disabled_at IS NULL;

-- identity_person(id int, full_name text, name_folded text, birth_day int, sex text,
--   personal_id text, ethnicity text?, nationality text?, commune text?, address text?) exec
UPDATE person
   SET full_name = :full_name, name_folded = :name_folded, birth_day = :birth_day, sex = :sex,
       personal_id = :personal_id, ethnicity = COALESCE(:ethnicity, ethnicity),
       nationality = COALESCE(:nationality, nationality), commune = COALESCE(:commune, commune),
       address = COALESCE(:address, address)
 WHERE id = :id;

-- identity_account_set(id int, person int) exec
UPDATE account SET person_id = :person, assurance = 2 WHERE id = :id AND assurance = 1;

-- identity_move_dossiers(former int, person int) exec
UPDATE dossier SET holder_id = :person WHERE holder_id = :former;

-- identity_move_stored(former int, person int) exec
UPDATE stored_paper SET person_id = :person
 WHERE person_id = :former AND NOT EXISTS (
   SELECT 1 FROM stored_paper s WHERE s.person_id = :person AND s.type = stored_paper.type
     AND s.sha256 = stored_paper.sha256);

-- identity_keep_contact(former int, person int) exec
UPDATE person
   SET email = COALESCE(email, (SELECT f.email FROM person f WHERE f.id = :former)),
       phone = COALESCE(phone, (SELECT f.phone FROM person f WHERE f.id = :former))
 WHERE id = :person;

-- identity_empty(former int) exec
UPDATE person SET full_name = '', name_folded = '', email = NULL, phone = NULL WHERE id = :former;

-- identity_record(id int, at int, account int, person int, former int, officer int, unit int) exec
INSERT INTO identity_binding (id, at, account_id, person_id, former_person_id, officer_id, unit_id)
VALUES (:id, :at, :account, :person, :former, :officer, :unit);

-- identity_bindings(account int) many
SELECT b.id, b.at FROM identity_binding b
 WHERE b.account_id = :account
   AND NOT EXISTS (SELECT 1 FROM identity_unbinding u WHERE u.binding_id = b.id)
 ORDER BY b.at, b.id;

-- identity_undo(binding int, at int, fresh int, admin int, reason text, basis text) exec
INSERT INTO identity_unbinding (binding_id, at, fresh_person_id, admin_id, reason, basis)
VALUES (:binding, :at, :fresh, :admin, :reason, :basis);

-- identity_account_reset(id int, person int) exec
UPDATE account SET person_id = :person, assurance = 1 WHERE id = :id AND assurance >= 2;

-- identity_take_dossiers(account int, person int, fresh int) exec
UPDATE dossier SET holder_id = :fresh WHERE holder_id = :person AND filed_by = :account;

-- identity_take_store(account int, person int, fresh int) exec
UPDATE stored_paper SET person_id = :fresh
 WHERE person_id = :person
   AND dossier_id IN (SELECT id FROM dossier WHERE holder_id = :fresh AND filed_by = :account);

-- identity_forget_contact(person int, mailbox text) exec
UPDATE person SET email = NULL WHERE id = :person AND email = :mailbox;

-- identity_end_mandates(account int, person int, by int, at int) exec
UPDATE mandate SET revoked_at = :at, revoked_by = :by
 WHERE revoked_at IS NULL
   AND (agent_id = :person OR (holder_id = :person AND granted_by = :account));

-- identity_drop_draft_papers(account int, since int) exec
DELETE FROM form_draft_paper
 WHERE draft_id IN (SELECT id FROM form_draft WHERE account_id = :account AND created_at >= :since);

-- identity_drop_drafts(account int, since int) exec
DELETE FROM form_draft WHERE account_id = :account AND created_at >= :since;

-- person_looks(person int, most int, day int) many (at int, route text, name text, unit_id int?)
SELECT n.at AS at, n.route AS route, p.full_name AS name,
       (SELECT MIN(r.unit_id) FROM account_role r
         WHERE r.account_id = n.account_id AND r.valid_from <= :day
           AND (r.valid_to IS NULL OR r.valid_to > :day)) AS unit_id
  FROM person_note n
  JOIN account a ON a.id = n.account_id
  JOIN person p ON p.id = a.person_id
 WHERE n.person_id = :person
 ORDER BY n.at DESC, n.id DESC LIMIT :most;
