#!/bin/bash
# house: the build's own checks catch what they are for.
cd "$(dirname "$0")/../.." && . tests/scripts/lib/tap.sh

refuses() { # NAME PATTERN COMMAND…
  local name=$1 pattern=$2 ok=0; shift 2
  if "$@" >"$work/out" 2>&1; then ok=1; fi
  grep -qE "$pattern" "$work/out" || ok=1
  [ $ok -eq 0 ] || sed 's/^/# /' "$work/out"
  result $ok "$name"
}
check "every include keeps to its floor" build/tools/check_floors src
cp -r src "$work/src"
echo '#include "web/web.h"' >>"$work/src/office/clock.c"
refuses "an include of a higher floor" "office/clock.c:[0-9]+" build/tools/check_floors "$work/src"
cp src/office/clock.c "$work/src/office/clock.c"; echo '#include <sqlite3.h>' >>"$work/src/office/clock.c"
refuses "a foreign header above kit" "office/clock.c:[0-9]+" build/tools/check_floors "$work/src"

mkdir "$work/gen" "$work/office"
printf -- '-- wrong(code text) one\nSELECT nosuch FROM dossier WHERE code = :code;\n' >"$work/office/wrong.sql"
refuses "a query with a column that is not there" "wrong.sql:[0-9]+.*nosuch" build/tools/gen_sql --migrations migrations --out "$work/gen" "$work/office/wrong.sql"
printf '{{view dossier}}\n<p>{{v.nosuch}}</p>\n' >"$work/wrong.html"
refuses "a template with a field that is not there" "nosuch" bash -c "
  build/tools/gen_html --views src/web/views.view --out '$work/gen' '$work/wrong.html' &&
  gcc -std=c17 -D_GNU_SOURCE -Isrc -I'$work/gen' -I'$work' -fsyntax-only '$work/gen/html.c'"
printf '{{view dossier}}\n<p onclick="x()">{{v.code}}</p>\n' >"$work/wrong.html"
refuses "a template with script" "wrong.html:[0-9]+" build/tools/gen_html --views src/web/views.view --out "$work/gen" "$work/wrong.html"
printf '#include "base/poison.h"\nvoid *f(void) { return malloc(1); }\n' >"$work/poison.c"
refuses "malloc above kit" "malloc" gcc -std=c17 -Isrc -fsyntax-only "$work/poison.c"
check "no line is over 100 columns" bash -c "! grep -rnE '^.{101,}' src tools fuzz tests --include=*.c --include=*.h"
check "no file is over 600 lines" bash -c "! wc -l \$(git ls-files 'src/*.c' 'tools/*.c') | awk '\$1 > 600 && \$2 != \"total\"' | grep ."
tap_done
