-- attempt: how often something was tried of late.

-- attempt_row(what text, subject bytes) one
SELECT since, n FROM attempt WHERE what = :what AND subject = :subject;

-- attempt_count(what text, subject bytes, now int, open_after int) one
INSERT INTO attempt (what, subject, since, n) VALUES (:what, :subject, :now, 1)
ON CONFLICT (what, subject) DO UPDATE
   SET n = CASE WHEN attempt.since > :open_after THEN attempt.n + 1 ELSE 1 END,
       since = CASE WHEN attempt.since > :open_after THEN attempt.since ELSE excluded.since END
RETURNING since, n;

-- attempt_less(what text, subject bytes) exec
UPDATE attempt SET n = n - 1 WHERE what = :what AND subject = :subject AND n > 0;

-- attempt_delete(what text, subject bytes) exec
DELETE FROM attempt WHERE what = :what AND subject = :subject;

-- attempt_lapsed(before int) exec
DELETE FROM attempt WHERE since < :before;
