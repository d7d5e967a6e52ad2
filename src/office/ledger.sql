-- ledger: places of events, and checkpoints.

-- ledger_size() one (size int)
SELECT size FROM ledger_head WHERE id = 1;

-- ledger_waiting(most int) one (n int)
SELECT COUNT(*) AS n FROM (SELECT 1 FROM ledger_queue LIMIT :most) AS waiting;

-- ledger_grow(old int, new int) exec
UPDATE ledger_head SET size = :new WHERE id = 1 AND size = :old;

-- ledger_place(size int, most int) exec
INSERT INTO ledger_place (place, event_id)
SELECT :size + ROW_NUMBER() OVER (ORDER BY q.dossier_id, q.seq) - 1, q.event_id
  FROM (SELECT dossier_id, seq, event_id FROM ledger_queue ORDER BY dossier_id, seq LIMIT :most) q;

-- ledger_placed(size int) exec
DELETE FROM ledger_queue
 WHERE event_id IN (SELECT event_id FROM ledger_place WHERE place >= :size);

-- ledger_leaves(first int, last int, most int) many (leaf bytes)
SELECT e.leaf FROM ledger_place p JOIN ledger_entry e ON e.event_id = p.event_id
 WHERE p.place >= :first AND p.place < :last ORDER BY p.place LIMIT :most;

-- ledger_checkpoint_at(size int) one (at int, note text)
SELECT at, note FROM ledger_checkpoint WHERE size = :size;

-- ledger_checkpoint_last() one (size int, at int, note text)
SELECT size, at, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1;

-- ledger_checkpoint_add(size int, at int, note text) exec
INSERT INTO ledger_checkpoint (size, at, note) VALUES (:size, :at, :note);

-- ledger_checkpoints(after int, most int) many (size int, note text)
SELECT size, note FROM ledger_checkpoint WHERE size > :after ORDER BY size LIMIT :most;

-- ledger_sums() one (places int, greatest int?, waiting int, unplaced int, swapped int)
SELECT CAST((SELECT COUNT(*) FROM ledger_place) AS BIGINT) AS places,
       (SELECT MAX(place) FROM ledger_place) AS greatest,
       CAST((SELECT COUNT(*) FROM ledger_queue) AS BIGINT) AS waiting,
       CAST((SELECT COUNT(*) FROM event e
              WHERE NOT EXISTS (SELECT 1 FROM ledger_place p WHERE p.event_id = e.id)
                AND NOT EXISTS (SELECT 1 FROM ledger_queue q WHERE q.event_id = e.id)) AS BIGINT)
         AS unplaced,
       CAST((SELECT COUNT(*) FROM event f
               JOIN ledger_place p ON p.event_id = f.id
               JOIN event e ON e.dossier_id = f.dossier_id AND e.seq = f.seq - 1
               LEFT JOIN ledger_place o ON o.event_id = e.id
              WHERE f.seq > 1 AND (o.place IS NULL OR o.place > p.place)) AS BIGINT) AS swapped;
