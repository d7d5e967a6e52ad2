-- What is told of a dossier goes with its data; lists of mornings go by themselves; dossiers whose
-- lateness nobody could be told of are found.
CREATE INDEX notice_dossier ON notice (dossier_id) WHERE dossier_id IS NOT NULL;
CREATE INDEX notice_list_age ON notice (at) WHERE day > 0;
CREATE INDEX notice_line_dossier ON notice_line (dossier_id);
CREATE INDEX escalation_untold ON escalation (dossier_id, due_at) WHERE told = 0;

-- postgresql
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'motcua_serve') THEN
    GRANT DELETE ON escalation TO motcua_serve;
  END IF;
END $$;
-- end
