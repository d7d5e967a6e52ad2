-- verify: everything again, a page or a dossier at a time.

-- verify_page(after int, most int) many
SELECT id FROM dossier WHERE id > :after ORDER BY id LIMIT :most;

-- verify_counts() one (dossiers int, events int, leaves int, deltas int, results int, salts int)
SELECT CAST((SELECT COUNT(*) FROM dossier) AS BIGINT) AS dossiers,
       CAST((SELECT COUNT(*) FROM event) AS BIGINT) AS events,
       CAST((SELECT COUNT(*) FROM ledger_entry) AS BIGINT) AS leaves,
       CAST((SELECT COUNT(*) FROM delta) AS BIGINT) AS deltas,
       CAST((SELECT COUNT(*) FROM result) AS BIGINT) AS results,
       CAST((SELECT COUNT(*) FROM event_salt) AS BIGINT) AS salts;

-- verify_events(dossier int) many (id int, seq int, action text, actor_id int?, at int, scheme text,
--   content bytes, signature bytes, hash bytes, salt bytes?, note text?, reason text?, leaf bytes?,
--   actor text?)
SELECT e.id AS id, e.seq AS seq, e.action AS action, e.actor_id AS actor_id, e.at AS at,
       e.scheme AS scheme, e.signed AS content, e.signature AS signature, e.hash AS hash,
       s.salt AS salt, n.note AS note, w.reason AS reason, l.leaf AS leaf, a.public_id AS actor
FROM event e
LEFT JOIN event_salt s ON s.event_id = e.id
LEFT JOIN event_note n ON n.event_id = e.id
LEFT JOIN event_reason w ON w.event_id = e.id
LEFT JOIN ledger_entry l ON l.event_id = e.id
LEFT JOIN account a ON a.id = e.actor_id
WHERE e.dossier_id = :dossier
ORDER BY e.seq;

