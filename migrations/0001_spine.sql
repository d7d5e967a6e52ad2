-- The first schema (docs/adr/0001).  Each column is evidence (signed, hashed or recounted: an
-- alteration is found by `motcua verify`) or state (may change in the course of work); tables that
-- are evidence as a whole are append-only, by the triggers at the end.  Times are microseconds UTC,
-- days yyyymmdd in Vietnam time.  Ids are made by the program; [strict] is SQLite's STRICT.

-- --- instance -------------------------------------------------------------------------------
CREATE TABLE setting (                        -- state
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  changed_at BIGINT NOT NULL
) [strict];

CREATE TABLE unit (                           -- state
  id BIGINT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('nation','ministry','province','department','commune',
                                     'centre','branch','point')),
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  parent_id BIGINT REFERENCES unit (id),
  commune TEXT,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,
  successor_id BIGINT REFERENCES unit (id)
) [strict];

CREATE TABLE calendar_day (                   -- state: days that differ from the plain week
  day BIGINT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('holiday','working')),
  source TEXT NOT NULL
) [strict];

-- --- people (erasable) ----------------------------------------------------------------------
CREATE TABLE person (                         -- state, erasable
  id BIGINT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('natural','organisation')),
  full_name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  birth_day BIGINT,
  sex TEXT CHECK (sex IN ('male','female')),
  personal_id TEXT,
  ethnicity TEXT,
  nationality TEXT,
  phone TEXT,
  email TEXT,
  commune TEXT,
  address TEXT,
  created_at BIGINT NOT NULL
) [strict];
CREATE UNIQUE INDEX person_personal_id ON person (personal_id);

CREATE TABLE account (                        -- state
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  login TEXT NOT NULL UNIQUE,
  person_id BIGINT NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL CHECK (kind IN ('citizen','officer')),
  password TEXT NOT NULL,
  assurance BIGINT NOT NULL CHECK (assurance IN (1, 2)),
  failed BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  disabled_at BIGINT,
  created_at BIGINT NOT NULL
) [strict];

CREATE TABLE account_role (                   -- state
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  role TEXT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT
) [strict];
CREATE INDEX account_role_account ON account_role (account_id);

CREATE TABLE session (                        -- state
  hash BYTEA NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id),
  via TEXT NOT NULL CHECK (via IN ('cookie','token')),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT
) [strict];
CREATE INDEX session_account ON session (account_id);

-- --- catalogue ------------------------------------------------------------------------------
CREATE TABLE procedure (                      -- state
  id BIGINT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE
) [strict];

CREATE TABLE procedure_version (              -- evidence, append-only
  id BIGINT NOT NULL PRIMARY KEY,
  procedure_id BIGINT NOT NULL REFERENCES procedure (id),
  version BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  content TEXT NOT NULL,
  sha256 BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (procedure_id, version)
) [strict];

CREATE TABLE competence (                     -- state: field, level, commune → who decides, who receives
  id BIGINT NOT NULL PRIMARY KEY,
  field TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('province','commune')),
  commune TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  reception_unit_id BIGINT NOT NULL REFERENCES unit (id),
  valid_from BIGINT NOT NULL,
  valid_to BIGINT
) [strict];
CREATE INDEX competence_rule ON competence (field, level, commune);

-- --- papers ---------------------------------------------------------------------------------
CREATE TABLE paper (                          -- evidence: sha256; the rest state, erasable
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  owner_id BIGINT NOT NULL REFERENCES account (id),
  blob TEXT NOT NULL,
  sha256 BYTEA NOT NULL,
  size BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  name TEXT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  attached_at BIGINT
) [strict];
CREATE INDEX paper_owner ON paper (owner_id, sha256);

-- --- dossiers -------------------------------------------------------------------------------
CREATE TABLE code_counter (                   -- state: running number per agency and day
  agency TEXT NOT NULL,
  day BIGINT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (agency, day)
) [strict];

