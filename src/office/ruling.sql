-- ruling: decisions that the office carries out on many dossiers.

-- ruling_insert(id int, public_id text, kind text, number text, day int, basis text, procedure int?,
--   before int, digest bytes, by int, at int) exec
INSERT INTO ruling (id, public_id, kind, number, day, basis, procedure_id, before_at, state, reached,
                    reached_id, planned, done, skipped, digest, proposed_by, proposed_at)
VALUES (:id, :public_id, :kind, :number, :day, :basis, :procedure, :before, 'listing', 0, 0, 0, 0, 0,
        :digest, :by, :at)
ON CONFLICT DO NOTHING;

-- ruling_whole part
SELECT r.id, r.public_id, r.kind, r.number, r.day, r.basis, r.procedure_id, r.before_at, r.state,
       r.reached, r.reached_id, r.planned, r.done, r.skipped, r.digest, r.proposed_by,
       r.proposed_at, r.approved_by, r.approved_at, r.ended_at, p.full_name AS proposer,
       q.full_name AS approver
  FROM ruling r
  JOIN account a ON a.id = r.proposed_by JOIN person p ON p.id = a.person_id
  LEFT JOIN account b ON b.id = r.approved_by LEFT JOIN person q ON q.id = b.person_id;

-- ruling_row(public_id text) one
@ruling_whole
 WHERE r.public_id = :public_id;

-- ruling_row_by_id(id int) one
@ruling_whole
 WHERE r.id = :id;

-- ruling_rows(before int, most int) many
@ruling_whole
 WHERE r.proposed_at < :before
 ORDER BY r.proposed_at DESC, r.id DESC LIMIT :most;

-- ruling_waiting() one
SELECT id FROM ruling WHERE state IN ('listing','running') ORDER BY proposed_at, id LIMIT 1;

-- ruling_item_insert(ruling int, ordinal int, dossier int, old_due int?, new_due int?) exec
INSERT INTO ruling_item (ruling_id, ordinal, dossier_id, old_due, new_due)
VALUES (:ruling, :ordinal, :dossier, :old_due, :new_due);

-- ruling_listed(id int, seen int, planned int, reached int, reached_id int, digest bytes,
--   state text) exec
UPDATE ruling SET planned = :planned, reached = :reached, reached_id = :reached_id,
       digest = :digest, state = :state
 WHERE id = :id AND state = 'listing' AND planned = :seen;

-- ruling_items(ruling int, after int, most int) many
SELECT i.ordinal, i.dossier_id, i.old_due, i.new_due, i.outcome, d.code
  FROM ruling_item i JOIN dossier d ON d.id = i.dossier_id
 WHERE i.ruling_id = :ruling AND i.ordinal > :after
 ORDER BY i.ordinal LIMIT :most;

-- ruling_item_done(ruling int, ordinal int, outcome text) exec
UPDATE ruling_item SET outcome = :outcome
 WHERE ruling_id = :ruling AND ordinal = :ordinal AND outcome IS NULL;

-- ruling_moved(id int, seen int, done int, skipped int) exec
UPDATE ruling SET done = :done, skipped = :skipped
 WHERE id = :id AND state = 'running' AND done + skipped = :seen;

-- ruling_approved(id int, by int, at int) exec
UPDATE ruling SET state = 'running', approved_by = :by, approved_at = :at
 WHERE id = :id AND state = 'ready' AND planned > 0;

-- ruling_dropped(id int, at int) exec
UPDATE ruling SET state = 'dropped', ended_at = :at
 WHERE id = :id AND state IN ('listing','ready');

-- ruling_finished(id int, at int) exec
UPDATE ruling SET state = 'done', ended_at = :at
 WHERE id = :id AND state = 'running' AND done + skipped = planned
   AND NOT EXISTS (SELECT 1 FROM erased_blob b WHERE b.ruling_id = :id);

-- ruling_actor(account int) one
SELECT a.id AS account_id, a.person_id, a.public_id, a.login, p.full_name
  FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = :account;
