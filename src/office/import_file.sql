-- import_file: files that administrators have uploaded.

-- import_file_insert(id int, public_id text, kind text, name text, blob text, sha256 bytes, size int,
--   edition int, report text, account int, at int) exec
INSERT INTO import_file (id, public_id, kind, name, blob, sha256, size, edition, report, account_id,
                         uploaded_at, applied_at)
VALUES (:id, :public_id, :kind, :name, :blob, :sha256, :size, :edition, :report, :account, :at,
        NULL);

-- import_file_row(public_id text) one
SELECT id, public_id, kind, name, blob, sha256, size, edition, report, uploaded_at, applied_at
  FROM import_file WHERE public_id = :public_id;

-- import_file_list(most int) many
SELECT public_id, kind, name, edition, uploaded_at, applied_at FROM import_file
 ORDER BY uploaded_at DESC, id DESC LIMIT :most;

-- import_file_applied(id int, at int) exec
UPDATE import_file SET applied_at = :at WHERE id = :id AND applied_at IS NULL;
