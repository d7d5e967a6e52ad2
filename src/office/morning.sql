-- morning: how far the lists of a day have got.

-- morning_begin(day int, minute int) exec
INSERT INTO morning (day, minute, after_login) VALUES (:day, :minute, '')
ON CONFLICT (day, minute) DO NOTHING;

-- morning_row(day int, minute int) one
SELECT after_login, done_at FROM morning WHERE day = :day AND minute = :minute;

-- morning_officers(after text, most int) many
SELECT id, login FROM account
 WHERE kind = 'officer' AND login > :after AND disabled_at IS NULL
 ORDER BY login LIMIT :most;

-- morning_move(day int, minute int, seen text, after text, done int?) exec
UPDATE morning SET after_login = :after, done_at = :done
 WHERE day = :day AND minute = :minute AND after_login = :seen AND done_at IS NULL;

-- morning_forget(day int) exec
DELETE FROM morning WHERE day < :day;
