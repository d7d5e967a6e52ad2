-- edition_version_count() one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM procedure_version;

-- edition_versions(today int) each (begun int)
SELECT v.id, v.procedure_id, v.version, v.valid_from, v.content, p.code,
       CAST(CASE WHEN v.valid_from <= :today THEN 1 ELSE 0 END AS BIGINT) AS begun
  FROM procedure_version v JOIN procedure p ON p.id = v.procedure_id
 ORDER BY p.code, v.version;

-- edition_bases(today int) many
SELECT b.procedure_id, b.acts FROM procedure_basis b
 WHERE b.valid_from <= :today AND NOT EXISTS (
       SELECT 1 FROM procedure_basis l WHERE l.procedure_id = b.procedure_id
          AND l.valid_from <= :today AND l.valid_from > b.valid_from)
 ORDER BY b.procedure_id;

-- edition_units(today int) many (name text, name_en text)
SELECT u.id, u.parent_id, u.code, u.kind,
       COALESCE((SELECT n.name FROM unit_name n WHERE n.unit_id = u.id AND n.valid_from <= :today
                  ORDER BY n.valid_from DESC LIMIT 1), u.name) AS name,
       COALESCE((SELECT n.name_en FROM unit_name n WHERE n.unit_id = u.id AND n.valid_from <= :today
                  ORDER BY n.valid_from DESC LIMIT 1), u.name_en) AS name_en,
       u.commune, u.valid_from, u.valid_to, u.successor_id
  FROM unit u ORDER BY u.id;

-- edition_unit_hours() many
SELECT unit_id, weekday, opens, noon_closes, noon_opens, closes FROM unit_hours
 ORDER BY unit_id, weekday;

-- edition_competences(today int) many
SELECT field, level, commune, unit_id, reception_unit_id FROM competence
 WHERE valid_from <= :today AND (valid_to IS NULL OR valid_to > :today)
 ORDER BY field, level, commune, valid_from DESC, id;

-- edition_calendar() many
SELECT day, kind FROM calendar_day ORDER BY day;

-- edition_trust() many
SELECT kind, der FROM trust_item ORDER BY id;
