-- Rights: roles by field, delegation with dates, leave.  Days are yyyymmdd in Vietnam time; what
-- runs from one day to another includes the first and not the last.

-- Empty: every field.  A role is the officer's own; it is ended, never deleted.
ALTER TABLE account_role ADD COLUMN field TEXT NOT NULL DEFAULT '';         -- state
CREATE INDEX account_role_unit ON account_role (unit_id, account_id);

-- Raised by every change of an officer's name, roles, delegations or leave: two who change at once
-- are told of each other.
ALTER TABLE account ADD COLUMN version BIGINT NOT NULL DEFAULT 1;           -- state
CREATE INDEX account_officer ON account (login) WHERE kind = 'officer';

-- The field of the dossier's version of its procedure, for lists by role.
ALTER TABLE dossier ADD COLUMN field TEXT NOT NULL DEFAULT '';              -- evidence
-- sqlite
UPDATE dossier SET field = (SELECT json_extract(v.content, '$.field') FROM procedure_version v
                             WHERE v.id = dossier.procedure_version_id);
-- end
-- postgresql
UPDATE dossier SET field = (SELECT CAST(v.content AS json)->>'field' FROM procedure_version v
                             WHERE v.id = dossier.procedure_version_id);
-- end
CREATE INDEX dossier_unit_field ON dossier (unit_id, field, state, due_order, id);
CREATE INDEX dossier_reception_field ON dossier (reception_unit_id, field, state, due_order, id);

CREATE TABLE absence (                        -- state: an officer's leave
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id),
  substitute_id BIGINT REFERENCES account (id),
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL,
  basis TEXT NOT NULL CHECK (basis <> ''),    -- number of the document
  made_by BIGINT NOT NULL REFERENCES account (id),
  made_at BIGINT NOT NULL,
  ended_at BIGINT,
  CHECK (valid_from < valid_to),
  CHECK (substitute_id <> account_id)
) [strict];
CREATE INDEX absence_account ON absence (account_id, valid_to);

CREATE TABLE delegation (                     -- evidence, named by signed steps; ended_at: set once
  id BIGINT NOT NULL PRIMARY KEY,
  role_id BIGINT NOT NULL REFERENCES account_role (id),     -- the delegator's own role
  delegate_id BIGINT NOT NULL REFERENCES account (id),
  field TEXT NOT NULL,                        -- empty: as far as the role goes
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL,
  basis TEXT NOT NULL CHECK (basis <> ''),    -- number of the document (Decree 30/2020, art. 13)
  absence_id BIGINT REFERENCES absence (id),  -- the leave that it comes from
  made_by BIGINT NOT NULL REFERENCES account (id),
  made_at BIGINT NOT NULL,
  ended_at BIGINT,
  CHECK (valid_from < valid_to)
) [strict];
CREATE INDEX delegation_role ON delegation (role_id);
CREATE INDEX delegation_delegate ON delegation (delegate_id, valid_to);
CREATE INDEX delegation_absence ON delegation (absence_id);

-- A delegation is ended once; nothing else of it changes.
-- sqlite
CREATE TRIGGER delegation_ends_once BEFORE UPDATE ON delegation
  WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.id <> OLD.id
    OR NEW.role_id <> OLD.role_id OR NEW.delegate_id <> OLD.delegate_id OR NEW.field <> OLD.field
    OR NEW.valid_from <> OLD.valid_from OR NEW.valid_to <> OLD.valid_to
    OR NEW.basis <> OLD.basis OR NEW.made_by <> OLD.made_by OR NEW.made_at <> OLD.made_at
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER delegation_no_delete BEFORE DELETE ON delegation
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER delegation_no_replace BEFORE INSERT ON delegation
  WHEN EXISTS (SELECT 1 FROM delegation WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE FUNCTION delegation_ends_once() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
       OR (NEW.id, NEW.role_id, NEW.delegate_id, NEW.field, NEW.valid_from, NEW.valid_to,
           NEW.basis, NEW.made_by, NEW.made_at)
          IS DISTINCT FROM
          (OLD.id, OLD.role_id, OLD.delegate_id, OLD.field, OLD.valid_from, OLD.valid_to,
           OLD.basis, OLD.made_by, OLD.made_at) THEN
      RAISE EXCEPTION 'append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER ends_once BEFORE UPDATE ON delegation
  FOR EACH ROW EXECUTE FUNCTION delegation_ends_once();
CREATE TRIGGER append_only BEFORE DELETE ON delegation
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON delegation EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON absence TO motcua_serve;
    GRANT SELECT, INSERT, UPDATE ON delegation TO motcua_serve;
  END IF;
END $$;
-- end
