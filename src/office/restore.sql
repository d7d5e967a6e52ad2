-- restore: what editions changed, as it was before.

-- restore_before(kind text, code text, line text?) exec
INSERT INTO edition_before (edition, kind, code, line)
SELECT CAST(value AS BIGINT), :kind, :code, :line FROM setting WHERE name = 'edition'
  ON CONFLICT DO NOTHING;

-- restore_since() one (edition int)
SELECT CAST(COALESCE(MAX(edition), 0) AS BIGINT) AS edition FROM edition_before WHERE code = '';

-- restore_befores(kind text, edition int) many
SELECT b.code, b.line FROM edition_before b
 WHERE b.kind = :kind AND b.edition > :edition AND b.code <> '' AND NOT EXISTS (
       SELECT 1 FROM edition_before e WHERE e.kind = :kind AND e.code = b.code
          AND e.edition > :edition AND e.edition < b.edition)
 ORDER BY b.code;

-- restore_unit_loosen(unit int) exec
UPDATE unit SET parent_id = NULL, successor_id = NULL WHERE id = :unit;

-- restore_unit_use(unit int) one (what text)
SELECT CAST(CASE
       WHEN EXISTS (SELECT 1 FROM dossier WHERE unit_id = :unit OR reception_unit_id = :unit
                       OR support_unit_id = :unit OR desk_unit_id = :unit) THEN 'dossiers'
       WHEN EXISTS (SELECT 1 FROM account_role WHERE unit_id = :unit) THEN 'officers'
       WHEN EXISTS (SELECT 1 FROM unit WHERE parent_id = :unit OR successor_id = :unit) THEN 'units'
       WHEN EXISTS (SELECT 1 FROM competence WHERE unit_id = :unit OR reception_unit_id = :unit)
       THEN 'rules'
       WHEN EXISTS (SELECT 1 FROM unit_hours WHERE unit_id = :unit) THEN 'hours'
       WHEN EXISTS (SELECT 1 FROM unit_name WHERE unit_id = :unit) THEN 'names'
       WHEN EXISTS (SELECT 1 FROM key_pair WHERE unit_id = :unit)
         OR EXISTS (SELECT 1 FROM register WHERE unit_id = :unit)
         OR EXISTS (SELECT 1 FROM register_number WHERE unit_id = :unit)
         OR EXISTS (SELECT 1 FROM consultation WHERE unit_id = :unit)
         OR EXISTS (SELECT 1 FROM complaint WHERE unit_id = :unit OR handler_id = :unit)
         OR EXISTS (SELECT 1 FROM alarm WHERE unit_id = :unit)
         OR EXISTS (SELECT 1 FROM escalation WHERE unit_id = :unit)
         OR EXISTS (SELECT 1 FROM dossier_key WHERE unit_id = :unit)
         OR EXISTS (SELECT 1 FROM delta WHERE unit_id = :unit)
         OR EXISTS (SELECT 1 FROM identity_binding WHERE unit_id = :unit)
         OR EXISTS (SELECT 1 FROM mandate WHERE unit_id = :unit) THEN 'acts'
       ELSE '' END AS TEXT) AS what;

-- restore_unit_take(unit int) exec
DELETE FROM unit WHERE id = :unit;

-- restore_rule_take(id int) exec
DELETE FROM competence WHERE id = :id;
