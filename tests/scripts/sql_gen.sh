#!/bin/bash
# The query generator: every mistake is refused with its file and line, and what it makes compiles.
# The floor check: upward and foreign includes are found.
set -u
cd "$(dirname "$0")/../.." || exit 1
root=$PWD
make --no-print-directory -s build/tools/gen_sql build/tools/check_floors || { echo "not ok - the tools build"; exit 1; }
gen=$root/build/tools/gen_sql check=$root/build/tools/check_floors
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && mkdir -p migrations src/office out || exit 1
failed=0
say() { if [ "$1" = 0 ]; then echo "ok - $2"; else echo "not ok - $2"; failed=1; fi; }

cat >migrations/0001_a.sql <<'SQL'
CREATE TABLE unit (id BIGINT NOT NULL PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT) [strict];
CREATE TABLE dossier (id BIGINT NOT NULL PRIMARY KEY, code TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES unit(id), due_at BIGINT, body BYTEA) [strict];
-- postgresql
CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
-- end
SQL

refuses() { # LINE WORDS: stdin is the statement
  cat >src/office/x.sql
  said=$("$gen" --migrations migrations --out out src/office/x.sql 2>&1)
  status=$?
  [ "$status" = 1 ] && [[ $said == "src/office/x.sql:$1: "*"$2"* ]]
  say $? "refused: $2"
  [ "$status" = 1 ] && [[ $said == "src/office/x.sql:$1: "*"$2"* ]] || echo "# said: $said"
}
accepts() { # WORDS in the header: stdin is the statement
  cat >src/office/x.sql
  rm -f out/office/x.sql.h
  "$gen" --migrations migrations --out out src/office/x.sql 2>&1 | sed 's/^/# /'
  for cc in gcc clang-14; do
    for c in out/office/x.sql.c out/queries.c; do
      $cc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Wconversion -Wshadow -Werror -I"$root/src" -Iout \
        -fsyntax-only "$c" 2>&1 | sed 's/^/# /'
      [ "${PIPESTATUS[0]}" = 0 ] || { say 1 "compiles with $cc: $1"; return; }
    done
  done
  tr '\n' ' ' <out/office/x.sql.h | tr -s ' ' | grep -qF "$1"
  say $? "made: $1"
}

refuses 1 'a statement without its head' <<<'SELECT 1;'
refuses 3 'no such column: cod' <<'SQL'
-- f() many
SELECT id,
  cod FROM dossier;
SQL
refuses 2 ':x is not in the head' <<<$'-- f() exec\nDELETE FROM dossier WHERE id = :x;'
refuses 2 'f does not use :y' <<<$'-- f(x int, y int) exec\nDELETE FROM dossier WHERE id = :x;'
refuses 1 'not "several"' <<<$'-- f() several\nSELECT 1;'
refuses 1 '"x num" is not NAME int' <<<$'-- f(x num) exec\nDELETE FROM dossier WHERE id = :x;'
refuses 1 '"while" is no name for C' <<<$'-- f(while int) exec\nDELETE FROM dossier WHERE id = :while;'
refuses 2 'is an expression: name it' <<<$'-- f() one\nSELECT COUNT(*) AS n FROM dossier;'
refuses 2 'is an expression: name it' <<<$'-- f() many\nSELECT (SELECT code FROM unit WHERE id = d.unit_id) AS u FROM dossier d;'
refuses 2 'needs a name' <<<$'-- f() one (n int)\nSELECT COUNT(*) FROM dossier;'
refuses 2 'name the columns, not *' <<<$'-- f() many\nSELECT * FROM dossier;'
refuses 2 'name the columns, not *' <<<$'-- f() many\nSELECT d.id, d.* FROM dossier d;'
refuses 2 'has no column m' <<<$'-- f() many (m int)\nSELECT id FROM dossier;'
refuses 2 'two columns named id' <<<$'-- f() many\nSELECT d.id, u.id FROM dossier d, unit u;'
refuses 2 'does not fit exec' <<<$'-- f() exec\nSELECT id FROM dossier;'
refuses 2 'does not fit one' <<<$'-- f() one\nDELETE FROM dossier;'
refuses 2 'PostgreSQL alone' <<<$'-- f() many\nSELECT id::text FROM dossier;'
refuses 2 "'?' is not in the common subset" <<<$'-- f() exec\nDELETE FROM dossier WHERE id = ?;'
refuses 2 "'\$' is not in the common subset" <<<$'-- f() exec\nDELETE FROM dossier WHERE id = $1;'
refuses 2 'does not end on its line' <<<$'-- f() exec\nDELETE FROM dossier WHERE code = \'a\nb\';'
refuses 3 'f does not end with ;' <<<$'-- f() exec\nDELETE FROM dossier'
refuses 2 'write a LEFT JOIN' <<<$'-- f() many\nSELECT d.id FROM unit u RIGHT JOIN dossier d ON d.unit_id = u.id;'
refuses 3 'there is another f' <<<$'-- f() exec\nDELETE FROM dossier;\n-- f() exec\nDELETE FROM unit;'
refuses 2 'no such column: x' <<<$'-- f() exec\nDELETE FROM dossier WHERE code = "x";'

accepts 'err *f(db_conn *c, int64_t id, opt_i64 due, int64_t *changed);' <<'SQL'
/* a file may begin with words
   -- f() exec */
