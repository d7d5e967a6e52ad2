-- sweep: uploads that no dossier took, and files that no row names.

-- sweep_papers(before int, most int) many
SELECT id, blob FROM paper
WHERE attached_at IS NULL AND uploaded_at < :before
  AND NOT EXISTS (SELECT 1 FROM form_draft_paper f WHERE f.paper_id = paper.id)
ORDER BY id
LIMIT :most;

-- sweep_paper(id int, before int) exec
DELETE FROM paper WHERE id = :id AND attached_at IS NULL AND uploaded_at < :before
  AND NOT EXISTS (SELECT 1 FROM dossier_paper WHERE paper_id = :id)
  AND NOT EXISTS (SELECT 1 FROM form_draft_paper WHERE paper_id = :id);

-- sweep_uploads(before int) exec
DELETE FROM upload_day WHERE day < :before;

-- sweep_signings(before int) exec
DELETE FROM signing WHERE expires_at < :before;

-- sweep_imports(before int) exec
DELETE FROM import_file WHERE applied_at IS NULL AND uploaded_at < :before;

-- sweep_codes(before int) exec
DELETE FROM mailbox_code WHERE expires_at < :before;

-- sweep_sessions(before int) exec
DELETE FROM session WHERE expires_at < :before;

-- sweep_lines(before int) exec
DELETE FROM notice_line
 WHERE notice_id IN (SELECT id FROM notice WHERE day > 0 AND at < :before);

-- sweep_lists(before int) exec
DELETE FROM notice WHERE day > 0 AND at < :before;

-- sweep_named(blob text) one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM (
  SELECT id FROM paper WHERE blob = :blob
  UNION ALL SELECT t.id FROM draft t JOIN dossier d ON d.id = t.dossier_id
             WHERE t.blob = :blob AND d.erased_by IS NULL
  UNION ALL SELECT t.id FROM result t JOIN dossier d ON d.id = t.dossier_id
             WHERE t.blob = :blob AND d.erased_by IS NULL
  UNION ALL SELECT t.id FROM filing_proof t JOIN dossier d ON d.id = t.dossier_id
             WHERE t.blob = :blob AND d.erased_by IS NULL
  UNION ALL SELECT id FROM stored_paper WHERE blob = :blob
  UNION ALL SELECT id FROM import_file WHERE blob = :blob) named;

-- sweep_note(blob text, at int) exec
INSERT INTO unnamed_blob (blob, found_at) VALUES (:blob, :at) ON CONFLICT (blob) DO NOTHING;

-- sweep_noted(before int, most int) many
SELECT blob FROM unnamed_blob WHERE found_at < :before ORDER BY found_at, blob LIMIT :most;

-- sweep_forget(blob text) exec
DELETE FROM unnamed_blob WHERE blob = :blob;
