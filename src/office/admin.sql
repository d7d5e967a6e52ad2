-- admin: changes that administrators make.

-- admin_unit(code text) one
SELECT id, code, kind, name, name_en, parent_id, commune, valid_from, valid_to, successor_id
  FROM unit WHERE code = :code;

-- admin_unit_name(unit int, from_day int, name text, name_en text) exec
INSERT INTO unit_name (unit_id, valid_from, name, name_en) VALUES (:unit, :from_day, :name, :name_en)
  ON CONFLICT (unit_id, valid_from) DO UPDATE SET name = excluded.name, name_en = excluded.name_en;

-- admin_units_below(parent int, day int) one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM unit
 WHERE parent_id = :parent AND (valid_to IS NULL OR valid_to > :day);

-- admin_hours(unit int, weekday int) one
SELECT opens, noon_closes, noon_opens, closes FROM unit_hours
 WHERE unit_id = :unit AND weekday = :weekday;

-- admin_hours_put(unit int, weekday int, opens int, noon_closes int, noon_opens int, closes int) exec
INSERT INTO unit_hours (unit_id, weekday, opens, noon_closes, noon_opens, closes)
VALUES (:unit, :weekday, :opens, :noon_closes, :noon_opens, :closes)
  ON CONFLICT (unit_id, weekday) DO UPDATE
  SET opens = excluded.opens, noon_closes = excluded.noon_closes,
      noon_opens = excluded.noon_opens, closes = excluded.closes;

-- admin_hours_take(unit int, weekday int) exec
DELETE FROM unit_hours WHERE unit_id = :unit AND weekday = :weekday;

-- admin_day(day int) one
SELECT kind, source FROM calendar_day WHERE day = :day;

-- admin_day_put(day int, kind text, source text) exec
INSERT INTO calendar_day (day, kind, source) VALUES (:day, :kind, :source)
  ON CONFLICT (day) DO UPDATE SET kind = excluded.kind, source = excluded.source;

-- admin_day_take(day int) exec
DELETE FROM calendar_day WHERE day = :day;

-- admin_days(from_day int, to_day int) many
SELECT day, kind, source FROM calendar_day WHERE day BETWEEN :from_day AND :to_day ORDER BY day;

-- admin_rules_end(field text, level text, commune text, day int) exec
UPDATE competence SET valid_to = CASE WHEN valid_from > :day THEN valid_from ELSE :day END
 WHERE field = :field AND level = :level AND commune = :commune
   AND (valid_to IS NULL OR valid_to > :day);

-- admin_rules(field text, level text, commune text, id int, day int, most int) many
SELECT c.id, c.field, c.level, c.commune, c.valid_from, c.valid_to, u.code AS unit,
       r.code AS reception
  FROM competence c JOIN unit u ON u.id = c.unit_id JOIN unit r ON r.id = c.reception_unit_id
 WHERE (c.field, c.level, c.commune, c.id) > (:field, :level, :commune, :id)
   AND (c.valid_to IS NULL OR c.valid_to > :day)
 ORDER BY c.field, c.level, c.commune, c.id LIMIT :most;

-- admin_basis_put(procedure int, from_day int, acts text) exec
INSERT INTO procedure_basis (procedure_id, valid_from, acts) VALUES (:procedure, :from_day, :acts)
  ON CONFLICT (procedure_id, valid_from) DO UPDATE SET acts = excluded.acts;

-- admin_unit_hours(unit int) many
SELECT weekday, opens, noon_closes, noon_opens, closes FROM unit_hours
 WHERE unit_id = :unit ORDER BY weekday;
