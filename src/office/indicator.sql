-- indicator: what an event adds to the figures.

-- delta_insert(event int, measure text, unit int, procedure int, channel text, day int, due_day int,
--   n int) exec
INSERT INTO delta (event_id, measure, unit_id, procedure_id, channel, day, due_day, n)
VALUES (:event, :measure, :unit, :procedure, :channel, :day, :due_day, :n);

-- indicator_sums(unit int, from_day int) many (measure text, stock int, flow int)
SELECT measure AS measure, CAST(COALESCE(SUM(n), 0) AS BIGINT) AS stock,
       CAST(COALESCE(SUM(CASE WHEN day >= :from_day THEN n ELSE 0 END), 0) AS BIGINT) AS flow
  FROM delta WHERE unit_id = :unit GROUP BY measure;
