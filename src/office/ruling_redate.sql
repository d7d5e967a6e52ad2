-- ruling_redate: running dossiers with a due date.

-- redate_running(after int, most int) many
SELECT id FROM dossier
 WHERE id > :after AND desk_unit_id IS NOT NULL AND state IN ('received','appraised','approved')
   AND due_at IS NOT NULL AND finished_at IS NULL
 ORDER BY id LIMIT :most;
