-- sweep: uploads that no dossier took.

-- sweep_papers(before int, most int) many
SELECT id, blob FROM paper
WHERE attached_at IS NULL AND uploaded_at < :before
ORDER BY id
LIMIT :most;

-- sweep_paper(id int) exec
DELETE FROM paper WHERE id = :id AND attached_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM dossier_paper WHERE paper_id = :id);

-- sweep_signings(before int) exec
DELETE FROM signing WHERE expires_at < :before;
