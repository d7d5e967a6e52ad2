-- retention: for how long dossiers are kept, and which are due.

-- retention_period_put(procedure text, from_day int, years int, basis text) exec
INSERT INTO retention_period (procedure, valid_from, years, basis)
VALUES (:procedure, :from_day, :years, :basis)
ON CONFLICT (procedure, valid_from) DO UPDATE SET years = excluded.years, basis = excluded.basis;

-- retention_periods(day int) many
SELECT p.procedure, p.valid_from, p.years, p.basis FROM retention_period p
 WHERE p.valid_from = (SELECT MAX(q.valid_from) FROM retention_period q
                        WHERE q.procedure = p.procedure AND q.valid_from <= :day)
 ORDER BY p.procedure;

-- retention_next_procedure(after int) one
SELECT procedure_id FROM dossier
 WHERE procedure_id > :after AND ended_at IS NOT NULL AND erased_by IS NULL
 ORDER BY procedure_id LIMIT 1;

-- retention_due_of(procedure int, before int, most int) one (n int, oldest int?)
SELECT CAST(COUNT(*) AS BIGINT) AS n, CAST(MIN(ended_at) AS BIGINT) AS oldest FROM (
  SELECT ended_at FROM dossier
   WHERE procedure_id = :procedure AND ended_at IS NOT NULL AND erased_by IS NULL
     AND ended_at < :before
   ORDER BY ended_at LIMIT :most) due;
