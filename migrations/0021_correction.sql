-- correction: a result that is corrected after it was handed over has a limit of its own.
ALTER TABLE dossier ADD COLUMN correct_by BIGINT;        -- evidence: until when, while it is corrected
