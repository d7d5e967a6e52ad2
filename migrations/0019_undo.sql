-- What an edition changed of units, of who decides and of days, as it was before: from these rows an
-- earlier edition comes back (office/restore.h).
CREATE TABLE edition_before (                 -- state
  edition BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('unit','competence','calendar_day')),
  code TEXT NOT NULL,                         -- of the unit, id of the rule, the day
  line TEXT,                                  -- as a line of units.csv or calendar.csv; none: it was not there
  PRIMARY KEY (kind, code, edition)
) [strict];

-- postgresql
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON edition_before TO motcua_serve;
  END IF;
END $$;
-- end

-- An installation that is older kept nothing until now: a row without a code says so.
INSERT INTO edition_before (edition, kind, code, line)
SELECT CAST(value AS BIGINT), 'unit', '', NULL FROM setting WHERE name = 'edition';
