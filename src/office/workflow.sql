-- workflow: the one transition of a dossier.

-- workflow_move(id int, seen int, from_state text, previous bytes, state text, status int, head bytes,
--   decision text?, received_at int?, due_at int?, due_order int, finished_at int?, ended_at int?) exec
UPDATE dossier
SET version = version + 1, seq = seq + 1, state = :state, status = :status, head = :head,
    decision = :decision, received_at = :received_at, due_at = :due_at, due_order = :due_order,
    finished_at = :finished_at, ended_at = :ended_at
WHERE id = :id AND version = :seen AND state = :from_state AND head = :previous;

-- workflow_refused(account int, action text, day int) exec
INSERT INTO refused_step (account_id, action, day, n) VALUES (:account, :action, :day, 1)
ON CONFLICT (account_id, action, day) DO UPDATE SET n = refused_step.n + 1;

-- workflow_actors(dossier int) many
SELECT action, actor_id FROM event WHERE dossier_id = :dossier AND actor_id IS NOT NULL;
