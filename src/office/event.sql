-- event: the record of what was done and signed.

-- event_insert(id int, dossier int, seq int, action text, actor int?, at int, scheme text,
--   content bytes, signature bytes, hash bytes) exec
INSERT INTO event (id, dossier_id, seq, action, actor_id, at, scheme, signed, signature, hash)
VALUES (:id, :dossier, :seq, :action, :actor, :at, :scheme, :content, :signature, :hash);

-- event_salt_insert(event int, salt bytes) exec
INSERT INTO event_salt (event_id, salt) VALUES (:event, :salt);

-- event_note_insert(event int, note text) exec
INSERT INTO event_note (event_id, note) VALUES (:event, :note);

-- event_reason_insert(event int, reason text) exec
INSERT INTO event_reason (event_id, reason) VALUES (:event, :reason);

-- ledger_insert(event int, leaf bytes) exec
INSERT INTO ledger_entry (event_id, leaf) VALUES (:event, :leaf);

-- ledger_enqueue(event int, dossier int, seq int) exec
INSERT INTO ledger_queue (event_id, dossier_id, seq) VALUES (:event, :dossier, :seq);

-- event_rows(dossier int) many (id int, seq int, action text, actor_id int?, at int, scheme text,
--   content bytes, signature bytes, hash bytes, note text?, reason text?, actor_name text?)
SELECT e.id AS id, e.seq AS seq, e.action AS action, e.actor_id AS actor_id, e.at AS at,
       e.scheme AS scheme, e.signed AS content, e.signature AS signature, e.hash AS hash,
       n.note AS note, w.reason AS reason, p.full_name AS actor_name
FROM event e
LEFT JOIN event_note n ON n.event_id = e.id
LEFT JOIN event_reason w ON w.event_id = e.id
LEFT JOIN account a ON a.id = e.actor_id
LEFT JOIN person p ON p.id = a.person_id
WHERE e.dossier_id = :dossier
ORDER BY e.seq;

-- event_behalf(public_id text) one
SELECT p.full_name FROM account a JOIN person p ON p.id = a.person_id
 WHERE a.public_id = :public_id;
