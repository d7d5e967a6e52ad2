-- The public ledger: every event has one place, given once (office/ledger.h).

CREATE TABLE ledger_place (                   -- evidence, append-only
  place BIGINT NOT NULL PRIMARY KEY,          -- from 0, without a gap
  event_id BIGINT NOT NULL UNIQUE REFERENCES event (id)
) [strict];

CREATE TABLE ledger_head (                    -- state: how many places are given
  id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  size BIGINT NOT NULL CHECK (size >= 0)
) [strict];
INSERT INTO ledger_head (id, size) VALUES (1, 0);

CREATE TABLE ledger_checkpoint (              -- evidence, append-only: what was published
  size BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  note TEXT NOT NULL                          -- signed
) [strict];

-- sqlite
CREATE TRIGGER ledger_place_no_update BEFORE UPDATE ON ledger_place
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_place_no_delete BEFORE DELETE ON ledger_place
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_place_no_replace BEFORE INSERT ON ledger_place
  WHEN EXISTS (SELECT 1 FROM ledger_place WHERE place = NEW.place OR event_id = NEW.event_id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_checkpoint_no_update BEFORE UPDATE ON ledger_checkpoint
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_checkpoint_no_delete BEFORE DELETE ON ledger_checkpoint
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_checkpoint_no_replace BEFORE INSERT ON ledger_checkpoint
  WHEN EXISTS (SELECT 1 FROM ledger_checkpoint WHERE size = NEW.size)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_place
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger_place EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_checkpoint
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger_checkpoint EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT ON ledger_place, ledger_checkpoint TO motcua_serve;
    GRANT SELECT, UPDATE ON ledger_head TO motcua_serve;
  END IF;
END $$;
-- end
