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

-- What a unit is asked about stands on its desk by the same order as the rest.
ALTER TABLE consultation ADD COLUMN due_order BIGINT NOT NULL DEFAULT 9223372036854775807; -- state: the dossier's
UPDATE consultation SET due_order = (SELECT d.due_order FROM dossier d
                                      WHERE d.id = consultation.dossier_id)
 WHERE ended_seq IS NULL;
DROP INDEX consultation_desk;
CREATE INDEX consultation_desk ON consultation (unit_id, due_order, dossier_id)
  WHERE ended_seq IS NULL;

CREATE TABLE search_note (                    -- evidence, append-only: who searched, never for what
  id BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  kind TEXT NOT NULL CHECK (kind IN ('code','name','personal_id','phone')),
  shown BIGINT NOT NULL                       -- dossiers; each has its access_note
) [strict];
CREATE INDEX search_note_account ON search_note (account_id, at);

-- Signing that is left open for a shift: the passphrase of the officer's key in a box whose own key
-- is made from the session's token, which stands nowhere here.  It ends with the session.
CREATE TABLE shift (                          -- state
  session_hash BYTEA NOT NULL PRIMARY KEY REFERENCES session (hash) ON DELETE CASCADE,
  key_id BIGINT NOT NULL REFERENCES key_pair (id),
  box BYTEA NOT NULL,
  opened_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL                     -- by whatever the session did last, to the minute
) [strict];
CREATE INDEX shift_key ON shift (key_id);
CREATE INDEX shift_used ON shift (used_at);

ALTER TABLE batch ADD COLUMN worked_at BIGINT NOT NULL DEFAULT 0; -- state: when a line ended last
ALTER TABLE batch ADD COLUMN officer TEXT;    -- state: to whom they are assigned

-- sqlite
CREATE TRIGGER session_ends_shift AFTER UPDATE OF ended_at ON session
  BEGIN DELETE FROM shift WHERE session_hash = NEW.hash AND NEW.ended_at IS NOT NULL; END;
CREATE TRIGGER search_note_no_update BEFORE UPDATE ON search_note
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER search_note_no_delete BEFORE DELETE ON search_note
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER search_note_no_replace BEFORE INSERT ON search_note
  WHEN EXISTS (SELECT 1 FROM search_note WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE FUNCTION session_ends_shift() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN DELETE FROM shift WHERE session_hash = NEW.hash AND NEW.ended_at IS NOT NULL;
  RETURN NULL; END $$;
CREATE TRIGGER session_ends_shift AFTER UPDATE OF ended_at ON session
  FOR EACH ROW EXECUTE FUNCTION session_ends_shift();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON search_note
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON search_note EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON dossier_key, shift TO motcua_serve;
    GRANT SELECT, INSERT ON search_note TO motcua_serve;
  END IF;
END $$;
-- end
