-- catalogue_procedure(code text) one
SELECT id FROM procedure WHERE code = :code;

-- catalogue_add_procedure(id int, code text) exec
INSERT INTO procedure (id, code) VALUES (:id, :code);

-- catalogue_version(procedure int, version int) one
SELECT sha256 FROM procedure_version WHERE procedure_id = :procedure AND version = :version;

-- catalogue_add_version(id int, procedure int, version int, valid_from int, content text, sha256 bytes, at int) exec
INSERT INTO procedure_version (id, procedure_id, version, valid_from, content, sha256, created_at)
VALUES (:id, :procedure, :version, :valid_from, :content, :sha256, :at);

-- catalogue_add_day(day int, kind text, source text) exec
INSERT INTO calendar_day (day, kind, source) VALUES (:day, :kind, :source)
  ON CONFLICT (day) DO NOTHING;
