-- workflow: the one transition of a dossier, and the rows beside it.

-- workflow_move(id int, seen int, from_state text, previous bytes, state text, status int, head bytes,
--   decision text?, unit int, received_at int?, due_at int?, first_due_at int?, due_order int,
--   finished_at int?, ended_at int?, paused_at int?, until_day int, supplements int, extensions int,
--   consults int, assignee int?, assignee_role text?, desk_unit int?, desk_officer int?,
--   scans_signed int, opened_seq int, reached_at int?, handed_at int?,
--   asked_at int?, rating int, fee text, correct_by int?) exec
UPDATE dossier
SET version = version + 1, seq = seq + 1, state = :state, status = :status, head = :head,
    decision = :decision, unit_id = :unit, received_at = :received_at, due_at = :due_at,
    first_due_at = :first_due_at, due_order = :due_order, finished_at = :finished_at,
    ended_at = :ended_at, paused_at = :paused_at, until_day = :until_day,
    supplements = :supplements, extensions = :extensions, consults = :consults,
    assignee_id = :assignee, assignee_role = :assignee_role, desk_unit_id = :desk_unit,
    desk_officer_id = :desk_officer, scans_signed = :scans_signed, opened_seq = :opened_seq,
    reached_at = :reached_at, handed_at = :handed_at,
    asked_at = :asked_at, rating = :rating, fee = :fee,
    correct_by = :correct_by
WHERE id = :id AND version = :seen AND state = :from_state AND head = :previous;

-- workflow_refused(account int, action text, day int) exec
INSERT INTO refused_step (account_id, action, day, n) VALUES (:account, :action, :day, 1)
ON CONFLICT (account_id, action, day) DO UPDATE SET n = refused_step.n + 1;

-- workflow_duty(dossier int, actor int) one
SELECT duty FROM dossier_duty WHERE dossier_id = :dossier AND actor_id = :actor;

-- duty_take(dossier int, actor int, duty int) exec
INSERT INTO dossier_duty (dossier_id, actor_id, duty) VALUES (:dossier, :actor, :duty)
ON CONFLICT (dossier_id, actor_id) DO NOTHING;

-- pause_begin(dossier int, seq int, at int) exec
INSERT INTO dossier_pause (dossier_id, from_seq, from_at) VALUES (:dossier, :seq, :at)
ON CONFLICT DO NOTHING;

-- pause_end(dossier int, seq int, at int) exec
UPDATE dossier_pause SET to_seq = :seq, to_at = :at WHERE dossier_id = :dossier AND to_at IS NULL;

-- dossier_pauses(dossier int) many
SELECT from_seq, from_at, to_seq, to_at FROM dossier_pause
WHERE dossier_id = :dossier ORDER BY from_seq;

-- consultation_ask(dossier int, seq int, unit int, until_day int, due_order int) exec
INSERT INTO consultation (dossier_id, seq, unit_id, until_day, due_order)
VALUES (:dossier, :seq, :unit, :until_day, :due_order)
ON CONFLICT DO NOTHING;

-- consultation_end(dossier int, asked int, seq int) exec
UPDATE consultation SET ended_seq = :seq
WHERE dossier_id = :dossier AND seq = :asked AND ended_seq IS NULL;

-- consultations_due(dossier int, due_order int) exec
UPDATE consultation SET due_order = :due_order
WHERE dossier_id = :dossier AND ended_seq IS NULL AND due_order <> :due_order;

-- consultations_open(dossier int) many
SELECT seq, unit_id, until_day FROM consultation
WHERE dossier_id = :dossier AND ended_seq IS NULL ORDER BY seq;

-- obligation_ask(dossier int, seq int, amount int) exec
INSERT INTO obligation (dossier_id, seq, amount) VALUES (:dossier, :seq, :amount)
ON CONFLICT DO NOTHING;

