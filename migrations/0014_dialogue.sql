-- Decisions with a number that the office carries out on many dossiers: personal data destroyed when
-- their time of keeping is over, due dates recomputed under a changed calendar.

-- For how long a procedure's dossiers are kept after their end, from a day on.
CREATE TABLE retention_period (               -- state
  procedure TEXT NOT NULL,                    -- its code; empty: every procedure without a row
  valid_from BIGINT NOT NULL,
  years BIGINT NOT NULL CHECK (years BETWEEN 1 AND 100),
  basis TEXT NOT NULL CHECK (basis <> ''),
  PRIMARY KEY (procedure, valid_from)
) [strict];

CREATE TABLE ruling (                         -- evidence by the journal; how far it is: state
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('erase','redate')),
  number TEXT NOT NULL CHECK (number <> ''),  -- of the document
  day BIGINT NOT NULL,                        -- of the document
  basis TEXT NOT NULL CHECK (basis <> ''),
  procedure_id BIGINT REFERENCES procedure (id), -- erase: whose dossiers
  before_at BIGINT NOT NULL,                  -- erase: that ended before; else 0
  state TEXT NOT NULL CHECK (state IN ('listing','ready','running','done','dropped')),
  reached BIGINT NOT NULL,                    -- how far the list has come: cursor of its kind
  reached_id BIGINT NOT NULL,
  planned BIGINT NOT NULL,                    -- dossiers on the list
  done BIGINT NOT NULL,
  skipped BIGINT NOT NULL,                    -- that had changed meanwhile
  digest BYTEA NOT NULL,                      -- of the list, line after line
  proposed_by BIGINT NOT NULL REFERENCES account (id),
  proposed_at BIGINT NOT NULL,
  approved_by BIGINT REFERENCES account (id),
  approved_at BIGINT,
  ended_at BIGINT,
  CHECK (approved_by <> proposed_by),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
  CHECK (approved_by IS NOT NULL OR state IN ('listing','ready','dropped')),
  CHECK (done + skipped <= planned)
) [strict];
CREATE UNIQUE INDEX ruling_number ON ruling (number) WHERE state <> 'dropped';
CREATE INDEX ruling_open ON ruling (proposed_at) WHERE state IN ('listing','running');
CREATE INDEX ruling_newest ON ruling (proposed_at, id);

CREATE TABLE ruling_item (                    -- evidence by the ruling's digest; outcome: state
  ruling_id BIGINT NOT NULL REFERENCES ruling (id),
  ordinal BIGINT NOT NULL,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  old_due BIGINT,                             -- redate
  new_due BIGINT,
  outcome TEXT CHECK (outcome IN ('done','skipped')),
  PRIMARY KEY (ruling_id, ordinal)
) [strict];
CREATE INDEX ruling_item_dossier ON ruling_item (dossier_id, ruling_id);

-- Files that a decision has taken from their rows, until they are gone.
CREATE TABLE erased_blob (                    -- state
  blob TEXT NOT NULL PRIMARY KEY,
  ruling_id BIGINT NOT NULL REFERENCES ruling (id)
) [strict];
CREATE INDEX erased_blob_ruling ON erased_blob (ruling_id);

ALTER TABLE dossier ADD COLUMN erased_by BIGINT REFERENCES ruling (id); -- evidence: its personal data are destroyed
CREATE INDEX dossier_erased ON dossier (erased_by) WHERE erased_by IS NOT NULL;
CREATE INDEX dossier_kept ON dossier (procedure_id, ended_at, id)
  WHERE ended_at IS NOT NULL AND erased_by IS NULL;
CREATE INDEX dossier_running ON dossier (id) WHERE desk_unit_id IS NOT NULL;

-- Who has taken all that is kept of them.
CREATE TABLE export_note (                    -- evidence, append-only
  id BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  dossiers BIGINT NOT NULL,
  files BIGINT NOT NULL
) [strict];
CREATE INDEX export_note_account ON export_note (account_id, at);

