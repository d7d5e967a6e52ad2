#!/bin/bash
# due: `motcua due` as a command, and its answers beside those of a second reckoning (lib/due.mjs).
cd "$(dirname "$0")/../.." && . tests/scripts/lib/tap.sh
m=build/asan/motcua
unset MOTCUA_DATA MOTCUA_DATABASE
gives() { # NAME ANSWER ARGUMENT…
  local name=$1 wanted=$2; shift 2
  check "$name" [ "$($m due "$@")" = "$wanted" ]
}
gives "working days after a cut-off before Tet" 2026-03-02T17:00:00+07:00 --at 2026-02-13T15:30 --limit "5 wd" --cutoff 15:00
gives "the day of receipt" 2026-02-13T17:00:00+07:00 --at 2026-02-13T14:30 --limit "0 wd" --cutoff 15:00
gives "another zone's time" 2026-11-24T17:00:00+07:00 --at 2026-11-24T02:00:00Z --limit "0 wd"
gives "months" 2026-03-02T17:00:00+07:00 --at 2026-01-30T09:00 --limit "1 mo"
gives "calendar days" 2026-12-09T17:00:00+07:00 --at 2026-11-24T09:00 --limit "15 d"
gives "hours of its own" 2026-11-25T09:30:00+07:00 --at 2026-11-24T15:00 --limit "4 h" --hours 08:00-12:00/13:30-17:30
gives "several pauses" 2026-12-04T17:00:00+07:00 --at 2026-11-24T09:00 --limit "5 wd" --pause 2026-11-25T09:00/2026-11-27T09:00 --pause 2026-11-26T09:00/2026-11-30T09:00

says "without a limit" 2 "needs --at TIME and --limit" $m due --at 2026-11-24T09:00
says "without a time" 2 "needs --at TIME and --limit" $m due --limit "5 wd"
says "a day that is none" 2 "2026-02-30T09:00.*no time" $m due --at 2026-02-30T09:00 --limit "5 wd"
says "a limit that is none" 2 "5 weeks.*no limit.*5 wd" $m due --at 2026-11-24T09:00 --limit "5 weeks"
says "a negative limit" 2 "no limit" $m due --at 2026-11-24T09:00 --limit "-5 wd"
says "a limit beyond all" 2 "at most 10000" $m due --at 2026-11-24T09:00 --limit "99999999999999999999 d"
says "a cut-off that is none" 2 "25:00.*no cut-off" $m due --at 2026-11-24T09:00 --limit "5 wd" --cutoff 25:00
says "hours out of order" 2 "no office hours" $m due --at 2026-11-24T09:00 --limit "4 h" --hours 13:00-17:00/07:30-11:30
says "half a pause" 2 "no pause" $m due --at 2026-11-24T09:00 --limit "5 wd" --pause 2026-11-25T09:00
says "a pause that ends before it begins" 2 "no pause" $m due --at 2026-11-24T09:00 --limit "5 wd" --pause 2026-11-25T09:00/2026-11-24T09:00
many=(); for _ in $(seq 65); do many+=(--pause 2026-11-25T09:00/2026-11-26T09:00); done
says "too many pauses" 2 "too often" $m due --at 2026-11-24T09:00 --limit "5 wd" "${many[@]}"
says "lines and a time" 2 "batch" $m due --batch --at 2026-11-24T09:00
says "no installation there" 1 "$work/nothing" $m due --at 2026-11-24T09:00 --limit "5 wd" --data "$work/nothing"

batch() { # NAME STATUS PATTERN: what stands on stdin
  local status=0 ok=0
  $m due --batch >"$work/out" 2>"$work/err" || status=$?
  [ $status -eq "$2" ] && cat "$work/out" "$work/err" | grep -qE -- "$3" || ok=1
  [ $ok -eq 0 ] || sed 's/^/# /' "$work/out" "$work/err"
  result $ok "$1"
}
batch "a wrong line is named" 2 "line 2: .*x.* is no time" < <(printf '2026-11-24T09:00\t5 wd\nx\n')
batch "the lines before it are answered" 2 "^2026-12-01T17:00:00" < <(printf '2026-11-24T09:00\t5 wd\nx\n')
batch "a sixth field" 2 "line 1: .*five fields" < <(printf '2026-11-24T09:00\t5 wd\t-\t-\t-\tmore\n')
batch "an endless line" 2 "line 1: .*too long" < <(head -c 100000 /dev/zero | tr '\0' 9)
batch "a NUL" 2 "line 1: .*NUL" < <(printf '2026-11-24T09:00\t5 wd\0\n2026-11-24T09:00\t5 wd\n')
batch "a last line without its end" 0 "^2026-12-01T17:00:00" < <(printf '2026-11-24T09:00\t5 wd')
check "no line, no answer" bash -c "[ -z \"\$($m due --batch </dev/null)\" ]"
gives "after all that" 2026-12-01T17:00:00+07:00 --at 2026-11-24T09:00 --limit "5 wd"

seed=${SEED:-20261124}
node tests/scripts/lib/due.mjs 20000 "$seed" "$work/cases" "$work/due"; result $? "a second reckoning of 20,000 random cases (seed $seed)"
$m due --batch <"$work/cases" >"$work/answers"; result $? "they are answered"
check "and agree" bash -c "[ \$(wc -l <'$work/answers') = 20000 ] && ! paste '$work/answers' '$work/due' '$work/cases' | awk -F'\t' '\$1 != \$2' | head -3 | grep ."
check "among them are all units, pauses, cut-offs and the years to 2027" bash -c "
  for what in ' h' ' wd' ' d' ' mo' '^2024' '^2025' '^2026' '^2027' '/20.*/20.*/20' '\t15:00\t'; do
    [ \$(grep -cP -- \"\$what\" '$work/cases') -gt 200 ] || { echo \"\$what\"; exit 1; }; done"

check "an installation" $m init --data "$work/data"
gives "begins with the same calendar" 2026-11-25T17:00:00+07:00 --data "$work/data" --at 2026-11-24T09:00 --limit "1 wd"
sqlite3 "$work/data/motcua.db" "INSERT INTO calendar_day (day, kind, source) VALUES (20261125, 'holiday', 'test')"
gives "and its own days are counted" 2026-11-26T17:00:00+07:00 --data "$work/data" --at 2026-11-24T09:00 --limit "1 wd"
gives "the shipped calendar stays" 2026-11-25T17:00:00+07:00 --at 2026-11-24T09:00 --limit "1 wd"
tap_done
