-- identity: binding what a card says to an account.

-- identity_account(handle text) one
SELECT a.id, a.person_id, a.assurance, a.public_id, a.login, a.mailbox, a.claimed_id,
       p.full_name AS name
  FROM account a JOIN person p ON p.id = a.person_id
 WHERE (a.login = :handle OR a.mailbox = :handle) AND a.kind = 'citizen'
   AND a.disabled_at IS NULL
 ORDER BY a.id LIMIT 1;

-- identity_by_public_id(public_id text) one
SELECT a.id, a.person_id, a.assurance, a.mailbox, a.login, a.language
  FROM account a
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
