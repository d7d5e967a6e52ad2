-- The person's store: results, digitised papers and papers of earlier dossiers, by type, for filing
-- again without sending them; and what forms ask for that the state knows already.  As in 0001 each
-- table and column is evidence or state.

CREATE TABLE stored_paper (                   -- state, erasable; evidence: dossier_id, seq, sha256
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  person_id BIGINT NOT NULL REFERENCES person (id), -- whose it is
  type TEXT NOT NULL,                         -- of results the national code: catalogue/paper-types.csv
  title TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('result','digitised','received')),
  issuer TEXT,
  number TEXT,
  issued_day BIGINT,
  last_day BIGINT,                            -- the last on which it holds; NULL: without end
  dossier_id BIGINT NOT NULL REFERENCES dossier (id), -- from which it came, and the event that
  seq BIGINT NOT NULL,                        --   signs its hash
  ordinal BIGINT NOT NULL,                    -- of the dossier's paper; 0: its result
  blob TEXT NOT NULL,
  sha256 BYTEA NOT NULL,
  size BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  name TEXT NOT NULL,
  stored_at BIGINT NOT NULL,
  ended_at BIGINT,                            -- it holds no more
  ended_by TEXT CHECK (ended_by IN ('revoked','replaced')),
  UNIQUE (person_id, type, sha256),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) [strict];
CREATE INDEX stored_paper_newest ON stored_paper (person_id, id);
CREATE INDEX stored_paper_dossier ON stored_paper (dossier_id);
CREATE INDEX stored_paper_blob ON stored_paper (blob);

-- A paper that was taken from the store instead of being sent: its file is that of the store.
ALTER TABLE paper ADD COLUMN stored_id BIGINT REFERENCES stored_paper (id); -- state
CREATE INDEX paper_stored ON paper (stored_id, owner_id) WHERE stored_id IS NOT NULL;
ALTER TABLE dossier_paper ADD COLUMN stored TEXT; -- evidence: public id in the store from which it was taken

-- What forms ask for that the state knows already: a row for each filing, until a job has added it
-- to the day's figures.
CREATE TABLE burden_filing (                  -- state
  id BIGINT NOT NULL PRIMARY KEY,
  procedure_id BIGINT NOT NULL REFERENCES procedure (id),
  day BIGINT NOT NULL,
  told TEXT NOT NULL                          -- JSON: names of fields and papers, nothing stated
) [strict];
CREATE INDEX burden_filing_procedure ON burden_filing (procedure_id, id);
CREATE TABLE burden (                         -- state
  procedure_id BIGINT NOT NULL REFERENCES procedure (id),
  day BIGINT NOT NULL,
  name TEXT NOT NULL,                         -- of a field or paper; empty: filings
  asked BIGINT NOT NULL,
  known BIGINT NOT NULL,                      -- the state knew it then
  edited BIGINT NOT NULL,                     -- and something else was stated or sent
  reused BIGINT NOT NULL,                     -- taken from what the state had
  PRIMARY KEY (procedure_id, day, name),
  CHECK (known <= asked AND edited <= known AND reused <= asked)
) [strict];

-- How many bytes an account has sent today.
CREATE TABLE upload_day (                     -- state
  account_id BIGINT NOT NULL REFERENCES account (id),
  day BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (account_id, day)
) [strict];
CREATE INDEX upload_day_age ON upload_day (day);

-- postgresql
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON stored_paper, burden_filing, burden, upload_day
      TO motcua_serve;
  END IF;
END $$;
-- end
