-- filing: what a new dossier writes.

-- code_next(agency text, day int) one
INSERT INTO code_counter (agency, day, last) VALUES (:agency, :day, 1)
  ON CONFLICT (agency, day) DO UPDATE SET last = code_counter.last + 1
  RETURNING last;

-- dossier_insert(id int, code text, procedure int, version int, channel text, holder int, filed_by int, mandate int?,
--   unit int, reception int, support int?, scans int, field text, delivery text, fee text, head bytes, at int, due_order int, desk_unit int) exec
INSERT INTO dossier (id, code, procedure_id, procedure_version_id, channel, holder_id, filed_by,
                     mandate_id, unit_id, reception_unit_id, support_unit_id, scans, field, delivery, fee, state, status, version, seq,
                     head, submitted_at, due_order, desk_unit_id)
VALUES (:id, :code, :procedure, :version, :channel, :holder, :filed_by, :mandate, :unit, :reception,
        :support, :scans, :field, :delivery, :fee, 'submitted', 1, 1, 1, :head, :at, :due_order, :desk_unit);

-- dossier_form_insert(dossier int, form text) exec
INSERT INTO dossier_form (dossier_id, form) VALUES (:dossier, :form);

-- dossier_paper_insert(dossier int, ordinal int, component text, paper int, stored text?) exec
INSERT INTO dossier_paper (dossier_id, ordinal, component, paper_id, stored)
VALUES (:dossier, :ordinal, :component, :paper, :stored);
