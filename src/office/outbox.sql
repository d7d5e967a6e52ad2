-- outbox: effects that follow a commit.

-- outbox_insert(id int, kind text, event int, dossier int, now int) exec
INSERT INTO outbox (id, kind, event_id, dossier_id, not_before, attempts, error, done_at)
VALUES (:id, :kind, :event, :dossier, :now, 0, NULL, NULL);

-- outbox_due(kind text, now int, most int) many
SELECT id, kind, event_id, dossier_id, attempts FROM outbox
WHERE done_at IS NULL AND kind = :kind AND not_before <= :now
ORDER BY not_before, id
LIMIT :most;

-- outbox_lease(id int, attempts int, now int, until int) exec
UPDATE outbox SET not_before = :until, attempts = attempts + 1
WHERE id = :id AND done_at IS NULL AND attempts = :attempts AND not_before <= :now;

-- outbox_mark_done(id int, now int) exec
UPDATE outbox SET done_at = :now, error = NULL WHERE id = :id AND done_at IS NULL;

-- outbox_mark_failed(id int, attempts int, not_before int, error text) exec
UPDATE outbox SET not_before = :not_before, error = :error
WHERE id = :id AND done_at IS NULL AND attempts = :attempts;

-- outbox_figures() one (waiting int, failing int)
SELECT CAST(COUNT(*) AS BIGINT) AS waiting,
       CAST(COALESCE(SUM(CASE WHEN error IS NULL THEN 0 ELSE 1 END), 0) AS BIGINT) AS failing
FROM outbox WHERE done_at IS NULL;