CREATE TABLE dossier (                        -- evidence where recounted from events, else state
  id BIGINT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,                  -- evidence
  procedure_id BIGINT NOT NULL REFERENCES procedure (id),              -- evidence
  procedure_version_id BIGINT NOT NULL REFERENCES procedure_version (id), -- evidence
  channel TEXT NOT NULL CHECK (channel IN ('online','counter','post','vneid')), -- evidence
  holder_id BIGINT NOT NULL REFERENCES person (id),                    -- state
  filed_by BIGINT NOT NULL REFERENCES account (id),                    -- evidence
  unit_id BIGINT NOT NULL REFERENCES unit (id),                        -- evidence
  reception_unit_id BIGINT NOT NULL REFERENCES unit (id),              -- evidence
  state TEXT NOT NULL,                        -- evidence
  status BIGINT NOT NULL CHECK (status BETWEEN 1 AND 10),              -- evidence
  version BIGINT NOT NULL,                    -- state
  seq BIGINT NOT NULL,                        -- evidence: newest event
  head BYTEA NOT NULL,                        -- evidence: hash of the newest event
  decision TEXT CHECK (decision IN ('grant','reject')),                -- evidence
  submitted_at BIGINT NOT NULL,               -- evidence
  received_at BIGINT,                         -- evidence
  due_at BIGINT,                              -- evidence
  due_order BIGINT NOT NULL,                  -- state: due_at, or the greatest value while there is none
  finished_at BIGINT,                         -- evidence: the seal
  ended_at BIGINT                             -- evidence
) [strict];
CREATE INDEX dossier_holder ON dossier (holder_id, submitted_at, id);
CREATE INDEX dossier_counter ON dossier (filed_by, submitted_at, id)
  WHERE channel IN ('counter','post');         -- what an officer has filed for others
CREATE INDEX dossier_unit_desk ON dossier (unit_id, state, due_order, id);
CREATE INDEX dossier_reception_desk ON dossier (reception_unit_id, state, due_order, id);

CREATE TABLE dossier_form (                   -- evidence by HMAC, erasable: canonical JSON
  dossier_id BIGINT NOT NULL PRIMARY KEY REFERENCES dossier (id),
  form TEXT NOT NULL
) [strict];

CREATE TABLE dossier_paper (                  -- evidence by HMAC
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  ordinal BIGINT NOT NULL,
  component TEXT NOT NULL,
  paper_id BIGINT NOT NULL REFERENCES paper (id),
  PRIMARY KEY (dossier_id, ordinal)
) [strict];
CREATE INDEX dossier_paper_paper ON dossier_paper (paper_id);

-- --- the record -----------------------------------------------------------------------------
CREATE TABLE event (                          -- evidence, append-only
  id BIGINT NOT NULL PRIMARY KEY,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  seq BIGINT NOT NULL,
  action TEXT NOT NULL,
  actor_id BIGINT REFERENCES account (id),    -- none: the system itself
  at BIGINT NOT NULL,
  scheme TEXT NOT NULL CHECK (scheme IN ('ed25519','cms')),
  signed BYTEA NOT NULL,                      -- canonical JSON, "motcua/step/1"
  signature BYTEA NOT NULL,
  hash BYTEA NOT NULL,                        -- SHA-256(SHA-256(signed) || SHA-256(signature))
  UNIQUE (dossier_id, seq)
) [strict];

CREATE TABLE event_salt (                     -- erasable; evidence while it is there
  event_id BIGINT NOT NULL PRIMARY KEY REFERENCES event (id),
  salt BYTEA NOT NULL
) [strict];

CREATE TABLE event_note (                     -- erasable; evidence by HMAC
  event_id BIGINT NOT NULL PRIMARY KEY REFERENCES event (id),
  note TEXT NOT NULL
) [strict];

CREATE TABLE ledger_entry (                   -- evidence, append-only
  event_id BIGINT NOT NULL PRIMARY KEY REFERENCES event (id),
  leaf BYTEA NOT NULL
) [strict];

CREATE TABLE ledger_queue (                   -- state: entries that wait for the sequencer
  event_id BIGINT NOT NULL PRIMARY KEY REFERENCES event (id),
  dossier_id BIGINT NOT NULL,
  seq BIGINT NOT NULL
) [strict];

