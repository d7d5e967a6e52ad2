-- paper: uploaded files.

-- paper_same(owner int, sha256 bytes) one
SELECT id, public_id, blob, sha256, size, media_type, name FROM paper
 WHERE owner_id = :owner AND sha256 = :sha256 AND pages IS NOT NULL ORDER BY id LIMIT 1;

-- paper_insert(id int, public_id text, owner int, blob text, sha256 bytes, size int, media_type text, name text,
--   pages bytes, at int) exec
INSERT INTO paper (id, public_id, owner_id, blob, sha256, size, media_type, name, pages, uploaded_at)
VALUES (:id, :public_id, :owner, :blob, :sha256, :size, :media_type, :name, :pages, :at);

-- upload_bytes(account int, day int) one
SELECT bytes FROM upload_day WHERE account_id = :account AND day = :day;

-- upload_count(account int, day int, bytes int, most int) exec
INSERT INTO upload_day (account_id, day, bytes) VALUES (:account, :day, :bytes)
ON CONFLICT (account_id, day) DO UPDATE SET bytes = upload_day.bytes + :bytes
 WHERE upload_day.bytes + :bytes <= :most;

-- paper_touch(paper int, at int) exec
UPDATE paper SET uploaded_at = :at WHERE id = :paper AND attached_at IS NULL;

-- paper_row(public_id text) one
SELECT p.id, p.owner_id, p.public_id, p.blob, p.sha256, p.size, p.media_type, p.name, p.stored_id,
       p.pages, p.attached_at, s.person_id, s.type
  FROM paper p LEFT JOIN stored_paper s ON s.id = p.stored_id
 WHERE p.public_id = :public_id;

-- paper_dossiers(paper int) many
SELECT DISTINCT d.id, d.holder_id, d.filed_by, d.unit_id, d.reception_unit_id,
       d.support_unit_id, d.procedure_id, d.field, d.consults
  FROM dossier_paper p JOIN dossier d ON d.id = p.dossier_id
 WHERE p.paper_id = :paper;

-- paper_attach(paper int, at int) exec
UPDATE paper SET attached_at = :at WHERE id = :paper AND attached_at IS NULL;

-- paper_proofs(paper int) many
SELECT holder_id, agent_id FROM mandate WHERE paper_id = :paper;
