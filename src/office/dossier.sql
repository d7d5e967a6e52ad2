-- dossier: dossiers, their forms and papers, and the lists.

-- dossier_row_by_code(code text) one
SELECT id, code, procedure_id, procedure_version_id, channel, holder_id, filed_by, unit_id,
       reception_unit_id, field, state, status, version, seq, head, decision, delivery,
       submitted_at, received_at, due_at, finished_at, ended_at,
       first_due_at, paused_at, until_day, supplements, extensions, consults, assignee_id,
       assignee_role
  FROM dossier WHERE code = :code;

-- dossier_row_by_id(id int) one
SELECT id, code, procedure_id, procedure_version_id, channel, holder_id, filed_by, unit_id,
       reception_unit_id, field, state, status, version, seq, head, decision, delivery,
       submitted_at, received_at, due_at, finished_at, ended_at,
       first_due_at, paused_at, until_day, supplements, extensions, consults, assignee_id,
       assignee_role
  FROM dossier WHERE id = :id;

-- dossier_form_row(dossier int) one
SELECT form FROM dossier_form WHERE dossier_id = :dossier;

-- form_revisions(dossier int) many
SELECT seq, form FROM form_revision WHERE dossier_id = :dossier ORDER BY seq;

-- dossier_paper_rows(dossier int) many
SELECT d.ordinal, d.seq, d.component, p.public_id, p.name, p.media_type, p.size, p.sha256
  FROM dossier_paper d JOIN paper p ON p.id = d.paper_id
 WHERE d.dossier_id = :dossier ORDER BY d.ordinal;

-- dossiers_held(holder int, before int, id int, most int) many
SELECT d.id, d.code, c.code AS procedure, d.state, d.channel, p.full_name AS holder, d.status,
       d.version, d.submitted_at, d.received_at, d.due_at, d.finished_at,
       d.unit_id, d.reception_unit_id, d.submitted_at AS sort
  FROM dossier d
  JOIN procedure c ON c.id = d.procedure_id
  JOIN person p ON p.id = d.holder_id
 WHERE d.holder_id = :holder AND (d.submitted_at, d.id) < (:before, :id)
 ORDER BY d.submitted_at DESC, d.id DESC LIMIT :most;

-- dossiers_held_under(holder int, procedure int, before int, id int, most int) many
SELECT d.id, d.code, c.code AS procedure, d.state, d.channel, p.full_name AS holder, d.status,
       d.version, d.submitted_at, d.received_at, d.due_at, d.finished_at,
       d.unit_id, d.reception_unit_id, d.submitted_at AS sort
  FROM dossier d
  JOIN procedure c ON c.id = d.procedure_id
  JOIN person p ON p.id = d.holder_id
 WHERE d.holder_id = :holder AND d.procedure_id = :procedure
   AND (d.submitted_at, d.id) < (:before, :id)
 ORDER BY d.submitted_at DESC, d.id DESC LIMIT :most;

-- dossiers_filed(account int, before int, id int, most int) many
SELECT d.id, d.code, c.code AS procedure, d.state, d.channel, p.full_name AS holder, d.status,
       d.version, d.submitted_at, d.received_at, d.due_at, d.finished_at,
       d.unit_id, d.reception_unit_id, d.submitted_at AS sort
  FROM dossier d
  JOIN procedure c ON c.id = d.procedure_id
  JOIN person p ON p.id = d.holder_id
 WHERE d.filed_by = :account AND (d.submitted_at, d.id) < (:before, :id)
 ORDER BY d.submitted_at DESC, d.id DESC LIMIT :most;

-- dossiers_asked(unit int, field text, after int, id int, most int) many
SELECT d.id, d.code, c.code AS procedure, d.state, d.channel, p.full_name AS holder, d.status,
       d.version, d.submitted_at, d.received_at, d.due_at, d.finished_at,
       d.unit_id, d.reception_unit_id, d.due_order AS sort
  FROM consultation a
  JOIN dossier d ON d.id = a.dossier_id
  JOIN procedure c ON c.id = d.procedure_id
  JOIN person p ON p.id = d.holder_id
 WHERE a.unit_id = :unit AND a.ended_seq IS NULL AND :field IN ('', d.field)
   AND (d.due_order, d.id) > (:after, :id)
 ORDER BY d.due_order, d.id LIMIT :most;

-- dossiers_at_unit(unit int, state text, after int, id int, until int,
--   until_id int, most int) many
SELECT d.id, d.code, c.code AS procedure, d.state, d.channel, p.full_name AS holder, d.status,
       d.version, d.submitted_at, d.received_at, d.due_at, d.finished_at,
       d.unit_id, d.reception_unit_id, d.due_order AS sort
  FROM dossier d
  JOIN procedure c ON c.id = d.procedure_id
  JOIN person p ON p.id = d.holder_id
 WHERE d.unit_id = :unit AND d.state = :state AND (d.due_order, d.id) > (:after, :id)
   AND (d.due_order, d.id) < (:until, :until_id)
 ORDER BY d.due_order, d.id LIMIT :most;

-- dossiers_at_reception(unit int, state text, after int, id int, until int,
--   until_id int, most int) many
SELECT d.id, d.code, c.code AS procedure, d.state, d.channel, p.full_name AS holder, d.status,
       d.version, d.submitted_at, d.received_at, d.due_at, d.finished_at,
       d.unit_id, d.reception_unit_id, d.due_order AS sort
  FROM dossier d
  JOIN procedure c ON c.id = d.procedure_id
  JOIN person p ON p.id = d.holder_id
 WHERE d.reception_unit_id = :unit AND d.state = :state AND (d.due_order, d.id) > (:after, :id)
   AND (d.due_order, d.id) < (:until, :until_id)
 ORDER BY d.due_order, d.id LIMIT :most;

-- dossiers_of_field_at_unit(unit int, field text, state text, after int, id int, until int,
--   until_id int, most int) many
SELECT d.id, d.code, c.code AS procedure, d.state, d.channel, p.full_name AS holder, d.status,
       d.version, d.submitted_at, d.received_at, d.due_at, d.finished_at,
       d.unit_id, d.reception_unit_id, d.due_order AS sort
  FROM dossier d
  JOIN procedure c ON c.id = d.procedure_id
  JOIN person p ON p.id = d.holder_id
 WHERE d.unit_id = :unit AND d.field = :field AND d.state = :state
   AND (d.due_order, d.id) > (:after, :id)
   AND (d.due_order, d.id) < (:until, :until_id)
 ORDER BY d.due_order, d.id LIMIT :most;

-- dossiers_of_field_at_reception(unit int, field text, state text, after int, id int, until int,
--   until_id int, most int) many
SELECT d.id, d.code, c.code AS procedure, d.state, d.channel, p.full_name AS holder, d.status,
       d.version, d.submitted_at, d.received_at, d.due_at, d.finished_at,
       d.unit_id, d.reception_unit_id, d.due_order AS sort
  FROM dossier d
  JOIN procedure c ON c.id = d.procedure_id
  JOIN person p ON p.id = d.holder_id
 WHERE d.reception_unit_id = :unit AND d.field = :field AND d.state = :state
   AND (d.due_order, d.id) > (:after, :id)
   AND (d.due_order, d.id) < (:until, :until_id)
 ORDER BY d.due_order, d.id LIMIT :most;
