-- People: a binding that is undone, first passwords, keys that officers may make.

ALTER TABLE account ADD COLUMN password_given_at BIGINT; -- state: by an administrator; none: one's own

-- A binding that holds no more: the number was bound to the wrong account.
CREATE TABLE identity_unbinding (             -- evidence, append-only
  binding_id BIGINT NOT NULL PRIMARY KEY REFERENCES identity_binding (id),
  at BIGINT NOT NULL,
  fresh_person_id BIGINT NOT NULL REFERENCES person (id), -- whose the account is since
  admin_id BIGINT NOT NULL REFERENCES account (id),
  reason TEXT NOT NULL,
  basis TEXT NOT NULL CHECK (basis <> '')     -- number of the document
) [strict];

-- An officer may make a signing key: ordered by an administrator, made with a PIN of their own.
CREATE TABLE key_order (                      -- state
  account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
  ordered_by BIGINT NOT NULL REFERENCES account (id),
  at BIGINT NOT NULL,
  until BIGINT NOT NULL
) [strict];
CREATE INDEX mandate_paper ON mandate (paper_id) WHERE paper_id IS NOT NULL;
CREATE INDEX key_pair_officers ON key_pair (purpose, id);

-- The figures of a unit, from the index alone.
DROP INDEX delta_unit;
CREATE INDEX delta_unit ON delta (unit_id, measure, day, n);

-- sqlite
CREATE TRIGGER identity_unbinding_no_update BEFORE UPDATE ON identity_unbinding
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER identity_unbinding_no_delete BEFORE DELETE ON identity_unbinding
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER identity_unbinding_no_replace BEFORE INSERT ON identity_unbinding
  WHEN EXISTS (SELECT 1 FROM identity_unbinding WHERE binding_id = NEW.binding_id)
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- end
-- postgresql
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON identity_unbinding
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON identity_unbinding EXECUTE FUNCTION append_only();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT ON identity_unbinding TO motcua_serve;
    GRANT SELECT, INSERT, UPDATE, DELETE ON key_order TO motcua_serve;
  END IF;
END $$;
-- end
