-- ruling_erase: the personal data of a dossier, table by table (personal.def).

-- erase_listed(procedure int, before int, ended_at int, id int, most int) many (ended_at int)
SELECT id, code, CAST(ended_at AS BIGINT) AS ended_at FROM dossier
 WHERE procedure_id = :procedure AND ended_at IS NOT NULL AND erased_by IS NULL
   AND ended_at < :before AND (ended_at, id) > (:ended_at, :id)
   AND state IN ('returned','refused','withdrawn','stopped','revoked')
   AND asked_at IS NULL AND NOT EXISTS (
     SELECT 1 FROM complaint k WHERE k.dossier_id = dossier.id AND k.due_at IS NOT NULL)
 ORDER BY ended_at, id LIMIT :most;

-- erase_mark(id int, ruling int, before int) exec
UPDATE dossier SET erased_by = :ruling, version = version + 1
 WHERE id = :id AND erased_by IS NULL AND ended_at < :before
   AND state IN ('returned','refused','withdrawn','stopped','revoked')
   AND asked_at IS NULL AND NOT EXISTS (
     SELECT 1 FROM complaint k WHERE k.dossier_id = dossier.id AND k.due_at IS NOT NULL);

-- erase_salts(dossier int) exec
DELETE FROM event_salt WHERE event_id IN (SELECT id FROM event WHERE dossier_id = :dossier);

-- erase_notes(dossier int) exec
DELETE FROM event_note WHERE event_id IN (SELECT id FROM event WHERE dossier_id = :dossier);

-- erase_reasons(dossier int) exec
DELETE FROM event_reason WHERE event_id IN (SELECT id FROM event WHERE dossier_id = :dossier);

-- erase_complaints(dossier int) exec
DELETE FROM complaint_text
 WHERE complaint_id IN (SELECT id FROM complaint WHERE dossier_id = :dossier);

-- erase_keys(dossier int) exec
DELETE FROM dossier_key WHERE dossier_id = :dossier;

-- erase_tracking(dossier int) exec
DELETE FROM tracking WHERE dossier_id = :dossier;

-- erase_notices(dossier int) exec
DELETE FROM notice WHERE dossier_id = :dossier;

-- erase_notice_lines(dossier int) exec
DELETE FROM notice_line WHERE dossier_id = :dossier;

-- erase_escalations(dossier int) exec
DELETE FROM escalation WHERE dossier_id = :dossier;

-- erase_stored_of(dossier int) many
SELECT s.id, s.blob FROM stored_paper s
 WHERE s.dossier_id = :dossier
   AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = s.person_id)
   AND NOT EXISTS (SELECT 1 FROM paper p WHERE p.stored_id = s.id);

-- erase_stored(id int) exec
DELETE FROM stored_paper WHERE id = :id;

-- erase_form(dossier int) exec
DELETE FROM dossier_form WHERE dossier_id = :dossier;

-- erase_revisions(dossier int) exec
DELETE FROM form_revision WHERE dossier_id = :dossier;

-- erase_signings(dossier int) exec
DELETE FROM signing WHERE dossier_id = :dossier;

-- erase_person(dossier int) exec
UPDATE person
   SET full_name = '', name_folded = '', birth_day = NULL, sex = NULL, personal_id = NULL,
       ethnicity = NULL, nationality = NULL, phone = NULL, email = NULL, commune = NULL,
       address = NULL, enterprise_code = NULL
 WHERE id = (SELECT holder_id FROM dossier WHERE id = :dossier)
   AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = person.id)
   AND NOT EXISTS (SELECT 1 FROM dossier d WHERE d.holder_id = person.id AND d.erased_by IS NULL)
   AND NOT EXISTS (SELECT 1 FROM mandate m WHERE m.holder_id = person.id OR m.agent_id = person.id);

-- erase_papers_of(dossier int) many
SELECT DISTINCT p.id, p.blob FROM dossier_paper d JOIN paper p ON p.id = d.paper_id
 WHERE d.dossier_id = :dossier;

-- erase_copies(dossier int) exec
DELETE FROM digitised_copy WHERE dossier_id = :dossier;

-- erase_attachments(dossier int) exec
DELETE FROM dossier_paper WHERE dossier_id = :dossier;

-- erase_paper(id int) exec
DELETE FROM paper WHERE id = :id
  AND NOT EXISTS (SELECT 1 FROM dossier_paper WHERE paper_id = :id)
  AND NOT EXISTS (SELECT 1 FROM form_draft_paper WHERE paper_id = :id)
  AND NOT EXISTS (SELECT 1 FROM mandate WHERE paper_id = :id)
  AND NOT EXISTS (SELECT 1 FROM signed_copy WHERE paper_id = :id);

-- erase_drawn(dossier int) many (blob text)
SELECT blob FROM draft WHERE dossier_id = :dossier
UNION SELECT blob FROM result WHERE dossier_id = :dossier
UNION SELECT blob FROM filing_proof WHERE dossier_id = :dossier;

-- erased_blob_insert(blob text, ruling int) exec
INSERT INTO erased_blob (blob, ruling_id) VALUES (:blob, :ruling) ON CONFLICT (blob) DO NOTHING;

-- erased_blobs(ruling int, most int) many
SELECT blob FROM erased_blob WHERE ruling_id = :ruling ORDER BY blob LIMIT :most;

-- erased_blob_gone(blob text) exec
DELETE FROM erased_blob WHERE blob = :blob;
