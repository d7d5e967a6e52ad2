-- result: drafts and finished papers.

-- result_events(dossier int) many
SELECT id, action FROM event WHERE dossier_id = :dossier ORDER BY seq DESC;

-- draft_of_event(event int) one
SELECT decision, blob, sha256, size, created_at FROM draft WHERE event_id = :event;

-- draft_insert(id int, dossier int, event int, decision text, blob text, sha256 bytes, size int,
--   now int) exec
INSERT INTO draft (id, dossier_id, event_id, decision, blob, sha256, size, created_at)
VALUES (:id, :dossier, :event, :decision, :blob, :sha256, :size, :now)
ON CONFLICT (event_id) DO NOTHING;

-- result_revisions(dossier int) many
SELECT revision, blob, sha256, size, number, number_day FROM result
WHERE dossier_id = :dossier ORDER BY revision;

-- result_newest(dossier int) one
SELECT revision FROM result WHERE dossier_id = :dossier ORDER BY revision DESC LIMIT 1;

-- result_insert(id int, dossier int, event int, revision int, blob text, sha256 bytes, size int,
--   number text?, number_day int?, now int) exec
INSERT INTO result (id, dossier_id, event_id, revision, blob, sha256, size, number, number_day,
                    created_at)
VALUES (:id, :dossier, :event, :revision, :blob, :sha256, :size, :number, :number_day, :now);

-- result_appraisal(event int) one (at int, content bytes, note text?, reason text?)
SELECT e.at AS at, e.signed AS content, n.note AS note, w.reason AS reason
FROM event e LEFT JOIN event_note n ON n.event_id = e.id
LEFT JOIN event_reason w ON w.event_id = e.id
WHERE e.id = :event;
