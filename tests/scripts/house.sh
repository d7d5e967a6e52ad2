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
check "the program is hardened" bash -c "
  readelf -hW build/motcua | grep -q 'Type: *DYN' && readelf -dW build/motcua | grep -q 'FLAGS_1.*NOW.*PIE' &&
  readelf -lW build/motcua | grep -q GNU_RELRO && readelf -lW build/motcua | grep 'GNU_STACK' | grep -qv RWE &&
  nm -D build/motcua | grep -q __stack_chk_fail && nm -D build/motcua | grep -q __memcpy_chk"

check "lines, functions, parameters and files keep their size" make --no-print-directory check-habits
mkdir "$work/habits"
grown() { # NAME PATTERN: what stands on stdin, as a file
  cat >"$work/habits/grown.c"
  refuses "$1" "grown.c:$2" build/tools/check_habits "$work/habits"
}
long=$(printf 'đ%.0s' $(seq 101))
grown "a line over 100 characters" "1: 107 columns" < <(printf '/* %s */\n' "$long")
grown "a file over 600 lines" "601: 601 lines" < <(echo "/* f */"; yes 'int x;' | head -600)
grown "a function over 70 lines" "3: a function of 71 lines" \
  < <(printf '/* f */\n\nint f(int x) {\n'; yes '  x++; /* } */' | head -68; printf '  return x;\n}\n')
grown "a sixth parameter" "2: f has 6 parameters" \
  < <(printf '/* f */\nint f(int a, int b, char c[2], void (*d)(int, int),\n      int e, int g);\n')
grown "a file that does not say what it is" "1: does not begin" <<<'int x;'
grown "a note of unfinished work" "2: a note" < <(printf '/* f */\nint x; // TO%s: more\n' DO)
{ printf '/* f: %s */\n' "${long:0:90}"; yes 'int x;' | head -599; } >"$work/habits/grown.c"
printf '/* f */\nint f(void) {\n%s\n}\nint g(int a, int b, int c, int (*d)(int, int), int e);\n' \
  "$(yes '  x();' | head -68)" >"$work/habits/full.c"
check "what just fits" build/tools/check_habits "$work/habits"
explained() { # each folder says what each of its modules is for
  local d f name stem status=0
  for d in src/*/ tools/ fuzz/ bench/ tests/; do
    for f in "$d"*.[ch]; do
      [ -e "$f" ] || continue
      name=$(basename "${f%.*}") stem=${name%%_*}
      grep -qE "\`($name|$stem)[.\`]" "${d}README.md" || { echo "$f is not in ${d}README.md"; status=1; }
    done
  done
  return $status
}
check "each folder's README names its modules" explained
tap_done
