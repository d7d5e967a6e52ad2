-- journal: the record of administrative acts.

-- journal_next(at int) one (seq int, at int, hash bytes?)
UPDATE journal_head SET seq = seq + 1, at = CASE WHEN at > :at THEN at ELSE :at END
WHERE one = 1
RETURNING seq, at, hash;

-- journal_advance(hash bytes) exec
UPDATE journal_head SET hash = :hash WHERE one = 1;

-- journal_insert(seq int, at int, actor int?, kind text, subject text, action text, content bytes,
--   signature bytes, hash bytes) exec
INSERT INTO journal (seq, at, actor_id, kind, subject, action, signed, signature, hash)
VALUES (:seq, :at, :actor, :kind, :subject, :action, :content, :signature, :hash);

-- journal_all(before int, most int) many
SELECT j.seq, j.at, j.kind, j.subject, j.action, j.signed AS content, j.signature, j.hash,
       a.public_id AS actor, p.full_name AS actor_name
  FROM journal j LEFT JOIN account a ON a.id = j.actor_id LEFT JOIN person p ON p.id = a.person_id
 WHERE j.seq < :before ORDER BY j.seq DESC LIMIT :most;

-- journal_of_kind(kind text, before int, most int) many
SELECT j.seq, j.at, j.kind, j.subject, j.action, j.signed AS content, j.signature, j.hash,
       a.public_id AS actor, p.full_name AS actor_name
  FROM journal j LEFT JOIN account a ON a.id = j.actor_id LEFT JOIN person p ON p.id = a.person_id
 WHERE j.kind = :kind AND j.seq < :before ORDER BY j.seq DESC LIMIT :most;

-- journal_of_subject(kind text, subject text, before int, most int) many
SELECT j.seq, j.at, j.kind, j.subject, j.action, j.signed AS content, j.signature, j.hash,
       a.public_id AS actor, p.full_name AS actor_name
  FROM journal j LEFT JOIN account a ON a.id = j.actor_id LEFT JOIN person p ON p.id = a.person_id
 WHERE j.kind = :kind AND j.subject = :subject AND j.seq < :before
 ORDER BY j.seq DESC LIMIT :most;

-- journal_chain(after int, most int) many
SELECT j.seq, j.at, j.kind, j.subject, j.action, j.signed AS content, j.signature, j.hash,
       j.actor_id, a.public_id AS actor
  FROM journal j LEFT JOIN account a ON a.id = j.actor_id
 WHERE j.seq > :after ORDER BY j.seq LIMIT :most;

-- journal_newest() one
SELECT seq, at, hash FROM journal_head WHERE one = 1;
