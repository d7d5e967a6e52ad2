-- Administration: the journal of administrative acts.

CREATE TABLE journal (                        -- evidence, append-only: one chain for the instance
  seq BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  actor_id BIGINT REFERENCES account (id),    -- none: at the command line
  kind TEXT NOT NULL,                         -- of what was changed: office/act.def
  subject TEXT NOT NULL,                      -- its code, name or public id
  action TEXT NOT NULL,
  signed BYTEA NOT NULL,                      -- canonical JSON, "motcua/act/1"
  signature BYTEA NOT NULL,                   -- Ed25519, the server's
  hash BYTEA NOT NULL                         -- SHA-256(SHA-256(signed) || SHA-256(signature))
) [strict];
CREATE INDEX journal_kind ON journal (kind, seq);
CREATE INDEX journal_subject ON journal (kind, subject, seq);

CREATE TABLE journal_head (                   -- state: the newest entry; who writes locks its one row
  one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  hash BYTEA
) [strict];
INSERT INTO journal_head (one, seq, at, hash) VALUES (1, 0, 0, NULL);

-- sqlite
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
  WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON journal
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON journal EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT ON journal TO motcua_serve;
    GRANT SELECT, UPDATE ON journal_head TO motcua_serve;
  END IF;
END $$;
-- end

-- A unit's name from a day on; before the first, the name of its row.
CREATE TABLE unit_name (                      -- state
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  valid_from BIGINT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  PRIMARY KEY (unit_id, valid_from)
) [strict];

-- Who decides: ministries too (neither database can change a CHECK the same way).
CREATE TABLE competence_of_levels (           -- state: field, level, commune → who decides, who receives
  id BIGINT NOT NULL PRIMARY KEY,
  field TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('ministry','province','commune')),
  commune TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  reception_unit_id BIGINT NOT NULL REFERENCES unit (id),
  valid_from BIGINT NOT NULL,
  valid_to BIGINT
) [strict];
INSERT INTO competence_of_levels (id, field, level, commune, unit_id, reception_unit_id, valid_from,
                                  valid_to)
SELECT id, field, level, commune, unit_id, reception_unit_id, valid_from, valid_to FROM competence;
DROP TABLE competence;
ALTER TABLE competence_of_levels RENAME TO competence;
CREATE INDEX competence_rule ON competence (field, level, commune);

-- postgresql
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON unit_name, competence TO motcua_serve;
  END IF;
END $$;
-- end

-- Which number of the edition brought a version; a version without a row is older than all of them.
CREATE TABLE version_edition (                -- state
  version_id BIGINT NOT NULL PRIMARY KEY REFERENCES procedure_version (id),
  edition BIGINT NOT NULL
) [strict];

-- Files that administrators have uploaded, with what they would change; swept when not applied.
CREATE TABLE import_file (                    -- state
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('catalogue','units','calendar')),
  name TEXT NOT NULL,
  blob TEXT NOT NULL,
  sha256 BYTEA NOT NULL,
  size BIGINT NOT NULL,
  edition BIGINT NOT NULL,                    -- against which it was judged
  report TEXT NOT NULL,                       -- JSON
  account_id BIGINT NOT NULL REFERENCES account (id),
  uploaded_at BIGINT NOT NULL,
  applied_at BIGINT
) [strict];
CREATE INDEX import_file_uploaded ON import_file (uploaded_at, id);
CREATE INDEX import_file_blob ON import_file (blob);

-- postgresql
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON version_edition, import_file TO motcua_serve;
  END IF;
END $$;
-- end

-- Acts on which a procedure rests, from a day on, a line each: the source of the catalogue has none.
CREATE TABLE procedure_basis (                -- state
  procedure_id BIGINT NOT NULL REFERENCES procedure (id),
  valid_from BIGINT NOT NULL,
  acts TEXT NOT NULL,
  PRIMARY KEY (procedure_id, valid_from)
) [strict];

-- postgresql
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON procedure_basis TO motcua_serve;
  END IF;
END $$;
-- end
