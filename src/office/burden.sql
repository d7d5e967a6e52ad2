-- burden: what forms ask for that the state knows already.

-- burden_filed(id int, procedure int, day int, told text) exec
INSERT INTO burden_filing (id, procedure_id, day, told) VALUES (:id, :procedure, :day, :told);

-- burden_waiting(most int) many
SELECT id, procedure_id, day, told FROM burden_filing ORDER BY id LIMIT :most;

-- burden_waiting_of(procedure int, since int) many
SELECT told FROM burden_filing WHERE procedure_id = :procedure AND day >= :since ORDER BY id;

-- burden_taken(id int) exec
DELETE FROM burden_filing WHERE id = :id;

-- burden_add(procedure int, day int, name text, asked int, known int, edited int, reused int) exec
INSERT INTO burden (procedure_id, day, name, asked, known, edited, reused)
VALUES (:procedure, :day, :name, :asked, :known, :edited, :reused)
ON CONFLICT (procedure_id, day, name) DO UPDATE
   SET asked = burden.asked + :asked, known = burden.known + :known,
       edited = burden.edited + :edited, reused = burden.reused + :reused;

-- burden_sums(procedure int, since int) many (name text, asked int, known int, edited int, reused int)
SELECT name AS name, CAST(SUM(asked) AS BIGINT) AS asked, CAST(SUM(known) AS BIGINT) AS known,
       CAST(SUM(edited) AS BIGINT) AS edited, CAST(SUM(reused) AS BIGINT) AS reused
  FROM burden WHERE procedure_id = :procedure AND day >= :since GROUP BY name ORDER BY name;