-- obligation_pay(dossier int, fee int, seq int, receipt text, method text, unit int, year int) exec
UPDATE obligation SET paid_seq = :seq, receipt = :receipt, method = :method, receipt_unit = :unit,
       receipt_year = :year
WHERE dossier_id = :dossier AND paid_seq IS NULL AND exempt_seq IS NULL
  AND ((:fee = 1 AND seq = 1) OR (:fee = 0 AND seq > 1));

-- obligation_exempt(dossier int, seq int, ground text) exec
UPDATE obligation SET exempt_seq = :seq, ground = :ground
WHERE dossier_id = :dossier AND seq = 1 AND paid_seq IS NULL AND exempt_seq IS NULL;

-- obligation_open(dossier int) one
SELECT seq, amount FROM obligation
WHERE dossier_id = :dossier AND paid_seq IS NULL AND exempt_seq IS NULL AND seq > 1;

-- obligations(dossier int) many (at int?)
SELECT o.seq AS seq, o.amount AS amount, o.paid_seq AS paid_seq, o.receipt AS receipt,
       o.method AS method, o.exempt_seq AS exempt_seq, o.ground AS ground, e.at AS at
FROM obligation o
LEFT JOIN event e ON e.dossier_id = o.dossier_id AND e.seq = COALESCE(o.paid_seq, o.exempt_seq)
WHERE o.dossier_id = :dossier ORDER BY o.seq;

-- receipt_used(unit int, year int, receipt text) one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM obligation
WHERE receipt_unit = :unit AND receipt_year = :year AND receipt = :receipt;

-- form_revision_insert(dossier int, seq int, form text) exec
INSERT INTO form_revision (dossier_id, seq, form) VALUES (:dossier, :seq, :form);

-- dossier_deliver(dossier int, delivery text) exec
UPDATE dossier SET delivery = :delivery WHERE id = :dossier;

-- brought_paper_insert(dossier int, seq int, ordinal int, component text, paper int,
--   stored text?) exec
INSERT INTO dossier_paper (dossier_id, ordinal, component, paper_id, stored, seq)
VALUES (:dossier, :ordinal, :component, :paper, :stored, :seq);

-- officer_with(public_id text, role text, unit int, day int) one
SELECT a.id FROM account a
WHERE a.public_id = :public_id AND a.disabled_at IS NULL AND EXISTS (
  SELECT 1 FROM account_role r
  WHERE r.account_id = a.id AND r.role = :role AND r.unit_id = :unit AND r.valid_from <= :day
    AND (r.valid_to IS NULL OR r.valid_to > :day));

-- officers_at(role text, unit int, day int) many (public_id text, full_name text)
SELECT DISTINCT a.public_id AS public_id, p.full_name AS full_name
FROM account_role r JOIN account a ON a.id = r.account_id JOIN person p ON p.id = a.person_id
WHERE r.role = :role AND r.unit_id = :unit AND a.disabled_at IS NULL AND r.valid_from <= :day
  AND (r.valid_to IS NULL OR r.valid_to > :day)
ORDER BY p.full_name, a.public_id;

-- workflow_erased(ruling int) one
SELECT number FROM ruling WHERE id = :ruling;

-- account_name(id int) one
SELECT p.full_name FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = :id;

-- copy_sign(dossier int, ordinal int, seq int) exec
INSERT INTO digitised_copy (dossier_id, ordinal, seq) VALUES (:dossier, :ordinal, :seq)
ON CONFLICT DO NOTHING;

-- handover_insert(dossier int, seq int, proof text, opened_seq int, carrier text?, shipment text?) exec
INSERT INTO handover (dossier_id, seq, proof, opened_seq, carrier, shipment)
VALUES (:dossier, :seq, :proof, :opened_seq, :carrier, :shipment);

-- handovers(dossier int) many
SELECT seq, proof, opened_seq, carrier, shipment FROM handover
WHERE dossier_id = :dossier ORDER BY seq;
