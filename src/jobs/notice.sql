-- notice: a person's inbox.

-- notice_for_filer(id int, event int, dossier int) exec
INSERT INTO notice (id, account_id, dossier_id, event_id, at)
SELECT CAST(:id AS BIGINT), d.filed_by, d.id, e.id, e.at
FROM dossier d JOIN event e ON e.dossier_id = d.id
WHERE d.id = :dossier AND e.id = :event
ON CONFLICT (account_id, event_id) DO NOTHING;
