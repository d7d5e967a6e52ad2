-- batch: several dossiers taken one step on, and what came of each.

-- batch_insert(id int, public_id text, account int, action text, officer text?, at int) exec
INSERT INTO batch (id, public_id, account_id, action, officer, made_at, worked_at)
VALUES (:id, :public_id, :account, :action, :officer, :at, :at);

-- batch_worked(id int, at int) exec
UPDATE batch SET worked_at = :at WHERE id = :id;

-- batch_claim(id int, seen int, at int) exec
UPDATE batch SET worked_at = :at WHERE id = :id AND worked_at = :seen;

-- batch_line_insert(batch int, ordinal int, code text, seen int) exec
INSERT INTO batch_line (batch_id, ordinal, code, seen, outcome)
VALUES (:batch, :ordinal, :code, :seen, 'open');

-- batch_line_end(batch int, ordinal int, outcome text, reason text?) exec
UPDATE batch_line SET outcome = :outcome, reason = :reason
 WHERE batch_id = :batch AND ordinal = :ordinal AND outcome = 'open';

-- batch_by_public_id(public_id text) one
SELECT id, account_id, action, officer, made_at, worked_at FROM batch WHERE public_id = :public_id;

-- batch_lines(batch int) many
SELECT ordinal, code, seen, outcome, reason FROM batch_line
 WHERE batch_id = :batch ORDER BY ordinal;
