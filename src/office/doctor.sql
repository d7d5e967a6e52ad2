-- doctor: figures of what may need a hand.

-- doctor_locked() one (keys int, accounts int, unattended int)
SELECT CAST((SELECT COUNT(*) FROM key_pair WHERE locked_at IS NOT NULL AND ended_at IS NULL) AS BIGINT) AS keys,
       CAST((SELECT COUNT(*) FROM account WHERE disabled_at IS NOT NULL) AS BIGINT) AS accounts,
       CAST((SELECT COUNT(*) FROM key_pair WHERE purpose = 'unattended' AND ended_at IS NULL) AS BIGINT) AS unattended;

-- doctor_keys(after int, most int) many
SELECT id, certificate FROM key_pair
 WHERE ended_at IS NULL AND purpose <> 'server' AND id > :after ORDER BY id LIMIT :most;
