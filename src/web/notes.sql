-- notes: who looked at whose dossier, and figures for /metrics.

-- note_insert(id int, at int, account int, dossier int, route text) exec
INSERT INTO access_note (id, at, account_id, dossier_id, route)
SELECT CAST(:id AS BIGINT), CAST(:at AS BIGINT), CAST(:account AS BIGINT),
       CAST(:dossier AS BIGINT), CAST(:route AS TEXT)
WHERE NOT EXISTS (SELECT 1 FROM access_note
                  WHERE id = :id AND account_id = :account AND dossier_id = :dossier);

-- search_note_insert(id int, at int, account int, kind text, shown int) exec
INSERT INTO search_note (id, at, account_id, kind, shown)
SELECT CAST(:id AS BIGINT), CAST(:at AS BIGINT), CAST(:account AS BIGINT), CAST(:kind AS TEXT),
       CAST(:shown AS BIGINT)
WHERE NOT EXISTS (SELECT 1 FROM search_note WHERE id = :id AND account_id = :account);

-- figure_outbox_waiting() one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM outbox WHERE done_at IS NULL;

-- figure_refused() one (n int)
SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM refused_step;

-- figure_ready() one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM setting WHERE name = 'instance';

-- note_looks(dossier int, not_by int, before_at int, before int, most int) many (id int, at int, route text, name text)
SELECT n.id AS id, n.at AS at, n.route AS route, p.full_name AS name
  FROM access_note n JOIN account a ON a.id = n.account_id JOIN person p ON p.id = a.person_id
 WHERE n.dossier_id = :dossier AND n.account_id <> :not_by
   AND (n.at < :before_at OR (n.at = :before_at AND n.id < :before))
 ORDER BY n.at DESC, n.id DESC LIMIT :most;

-- note_at(id int, dossier int) one
SELECT at FROM access_note WHERE id = :id AND dossier_id = :dossier;
