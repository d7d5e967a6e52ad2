-- counter: people who are there.

-- counter_found part
SELECT p.id, p.public_id, p.full_name, p.personal_id, p.birth_day FROM person p;

-- counter_by_number(personal_id text, most int) many
@counter_found WHERE p.personal_id = :personal_id AND p.kind = 'natural' ORDER BY p.id LIMIT :most;

-- counter_by_phone(phone text, abroad text, most int) many
@counter_found WHERE p.phone IN (:phone, :abroad) AND p.kind = 'natural' AND p.full_name <> ''
 ORDER BY p.id LIMIT :most;

-- counter_by_account(handle text, most int) many
@counter_found JOIN account a ON a.person_id = p.id
 WHERE (a.login = :handle OR a.mailbox = :handle) AND a.kind = 'citizen'
   AND a.disabled_at IS NULL
 ORDER BY p.id LIMIT :most;

-- counter_address(id int, public_id text) exec
UPDATE person SET public_id = :public_id WHERE id = :id AND public_id IS NULL;

-- counter_address_of(id int) one
SELECT public_id FROM person WHERE id = :id;

-- counter_person_id(public_id text) one
SELECT id FROM person WHERE public_id = :public_id AND kind = 'natural';

-- counter_account(person int) one
SELECT login, assurance FROM account
 WHERE person_id = :person AND kind = 'citizen' AND disabled_at IS NULL;

-- counter_insert(id int, public_id text, full_name text, name_folded text, birth_day int, sex text,
--   personal_id text, nationality text, phone text?, commune text?, address text?, at int) exec
INSERT INTO person (id, public_id, kind, full_name, name_folded, birth_day, sex, personal_id,
                    nationality, phone, commune, address, created_at)
VALUES (:id, :public_id, 'natural', :full_name, :name_folded, :birth_day, :sex, :personal_id,
        :nationality, :phone, :commune, :address, :at)
ON CONFLICT DO NOTHING;

-- counter_complete(id int, birth_day int, sex text, nationality text, phone text?, commune text?,
--   address text?) exec
UPDATE person
   SET birth_day = COALESCE(birth_day, :birth_day), sex = COALESCE(sex, :sex),
       nationality = COALESCE(nationality, :nationality), phone = COALESCE(:phone, phone),
       commune = COALESCE(:commune, commune), address = COALESCE(:address, address)
 WHERE id = :id;

-- counter_note(id int, at int, account int, person int, route text) exec
INSERT INTO person_note (id, at, account_id, person_id, route)
SELECT CAST(:id AS BIGINT), CAST(:at AS BIGINT), CAST(:account AS BIGINT),
       CAST(:person AS BIGINT), CAST(:route AS TEXT)
WHERE NOT EXISTS (SELECT 1 FROM person_note
                  WHERE id = :id AND account_id = :account AND person_id = :person);

-- counter_dossiers(holder int, most int) many
SELECT code FROM dossier WHERE holder_id = :holder
 ORDER BY submitted_at DESC, id DESC LIMIT :most;

-- copy_insert(id int, public_id text, at int, actor int, paper int, content bytes, signature bytes) exec
INSERT INTO signed_copy (id, public_id, at, actor_id, paper_id, content, signature)
VALUES (:id, :public_id, :at, :actor, :paper, :content, :signature);
