-- Files without a row: a file is looked for in the rows that may name it; one that none names is noted,
-- and removed when a day later none does either.
CREATE TABLE unnamed_blob (                   -- state
  blob TEXT NOT NULL PRIMARY KEY,
  found_at BIGINT NOT NULL
) [strict];
CREATE INDEX unnamed_blob_found ON unnamed_blob (found_at);
CREATE INDEX paper_blob ON paper (blob);
CREATE INDEX draft_blob ON draft (blob);
CREATE INDEX result_blob ON result (blob);
