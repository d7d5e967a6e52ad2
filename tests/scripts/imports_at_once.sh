#!/bin/bash
# imports_at_once: two administrators at two serves on one database, and two commands beside them, import at the same
# moment: the second is refused (412) or comes after the first, and nothing is imported by half or twice.
cd "$(dirname "$0")/../.." || exit 1
[ -n "${MOTCUA_TEST_PG:-}" ] || exec tests/pg.sh bash "$0"
. tests/scripts/lib/tap.sh
m=${MOTCUA:-build/motcua}
serve=() port=() token=()
trap 'for p in "${serve[@]}"; do kill "$p" 2>/dev/null; done; rm -rf "$work"' EXIT
psql "$MOTCUA_TEST_PG" -qc "DROP SCHEMA public CASCADE; CREATE SCHEMA public" 2>/dev/null
at="--data $work/data --database $MOTCUA_TEST_PG"
ask() { psql "$MOTCUA_TEST_PG" -Atqc "$1"; }
edition() { ask "SELECT value FROM setting WHERE name = 'edition'"; }
$m init $at --demo >/dev/null 2>&1; result $? "init"
for i in 0 1; do
  port[i]=$(free_port)
  $m serve $at --listen 127.0.0.1:"${port[i]}" 2>"$work/log$i" & serve[i]=$!
  wait_up http://127.0.0.1:"${port[i]}"; result $? "serve $i answers"
  token[i]=$(curl -fsS http://127.0.0.1:"${port[i]}"/sessions -H 'Content-Type: application/json' -d '{"account":"admin","password":"motcua-demo"}' | sed 's/.*"token":"\([^"]*\)".*/\1/')
done
call() { # SERVE ADDRESS OPTIONS...: the reply's body in reply-SERVE, its status on stdout
  local i=$1 to=$2; shift 2
  curl -sS -o "$work/reply-$i" -w '%{http_code}' -H "Authorization: Bearer ${token[i]}" -H 'Accept-Language: en' "$@" "http://127.0.0.1:${port[i]}$to"
}
upload() { # SERVE KIND FILE: its id in id-SERVE
  [ "$(call "$1" "/admin/uploads/$2" -F "file=@$3")" = 201 ] || { cat "$work/reply-$1"; return 1; }
  sed 's/.*"id":"\([^"]*\)".*/\1/' "$work/reply-$1" >"$work/id-$1"
}
apply_both() { # at the same moment; both statuses in `statuses`, sorted
  for i in 0 1; do call $i "/admin/imports/$(cat "$work/id-$i")/apply" -X POST >"$work/status-$i" & waiting[i]=$!; done
  wait "${waiting[@]}"
  statuses=$(cat "$work/status-0" <(echo) "$work/status-1" <(echo) | sort | tr '\n' ' ')
}
waiting=()
one_of_two() { # NAME KIND-0 FILE-0 KIND-1 FILE-1: one is applied, the other told to look again
  local before; before=$(edition)
  upload 0 "$2" "$3" && upload 1 "$4" "$5"; result $? "$1: both are previewed"
  apply_both
  check "$1: one is applied, the other is refused" [ "$statuses" = "200 412 " ]
  check "$1: it is told why" grep -q "Somebody else has changed the installation" "$work"/reply-0 "$work"/reply-1
  check "$1: one edition, one entry of the record" [ "$(edition) $(ask "SELECT COUNT(*) FROM journal WHERE action = 'imported'")" = "$((before + 1)) $((imported += 1))" ]
}
imported=0
files=tests/data/import
day() { printf 'day,kind,source\n%s,holiday,TB 1\n' "$1" >"$work/$1.csv"; echo "$work/$1.csv"; }
unit() { printf 'code,kind,name,name_en,parent,commune,valid_from,valid_to,successor\n%s,department,Sở Thử,Trial,H49,,2026-01-01,,\n%s.01,department,Phòng Thử,Trial,%s,,2026-01-01,,\n' "$1" "$1" "$1" >"$work/$1.csv"; echo "$work/$1.csv"; }

one_of_two "the same catalogue" catalogue $files/good.jsonl catalogue $files/good.jsonl
check "its four procedures are there once" [ "$(ask "SELECT COUNT(*) FROM procedure_version v JOIN procedure p ON p.id = v.procedure_id WHERE p.code LIKE '9.%'")" = 4 ]
one_of_two "two files of units" units "$(unit H49.96)" units "$(unit H49.97)"
check "one of them whole, the other not at all" [ "$(ask "SELECT COUNT(*) FROM unit WHERE code LIKE 'H49.9%'")" = 2 ]
for n in 1 2 3 4 5; do one_of_two "units and calendar, $n" units "$(unit "H49.8$n")" calendar "$(day 2028-05-0$n)"; done
check "units came whole" [ "$(ask "SELECT COUNT(*) % 2 FROM unit WHERE code LIKE 'H49.8%'")" = 0 ]
check "all that was applied is there, and no more" [ "$(ask "SELECT (SELECT COUNT(*) FROM unit WHERE code LIKE 'H49.8%') / 2 + (SELECT COUNT(*) FROM calendar_day WHERE day BETWEEN 20280501 AND 20280505)")" = 5 ]

# --- a way back while another imports ---
before=$(edition)
upload 0 calendar "$(day 2028-06-01)"; result $? "a file is previewed"
call 0 "/admin/imports/$(cat "$work/id-0")/apply" -X POST >"$work/status-0" & one=$!
call 1 /admin/editions/restore -H "If-Match: \"$before\"" -H 'Content-Type: application/json' -d '{"as_of":1,"kind":"calendar"}' >"$work/status-1" & two=$!
wait $one $two
check "one of both is refused" [ "$(cat "$work/status-0" <(echo) "$work/status-1" <(echo) | sort | tr '\n' ' ')" = "200 412 " ]
check "one edition more" [ "$(edition)" = $((before + 1)) ]

# --- two commands: one after the other ---
before=$(edition)
$m import catalogue $files/changed.jsonl $at >/dev/null 2>"$work/sum-0" & one=$!
$m import catalogue $files/changed.jsonl $at >/dev/null 2>"$work/sum-1" & two=$!
wait $one; result $? "one command"
wait $two; result $? "and another"
check "what one brought is nothing new to the other" [ "$(cat "$work"/sum-? | grep -c "1 changed") $(cat "$work"/sum-? | grep -c "Nothing was changed")" = "1 1" ]
check "one edition more, one version more" [ "$(edition) $(ask "SELECT MAX(version) FROM procedure_version v JOIN procedure p ON p.id = v.procedure_id WHERE p.code = '9.000001'")" = "$((before + 1)) 2" ]
check "verify" $m verify $at
for i in 0 1; do kill "${serve[i]}"; wait "${serve[i]}"; result $? "serve $i ends in order"; done
serve=()
tap_done
