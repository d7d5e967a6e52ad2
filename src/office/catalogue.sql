-- catalogue: procedures, units and their rules as they are put in (catalogue_install.c, import_*.c).

-- catalogue_procedure(code text) one
SELECT id FROM procedure WHERE code = :code;

-- catalogue_add_procedure(id int, code text) exec
INSERT INTO procedure (id, code) VALUES (:id, :code);

-- catalogue_version(procedure int, version int) one
SELECT sha256 FROM procedure_version WHERE procedure_id = :procedure AND version = :version;

-- catalogue_newest() many (imported int, has_form int)
SELECT p.id AS procedure_id, p.code AS code, v.version AS version, v.valid_from AS valid_from,
       v.sha256 AS sha256,
       CAST(CASE WHEN v.content LIKE '{"origin":"import",%' THEN 1 ELSE 0 END AS BIGINT) AS imported,
       CAST(CASE WHEN v.content LIKE '%"form":%' THEN 1 ELSE 0 END AS BIGINT) AS has_form
  FROM procedure p JOIN procedure_version v ON v.procedure_id = p.id
 WHERE NOT EXISTS (SELECT 1 FROM procedure_version w
                    WHERE w.procedure_id = p.id AND w.version > v.version)
 ORDER BY p.code;

-- catalogue_add_version(id int, procedure int, version int, valid_from int, content text, sha256 bytes, at int) exec
INSERT INTO procedure_version (id, procedure_id, version, valid_from, content, sha256, created_at)
VALUES (:id, :procedure, :version, :valid_from, :content, :sha256, :at);

-- catalogue_version_edition(version int) exec
INSERT INTO version_edition (version_id, edition)
SELECT :version, CAST(value AS BIGINT) FROM setting WHERE name = 'edition';

-- catalogue_add_day(day int, kind text, source text) exec
INSERT INTO calendar_day (day, kind, source) VALUES (:day, :kind, :source)
  ON CONFLICT (day) DO NOTHING;

-- catalogue_units() many
SELECT id, code, kind, name, name_en, parent_id, commune, valid_from, valid_to, successor_id
  FROM unit ORDER BY code;

-- catalogue_add_unit(id int, code text, kind text, name text, name_en text, parent int?, commune text?,
--   valid_from int, valid_to int?) exec
INSERT INTO unit (id, code, kind, name, name_en, parent_id, commune, valid_from, valid_to,
                  successor_id)
VALUES (:id, :code, :kind, :name, :name_en, :parent, :commune, :valid_from, :valid_to, NULL);

-- catalogue_change_unit(id int, kind text, name text, name_en text, parent int?, commune text?,
--   valid_from int, valid_to int?, successor int?) exec
UPDATE unit SET kind = :kind, name = :name, name_en = :name_en, parent_id = :parent,
                commune = :commune, valid_from = :valid_from, valid_to = :valid_to,
                successor_id = :successor
 WHERE id = :id;

-- catalogue_rules() many
SELECT field, level, commune FROM competence ORDER BY field, level, commune;

-- catalogue_add_rule(id int, field text, level text, commune text, unit int, reception int,
--   valid_from int) exec
INSERT INTO competence (id, field, level, commune, unit_id, reception_unit_id, valid_from, valid_to)
VALUES (:id, :field, :level, :commune, :unit, :reception, :valid_from, NULL);

-- catalogue_versions(edition int) each (before int)
SELECT v.procedure_id, p.code AS code, v.version AS version, v.valid_from AS valid_from,
       v.content AS content,
       CAST(CASE WHEN COALESCE(e.edition, 0) <= :edition THEN 1 ELSE 0 END AS BIGINT) AS before
  FROM procedure p JOIN procedure_version v ON v.procedure_id = p.id
  LEFT JOIN version_edition e ON e.version_id = v.id
 ORDER BY p.code, v.version;
