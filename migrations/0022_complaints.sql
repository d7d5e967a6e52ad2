-- Complaints are told of in inboxes, and their limits are watched.
ALTER TABLE complaint ADD COLUMN alarm_at BIGINT;        -- state: when its leaders are told next; none: it has ended
ALTER TABLE complaint ADD COLUMN soon_at BIGINT;         -- state: when it is close to its limit
ALTER TABLE complaint ADD COLUMN stage BIGINT NOT NULL DEFAULT 0; -- state: what was told, as in alarm
UPDATE complaint SET alarm_at = due_at + 1, soon_at = due_at + 1 WHERE due_at IS NOT NULL;
CREATE INDEX complaint_alarm ON complaint (alarm_at, id) WHERE alarm_at IS NOT NULL;

ALTER TABLE notice ADD COLUMN complaint_id BIGINT REFERENCES complaint (id); -- of a complaint; it has a day, as lists have
DROP INDEX notice_list;
CREATE UNIQUE INDEX notice_list ON notice (account_id, what, day) WHERE day > 0 AND complaint_id IS NULL;
CREATE UNIQUE INDEX notice_complaint ON notice (account_id, complaint_id, what)
  WHERE complaint_id IS NOT NULL;