-- verify_delegation(behalf text, delegate int, role text, unit int, field text, at int, day int) one
--   (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n
  FROM delegation d
  JOIN account_role r ON r.id = d.role_id
  JOIN account a ON a.id = r.account_id
 WHERE a.public_id = :behalf AND d.delegate_id = :delegate AND r.role = :role
   AND r.unit_id = :unit AND r.field IN ('', :field) AND d.field IN ('', :field)
   AND d.valid_from <= :day AND d.valid_to > :day AND d.made_at <= :at
   AND (d.ended_at IS NULL OR d.ended_at > :at);

-- verify_deltas(dossier int) many
SELECT d.event_id, d.measure, d.unit_id, d.due, d.day, d.n
FROM delta d JOIN event e ON e.id = d.event_id
WHERE e.dossier_id = :dossier;

-- verify_tree() one
SELECT tree FROM fold_state WHERE id = 1;

-- verify_fold_rows() each
SELECT unit_id, below, span, first, measure, due, n FROM fold;

-- verify_drafts(dossier int) many
SELECT event_id, decision, blob, sha256, size FROM draft WHERE dossier_id = :dossier;

-- verify_results(dossier int) many
SELECT event_id, revision, blob, sha256, size, number, number_day FROM result
WHERE dossier_id = :dossier ORDER BY revision;

-- verify_numbers(dossier int) many
SELECT unit_id, type, year, number FROM register_number
WHERE dossier_id = :dossier AND state = 'used';

-- verify_papers(after int, unused_since int, most int) many
SELECT id, public_id, blob, sha256, size FROM paper
WHERE id > :after AND (attached_at IS NOT NULL OR uploaded_at >= :unused_since)
ORDER BY id LIMIT :most;

-- verify_registers() many
SELECT unit_id, type, year, last FROM register ORDER BY unit_id, type, year;

-- verify_register(unit int, type text, year int) one (n int, least int, greatest int, used int)
SELECT CAST(COUNT(*) AS BIGINT) AS n, CAST(COALESCE(MIN(number), 1) AS BIGINT) AS least,
       CAST(COALESCE(MAX(number), 0) AS BIGINT) AS greatest,
       CAST(COALESCE(SUM(CASE WHEN state = 'used' THEN 1 ELSE 0 END), 0) AS BIGINT) AS used
FROM register_number WHERE unit_id = :unit AND type = :type AND year = :year;

-- verify_numbered() one (used int, results int, strays int)
SELECT CAST((SELECT COUNT(*) FROM register_number WHERE state = 'used') AS BIGINT) AS used,
       CAST((SELECT COUNT(*) FROM result WHERE number IS NOT NULL) AS BIGINT) AS results,
       CAST((SELECT COUNT(*) FROM register_number n WHERE NOT EXISTS (
               SELECT 1 FROM register r WHERE r.unit_id = n.unit_id AND r.type = n.type
                 AND r.year = n.year)) AS BIGINT) AS strays;

-- verify_versions(after int, most int) many
SELECT id, content, sha256 FROM procedure_version WHERE id > :after ORDER BY id LIMIT :most;

-- verify_server_keys() many
SELECT certificate FROM key_pair WHERE purpose = 'server';

-- verify_form(dossier int, seq int) one
SELECT form FROM form_revision WHERE dossier_id = :dossier AND seq = :seq;

-- verify_account(public_id text) one
SELECT id FROM account WHERE public_id = :public_id;

-- verify_pauses(dossier int) many
SELECT from_seq, from_at, to_seq, to_at FROM dossier_pause
WHERE dossier_id = :dossier ORDER BY from_seq;

-- verify_consultations(dossier int) many
SELECT seq, unit_id, until_day, ended_seq FROM consultation
WHERE dossier_id = :dossier ORDER BY seq;

-- verify_obligations(dossier int) many
SELECT seq, amount, paid_seq, receipt, method, receipt_unit, receipt_year, exempt_seq, ground
FROM obligation WHERE dossier_id = :dossier ORDER BY seq;

-- verify_duties(dossier int) many
SELECT actor_id, duty FROM dossier_duty WHERE dossier_id = :dossier;

-- verify_strays(dossier int) one (forms int, reasons int)
SELECT CAST((SELECT COUNT(*) FROM form_revision WHERE dossier_id = :dossier) AS BIGINT) AS forms,
       CAST((SELECT COUNT(*) FROM event_reason w JOIN event e ON e.id = w.event_id
             WHERE e.dossier_id = :dossier) AS BIGINT) AS reasons;

-- verify_handovers(dossier int) many
SELECT seq, proof, opened_seq, carrier, shipment FROM handover
WHERE dossier_id = :dossier ORDER BY seq;

-- verify_copies(after int, most int) many (person text?)
SELECT k.id, k.public_id, k.at, k.content, k.signature, a.public_id AS actor, p.sha256, p.pages,
       s.type, s.issuer, s.number, s.issued_day, s.sha256 AS stored_sha256, h.public_id AS person
FROM signed_copy k
JOIN account a ON a.id = k.actor_id
JOIN paper p ON p.id = k.paper_id
LEFT JOIN stored_paper s ON s.copy_id = k.id
LEFT JOIN person h ON h.id = s.person_id
WHERE k.id > :after ORDER BY k.id LIMIT :most;

-- verify_proof(dossier int) one (event_id int, blob text?, sha256 bytes?, created_at int, done int)
SELECT COALESCE(p.event_id, 0) AS event_id, p.blob AS blob, p.sha256 AS sha256,
       COALESCE(p.created_at, 0) AS created_at,
       CAST((SELECT COUNT(*) FROM outbox o WHERE o.kind = 'proof' AND o.done_at IS NOT NULL
                AND o.event_id = e.id) AS BIGINT) AS done
  FROM event e LEFT JOIN filing_proof p ON p.dossier_id = e.dossier_id
 WHERE e.dossier_id = :dossier AND e.seq = 1;

-- verify_unattended(certificate bytes) one (n int)
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM key_pair
 WHERE purpose = 'unattended' AND certificate = :certificate;

-- verify_unbound() many
SELECT a.public_id FROM account a
 WHERE a.kind = 'citizen' AND CASE WHEN a.assurance >= 2 THEN 1 ELSE 0 END <>
   (SELECT COUNT(*) FROM (
      SELECT b.person_id FROM identity_binding b
       WHERE b.account_id = a.id
         AND NOT EXISTS (SELECT 1 FROM identity_unbinding u WHERE u.binding_id = b.id)
       ORDER BY b.at DESC, b.id DESC LIMIT 1) newest WHERE newest.person_id = a.person_id)
 ORDER BY a.id LIMIT 1;
