#!/bin/bash
# run.sh [SUITE...]: runs every test (or the named suites) and ends with "N passed, N failed".
# Each suite is a command that prints TAP; its whole output is kept in build/test/SUITE.log.
set -u
cd "$(dirname "$0")/.."
mkdir -p build/test
export LC_ALL=C.UTF-8 TZ=UTC CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS=abort_on_error=1:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1
export LSAN_OPTIONS=suppressions=$PWD/tests/lsan.supp:print_suppressions=0
export TSAN_OPTIONS=suppressions=$PWD/tests/tsan.supp:halt_on_error=1
passed=0 failed=0 skipped=0
wanted=("$@")

suite() { # NAME COMMAND...
  local name=$1; shift
  if [ ${#wanted[@]} -gt 0 ] && [[ ! " ${wanted[*]} " == *" $name "* ]]; then return; fi
  local log=build/test/$name.log start=$SECONDS status=0 p f s
  "$@" >"$log" 2>&1 </dev/null || status=$?
  p=$(grep -cE '^\s*ok\b' "$log"); f=$(grep -cE '^\s*not ok\b' "$log")
  s=$(grep -ciE '^\s*ok\b.*# skip' "$log"); p=$((p - s))
  if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  if [ "$p" -eq 0 ] && [ "$f" -eq 0 ] && [ "$s" -eq 0 ]; then f=1; fi
  passed=$((passed + p)); failed=$((failed + f)); skipped=$((skipped + s))
  printf '%-26s %4d passed %3d failed' "$name" "$p" "$f"
  [ "$s" -gt 0 ] && printf ' %d skipped' "$s"
  printf '  %4d s\n' $((SECONDS - start))
  if [ "$f" -gt 0 ]; then
    grep -nE -B12 '^\s*not ok\b|ERROR:|runtime error|WARNING: ThreadSanitizer|Error [0-9]|error:' "$log" | tail -n 60
    [ -n "$(grep -E 'not ok|ERROR|error' "$log")" ] || tail -n 30 "$log"
  fi
}

step() { # one thing that holds or does not, as TAP
  local name=$1; shift
  if "$@"; then echo "ok - $name"; else echo "not ok - $name"; return 1; fi
}

jobs=$(nproc)
build() { step "make $*" make -j"$jobs" --no-print-directory "$@"; }
build_all() {
  build all && build MODE=asan programs && build MODE=tsan B=build/tsan stories
}
unit() { # every unit test of the build, on SQLite and, inside pg.sh, on PostgreSQL
  local status=0 t
  for t in build/asan/tests/unit/test_*; do
    [ -x "$t" ] && [ -f "$t" ] || continue
    echo "# $t"
    "$t" || status=1
  done
  return $status
}
stories() { # MODE
  local status=0
  build/"$1"/tests/story --every-row tests/stories/*.story || status=1
  build/"$1"/tests/story --every-row --database "$MOTCUA_TEST_PG" tests/stories/*.story || status=1
  return $status
}
stories_s3() { tests/s3.sh build/asan/tests/story tests/stories/*.story; }
extra_rows() { build/asan/tests/story_extra tests/stories/extra/rows.story; }
clang_compiles() { step "clang-14 accepts every source file" make -j"$jobs" --no-print-directory CC=clang-14 MODE=clang B=build/clang objects; }
corpora() {
  local status=0 t name
  for t in build/asan/tests/fuzz/*; do
    [ -x "$t" ] && [ -f "$t" ] || continue
    name=$(basename "$t")
    step "corpus of $name" "$t" fuzz/corpus/"${name#fuzz_}" || status=1
  done
  return $status
}
translations() { step "every text is translated" make --no-print-directory check-locale; }
schemas() { # the cases of the specification, and random documents, both beside ajv
  local status=0
  node tests/schema/suite.mjs build/motcua || status=1
  node tests/schema/agree.mjs build/motcua || status=1
  return $status
}
interface() { node tests/browser/openapi.mjs; }
browser() {
  local status=0 t
  for t in journey papers session places admin officers people flagships sideways tracking store counter notices bengali dialogue desks figures weight; do node "tests/browser/$t.mjs" || status=1; done
  return $status
}
scripts() {
  local status=0 t
  for t in tests/scripts/*.sh; do
    echo "# $t"
    bash "$t" || status=1
  done
  return $status
}
export -f unit stories step
in_pg() { tests/pg.sh bash -c "$*"; }

suite build build_all
suite clang clang_compiles
suite unit tests/s3.sh tests/pg.sh bash -c unit
suite stories-asan in_pg stories asan
suite stories-tsan in_pg stories tsan
suite stories-s3 stories_s3
suite extra-rows extra_rows
suite corpora corpora
suite translations translations
suite scripts scripts
suite schemas schemas
suite interface interface
suite browser browser

summary="$passed passed, $failed failed"
[ "$skipped" -gt 0 ] && summary="$summary, $skipped skipped"
echo "$summary"
[ "$failed" -eq 0 ]
