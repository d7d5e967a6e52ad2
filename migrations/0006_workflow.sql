-- The side ways of the workflow (docs/adr/0004): pauses, reasons, opinions, assignment, forms and
-- papers that come later.  As in 0001 each column is evidence or state.

ALTER TABLE dossier ADD COLUMN first_due_at BIGINT;      -- evidence: as fixed at reception
ALTER TABLE dossier ADD COLUMN paused_at BIGINT;         -- evidence: since when the clock stands
ALTER TABLE dossier ADD COLUMN until_day BIGINT NOT NULL DEFAULT 0; -- evidence: last day to answer, 0: none
ALTER TABLE dossier ADD COLUMN supplements BIGINT NOT NULL DEFAULT 0 CHECK (supplements >= 0); -- evidence: requests so far
ALTER TABLE dossier ADD COLUMN extensions BIGINT NOT NULL DEFAULT 0 CHECK (extensions IN (0, 1)); -- evidence
ALTER TABLE dossier ADD COLUMN consults BIGINT NOT NULL DEFAULT 0 CHECK (consults >= 0); -- evidence: opinions awaited
ALTER TABLE dossier ADD COLUMN assignee_id BIGINT REFERENCES account (id); -- evidence: whose the next step is
ALTER TABLE dossier ADD COLUMN assignee_role TEXT;       -- evidence: as what
UPDATE dossier SET first_due_at = due_at;

CREATE TABLE dossier_pause (                  -- evidence by recount: [from, to) of the clock
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  from_seq BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  to_seq BIGINT,
  to_at BIGINT,
  PRIMARY KEY (dossier_id, from_seq),
  CHECK ((to_seq IS NULL) = (to_at IS NULL)),
  CHECK (to_at IS NULL OR (to_at >= from_at AND to_seq > from_seq))
) [strict];
CREATE UNIQUE INDEX dossier_pause_open ON dossier_pause (dossier_id) WHERE to_at IS NULL;

CREATE TABLE dossier_duty (                   -- evidence by recount: one person, one duty
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  actor_id BIGINT NOT NULL REFERENCES account (id),
  duty BIGINT NOT NULL CHECK (duty BETWEEN 1 AND 4), -- appraises, approves, seals, returns
  PRIMARY KEY (dossier_id, actor_id)
) [strict];
INSERT INTO dossier_duty (dossier_id, actor_id, duty)
SELECT dossier_id, actor_id, MIN(CASE action WHEN 'appraise' THEN 1 WHEN 'approve' THEN 2
                                             WHEN 'seal' THEN 3 ELSE 4 END)
FROM event
WHERE action IN ('appraise', 'approve', 'seal', 'return') AND actor_id IS NOT NULL
GROUP BY dossier_id, actor_id;

CREATE TABLE event_reason (                   -- erasable; evidence by HMAC: canonical JSON
  event_id BIGINT NOT NULL PRIMARY KEY REFERENCES event (id),
  reason TEXT NOT NULL
) [strict];

CREATE TABLE consultation (                   -- evidence by recount: opinions asked for
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  seq BIGINT NOT NULL,                        -- of the request
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  until_day BIGINT NOT NULL,
  ended_seq BIGINT,                           -- of the opinion, or of going on without it
  PRIMARY KEY (dossier_id, seq)
) [strict];
CREATE UNIQUE INDEX consultation_open ON consultation (dossier_id, unit_id) WHERE ended_seq IS NULL;
CREATE INDEX consultation_desk ON consultation (unit_id, until_day, dossier_id)
  WHERE ended_seq IS NULL;

CREATE TABLE obligation (                     -- evidence by recount: what the holder was asked to pay
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  seq BIGINT NOT NULL,                        -- of the request
  amount BIGINT NOT NULL CHECK (amount > 0),  -- đồng
  paid_seq BIGINT,
  receipt TEXT,
  PRIMARY KEY (dossier_id, seq),
  CHECK ((paid_seq IS NULL) = (receipt IS NULL))
) [strict];
CREATE UNIQUE INDEX obligation_open ON obligation (dossier_id) WHERE paid_seq IS NULL;

CREATE TABLE form_revision (                  -- evidence by HMAC, erasable: forms brought later
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  seq BIGINT NOT NULL,                        -- of the event that brought it
  form TEXT NOT NULL,                         -- canonical JSON
  PRIMARY KEY (dossier_id, seq)
) [strict];
ALTER TABLE dossier_paper ADD COLUMN seq BIGINT NOT NULL DEFAULT 1; -- evidence: event that brought it

ALTER TABLE signing ADD COLUMN brought TEXT;  -- state: reason, form and papers, canonical JSON

-- One event may move a dossier from unit to unit: a figure has a row for each.
CREATE TABLE delta_by_unit (                  -- evidence by recount: what an event adds to figures
  event_id BIGINT NOT NULL REFERENCES event (id),
  measure TEXT NOT NULL,
  unit_id BIGINT NOT NULL,
  procedure_id BIGINT NOT NULL,
  channel TEXT NOT NULL,
  day BIGINT NOT NULL,
  due_day BIGINT NOT NULL,                    -- 0: no due date
  n BIGINT NOT NULL,
  PRIMARY KEY (event_id, measure, unit_id)
) [strict];
INSERT INTO delta_by_unit (event_id, measure, unit_id, procedure_id, channel, day, due_day, n)
SELECT event_id, measure, unit_id, procedure_id, channel, day, due_day, n FROM delta;
DROP TABLE delta;
ALTER TABLE delta_by_unit RENAME TO delta;
CREATE INDEX delta_unit ON delta (unit_id, measure, day);

-- sqlite
CREATE TRIGGER delta_no_update BEFORE UPDATE ON delta
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER dossier_duty_no_update BEFORE UPDATE ON dossier_duty
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER dossier_duty_no_delete BEFORE DELETE ON dossier_duty
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER dossier_duty_no_replace BEFORE INSERT ON dossier_duty
  WHEN EXISTS (SELECT 1 FROM dossier_duty
               WHERE dossier_id = NEW.dossier_id AND actor_id = NEW.actor_id AND duty <> NEW.duty)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE TRIGGER append_only BEFORE UPDATE ON delta
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON dossier_duty
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON dossier_duty EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON dossier_pause, dossier_duty, event_reason,
      consultation, obligation, form_revision, delta TO motcua_serve;
    REVOKE UPDATE, DELETE, TRUNCATE ON dossier_duty FROM motcua_serve;
  END IF;
END $$;
-- end
