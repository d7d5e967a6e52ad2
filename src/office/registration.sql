-- registration: codes sent to mailboxes, and the accounts made by them.

-- code_insert(id int, public_id text, purpose text, mailbox text, mac bytes?, now int, until int) exec
INSERT INTO mailbox_code (id, public_id, purpose, mailbox, mac, tries, created_at, expires_at)
VALUES (:id, :public_id, :purpose, :mailbox, :mac, 0, :now, :until);

-- code_row(public_id text, purpose text, now int) one
SELECT id, mailbox, mac, tries, expires_at FROM mailbox_code
WHERE public_id = :public_id AND purpose = :purpose AND used_at IS NULL AND expires_at > :now;

-- code_tried(id int, most int) exec
UPDATE mailbox_code SET tries = tries + 1 WHERE id = :id AND tries < :most AND used_at IS NULL;

-- code_use(id int, now int) exec
UPDATE mailbox_code SET used_at = :now WHERE id = :id AND used_at IS NULL AND expires_at > :now;

-- mailbox_account(mailbox text) one
SELECT id, login, language, disabled_at FROM account WHERE mailbox = :mailbox;

-- register_person(id int, full_name text, name_folded text, email text, at int) exec
INSERT INTO person (id, kind, full_name, name_folded, email, created_at)
VALUES (:id, 'natural', :full_name, :name_folded, :email, :at);

-- register_insert(id int, public_id text, mailbox text, person int, password text,
--   claimed_id text?, language text, at int) exec
INSERT INTO account (id, public_id, login, mailbox, person_id, kind, password, assurance,
                     claimed_id, language, created_at)
VALUES (:id, :public_id, :mailbox, :mailbox, :person, 'citizen', :password, 1, :claimed_id,
        :language, :at)
ON CONFLICT DO NOTHING;
