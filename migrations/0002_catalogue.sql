-- Office hours of units, as minutes of the day.  weekday 0: every working day of the calendar; 1..7
-- (Monday first): reception on that day, whatever the calendar says; such a day is no working day
-- of any time limit.  A unit without a row has its parent's hours, at the top the usual ones.
CREATE TABLE unit_hours (                     -- state
  unit_id BIGINT NOT NULL REFERENCES unit (id),
  weekday BIGINT NOT NULL CHECK (weekday BETWEEN 0 AND 7),
  opens BIGINT NOT NULL CHECK (opens >= 0),
  noon_closes BIGINT NOT NULL,
  noon_opens BIGINT NOT NULL,
  closes BIGINT NOT NULL CHECK (closes < 1440),
  PRIMARY KEY (unit_id, weekday),
  CHECK (opens < noon_closes AND noon_closes <= noon_opens AND noon_opens < closes)
) [strict];
