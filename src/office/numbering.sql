-- numbering: numbers of sealed papers, without gaps per authority, type and year.

-- register_own(unit int, type text, year int, dossier int, now int) many
SELECT id, number FROM register_number
WHERE unit_id = :unit AND type = :type AND year = :year AND state = 'reserved'
  AND dossier_id = :dossier AND reserved_until >= :now
ORDER BY number
LIMIT 1;

-- register_lapsed(unit int, type text, year int, now int) many
SELECT id, number FROM register_number
WHERE unit_id = :unit AND type = :type AND year = :year AND state = 'reserved'
  AND reserved_until < :now
ORDER BY number
LIMIT 1;

-- register_keep(id int, dossier int, until int) exec
UPDATE register_number SET reserved_until = :until
WHERE id = :id AND dossier_id = :dossier AND state = 'reserved';

-- register_take_over(id int, dossier int, now int, until int) exec
UPDATE register_number SET dossier_id = :dossier, reserved_until = :until
WHERE id = :id AND state = 'reserved' AND reserved_until < :now;

-- register_next(unit int, type text, year int) one
INSERT INTO register (unit_id, type, year, last) VALUES (:unit, :type, :year, 1)
ON CONFLICT (unit_id, type, year) DO UPDATE SET last = register.last + 1
RETURNING last;

-- register_reserve(id int, unit int, type text, year int, number int, dossier int, until int) exec
INSERT INTO register_number (id, unit_id, type, year, number, state, dossier_id, reserved_until)
VALUES (:id, :unit, :type, :year, :number, 'reserved', :dossier, :until);

-- register_mark_used(id int, dossier int) exec
UPDATE register_number SET state = 'used'
WHERE id = :id AND dossier_id = :dossier AND state = 'reserved';

-- register_close_years(year int, now int) exec
UPDATE register_number SET state = 'void'
WHERE state = 'reserved' AND year < :year AND reserved_until < :now;
