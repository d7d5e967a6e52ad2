-- doctor: figures of what may need a hand.

-- doctor_locked() one (keys int, accounts int, unattended int)
SELECT CAST((SELECT COUNT(*) FROM key_pair WHERE locked_at IS NOT NULL AND ended_at IS NULL) AS BIGINT) AS keys,
       CAST((SELECT COUNT(*) FROM account WHERE disabled_at IS NOT NULL) AS BIGINT) AS accounts,
       CAST((SELECT COUNT(*) FROM key_pair WHERE purpose = 'unattended' AND ended_at IS NULL) AS BIGINT) AS unattended;

-- doctor_untold() many (unit int, n int)
SELECT e.unit_id AS unit, CAST(COUNT(DISTINCT e.dossier_id) AS BIGINT) AS n
  FROM escalation e JOIN alarm a ON a.dossier_id = e.dossier_id AND a.due_at = e.due_at
 WHERE e.told = 0
   AND NOT EXISTS (SELECT 1 FROM escalation l
                    WHERE l.dossier_id = e.dossier_id AND l.due_at = e.due_at AND l.told > 0)
 GROUP BY e.unit_id ORDER BY e.unit_id;

-- doctor_keys(after int, most int) many
SELECT id, certificate FROM key_pair
 WHERE ended_at IS NULL AND purpose <> 'server' AND id > :after ORDER BY id LIMIT :most;
