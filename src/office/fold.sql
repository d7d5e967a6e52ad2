-- fold: sums of what events add, and what waits to be added.

-- fold_hold() one
UPDATE fold_state SET bites = bites + 1 WHERE id = 1
RETURNING tree;

-- fold_state_tree() one
SELECT tree FROM fold_state WHERE id = 1;

-- fold_waits() one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM (SELECT event_id FROM delta LIMIT 1) one;

-- fold_tree_is(tree int) exec
UPDATE fold_state SET tree = :tree WHERE id = 1;

-- fold_take(most int) many
DELETE FROM delta WHERE event_id IN (SELECT event_id FROM delta ORDER BY event_id LIMIT :most)
RETURNING unit_id, measure, due, day, n;

-- fold_add(unit int, below int, span int, first int, measure text, due int, n int) exec
INSERT INTO fold (unit_id, below, span, first, measure, due, n)
VALUES (:unit, :below, :span, :first, :measure, :due, :n)
ON CONFLICT (unit_id, below, span, first, measure, due) DO UPDATE SET n = fold.n + :n;

-- fold_drop_none(unit int, below int, measure text, due int) exec
DELETE FROM fold WHERE unit_id = :unit AND below = :below AND span = 0 AND first = 0
   AND measure = :measure AND due = :due AND n = 0;

-- fold_drop_below() exec
DELETE FROM fold WHERE below = 1;

-- fold_all_own() many
SELECT unit_id, span, first, measure, due, n FROM fold WHERE below = 0;

-- fold_sums(unit int, below int, span int, first int, now int) many (measure text, n int, late int)
SELECT measure AS measure, CAST(SUM(n) AS BIGINT) AS n,
       CAST(SUM(CASE WHEN due > 0 AND due < :now THEN n ELSE 0 END) AS BIGINT) AS late
  FROM fold WHERE unit_id = :unit AND below = :below AND span = 0 AND first = 0 GROUP BY measure
UNION ALL
SELECT measure, n, CAST(0 AS BIGINT)
  FROM fold WHERE unit_id = :unit AND below = :below AND span = :span AND first = :first;

-- fold_waiting(from_day int, to_day int, now int) many (unit_id int, measure text, n int, late int)
SELECT unit_id AS unit_id, measure AS measure, CAST(SUM(n) AS BIGINT) AS n,
       CAST(SUM(CASE WHEN due > 0 AND due < :now THEN n ELSE 0 END) AS BIGINT) AS late
  FROM delta WHERE day = 0 OR (day >= :from_day AND day <= :to_day)
 GROUP BY unit_id, measure;
