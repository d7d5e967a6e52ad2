-- indicator: what an event adds to the figures.

-- delta_insert(event int, measure text, unit int, procedure int, channel text, day int, due_day int,
--   n int) exec
INSERT INTO delta (event_id, measure, unit_id, procedure_id, channel, day, due_day, n)
VALUES (:event, :measure, :unit, :procedure, :channel, :day, :due_day, :n);
