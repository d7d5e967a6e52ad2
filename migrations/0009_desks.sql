-- Desks: whose turn it is, kept beside the state, so that a desk is one range of one index however
-- many dossiers there are.  Finished dossiers stand on no desk and in none of these indexes.

ALTER TABLE dossier ADD COLUMN desk_unit_id BIGINT REFERENCES unit (id);       -- state: for which the next step is taken
ALTER TABLE dossier ADD COLUMN desk_officer_id BIGINT REFERENCES account (id); -- state: to whom that step is assigned
UPDATE dossier SET desk_unit_id = reception_unit_id
 WHERE state IN ('submitted','sealed','waiting_supplement','waiting_payment');
UPDATE dossier SET desk_unit_id = unit_id WHERE state IN ('received','appraised','approved');
UPDATE dossier SET desk_officer_id = assignee_id
 WHERE (state = 'submitted' AND assignee_role = 'receptionist')
    OR (state = 'received' AND assignee_role = 'appraiser')
    OR (state = 'appraised' AND assignee_role = 'approver')
    OR (state = 'approved' AND assignee_role = 'sealer')
    OR (state = 'sealed' AND assignee_role = 'returner');
-- due_order of what waits for reception is when it should have been received by.  Of those that
-- wait already: about a day after they came.
UPDATE dossier SET due_order = submitted_at + 86400000000 WHERE state = 'submitted';

DROP INDEX dossier_unit_desk;
DROP INDEX dossier_reception_desk;
DROP INDEX dossier_unit_field;
DROP INDEX dossier_reception_field;
CREATE INDEX dossier_desk ON dossier (desk_unit_id, state, due_order, id)
  WHERE desk_unit_id IS NOT NULL;
CREATE INDEX dossier_desk_field ON dossier (desk_unit_id, field, state, due_order, id)
  WHERE desk_unit_id IS NOT NULL;
CREATE INDEX dossier_desk_procedure ON dossier (desk_unit_id, procedure_id, state, due_order, id)
  WHERE desk_unit_id IS NOT NULL;
CREATE INDEX dossier_desk_officer ON dossier (desk_officer_id, desk_unit_id, state, due_order, id)
  WHERE desk_officer_id IS NOT NULL;
CREATE INDEX dossier_desk_free ON dossier (desk_unit_id, state, due_order, id)
  WHERE desk_unit_id IS NOT NULL AND desk_officer_id IS NULL;

-- Several dossiers taken one step on with one PIN: what came of each.
CREATE TABLE batch (                          -- state
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL REFERENCES account (id),
  action TEXT NOT NULL,
  made_at BIGINT NOT NULL
) [strict];
CREATE TABLE batch_line (                     -- state
  batch_id BIGINT NOT NULL REFERENCES batch (id),
  ordinal BIGINT NOT NULL,
  code TEXT NOT NULL,                         -- as it was sent: there need be no such dossier
  seen BIGINT NOT NULL,                       -- version of the dossier
  outcome TEXT NOT NULL CHECK (outcome IN ('open','done','refused')),
  reason TEXT,                                -- message and what fills it, JSON
  PRIMARY KEY (batch_id, ordinal),
  CHECK ((outcome = 'refused') = (reason IS NOT NULL))
) [strict];
-- postgresql
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON batch, batch_line TO motcua_serve;
  END IF;
END $$;
-- end
