-- signature: keys, and steps that were begun.

-- key_of_account(account int) many
SELECT id, certificate, secret, salt, failed, locked_at FROM key_pair
WHERE account_id = :account AND purpose = 'officer' AND ended_at IS NULL
ORDER BY created_at DESC, id DESC
LIMIT 1;

-- key_of_unit(unit int) many
SELECT id, certificate, secret FROM key_pair
WHERE unit_id = :unit AND purpose = 'seal' AND ended_at IS NULL
ORDER BY created_at DESC, id DESC
LIMIT 1;

-- key_by_id(id int) one
SELECT id, certificate, secret, salt, failed, locked_at FROM key_pair WHERE id = :id;

-- key_alive(id int) one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM key_pair WHERE id = :id AND ended_at IS NULL;

-- key_count_wrong(id int, now int, most int) one
UPDATE key_pair
SET failed = failed + 1,
    locked_at = CASE WHEN locked_at IS NULL AND failed + 1 >= :most THEN :now ELSE locked_at END
WHERE id = :id
RETURNING failed, locked_at;

-- key_reset_wrong(id int) exec
UPDATE key_pair SET failed = 0 WHERE id = :id AND failed > 0 AND locked_at IS NULL;

-- key_grant_of(key int, account int) one
SELECT wrapped FROM key_grant WHERE key_id = :key AND account_id = :account;

-- signing_insert(id int, public_id text, dossier int, action text, actor int, version int, key int,
--   seal_key int?, decision text, note text, brought text?, at int, salt bytes, content bytes, attributes bytes,
--   pdf bytes?, pdf_contents int, pdf_room int, pdf_digest bytes?, pdf_attributes bytes?,
--   number_id int?, now int, expires_at int) exec
INSERT INTO signing (id, public_id, dossier_id, action, actor_id, version, key_id, seal_key_id,
                     decision, note, brought, at, salt, content, attributes, pdf, pdf_contents, pdf_room,
                     pdf_digest, pdf_attributes, number_id, created_at, expires_at, done_at)
VALUES (:id, :public_id, :dossier, :action, :actor, :version, :key, :seal_key, :decision, :note,
        :brought, :at, :salt, :content, :attributes, :pdf, :pdf_contents, :pdf_room, :pdf_digest,
        :pdf_attributes, :number_id, :now, :expires_at, NULL);

-- signing_by_public_id(public_id text) one
SELECT id, actor_id, dossier_id, action, version, key_id, seal_key_id, decision, note, brought, at, salt, content,
       attributes, pdf, pdf_contents, pdf_room, pdf_digest, pdf_attributes, number_id, expires_at,
       done_at
FROM signing WHERE public_id = :public_id;

-- signing_mark_done(id int, now int) exec
UPDATE signing SET done_at = :now, pdf = NULL WHERE id = :id AND done_at IS NULL;

-- signing_last_at(dossier int, seq int) one
SELECT at FROM event WHERE dossier_id = :dossier AND seq = :seq;
