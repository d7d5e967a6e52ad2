-- result: drafts and finished papers.

-- result_newest_event(dossier int, action text) many
SELECT id, at FROM event WHERE dossier_id = :dossier AND action = :action ORDER BY seq DESC LIMIT 1;

-- draft_of_event(event int) one
SELECT decision, blob, sha256, size FROM draft WHERE event_id = :event;

-- draft_insert(id int, dossier int, event int, decision text, blob text, sha256 bytes, size int,
--   now int) exec
INSERT INTO draft (id, dossier_id, event_id, decision, blob, sha256, size, created_at)
VALUES (:id, :dossier, :event, :decision, :blob, :sha256, :size, :now)
ON CONFLICT (event_id) DO NOTHING;

-- result_of(dossier int, revision int) one
SELECT blob, sha256, size, number, number_day FROM result
WHERE dossier_id = :dossier AND revision = :revision;

-- result_insert(id int, dossier int, event int, revision int, blob text, sha256 bytes, size int,
--   number text?, number_day int?, now int) exec
INSERT INTO result (id, dossier_id, event_id, revision, blob, sha256, size, number, number_day,
                    created_at)
VALUES (:id, :dossier, :event, :revision, :blob, :sha256, :size, :number, :number_day, :now);

-- result_appraisal(event int) one (at int, content bytes, note text?)
SELECT e.at AS at, e.signed AS content, n.note AS note
FROM event e LEFT JOIN event_note n ON n.event_id = e.id
WHERE e.id = :event;
