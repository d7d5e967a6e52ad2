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
