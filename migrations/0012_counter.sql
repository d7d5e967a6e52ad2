-- The counter: people whom a receptionist has before them, dossiers filed for them, scans signed as
-- digitised copies, and proof of handing over (docs/adr/0005).

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

ALTER TABLE paper ADD COLUMN pages BYTEA;      -- evidence by what is signed: SHA-256 of each page; none: of before

-- Three units of a dossier: the support point where somebody was helped to file, the reception, and
-- the competent authority (unit_id).
ALTER TABLE dossier ADD COLUMN support_unit_id BIGINT REFERENCES unit (id); -- evidence by the filing's unit; none: filed by oneself
UPDATE dossier SET support_unit_id = reception_unit_id WHERE channel IN ('counter','post');
CREATE INDEX dossier_support ON dossier (support_unit_id, submitted_at, id)
  WHERE support_unit_id IS NOT NULL;

-- Scans: which of the papers filed must be digitised (catalogue/README.md), and which were signed.
ALTER TABLE dossier ADD COLUMN scans BIGINT NOT NULL DEFAULT 0 CHECK (scans >= 0); -- evidence by its papers: that must be; 0 where it came online
ALTER TABLE dossier ADD COLUMN scans_signed BIGINT NOT NULL DEFAULT 0
  CHECK (scans_signed BETWEEN 0 AND scans);    -- evidence by recount: of these
CREATE TABLE digitised_copy (                  -- evidence by recount: by which event a scan was signed
  dossier_id BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (dossier_id, ordinal),
  FOREIGN KEY (dossier_id, ordinal) REFERENCES dossier_paper (dossier_id, ordinal)
) [strict];

-- A result on paper that came to a counter beside any dossier: its scan, signed as a digitised copy.
CREATE TABLE signed_copy (                     -- evidence, append-only
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  at BIGINT NOT NULL,
  actor_id BIGINT NOT NULL REFERENCES account (id),
  paper_id BIGINT NOT NULL REFERENCES paper (id),
  content BYTEA NOT NULL,                      -- canonical JSON, "motcua/copy/1"
  signature BYTEA NOT NULL                     -- CMS
) [strict];

-- Handing over: the person opened the result, signed for it, or it was posted.
ALTER TABLE dossier ADD COLUMN opened_seq BIGINT NOT NULL DEFAULT 0; -- evidence: event by which the present result was opened; 0: it was not
ALTER TABLE dossier ADD COLUMN reached_at BIGINT;  -- evidence: when a result was first opened by its holder
ALTER TABLE dossier ADD COLUMN handed_at BIGINT;   -- evidence: when there was first proof that it was handed over
CREATE TABLE handover (                        -- evidence by recount: the proof that a RETURN states
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  seq BIGINT NOT NULL,
  proof TEXT NOT NULL CHECK (proof IN ('read','sheet','post')),
  opened_seq BIGINT NOT NULL DEFAULT 0,        -- of the event, for read
  carrier TEXT,
  shipment TEXT,
  PRIMARY KEY (dossier_id, seq),
  CHECK ((proof = 'read') = (opened_seq > 0)),
  CHECK ((proof = 'post') = (carrier IS NOT NULL AND shipment IS NOT NULL))
) [strict];

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
CREATE TRIGGER signed_copy_no_update BEFORE UPDATE ON signed_copy
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER signed_copy_no_delete BEFORE DELETE ON signed_copy
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER signed_copy_no_replace BEFORE INSERT ON signed_copy
  WHEN EXISTS (SELECT 1 FROM signed_copy WHERE id = NEW.id OR public_id = NEW.public_id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON signed_copy
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON signed_copy EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON person_note
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON person_note EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON form_draft, form_draft_paper, digitised_copy, handover
      TO motcua_serve;
    GRANT SELECT, INSERT ON person_note, signed_copy TO motcua_serve;
  END IF;
END $$;
-- end
