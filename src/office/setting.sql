-- setting_select(name text) one
SELECT value FROM setting WHERE name = :name;

-- setting_upsert(name text, value text, at int) exec
INSERT INTO setting (name, value, changed_at) VALUES (:name, :value, :at)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at;
