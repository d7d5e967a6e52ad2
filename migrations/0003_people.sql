-- People: mailboxes and codes, mail that waits, identity seen at a counter, and who acts for whom.

ALTER TABLE account ADD COLUMN mailbox TEXT;           -- state, erasable: proven by a code
ALTER TABLE account ADD COLUMN claimed_id TEXT;        -- state, erasable: claimed, opens nothing
ALTER TABLE account ADD COLUMN language TEXT NOT NULL DEFAULT 'vi';  -- state: of mails
ALTER TABLE account DROP COLUMN failed;                -- tries are counted in `attempt`
ALTER TABLE account DROP COLUMN locked_until;
CREATE UNIQUE INDEX account_mailbox ON account (mailbox);
CREATE UNIQUE INDEX account_of_person ON account (person_id)
  WHERE kind = 'citizen' AND disabled_at IS NULL;      -- one account each

ALTER TABLE session ADD COLUMN last_used_at BIGINT NOT NULL DEFAULT 0;  -- state, to the hour
ALTER TABLE session ADD COLUMN network TEXT NOT NULL DEFAULT '';        -- state: where it was opened
ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT '';          -- state: browser and system
DROP INDEX session_account;
CREATE INDEX session_account ON session (account_id, created_at);
CREATE INDEX session_network ON session (account_id, network);
CREATE INDEX session_lapsed ON session (expires_at);

ALTER TABLE person ADD COLUMN enterprise_code TEXT;    -- state: of an organisation
CREATE UNIQUE INDEX person_enterprise_code ON person (enterprise_code);

-- How often something was tried of late.  subject: an HMAC, so that no mailbox and no address
-- stands here; a row whose window has passed counts as none.
CREATE TABLE attempt (                        -- state, swept
  what TEXT NOT NULL,
  subject BYTEA NOT NULL,
  since BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (what, subject)
) [strict];
CREATE INDEX attempt_since ON attempt (since);

-- A code sent to a mailbox.  mac: HMAC of the code; none where there is nothing to be opened by it
-- and the mail says so.
CREATE TABLE mailbox_code (                   -- state, erasable, swept
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  purpose TEXT NOT NULL CHECK (purpose IN ('register','reset')),
  mailbox TEXT NOT NULL,
  mac BYTEA,
  tries BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
) [strict];
CREATE INDEX mailbox_code_lapsed ON mailbox_code (expires_at);

-- Mail that waits, went, or failed for good.  text is erased when it has gone (but in a
-- demonstration, where a page shows it).
CREATE TABLE mail (                           -- state, erasable, swept
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  account_id BIGINT REFERENCES account (id),  -- none: nobody's yet
  recipient TEXT NOT NULL,
  language TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT,
  created_at BIGINT NOT NULL,
  not_before BIGINT NOT NULL,
  not_after BIGINT NOT NULL,                  -- of no use to anybody later
  attempts BIGINT NOT NULL,
  error TEXT,
  sent_at BIGINT,
  dead_at BIGINT,                             -- given up
  CHECK (sent_at IS NULL OR dead_at IS NULL)
) [strict];
CREATE INDEX mail_waiting ON mail (not_before, id) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX mail_created ON mail (created_at);
CREATE INDEX mail_dead ON mail (dead_at) WHERE dead_at IS NOT NULL;

-- Each time an officer has seen somebody's card and bound the number to an account.
CREATE TABLE identity_binding (               -- evidence, append-only
  id BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id),
  person_id BIGINT NOT NULL,                  -- whose account it is since
  former_person_id BIGINT NOT NULL,           -- as which it was made; differs where two became one
  officer_id BIGINT NOT NULL REFERENCES account (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id)
) [strict];
CREATE INDEX identity_binding_account ON identity_binding (account_id, at);

-- Who acts for whom.  A row ends by revoking it; it is never removed.
CREATE TABLE mandate (                        -- state
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('representative','authorised')),
  holder_id BIGINT NOT NULL REFERENCES person (id),   -- for whom
  agent_id BIGINT NOT NULL REFERENCES person (id),    -- who acts
  procedure_id BIGINT REFERENCES procedure (id),      -- none: every procedure
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,                            -- the first day on which it holds no more
  paper_id BIGINT REFERENCES paper (id),      -- the proof
  granted_by BIGINT NOT NULL REFERENCES account (id), -- the holder, or the officer who saw the proof
  unit_id BIGINT REFERENCES unit (id),        -- of that officer
  granted_at BIGINT NOT NULL,
  revoked_by BIGINT REFERENCES account (id),
  revoked_at BIGINT,
  CHECK (holder_id <> agent_id),
  CHECK (valid_to IS NULL OR valid_to > valid_from),
  CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
) [strict];
CREATE INDEX mandate_agent ON mandate (agent_id, id);
CREATE INDEX mandate_holder ON mandate (holder_id, id);

ALTER TABLE dossier ADD COLUMN mandate_id BIGINT REFERENCES mandate (id); -- state: under which it was filed
DROP INDEX dossier_counter;
CREATE INDEX dossier_filed ON dossier (filed_by, submitted_at, id);
CREATE INDEX dossier_holder_procedure ON dossier (holder_id, procedure_id, submitted_at, id);

-- sqlite
CREATE TRIGGER identity_binding_no_update BEFORE UPDATE ON identity_binding
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER identity_binding_no_delete BEFORE DELETE ON identity_binding
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER identity_binding_no_replace BEFORE INSERT ON identity_binding
  WHEN EXISTS (SELECT 1 FROM identity_binding WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON identity_binding
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON identity_binding EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON attempt, mailbox_code, mail, mandate TO motcua_serve;
    GRANT SELECT, INSERT ON identity_binding TO motcua_serve;
  END IF;
END $$;
-- end
