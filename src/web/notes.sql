-- notes: who looked at whose dossier, and figures for /metrics.

-- note_insert(id int, at int, account int, dossier int, route text) exec
INSERT INTO access_note (id, at, account_id, dossier_id, route)
VALUES (:id, :at, :account, :dossier, :route);

-- figure_outbox_waiting() one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM outbox WHERE done_at IS NULL;

-- figure_ready() one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM setting WHERE name = 'instance';