CREATE TABLE refused_step (                   -- state: how often a person was refused a step on a day
  account_id BIGINT NOT NULL REFERENCES account (id),
  action TEXT NOT NULL,
  day BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (account_id, action, day)
) [strict];

CREATE TABLE delta (                          -- evidence by recount: what an event adds to figures
  event_id BIGINT NOT NULL REFERENCES event (id),
  measure TEXT NOT NULL,
  unit_id BIGINT NOT NULL,
  procedure_id BIGINT NOT NULL,
  channel TEXT NOT NULL,
  day BIGINT NOT NULL,
  due_day BIGINT NOT NULL,                    -- 0: no due date
  n BIGINT NOT NULL,
  PRIMARY KEY (event_id, measure)
) [strict];
CREATE INDEX delta_unit ON delta (unit_id, measure, day);

CREATE TABLE outbox (                         -- state: effects to be done after the commit
  id BIGINT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  event_id BIGINT NOT NULL REFERENCES event (id),
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  not_before BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  error TEXT,
  done_at BIGINT,
  UNIQUE (kind, event_id)
) [strict];
CREATE INDEX outbox_waiting ON outbox (kind, not_before, id) WHERE done_at IS NULL;

CREATE TABLE notice (                         -- state: a person's inbox
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id),
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  event_id BIGINT NOT NULL REFERENCES event (id),
  at BIGINT NOT NULL,
  UNIQUE (account_id, event_id)
) [strict];
CREATE INDEX notice_inbox ON notice (account_id, at, id);

CREATE TABLE access_note (                    -- evidence, append-only: who looked at whose data
  id BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  route TEXT NOT NULL
) [strict];
CREATE INDEX access_note_dossier ON access_note (dossier_id, at);

-- --- results --------------------------------------------------------------------------------
CREATE TABLE draft (                          -- evidence, append-only
  id BIGINT NOT NULL PRIMARY KEY,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  event_id BIGINT NOT NULL UNIQUE REFERENCES event (id),  -- the appraisal that it follows
  decision TEXT NOT NULL,
  blob TEXT NOT NULL,
  sha256 BYTEA NOT NULL,
  size BIGINT NOT NULL,
  created_at BIGINT NOT NULL
) [strict];
CREATE INDEX draft_dossier ON draft (dossier_id);

CREATE TABLE result (                         -- evidence, append-only: revision 1 approved, 2 sealed
  id BIGINT NOT NULL PRIMARY KEY,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  event_id BIGINT NOT NULL UNIQUE REFERENCES event (id),
  revision BIGINT NOT NULL,
  blob TEXT NOT NULL,
  sha256 BYTEA NOT NULL,
  size BIGINT NOT NULL,
  number TEXT,
  number_day BIGINT,
  created_at BIGINT NOT NULL,
  UNIQUE (dossier_id, revision)
) [strict];

CREATE TABLE register (                       -- state: last number per authority, type and year
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  type TEXT NOT NULL,
  year BIGINT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (unit_id, type, year)
) [strict];

CREATE TABLE register_number (                -- evidence once used
  id BIGINT NOT NULL PRIMARY KEY,
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  type TEXT NOT NULL,
  year BIGINT NOT NULL,
  number BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('reserved','used','void')),
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),  -- for whom it is reserved or used
  reserved_until BIGINT NOT NULL,
  UNIQUE (unit_id, type, year, number)
) [strict];
CREATE INDEX register_number_reserved ON register_number (unit_id, type, year, state, number);

-- --- keys and signing -----------------------------------------------------------------------
CREATE TABLE trust_item (                     -- state: roots, issuing authorities, revocation lists
  id BIGINT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('root','ca','crl')),
  der BYTEA NOT NULL,
  added_at BIGINT NOT NULL
) [strict];

