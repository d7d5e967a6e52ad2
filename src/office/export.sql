-- export: what is kept of a person.

-- export_of_person(person int, after int, most int) many
SELECT id FROM dossier WHERE holder_id = :person AND id > :after ORDER BY id LIMIT :most;

-- export_of_account(account int, after int, most int) many
SELECT id FROM dossier WHERE filed_by = :account AND id > :after ORDER BY id LIMIT :most;

-- export_papers(dossier int) many (digitised int?)
SELECT d.ordinal, d.component, p.name, p.media_type, p.blob, p.sha256, k.seq AS digitised
  FROM dossier_paper d JOIN paper p ON p.id = d.paper_id
  LEFT JOIN digitised_copy k ON k.dossier_id = d.dossier_id AND k.ordinal = d.ordinal
 WHERE d.dossier_id = :dossier ORDER BY d.ordinal;

-- export_looks(dossier int) many
SELECT n.at, n.route, p.full_name
  FROM access_note n JOIN account a ON a.id = n.account_id JOIN person p ON p.id = a.person_id
 WHERE n.dossier_id = :dossier ORDER BY n.at, n.id;

-- export_drafts(account int) many
SELECT p.code, f.fields, f.updated_at FROM form_draft f JOIN procedure p ON p.id = f.procedure_id
 WHERE f.account_id = :account ORDER BY f.updated_at;

-- export_begun(account int, after int, most int) many
SELECT id, public_id, name, media_type, blob, uploaded_at FROM paper
 WHERE id > :after AND id IN (SELECT l.paper_id FROM form_draft f
                                JOIN form_draft_paper l ON l.draft_id = f.id
                               WHERE f.account_id = :account)
 ORDER BY id LIMIT :most;

-- export_complaints(account int, after int, most int) many
SELECT id, public_id FROM complaint WHERE made_by = :account AND id > :after
 ORDER BY id LIMIT :most;

-- export_copy(stored int) one
SELECT k.content, k.signature FROM stored_paper s JOIN signed_copy k ON k.id = s.copy_id
 WHERE s.id = :stored;

-- export_server_keys() many
SELECT certificate FROM key_pair WHERE purpose = 'server' ORDER BY created_at, id;

-- export_noted(id int, at int, account int, dossiers int, files int) exec
INSERT INTO export_note (id, at, account_id, dossiers, files)
VALUES (:id, :at, :account, :dossiers, :files);

-- export_latest(account int) one (at int?)
SELECT CAST(MAX(at) AS BIGINT) AS at FROM export_note WHERE account_id = :account;
