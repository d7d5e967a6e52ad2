-- demo: what an installation begins with, and the demonstration's people and keys.

-- demo_person_insert(id int, kind text, full_name text, name_folded text, birth_day int?, sex text?,
--   personal_id text?, ethnicity text?, nationality text?, phone text?, email text?, commune text?,
--   address text?, now int) exec
INSERT INTO person (id, kind, full_name, name_folded, birth_day, sex, personal_id, ethnicity,
                    nationality, phone, email, commune, address, created_at)
VALUES (:id, :kind, :full_name, :name_folded, :birth_day, :sex, :personal_id, :ethnicity,
        :nationality, :phone, :email, :commune, :address, :now);

-- demo_account_insert(id int, public_id text, login text, person int, kind text, password text,
--   assurance int, mailbox text?, now int) exec
INSERT INTO account (id, public_id, login, person_id, kind, password, assurance, mailbox,
                     disabled_at, created_at)
VALUES (:id, :public_id, :login, :person, :kind, :password, :assurance, :mailbox, NULL, :now);

-- demo_role_insert(id int, account int, unit int, role text, valid_from int) exec
INSERT INTO account_role (id, account_id, unit_id, role, valid_from, valid_to)
VALUES (:id, :account, :unit, :role, :valid_from, NULL);

-- key_insert(id int, purpose text, account int?, unit int?, certificate bytes, secret bytes?,
--   salt bytes?, now int) exec
INSERT INTO key_pair (id, purpose, account_id, unit_id, certificate, secret, salt, failed, locked_at,
                      created_at, ended_at)
VALUES (:id, :purpose, :account, :unit, :certificate, :secret, :salt, 0, NULL, :now, NULL);

-- key_end(id int, now int) exec
UPDATE key_pair SET ended_at = :now WHERE id = :id AND ended_at IS NULL;

-- key_grant_insert(key int, account int, wrapped bytes, now int) exec
INSERT INTO key_grant (key_id, account_id, wrapped, created_at)
VALUES (:key, :account, :wrapped, :now);

-- trust_insert(id int, kind text, der bytes, now int) exec
INSERT INTO trust_item (id, kind, der, added_at) VALUES (:id, :kind, :der, :now);

-- trust_forget(kind text) exec
DELETE FROM trust_item WHERE kind = :kind;

-- trust_newest(kind text) many
SELECT der FROM trust_item WHERE kind = :kind ORDER BY added_at DESC, id DESC LIMIT 1;

-- demo_officer(login text) one (account int, public_id text, name text, key int, certificate bytes)
SELECT a.id AS account, a.public_id AS public_id, p.full_name AS name, k.id AS key,
       k.certificate AS certificate
FROM account a
JOIN person p ON p.id = a.person_id
JOIN key_pair k ON k.account_id = a.id AND k.ended_at IS NULL AND k.purpose = 'officer'
WHERE a.login = :login;

-- outbox_of_event(kind text, event int) one
SELECT id, kind, event_id, dossier_id, attempts, done_at FROM outbox
WHERE kind = :kind AND event_id = :event;
