-- dossier: dossiers, their forms and papers; lists are in desk.sql.

-- dossier_whole part
SELECT id, code, procedure_id, procedure_version_id, channel, holder_id, filed_by, unit_id,
       reception_unit_id, support_unit_id, field, state, status, version, seq, head, decision, delivery,
       submitted_at, received_at, due_at, finished_at, ended_at,
       first_due_at, paused_at, until_day, supplements, extensions, consults, assignee_id,
       assignee_role, scans, scans_signed, opened_seq, reached_at, handed_at, fee,
       erased_by, asked_at, rating, correct_by
  FROM dossier;

-- dossier_row_by_code(code text) one
@dossier_whole WHERE code = :code;

-- dossier_row_by_id(id int) one
@dossier_whole WHERE id = :id;

-- dossier_form_row(dossier int) one
SELECT form FROM dossier_form WHERE dossier_id = :dossier;

-- form_revisions(dossier int) many
SELECT seq, form FROM form_revision WHERE dossier_id = :dossier ORDER BY seq;

-- dossier_paper_rows(dossier int) many
SELECT d.ordinal, d.seq, d.component, p.public_id, p.name, p.media_type, p.size, p.sha256,
       d.stored, p.pages, c.seq AS signed_seq
  FROM dossier_paper d
  JOIN paper p ON p.id = d.paper_id
  LEFT JOIN digitised_copy c ON c.dossier_id = d.dossier_id AND c.ordinal = d.ordinal
 WHERE d.dossier_id = :dossier ORDER BY d.ordinal;
