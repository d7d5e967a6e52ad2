-- Desks: what a dossier is found by, that somebody searched, and signing that is left open.

-- What a dossier is found by, in each of its units: a name, folded, from each of its words on, or
-- '#' and the HMAC of a number (personal ID, enterprise code, phone) of the holder or of the
-- requester in its form.  turned is the dossier's id below zero: the newest come first.
CREATE TABLE dossier_key (                    -- state, erasable
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  field TEXT NOT NULL,
  key BYTEA NOT NULL,
  turned BIGINT NOT NULL CHECK (turned = -dossier_id),
  PRIMARY KEY (unit_id, key, turned)
) [strict];
CREATE INDEX dossier_key_field ON dossier_key (unit_id, field, key, turned);
CREATE INDEX dossier_key_dossier ON dossier_key (dossier_id);
-- Those of the dossiers that are there already are written by the job `keys`.
INSERT INTO outbox (id, kind, event_id, dossier_id, not_before, attempts, error, done_at)
SELECT id, 'keys', id, dossier_id, at, 0, NULL, NULL FROM event WHERE seq = 1;

CREATE TABLE search_note (                    -- evidence, append-only: who searched, never for what
  id BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL CHECK (kind IN ('code','name','personal_id','phone')),
  shown BIGINT NOT NULL                       -- dossiers; each has its access_note
) [strict];
CREATE INDEX search_note_account ON search_note (account_id, at);

-- sqlite
CREATE TRIGGER search_note_no_update BEFORE UPDATE ON search_note
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER search_note_no_delete BEFORE DELETE ON search_note
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER search_note_no_replace BEFORE INSERT ON search_note
  WHEN EXISTS (SELECT 1 FROM search_note WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON search_note
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON search_note EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON dossier_key TO motcua_serve;
    GRANT SELECT, INSERT ON search_note TO motcua_serve;
  END IF;
END $$;
-- end
