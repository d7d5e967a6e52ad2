-- The counter: people whom a receptionist has before them, and dossiers filed for them.

ALTER TABLE person ADD COLUMN public_id TEXT;  -- state: its address at counters; none until it was found at one
CREATE UNIQUE INDEX person_public_id ON person (public_id);
CREATE INDEX person_phone ON person (phone, id) WHERE phone IS NOT NULL;

-- Who has looked for somebody, or at what is known of them, at a counter.
CREATE TABLE person_note (                     -- evidence, append-only
  id BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  person_id BIGINT NOT NULL REFERENCES person (id),
  route TEXT NOT NULL
) [strict];
CREATE INDEX person_note_person ON person_note (person_id, at);

-- Three units of a dossier: the support point where somebody was helped to file, the reception, and
-- the competent authority (unit_id).
ALTER TABLE dossier ADD COLUMN support_unit_id BIGINT REFERENCES unit (id); -- evidence by the filing's unit; none: filed by oneself
UPDATE dossier SET support_unit_id = reception_unit_id WHERE channel IN ('counter','post');
CREATE INDEX dossier_support ON dossier (support_unit_id, submitted_at, id)
  WHERE support_unit_id IS NOT NULL;

-- A draft may be for a person who is there: an officer has one for each person and procedure.
CREATE TABLE form_draft_of (                   -- state, erasable
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL REFERENCES account (id),
  procedure_id BIGINT NOT NULL REFERENCES procedure (id),
  procedure_version_id BIGINT NOT NULL REFERENCES procedure_version (id),
  channel TEXT NOT NULL,
  mandate TEXT NOT NULL,                      -- for whom: public id; empty: for oneself
  person_id BIGINT REFERENCES person (id),    -- who is there; none: nobody, or nobody known
  fields TEXT NOT NULL,                       -- JSON, whether it fits the form or not
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
) [strict];
INSERT INTO form_draft_of (id, public_id, account_id, procedure_id, procedure_version_id, channel,
                           mandate, fields, version, created_at, updated_at)
SELECT id, public_id, account_id, procedure_id, procedure_version_id, channel, mandate, fields,
       version, created_at, updated_at
FROM form_draft;
CREATE TABLE form_draft_paper_of (            -- state: papers chosen already; they are kept with it
  draft_id BIGINT NOT NULL REFERENCES form_draft_of (id),
  ordinal BIGINT NOT NULL,
  component TEXT NOT NULL,
  paper_id BIGINT NOT NULL REFERENCES paper (id),
  PRIMARY KEY (draft_id, ordinal)
) [strict];
INSERT INTO form_draft_paper_of (draft_id, ordinal, component, paper_id)
SELECT draft_id, ordinal, component, paper_id FROM form_draft_paper;
DROP TABLE form_draft_paper;
DROP TABLE form_draft;
ALTER TABLE form_draft_of RENAME TO form_draft;
ALTER TABLE form_draft_paper_of RENAME TO form_draft_paper;
CREATE UNIQUE INDEX form_draft_own ON form_draft (account_id, procedure_id,
                                                  (COALESCE(person_id, 0)));
CREATE INDEX form_draft_newest ON form_draft (account_id, updated_at, id);
CREATE INDEX form_draft_age ON form_draft (updated_at);
CREATE INDEX form_draft_paper_paper ON form_draft_paper (paper_id);

-- sqlite
CREATE TRIGGER person_note_no_update BEFORE UPDATE ON person_note
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER person_note_no_delete BEFORE DELETE ON person_note
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER person_note_no_replace BEFORE INSERT ON person_note
  WHEN EXISTS (SELECT 1 FROM person_note WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON person_note
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON person_note EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON form_draft, form_draft_paper TO motcua_serve;
    GRANT SELECT, INSERT ON person_note TO motcua_serve;
  END IF;
END $$;
-- end
