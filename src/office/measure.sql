-- measure: what an event adds to the figures.

-- delta_insert(event int, measure text, unit int, due int, day int, n int) exec
INSERT INTO delta (event_id, measure, unit_id, due, day, n)
VALUES (:event, :measure, :unit, :due, :day, :n);
