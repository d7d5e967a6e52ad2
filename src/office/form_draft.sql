-- form_draft: what people have begun to fill in.

-- form_draft_whole part (person_name text?)
SELECT id, public_id, account_id, procedure_id, procedure_version_id, channel, fields, mandate,
       person_id, (SELECT p.full_name FROM person p WHERE p.id = form_draft.person_id)
         AS person_name, version, updated_at
  FROM form_draft;

-- form_draft_by_id(public_id text) one
@form_draft_whole WHERE public_id = :public_id;

-- form_draft_of(account int, procedure int, person int) one
@form_draft_whole WHERE account_id = :account AND procedure_id = :procedure
   AND COALESCE(person_id, 0) = :person;

-- form_drafts_for(account int, person int, most int) many
@form_draft_whole WHERE account_id = :account AND person_id = :person
 ORDER BY updated_at DESC, id DESC LIMIT :most;

-- form_drafts(account int, before int, id int, most int) many
@form_draft_whole WHERE account_id = :account AND (updated_at, id) < (:before, :id)
 ORDER BY updated_at DESC, id DESC LIMIT :most;

-- form_draft_papers(draft int) many
SELECT f.component, p.public_id
  FROM form_draft_paper f JOIN paper p ON p.id = f.paper_id
 WHERE f.draft_id = :draft AND f.component <> 'fields' ORDER BY f.ordinal;

-- form_draft_insert(id int, public_id text, account int, procedure int, procedure_version int, channel text, fields text, mandate text, person int?, at int) exec
INSERT INTO form_draft (id, public_id, account_id, procedure_id, procedure_version_id, channel,
                        fields, mandate, person_id, version, created_at, updated_at)
VALUES (:id, :public_id, :account, :procedure, :procedure_version, :channel, :fields, :mandate,
        :person, 1, :at, :at)
ON CONFLICT DO NOTHING;

-- form_draft_update(id int, seen int, procedure_version int, channel text, fields text, mandate text, at int) exec
UPDATE form_draft SET procedure_version_id = :procedure_version, channel = :channel,
       fields = :fields, mandate = :mandate, version = version + 1, updated_at = :at
 WHERE id = :id AND version = :seen;

-- form_draft_paper_insert(draft int, ordinal int, component text, paper int) exec
INSERT INTO form_draft_paper (draft_id, ordinal, component, paper_id)
VALUES (:draft, :ordinal, :component, :paper);

-- form_draft_forget_papers(draft int) exec
DELETE FROM form_draft_paper WHERE draft_id = :draft;

-- form_draft_forget(draft int) exec
DELETE FROM form_draft WHERE id = :draft;

-- form_draft_old(before int, most int) many
SELECT id FROM form_draft WHERE updated_at < :before ORDER BY updated_at, id LIMIT :most;
