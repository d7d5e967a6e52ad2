-- server_key() one
SELECT certificate, secret FROM key_pair WHERE purpose = 'server' AND ended_at IS NULL;

-- edition_number() one (number int)
SELECT CAST(value AS BIGINT) AS number FROM setting WHERE name = 'edition';