-- A remark: with a colon.
-- f(id int,
--   due int?) exec
UPDATE dossier SET due_at = :due -- not a :parameter
WHERE id = :id /* nor :this */ AND code <> 'a:b -- ''c'' ?';
SQL
[ "$(grep -c "due_at = \$1" out/office/x.sql.c)" = 1 ] && grep -qF "id = \$2" out/office/x.sql.c &&
  grep -qF "'a:b -- ''c'' ?'" out/office/x.sql.c && grep -qF '{query_opt(due),' out/office/x.sql.c
say $? "parameters are numbered by first appearance, strings stay"
accepts 'typedef struct f_row { int64_t id; str name; opt_i64 due_at; str body; int64_t n; }' <<'SQL'
-- f(a text, n int) many
--   (n int)
SELECT d.id, u.name, d.due_at, d.body, CAST(LENGTH(d.code) AS BIGINT) AS n FROM dossier d
JOIN unit u ON u.id = d.unit_id WHERE d.code = :a OR u.code = :a LIMIT :n;
SQL
accepts 'str a_, int64_t n_, f_row **rows, size_t *n);' <<<"$(cat src/office/x.sql)"
accepts 'err *(*fn)(void *arg, const f_row *row), void *arg);' <<<$'-- f() each\nSELECT id, code FROM dossier;'
accepts 'const f_in *in, f_row *row, bool *found);' <<'SQL'
-- f(id int, code text, unit int, body bytes?) one
INSERT INTO dossier (id, code, unit_id, body) VALUES (:id, :code, :unit, :body)
ON CONFLICT (id) DO UPDATE SET code = excluded.code RETURNING id, due_at;
SQL
accepts 'typedef struct f_row { int64_t id; opt_i64 uid; }' <<'SQL'
-- f() many
SELECT d.id, u.id AS uid FROM dossier d LEFT JOIN unit u ON u.id = d.unit_id;
SQL
grep -qF 'f_row, uid), true}' out/office/x.sql.c
say $? "a column of a LEFT JOIN may be NULL"

accepts 'typedef struct p_row { int64_t id; str code; int64_t n; } p_row;' <<'SQL'
-- p part (n int)
SELECT d.id, d.code,
  CAST(1 AS BIGINT) AS n FROM dossier d;
-- f(id int) one
@p WHERE d.id = :id;
-- g(code text) many
@p
  JOIN unit u ON u.id = d.unit_id
 WHERE u.code = :code;
-- h() each
@p;
SQL
grep -qF 'p_row **rows' out/office/x.sql.h && grep -qF 'const p_row *row), void *arg)' out/office/x.sql.h &&
  ! grep -qE '[fgh]_row' out/office/x.sql.h
say $? "statements that begin with a part share its row"
refuses 2 'there is no part p above' <<<$'-- f() many\n@p;'
refuses 5 'no such column: x' <<<$'-- p part\nSELECT id\n FROM dossier;\n-- f() many\n@p WHERE x = 1;'
refuses 1 'p does not end with ;' <<<$'-- p part\nSELECT id FROM dossier'
refuses 3 'there is another p' <<<$'-- p part\nSELECT id FROM dossier;\n-- p part\nSELECT id FROM unit;'
refuses 6 'h gives other columns than p' <<'SQL'
-- p part
SELECT u.name FROM unit u;
-- g() many
@p;
-- h() many (name text)
@p;
SQL
refuses 5 'nothing begins with p' <<<$'-- p part\nSELECT id FROM dossier;\n-- f() exec\nDELETE FROM dossier;'

# --- the floors ---
rm -rf src && mkdir -p src/{base,kit,office,web}
floors() { # WANTED TEXT: $1 is a finding, or none
  said=$("$check" src)
  status=$?
  if [ -n "$1" ]; then [ "$status" = 1 ] && [[ $said == "$1"* ]]; else [ "$status" = 0 ] && [ -z "$said" ]; fi
  status=$?
  say $status "floors: ${1:-nothing to find}"
  [ $status = 0 ] || echo "# said: $said"
}
printf '#include <stdio.h>\n#include <sqlite3.h>\n#include "base/str.h"\n' >src/kit/db.c
printf '#include "kit/db.h"\n#include "office/x.sql.h"\n' >src/office/x.c
printf '#include "web/page.h"\n#include "own.h"\n' >src/motcua.c
floors ''
printf '\n #  include "kit/db.h"\n' >src/base/up.c
floors 'src/base/up.c:2: base may not include "kit/db.h"'
rm src/base/up.c; printf '#include <sqlite3.h>\n' >src/kit/db.h
floors 'src/kit/db.h:1: <sqlite3.h> is a foreign header: it belongs in src/kit/NAME.c, not in a header'
rm src/kit/db.h; printf '#include <microhttpd.h>\n' >src/web/page.c
floors 'src/web/page.c:1: <microhttpd.h> is a foreign header'
printf '#include "../kit/db.h"\n' >src/web/page.c
floors 'src/web/page.c:1: ".." hides the floor'
printf '#define TABLE "web/x.def"\n#include TABLE\n' >src/office/x.c; rm src/web/page.c
floors 'src/office/x.c:1: office may not include "web/x.def"'
printf '#include "x.sql.h"\n' >src/office/x.c
floors 'src/office/x.c:1: "x.sql.h" is named without its floor'
rm src/office/x.c; mkdir src/other; printf '\n' >src/other/y.c
floors 'src/other:1: a folder that is no floor'
exit $failed
