-- escalation: when heads are told of what is late.

-- alarm_put(dossier int, unit int, due_at int, soon_at int) exec
INSERT INTO alarm (dossier_id, unit_id, due_at, soon_at, at, stage)
VALUES (:dossier, :unit, :due_at, :soon_at, :soon_at, 0)
ON CONFLICT (dossier_id) DO UPDATE
SET unit_id = excluded.unit_id, due_at = excluded.due_at, soon_at = excluded.soon_at,
    at = excluded.soon_at, stage = 0
WHERE alarm.unit_id <> excluded.unit_id OR alarm.due_at <> excluded.due_at;

-- alarm_clear(dossier int) exec
DELETE FROM alarm WHERE dossier_id = :dossier;

-- alarm_rows(now int, most int) many
SELECT dossier_id, at FROM alarm WHERE at <= :now ORDER BY at, dossier_id LIMIT :most;

-- alarm_row(dossier int) one
SELECT unit_id, due_at, soon_at, at, stage FROM alarm WHERE dossier_id = :dossier;

-- alarm_move(dossier int, seen int, at int, stage int) exec
UPDATE alarm SET at = :at, stage = :stage WHERE dossier_id = :dossier AND at = :seen;

-- escalation_insert(dossier int, unit int, due_at int, stage int, at int, told int) exec
INSERT INTO escalation (dossier_id, unit_id, due_at, stage, at, told)
VALUES (:dossier, :unit, :due_at, :stage, :at, :told)
ON CONFLICT (dossier_id, due_at, unit_id, stage) DO NOTHING;

-- heads_of(unit int, role text, field text, day int) many (account int)
SELECT a.id AS account FROM account_role r JOIN account a ON a.id = r.account_id
 WHERE r.unit_id = :unit AND r.role = :role AND r.field IN ('', :field) AND r.valid_from <= :day
   AND (r.valid_to IS NULL OR r.valid_to > :day) AND a.disabled_at IS NULL
UNION
SELECT d.delegate_id FROM account_role r
  JOIN account a ON a.id = r.account_id
  JOIN delegation d ON d.role_id = r.id
  JOIN account b ON b.id = d.delegate_id
 WHERE r.unit_id = :unit AND r.role = :role AND r.field IN ('', :field)
   AND d.field IN ('', :field) AND r.valid_from <= :day
   AND (r.valid_to IS NULL OR r.valid_to > :day) AND a.disabled_at IS NULL
   AND d.valid_from <= :day AND d.valid_to > :day AND d.ended_at IS NULL
   AND b.disabled_at IS NULL;
