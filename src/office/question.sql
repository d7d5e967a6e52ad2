-- question: dossiers whose holder waits for an answer.

-- question_of part (asked_at int)
SELECT id, code, field, procedure_version_id, CAST(asked_at AS BIGINT) AS asked_at FROM dossier;

-- question_competent(unit int, most int) many
@question_of WHERE unit_id = :unit AND asked_at IS NOT NULL ORDER BY asked_at, id LIMIT :most;

-- question_reception(unit int, most int) many
@question_of WHERE reception_unit_id = :unit AND asked_at IS NOT NULL
 ORDER BY asked_at, id LIMIT :most;
