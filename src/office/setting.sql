-- setting_select(name text) one
SELECT value FROM setting WHERE name = :name;

-- setting_upsert(name text, value text, at int) exec
INSERT INTO setting (name, value, changed_at) VALUES (:name, :value, :at)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at;

-- edition_raise(at int) exec
INSERT INTO setting (name, value, changed_at) VALUES ('edition', '1', :at)
  ON CONFLICT (name) DO UPDATE
  SET value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT), changed_at = excluded.changed_at;

-- edition_raise_from(seen text, at int) exec
UPDATE setting SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT), changed_at = :at
WHERE name = 'edition' AND value = :seen;
