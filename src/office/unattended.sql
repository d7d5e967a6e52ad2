-- unattended: the Centre's key that the server uses by itself.

-- unattended_key() many
SELECT id, certificate, secret FROM key_pair
 WHERE purpose = 'unattended' AND ended_at IS NULL
 ORDER BY created_at DESC, id DESC LIMIT 1;
