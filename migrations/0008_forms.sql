-- How the holder wants the result (the form's delivery.method, else as the channel is).
ALTER TABLE dossier ADD COLUMN delivery TEXT NOT NULL DEFAULT 'online'  -- evidence by the form
  CHECK (delivery IN ('online','counter','post'));
UPDATE dossier SET delivery = 'counter' WHERE channel IN ('counter','post');

-- What somebody has begun to fill in: one for each account and procedure, kept 90 days.
CREATE TABLE form_draft (                     -- state, erasable
  id BIGINT NOT NULL PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL REFERENCES account (id),
  procedure_id BIGINT NOT NULL REFERENCES procedure (id),
  procedure_version_id BIGINT NOT NULL REFERENCES procedure_version (id),
  channel TEXT NOT NULL,
  mandate TEXT NOT NULL,                      -- for whom: public id; empty: for oneself
  fields TEXT NOT NULL,                       -- JSON, whether it fits the form or not
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (account_id, procedure_id)
) [strict];
CREATE INDEX form_draft_newest ON form_draft (account_id, updated_at, id);
CREATE INDEX form_draft_age ON form_draft (updated_at);

CREATE TABLE form_draft_paper (               -- state: papers chosen already; they are kept with it
  draft_id BIGINT NOT NULL REFERENCES form_draft (id),
  ordinal BIGINT NOT NULL,
  component TEXT NOT NULL,
  paper_id BIGINT NOT NULL REFERENCES paper (id),
  PRIMARY KEY (draft_id, ordinal)
) [strict];
CREATE INDEX form_draft_paper_paper ON form_draft_paper (paper_id);
