-- load: what waits for an officer, and for nobody in particular.

-- load_line part (open int, late int, soon int)
SELECT state, CAST(COUNT(*) AS BIGINT) AS open,
       CAST(SUM(CASE WHEN due_order < :now THEN 1 ELSE 0 END) AS BIGINT) AS late,
       CAST(SUM(CASE WHEN due_order >= :now AND due_order < :soon THEN 1 ELSE 0 END) AS BIGINT)
         AS soon;

-- load_of_officer(officer int, unit int, now int, soon int, most int) many
@load_line
  FROM (SELECT state, due_order FROM dossier
         WHERE desk_officer_id = :officer AND desk_unit_id = :unit
         ORDER BY state, due_order LIMIT :most) held
 GROUP BY state ORDER BY state;

-- load_of_nobody(unit int, state text, now int, soon int, most int) many
@load_line
  FROM (SELECT state, due_order FROM dossier
         WHERE desk_unit_id = :unit AND desk_officer_id IS NULL AND state = :state
         ORDER BY due_order LIMIT :most) free
 GROUP BY state ORDER BY state;