-- sqlite
CREATE TRIGGER export_note_no_update BEFORE UPDATE ON export_note
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER export_note_no_delete BEFORE DELETE ON export_note
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER export_note_no_replace BEFORE INSERT ON export_note
  WHEN EXISTS (SELECT 1 FROM export_note WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON export_note
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON export_note EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON retention_period, ruling, ruling_item, erased_blob
      TO motcua_serve;
    GRANT SELECT, INSERT ON export_note TO motcua_serve;
  END IF;
END $$;
-- end

-- Questions, ratings, complaints.
ALTER TABLE dossier ADD COLUMN asked_at BIGINT;          -- evidence: since when a question waits
ALTER TABLE dossier ADD COLUMN rating BIGINT NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5); -- evidence: 0: none
CREATE INDEX dossier_asked ON dossier (unit_id, asked_at, id) WHERE asked_at IS NOT NULL;
CREATE INDEX dossier_asked_reception ON dossier (reception_unit_id, asked_at, id)
  WHERE asked_at IS NOT NULL;

-- Working days for what is done with a complaint, from a day on.
CREATE TABLE complaint_limit (                -- state
  what TEXT NOT NULL CHECK (what IN ('reject','resolve')),
  valid_from BIGINT NOT NULL,
  days BIGINT NOT NULL CHECK (days BETWEEN 1 AND 100),
  basis TEXT NOT NULL CHECK (basis <> ''),
  PRIMARY KEY (what, valid_from)
) [strict];
INSERT INTO complaint_limit (what, valid_from, days, basis) VALUES
  ('reject', 20220623, 2, 'QD 766/QD-TTg 5.2'), ('resolve', 20220623, 15, 'QD 766/QD-TTg 5.2');

CREATE TABLE complaint_counter (              -- state: last number of the year
  year BIGINT NOT NULL PRIMARY KEY,
  last BIGINT NOT NULL
) [strict];

CREATE TABLE complaint (                      -- state
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL UNIQUE,                -- of the register of complaints: 12/2026/PAKN
  made_by BIGINT NOT NULL REFERENCES account (id),
  made_at BIGINT NOT NULL,
  dossier_id BIGINT REFERENCES dossier (id),  -- about which; none: about none
  unit_id BIGINT NOT NULL REFERENCES unit (id),        -- about which
  officer_id BIGINT REFERENCES account (id),  -- about whom; none: nobody in particular
  handler_id BIGINT NOT NULL REFERENCES unit (id),     -- whose leader handles it
  state TEXT NOT NULL CHECK (state IN ('open','accepted','rejected','resolved')),
  answer_by BIGINT NOT NULL,                  -- accepted or rejected until then
  resolve_by BIGINT NOT NULL,
  due_at BIGINT,                              -- what is due next; none: ended
  handled_by BIGINT REFERENCES account (id),  -- who took the newest step
  answered_at BIGINT,
  ended_at BIGINT,
  CHECK (handled_by <> officer_id),
  CHECK ((due_at IS NULL) = (ended_at IS NOT NULL)),
  CHECK ((state IN ('rejected','resolved')) = (ended_at IS NOT NULL))
) [strict];
CREATE INDEX complaint_handler ON complaint (handler_id, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX complaint_maker ON complaint (made_by, made_at, id);
CREATE INDEX complaint_dossier ON complaint (dossier_id) WHERE dossier_id IS NOT NULL;

CREATE TABLE complaint_text (                 -- state, erasable: what was complained about, and answered
  complaint_id BIGINT NOT NULL REFERENCES complaint (id),
  ordinal BIGINT NOT NULL,
  at BIGINT NOT NULL,
  author_id BIGINT NOT NULL REFERENCES account (id),
  what TEXT NOT NULL CHECK (what IN ('open','accepted','rejected','resolved')),
  text TEXT NOT NULL,
  PRIMARY KEY (complaint_id, ordinal)
) [strict];
-- postgresql
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON complaint_limit, complaint_counter, complaint,
      complaint_text TO motcua_serve;
  END IF;
END $$;
-- end
