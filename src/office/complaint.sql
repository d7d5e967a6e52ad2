-- complaint: the register of complaints.

-- complaint_whole part
SELECT k.id, k.public_id, k.number, k.state, k.made_by, k.made_at, k.unit_id, k.officer_id,
       k.handler_id, k.dossier_id, k.answer_by, k.resolve_by, k.due_at, k.answered_at, k.ended_at,
       d.code AS dossier, p.full_name AS maker, q.full_name AS officer, h.full_name AS handled_by
  FROM complaint k
  JOIN account a ON a.id = k.made_by JOIN person p ON p.id = a.person_id
  LEFT JOIN dossier d ON d.id = k.dossier_id
  LEFT JOIN account b ON b.id = k.officer_id LEFT JOIN person q ON q.id = b.person_id
  LEFT JOIN account c ON c.id = k.handled_by LEFT JOIN person h ON h.id = c.person_id;

-- complaint_row(public_id text) one
@complaint_whole WHERE k.public_id = :public_id;

-- complaint_rows_own(account int, most int) many
@complaint_whole WHERE k.made_by = :account ORDER BY k.made_at DESC, k.id DESC LIMIT :most;

-- complaint_rows_waiting(unit int, most int) many
@complaint_whole WHERE k.handler_id = :unit AND k.due_at IS NOT NULL
 ORDER BY k.due_at, k.id LIMIT :most;

-- complaint_texts_of(complaint int) many
SELECT t.at, t.what, t.text, p.full_name AS author
  FROM complaint_text t JOIN account a ON a.id = t.author_id JOIN person p ON p.id = a.person_id
 WHERE t.complaint_id = :complaint ORDER BY t.ordinal;

-- complaint_days(what text, day int) one
SELECT days FROM complaint_limit WHERE what = :what AND valid_from <= :day
 ORDER BY valid_from DESC LIMIT 1;

-- complaint_leaders(unit int, day int, except int) one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM account_role r JOIN account a ON a.id = r.account_id
 WHERE r.unit_id = :unit AND r.role = 'leader' AND r.valid_from <= :day
   AND (r.valid_to IS NULL OR r.valid_to > :day) AND a.disabled_at IS NULL AND a.id <> :except;

-- complaint_officer(public_id text) one
SELECT id FROM account WHERE public_id = :public_id AND kind = 'officer';

-- complaint_number(year int) one (last int)
INSERT INTO complaint_counter (year, last) VALUES (:year, 1)
ON CONFLICT (year) DO UPDATE SET last = complaint_counter.last + 1
RETURNING last;

-- complaint_insert(id int, public_id text, number text, by int, at int, dossier int?, unit int,
--   officer int?, handler int, answer_by int, resolve_by int) exec
INSERT INTO complaint (id, public_id, number, made_by, made_at, dossier_id, unit_id, officer_id,
                       handler_id, state, answer_by, resolve_by, due_at)
VALUES (:id, :public_id, :number, :by, :at, :dossier, :unit, :officer, :handler, 'open',
        :answer_by, :resolve_by, :answer_by);

-- complaint_say(complaint int, at int, author int, what text, text text) exec
INSERT INTO complaint_text (complaint_id, ordinal, at, author_id, what, text)
SELECT CAST(:complaint AS BIGINT), (SELECT COUNT(*) + 1 FROM complaint_text
                                     WHERE complaint_id = :complaint),
       CAST(:at AS BIGINT), CAST(:author AS BIGINT), CAST(:what AS TEXT), CAST(:text AS TEXT);

-- complaint_answer(id int, from_state text, state text, by int, at int, due int?, ended int?) exec
UPDATE complaint SET state = :state, handled_by = :by, answered_at = COALESCE(answered_at, :at),
       due_at = :due, ended_at = :ended
 WHERE id = :id AND state = :from_state;

-- complaint_told(id int) one (handler_id int, officer int, made_by int, due_at int?, soon_at int?,
--   stage int)
SELECT handler_id, COALESCE(officer_id, 0) AS officer, made_by, due_at, soon_at, stage
  FROM complaint WHERE id = :id;

-- complaint_alarm_put(id int, at int?) exec
UPDATE complaint SET alarm_at = :at, soon_at = :at, stage = 0 WHERE id = :id;

-- complaint_alarm_rows(now int, most int) many (id int, alarm_at int)
SELECT id, alarm_at FROM complaint WHERE alarm_at IS NOT NULL AND alarm_at <= :now
 ORDER BY alarm_at, id LIMIT :most;

-- complaint_alarm_move(id int, seen int, at int, stage int) exec
UPDATE complaint SET alarm_at = :at, stage = :stage WHERE id = :id AND alarm_at = :seen;