CREATE TABLE key_pair (                       -- state
  id BIGINT NOT NULL PRIMARY KEY,
  purpose TEXT NOT NULL CHECK (purpose IN ('officer','seal','unattended','server')),
  account_id BIGINT REFERENCES account (id),
  unit_id BIGINT REFERENCES unit (id),
  certificate BYTEA NOT NULL,                 -- DER; for 'server' the raw Ed25519 public key
  secret BYTEA,                               -- PKCS#12, or the seed in a box; none: held elsewhere
  salt BYTEA,                                 -- of the PIN's Argon2id
  failed BIGINT NOT NULL,
  locked_at BIGINT,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
) [strict];
CREATE INDEX key_pair_account ON key_pair (account_id);
CREATE INDEX key_pair_unit ON key_pair (unit_id);

CREATE TABLE key_grant (                      -- state: a seal's passphrase, wrapped to a clerk
  key_id BIGINT NOT NULL REFERENCES key_pair (id),
  account_id BIGINT NOT NULL REFERENCES account (id),
  wrapped BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (key_id, account_id)
) [strict];

CREATE TABLE signing (                        -- state: a step begun and not yet signed
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  action TEXT NOT NULL,
  actor_id BIGINT NOT NULL REFERENCES account (id),
  version BIGINT NOT NULL,                    -- of the dossier, as seen
  key_id BIGINT NOT NULL REFERENCES key_pair (id),
  seal_key_id BIGINT REFERENCES key_pair (id),
  decision TEXT NOT NULL,
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  salt BYTEA NOT NULL,
  content BYTEA NOT NULL,                     -- what the step signs
  attributes BYTEA NOT NULL,                  -- its CMS signed attributes
  pdf BYTEA,                                  -- the prepared file, /Contents empty
  pdf_contents BIGINT NOT NULL,
  pdf_room BIGINT NOT NULL,
  pdf_digest BYTEA,                           -- of its ByteRange
  pdf_attributes BYTEA,
  number_id BIGINT REFERENCES register_number (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  done_at BIGINT
) [strict];
CREATE INDEX signing_dossier ON signing (dossier_id);

CREATE TABLE idempotency (                    -- state, kept 7 days
  account_id BIGINT NOT NULL,
  route TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint BYTEA NOT NULL,
  status BIGINT NOT NULL,
  location TEXT NOT NULL,
  version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account_id, route, key)
) [strict];
CREATE INDEX idempotency_at ON idempotency (at);

-- --- append-only ----------------------------------------------------------------------------
-- sqlite
CREATE TRIGGER procedure_version_no_update BEFORE UPDATE ON procedure_version
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER procedure_version_no_delete BEFORE DELETE ON procedure_version
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER procedure_version_no_replace BEFORE INSERT ON procedure_version
  WHEN EXISTS (SELECT 1 FROM procedure_version WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
  WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_entry_no_replace BEFORE INSERT ON ledger_entry
  WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE event_id = NEW.event_id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER access_note_no_update BEFORE UPDATE ON access_note
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER access_note_no_delete BEFORE DELETE ON access_note
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER access_note_no_replace BEFORE INSERT ON access_note
  WHEN EXISTS (SELECT 1 FROM access_note WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER draft_no_update BEFORE UPDATE ON draft
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER draft_no_delete BEFORE DELETE ON draft
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER draft_no_replace BEFORE INSERT ON draft
  WHEN EXISTS (SELECT 1 FROM draft WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER result_no_update BEFORE UPDATE ON result
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER result_no_delete BEFORE DELETE ON result
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER result_no_replace BEFORE INSERT ON result
  WHEN EXISTS (SELECT 1 FROM result WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER delta_no_update BEFORE UPDATE ON delta
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON procedure_version
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON procedure_version EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON event
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON event EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger_entry EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON access_note
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON access_note EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON draft
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON draft EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON result
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON result EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE ON delta
  FOR EACH ROW EXECUTE FUNCTION append_only();
-- A serving role of this name, where the administrator has made one, cannot even try.
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO motcua_serve;
    REVOKE UPDATE, DELETE, TRUNCATE ON procedure_version, event, ledger_entry, access_note, draft,
      result FROM motcua_serve;
  END IF;
END $$;
-- end
