-- Notices: an inbox for everybody, letters at a person's pace, dead letters, officers' lists of the
-- day, and heads who are told before and after a dossier is late.  As in 0001 each column is
-- evidence or state.

ALTER TABLE account ADD COLUMN mails BIGINT NOT NULL DEFAULT 1 CHECK (mails IN (0, 1)); -- state: notices by mail too

CREATE TABLE notice_to (                      -- state: a person's inbox
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id),
  what TEXT NOT NULL,                         -- a row of office/notice.def
  dossier_id BIGINT REFERENCES dossier (id),  -- of a step; none: a list (notice_line)
  event_id BIGINT REFERENCES event (id),      -- the step
  day BIGINT NOT NULL,                        -- of a list; 0: a step
  until_day BIGINT NOT NULL,                  -- the last day for the person to act; 0: none
  due_at BIGINT,                              -- until when the office has to have done its part
  at BIGINT NOT NULL,
  read_at BIGINT,
  to_mail BIGINT NOT NULL CHECK (to_mail IN (0, 1)), -- it waits for the person's next letter
  mailed_at BIGINT,                           -- when it, or the list as far as it went, was written in one
  CHECK ((event_id IS NULL) = (dossier_id IS NULL)),
  CHECK ((event_id IS NULL) = (day > 0)),
  UNIQUE (account_id, event_id)
) [strict];
INSERT INTO notice_to (id, account_id, what, dossier_id, event_id, day, until_day, at, to_mail)
SELECT n.id, n.account_id, CASE e.action WHEN 'seal' THEN 'seal.online' ELSE e.action END,
       n.dossier_id, n.event_id, 0, 0, n.at, 0
  FROM notice n JOIN event e ON e.id = n.event_id;
DROP TABLE notice;
ALTER TABLE notice_to RENAME TO notice;
CREATE UNIQUE INDEX notice_list ON notice (account_id, what, day) WHERE day > 0;
CREATE INDEX notice_inbox ON notice (account_id, at, id);
CREATE INDEX notice_unread ON notice (account_id, dossier_id) WHERE read_at IS NULL;
CREATE INDEX notice_to_mail ON notice (account_id, at, id) WHERE to_mail = 1;

CREATE TABLE notice_line (                    -- state: the dossiers of a list
  notice_id BIGINT NOT NULL REFERENCES notice (id),
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  due_at BIGINT NOT NULL,
  at BIGINT NOT NULL,                         -- when it was put there
  PRIMARY KEY (notice_id, dossier_id)
) [strict];
CREATE INDEX notice_line_due ON notice_line (notice_id, due_at, dossier_id);

-- One letter in an hour at most, for each person.
CREATE TABLE digest (                         -- state
  account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
  next_at BIGINT,                             -- when what has gathered is written; none: nothing has
  last_at BIGINT NOT NULL,                    -- when the last letter went
  mail_id BIGINT                              -- the letter that is under way
) [strict];
CREATE INDEX digest_next ON digest (next_at, account_id) WHERE next_at IS NOT NULL AND mail_id IS NULL;

ALTER TABLE mail ADD COLUMN kind TEXT NOT NULL DEFAULT 'code'
  CHECK (kind IN ('code','account','notice'));                -- state: a code's text dies with its letter
DROP INDEX mail_dead;
CREATE INDEX mail_dead ON mail (dead_at, id) WHERE dead_at IS NOT NULL;

-- When the head of a unit is next told of a dossier; one row for each whose clock runs.
CREATE TABLE alarm (                          -- state
  dossier_id BIGINT NOT NULL PRIMARY KEY REFERENCES dossier (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id), -- whose turn it is
  due_at BIGINT NOT NULL,
  soon_at BIGINT NOT NULL,                    -- when it is close to that
  at BIGINT NOT NULL,                         -- when it is looked at next
  stage BIGINT NOT NULL                       -- what was told: 0 nothing, 1 soon, 2 late, 2 + n days late
) [strict];
CREATE INDEX alarm_at ON alarm (at, dossier_id);
-- Of those that run already the head is told when they are late.
INSERT INTO alarm (dossier_id, unit_id, due_at, soon_at, at, stage)
SELECT id, CASE state WHEN 'submitted' THEN reception_unit_id ELSE unit_id END, due_order,
       due_order + 1, due_order + 1, 0
  FROM dossier
 WHERE desk_unit_id IS NOT NULL AND finished_at IS NULL AND paused_at IS NULL
   AND due_order < 9223372036854775807;

CREATE TABLE escalation (                     -- state: the head was told, once for each stage
  dossier_id BIGINT NOT NULL REFERENCES dossier (id),
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  due_at BIGINT NOT NULL,
  stage BIGINT NOT NULL,
  at BIGINT NOT NULL,
  told BIGINT NOT NULL,                       -- how many people; 0: the unit and those above have no head
  PRIMARY KEY (dossier_id, due_at, unit_id, stage)
) [strict];

-- How far the lists of a morning have got: officers by login, those whose office opens at `minute`.
CREATE TABLE morning (                        -- state
  day BIGINT NOT NULL,
  minute BIGINT NOT NULL,
  after_login TEXT NOT NULL,
  done_at BIGINT,
  PRIMARY KEY (day, minute)
) [strict];
-- postgresql
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON notice, notice_line, digest, alarm, morning
      TO motcua_serve;
    GRANT SELECT, INSERT ON escalation TO motcua_serve;
  END IF;
END $$;
-- end
