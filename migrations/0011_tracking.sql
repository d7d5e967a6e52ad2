-- Proof of filing, tracking without signing in, fees.  As in 0001 each table and column is evidence
-- or state.

CREATE TABLE filing_proof (                   -- evidence, append-only: the sealed list of what was filed
  id BIGINT NOT NULL PRIMARY KEY,
  dossier_id BIGINT NOT NULL UNIQUE REFERENCES dossier (id),
  event_id BIGINT NOT NULL UNIQUE REFERENCES event (id), -- the filing
  blob TEXT NOT NULL,
  sha256 BYTEA NOT NULL,
  size BIGINT NOT NULL,
  created_at BIGINT NOT NULL
) [strict];
CREATE INDEX filing_proof_blob ON filing_proof (blob);

-- sqlite
CREATE TRIGGER filing_proof_no_update BEFORE UPDATE ON filing_proof
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER filing_proof_no_delete BEFORE DELETE ON filing_proof
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER filing_proof_no_replace BEFORE INSERT ON filing_proof
  WHEN EXISTS (SELECT 1 FROM filing_proof
                WHERE id = NEW.id OR dossier_id = NEW.dossier_id OR event_id = NEW.event_id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON filing_proof
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON filing_proof EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT ON filing_proof TO motcua_serve;
  END IF;
END $$;
-- end

-- The secret code by which a dossier is followed without signing in: a hash under the secret file's
-- key, so that neither a copy of the database nor of the files opens anything.
CREATE TABLE tracking (                       -- state
  dossier_id BIGINT NOT NULL PRIMARY KEY REFERENCES dossier (id),
  mac BYTEA NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BIGINT REFERENCES account (id)
) [strict];
-- postgresql
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON tracking TO motcua_serve;
  END IF;
END $$;
-- end

-- Fees as administrators enter them, from a day on, over what a version of the catalogue says.
CREATE TABLE tariff (                         -- state; every change is an act of the journal
  procedure_id BIGINT NOT NULL REFERENCES procedure (id),
  case_id TEXT NOT NULL,                      -- empty: every case
  channel TEXT NOT NULL CHECK (channel IN ('','online','counter','post','vneid')),
  valid_from BIGINT NOT NULL,
  amount BIGINT CHECK (amount >= 0),          -- đồng; 0: free by law; none: not entered
  each_copy BIGINT NOT NULL CHECK (each_copy IN (0, 1)),
  basis TEXT NOT NULL,
  PRIMARY KEY (procedure_id, case_id, channel, valid_from),
  CHECK (amount IS NULL OR basis <> '')
) [strict];
CREATE TABLE exemption (                      -- state; every change is an act of the journal
  procedure_id BIGINT NOT NULL REFERENCES procedure (id),
  ground TEXT NOT NULL,
  valid_from BIGINT NOT NULL,
  title TEXT NOT NULL,
  title_en TEXT NOT NULL,
  basis TEXT NOT NULL,
  offered BIGINT NOT NULL CHECK (offered IN (0, 1)),
  PRIMARY KEY (procedure_id, ground, valid_from)
) [strict];

-- The fee of a filing, apart from the state; and what it and later requests have come to.
ALTER TABLE dossier ADD COLUMN fee TEXT NOT NULL DEFAULT 'not_entered'  -- evidence
  CHECK (fee IN ('not_entered','none','due','claimed','paid','exempt'));
ALTER TABLE obligation ADD COLUMN method TEXT CHECK (method IN ('cash','transfer')); -- evidence
ALTER TABLE obligation ADD COLUMN receipt_unit BIGINT;   -- evidence: whose receipt, of which year
ALTER TABLE obligation ADD COLUMN receipt_year BIGINT;
ALTER TABLE obligation ADD COLUMN exempt_seq BIGINT;     -- evidence: of the event that confirmed it
ALTER TABLE obligation ADD COLUMN ground TEXT;           -- evidence
DROP INDEX obligation_open;
CREATE UNIQUE INDEX obligation_open ON obligation (dossier_id)
  WHERE paid_seq IS NULL AND exempt_seq IS NULL AND seq > 1;
CREATE UNIQUE INDEX obligation_receipt ON obligation (receipt_unit, receipt_year, receipt)
  WHERE receipt_unit IS NOT NULL;
-- postgresql
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON tariff, exemption TO motcua_serve;
  END IF;
END $$;
-- end
