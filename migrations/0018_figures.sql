-- Figures: what an event adds waits in `delta` until a job has added it to the sums of `fold`.

-- One event may move a dossier from unit to unit, or from one due time to another: a row for each.
CREATE TABLE delta_that_waits (               -- evidence by recount: not added to a fold yet
  event_id BIGINT NOT NULL REFERENCES event (id),
  measure TEXT NOT NULL,
  unit_id BIGINT NOT NULL,
  due BIGINT NOT NULL,                        -- when those that are under way are due; 0: none
  day BIGINT NOT NULL,                        -- 0: what stands so now
  n BIGINT NOT NULL,
  PRIMARY KEY (event_id, measure, unit_id, due)
) [strict];
INSERT INTO delta_that_waits (event_id, measure, unit_id, due, day, n)
SELECT event_id, measure, unit_id, 0, CASE WHEN measure IN ('waiting', 'open') THEN 0 ELSE day END, n
  FROM delta;
DROP TABLE delta;
ALTER TABLE delta_that_waits RENAME TO delta;
CREATE INDEX delta_unit ON delta (unit_id, measure, day, due, n);

CREATE TABLE fold (                           -- evidence by recount: sums of deltas
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  below BIGINT NOT NULL CHECK (below IN (0, 1)), -- 1: with all units below it; where there are some
  span BIGINT NOT NULL CHECK (span BETWEEN 0 AND 4), -- 0 now, 1 a day, 2 month, 3 quarter, 4 year
  first BIGINT NOT NULL,                      -- its first day, 0 for now
  measure TEXT NOT NULL,
  due BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (unit_id, below, span, first, measure, due)
) [strict];

CREATE TABLE fold_state (                     -- state: one row, held by whoever folds
  id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  tree BIGINT NOT NULL,                       -- of the units as they lay when `below` was summed
  bites BIGINT NOT NULL
) [strict];
INSERT INTO fold_state (id, tree, bites) VALUES (1, 0, 0);

CREATE TABLE index_component (                -- state: points of the index, and from when they hold
  code TEXT NOT NULL,                         -- of office/indicator.def
  valid_from BIGINT NOT NULL,
  points BIGINT NOT NULL,
  threshold BIGINT NOT NULL,                  -- hundredths of a per cent that give all points
  basis TEXT NOT NULL CHECK (basis <> ''),
  PRIMARY KEY (code, valid_from)
) [strict];
INSERT INTO index_component (code, valid_from, points, threshold, basis) VALUES
  ('1.1', 20220623, 6, 10000, 'Quyết định 766/QĐ-TTg'),
  ('1.2', 20220623, 4, 10000, 'Quyết định 766/QĐ-TTg'),
  ('1.3', 20220623, 2, 10000, 'Quyết định 766/QĐ-TTg'),
  ('1.4', 20220623, 6, 10000, 'Quyết định 766/QĐ-TTg'),
  ('2.1', 20220623, 20, 10000, 'Quyết định 766/QĐ-TTg'),
  ('3.1', 20220623, 0, 8000, 'Quyết định 766/QĐ-TTg'),
  ('3.3', 20220623, 12, 5000, 'Quyết định 766/QĐ-TTg'),
  ('3.5', 20220623, 2, 8000, 'Quyết định 766/QĐ-TTg'),
  ('3.5b', 20220623, 2, 10000, 'Quyết định 766/QĐ-TTg'),
  ('3.6', 20220623, 6, 10000, 'Quyết định 766/QĐ-TTg'),
  ('4.1', 20220623, 6, 10000, 'Quyết định 766/QĐ-TTg'),
  ('4.2', 20220623, 4, 8000, 'Quyết định 766/QĐ-TTg'),
  ('4.2b', 20220623, 2, 10000, 'Quyết định 766/QĐ-TTg'),
  ('4.3', 20220623, 2, 8000, 'Quyết định 766/QĐ-TTg'),
  ('4.4', 20220623, 4, 10000, 'Quyết định 766/QĐ-TTg'),
  ('4.5a', 20220623, 2, 10000, 'Quyết định 766/QĐ-TTg'),
  ('4.5b', 20220623, 2, 10000, 'Quyết định 766/QĐ-TTg'),
  ('5.2', 20220623, 6, 10000, 'Quyết định 766/QĐ-TTg'),
  ('5.3', 20220623, 6, 10000, 'Quyết định 766/QĐ-TTg'),
  ('5.4', 20220623, 6, 9000, 'Quyết định 766/QĐ-TTg');

-- sqlite
CREATE TRIGGER delta_no_update BEFORE UPDATE ON delta
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE TRIGGER append_only BEFORE UPDATE ON delta
  FOR EACH ROW EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, DELETE ON delta TO motcua_serve;
    GRANT SELECT, INSERT, UPDATE, DELETE ON fold, fold_state, index_component TO motcua_serve;
  END IF;
END $$;
-- end
