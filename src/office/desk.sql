-- desk: lists of dossiers, a page each.

-- dossier_listed part (assignee text?)
SELECT d.id, d.code, c.code AS procedure, d.state, d.channel, p.full_name AS holder, d.status,
       d.version, d.submitted_at, d.received_at, d.due_at, d.due_order, d.finished_at, d.paused_at,
       d.unit_id, d.reception_unit_id,
       (SELECT o.full_name FROM account a JOIN person o ON o.id = a.person_id
         WHERE a.id = d.desk_officer_id) AS assignee
  FROM dossier d
  JOIN procedure c ON c.id = d.procedure_id
  JOIN person p ON p.id = d.holder_id;

-- dossier_listed_by_id(id int) one
@dossier_listed
 WHERE d.id = :id;

-- dossiers_held(holder int, before int, id int, most int) many
@dossier_listed
 WHERE d.holder_id = :holder AND (d.submitted_at, d.id) < (:before, :id)
 ORDER BY d.submitted_at DESC, d.id DESC LIMIT :most;

-- dossiers_held_under(holder int, procedure int, before int, id int, most int) many
@dossier_listed
 WHERE d.holder_id = :holder AND d.procedure_id = :procedure
   AND (d.submitted_at, d.id) < (:before, :id)
 ORDER BY d.submitted_at DESC, d.id DESC LIMIT :most;

-- dossiers_filed(account int, before int, id int, most int) many
@dossier_listed
 WHERE d.filed_by = :account AND (d.submitted_at, d.id) < (:before, :id)
 ORDER BY d.submitted_at DESC, d.id DESC LIMIT :most;

-- desk_all(unit int, state text, after int, id int,
--   until int, most int) many
@dossier_listed
 WHERE d.desk_unit_id = :unit AND d.state = :state
   AND (d.due_order, d.id) > (:after, :id) AND d.due_order <= :until
 ORDER BY d.due_order, d.id LIMIT :most;

-- desk_of_field(unit int, field text, state text, after int, id int,
--   until int, most int) many
@dossier_listed
 WHERE d.desk_unit_id = :unit AND d.field = :field AND d.state = :state
   AND (d.due_order, d.id) > (:after, :id) AND d.due_order <= :until
 ORDER BY d.due_order, d.id LIMIT :most;

-- desk_of_procedure(unit int, procedure int, field text, state text, after int, id int,
--   until int, most int) many
@dossier_listed
 WHERE d.desk_unit_id = :unit AND d.procedure_id = :procedure AND d.state = :state
   AND (:field = '' OR d.field = :field)
   AND (d.due_order, d.id) > (:after, :id) AND d.due_order <= :until
 ORDER BY d.due_order, d.id LIMIT :most;

-- desk_free(unit int, field text, procedure int, state text, after int, id int,
--   until int, most int) many
@dossier_listed
 WHERE d.desk_unit_id = :unit AND d.desk_officer_id IS NULL AND d.state = :state
   AND (:field = '' OR d.field = :field)
   AND (:procedure = 0 OR d.procedure_id = :procedure)
   AND (d.due_order, d.id) > (:after, :id) AND d.due_order <= :until
 ORDER BY d.due_order, d.id LIMIT :most;

-- desk_of_officer(officer int, unit int, field text, procedure int, state text, after int, id int,
--   until int, most int) many
@dossier_listed
 WHERE d.desk_officer_id = :officer AND d.desk_unit_id = :unit AND d.state = :state
   AND (:field = '' OR d.field = :field)
   AND (:procedure = 0 OR d.procedure_id = :procedure)
   AND (d.due_order, d.id) > (:after, :id) AND d.due_order <= :until
 ORDER BY d.due_order, d.id LIMIT :most;

-- dossiers_asked(unit int, field text, procedure int, after int, id int,
--   until int, most int) many
@dossier_listed
  JOIN consultation q ON q.dossier_id = d.id
 WHERE q.unit_id = :unit AND q.ended_seq IS NULL AND :field IN ('', d.field)
   AND :procedure IN (0, d.procedure_id)
   AND (q.due_order, q.dossier_id) > (:after, :id) AND q.due_order <= :until
 ORDER BY q.due_order, q.dossier_id LIMIT :most;
