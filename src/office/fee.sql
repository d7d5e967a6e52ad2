-- fee: tariffs and exemptions as administrators have entered them.

-- fee_tariffs(today int) many
SELECT t.procedure_id, t.case_id, t.channel, t.valid_from, t.amount, t.each_copy, t.basis
  FROM tariff t
 WHERE t.valid_from <= :today AND NOT EXISTS (
       SELECT 1 FROM tariff l WHERE l.procedure_id = t.procedure_id AND l.case_id = t.case_id
          AND l.channel = t.channel AND l.valid_from <= :today AND l.valid_from > t.valid_from)
 ORDER BY t.procedure_id, t.case_id, t.channel;

-- fee_exemptions(today int) many
SELECT x.procedure_id, x.ground, x.valid_from, x.title, x.title_en, x.title_bn,
       x.basis, x.offered
  FROM exemption x
 WHERE x.valid_from <= :today AND NOT EXISTS (
       SELECT 1 FROM exemption l WHERE l.procedure_id = x.procedure_id AND l.ground = x.ground
          AND l.valid_from <= :today AND l.valid_from > x.valid_from)
 ORDER BY x.procedure_id, x.ground;

-- tariff_put(procedure int, case_id text, channel text, from_day int, amount int?, each_copy int,
--   basis text) exec
INSERT INTO tariff (procedure_id, case_id, channel, valid_from, amount, each_copy, basis)
VALUES (:procedure, :case_id, :channel, :from_day, :amount, :each_copy, :basis)
  ON CONFLICT (procedure_id, case_id, channel, valid_from) DO UPDATE
  SET amount = excluded.amount, each_copy = excluded.each_copy, basis = excluded.basis;

-- exemption_put(procedure int, ground text, from_day int, title text, title_en text,
--   title_bn text, basis text, offered int) exec
INSERT INTO exemption (procedure_id, ground, valid_from, title, title_en, title_bn, basis, offered)
VALUES (:procedure, :ground, :from_day, :title, :title_en, :title_bn, :basis, :offered)
  ON CONFLICT (procedure_id, ground, valid_from) DO UPDATE
  SET title = excluded.title, title_en = excluded.title_en, title_bn = excluded.title_bn,
      basis = excluded.basis, offered = excluded.offered;
