-- find: what dossiers are found by.

-- find_key part
SELECT k.dossier_id, k.key, k.turned
  FROM dossier_key k
  JOIN dossier d ON d.id = k.dossier_id;

-- find_in_unit(unit int, until_key bytes, after_key bytes, turned int, most int) many
@find_key
 WHERE k.unit_id = :unit AND (k.key, k.turned) > (:after_key, :turned) AND k.key < :until_key
   AND :unit IN (d.unit_id, d.reception_unit_id, d.support_unit_id)
 ORDER BY k.key, k.turned LIMIT :most;

-- find_in_field(unit int, field text, until_key bytes, after_key bytes, turned int, most int) many
@find_key
 WHERE k.unit_id = :unit AND k.field = :field AND (k.key, k.turned) > (:after_key, :turned)
   AND k.key < :until_key AND d.field = :field
   AND :unit IN (d.unit_id, d.reception_unit_id, d.support_unit_id)
 ORDER BY k.key, k.turned LIMIT :most;

-- find_person_row(id int) one
SELECT full_name, personal_id, enterprise_code, phone FROM person WHERE id = :id;

-- find_key_insert(dossier int, unit int, field text, key bytes, turned int) exec
INSERT INTO dossier_key (dossier_id, unit_id, field, key, turned)
VALUES (:dossier, :unit, :field, :key, :turned);

-- find_keys_delete(dossier int) exec
DELETE FROM dossier_key WHERE dossier_id = :dossier;

-- find_renew_all(person int, now int) exec
INSERT INTO outbox (id, kind, event_id, dossier_id, not_before, attempts, error, done_at)
SELECT e.id, 'keys', e.id, d.id, CAST(:now AS BIGINT), 0, NULL, NULL
  FROM dossier d JOIN event e ON e.dossier_id = d.id AND e.seq = 1
 WHERE d.holder_id = :person AND d.erased_by IS NULL
ON CONFLICT (kind, event_id) DO UPDATE
  SET not_before = excluded.not_before, attempts = 0, error = NULL, done_at = NULL;
