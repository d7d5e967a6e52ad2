-- mandate: who acts for whom.

-- mandates_held(agent int, day int, most int) many
SELECT m.id, m.public_id, m.holder_id, m.procedure_id, p.full_name AS holder
  FROM mandate m JOIN person p ON p.id = m.holder_id
 WHERE m.agent_id = :agent AND m.revoked_at IS NULL AND m.valid_from <= :day
   AND (m.valid_to IS NULL OR m.valid_to > :day)
 ORDER BY m.id DESC LIMIT :most;

-- mandate_valid(id int, day int) one
SELECT id FROM mandate
 WHERE id = :id AND revoked_at IS NULL AND valid_from <= :day
   AND (valid_to IS NULL OR valid_to > :day);

-- mandate_insert(id int, public_id text, kind text, holder int, agent int, procedure int?, from int,
--   to int?, paper int?, by int, unit int?, at int) exec
INSERT INTO mandate (id, public_id, kind, holder_id, agent_id, procedure_id, valid_from, valid_to,
                     paper_id, granted_by, unit_id, granted_at)
VALUES (:id, :public_id, :kind, :holder, :agent, :procedure, :from, :to, :paper, :by, :unit, :at);

-- mandate_row(public_id text) one
SELECT id, holder_id, agent_id FROM mandate WHERE public_id = :public_id;

-- mandate_end(id int, by int, at int) exec
UPDATE mandate SET revoked_at = :at, revoked_by = :by WHERE id = :id AND revoked_at IS NULL;

-- mandate_whole part
SELECT m.public_id, m.kind, h.full_name AS holder, g.full_name AS agent, h.enterprise_code AS number,
       c.code AS procedure, m.valid_from, m.valid_to, m.revoked_at,
       f.public_id AS paper, f.name AS paper_name
  FROM mandate m
  JOIN person h ON h.id = m.holder_id
  JOIN person g ON g.id = m.agent_id
  LEFT JOIN procedure c ON c.id = m.procedure_id
  LEFT JOIN paper f ON f.id = m.paper_id;

-- mandates_of_agent(person int, most int) many
@mandate_whole
 WHERE m.agent_id = :person ORDER BY m.id DESC LIMIT :most;

-- mandates_of_holder(person int, most int) many
@mandate_whole
 WHERE m.holder_id = :person ORDER BY m.id DESC LIMIT :most;

-- organisation_by_code(code text) one
SELECT id, full_name, name_folded FROM person WHERE enterprise_code = :code;

-- organisation_insert(id int, full_name text, name_folded text, code text, at int) exec
INSERT INTO person (id, kind, full_name, name_folded, enterprise_code, created_at)
VALUES (:id, 'organisation', :full_name, :name_folded, :code, :at)
ON CONFLICT DO NOTHING;
