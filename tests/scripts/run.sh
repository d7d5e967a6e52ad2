#!/bin/bash
# run: `make run` in a clone of its own: built, made and served; the second time at once, data kept.
cd "$(dirname "$0")/../.." && . tests/scripts/lib/tap.sh
mkdir "$work/clone"
git ls-files -z --cached --others --exclude-standard |
  while IFS= read -r -d '' f; do [ ! -e "$f" ] || cp --parents "$f" "$work/clone/"; done
cd "$work/clone" || exit 1
port=$(free_port)
serve() { # FILE: what it said; sets hundredths, of seconds
  local from; from=$(date +%s%N)
  env -u MAKEFLAGS MOTCUA_LISTEN=127.0.0.1:$port make run >"$1" 2>&1 & server=$!
  for _ in $(seq 6000); do curl -fsS -o /dev/null "http://127.0.0.1:$port/readyz" 2>/dev/null && break; kill -0 "$server" 2>/dev/null || return 1; sleep 0.05; done
  hundredths=$((($(date +%s%N) - from) / 10000000))
}
serve "$work/first"; result $? "make run serves"
[ "$hundredths" -lt 30000 ]; result $? "within five minutes ($((hundredths / 100)) s)"
check "it tells what it does, the address and the people" bash -c "grep -q 'CC ' '$work/first' && grep -q 'http://127.0.0.1:$port' '$work/first' && grep -q 'receptionist.halong' '$work/first' && grep -q 'motcua-demo' '$work/first'"
kept=$(sqlite3 var/motcua.db "SELECT value FROM setting WHERE name = 'instance'")
kill "$server"; wait "$server"
serve "$work/second"; result $? "a second make run serves"
[ "$hundredths" -lt 200 ]; result $? "at once ($hundredths hundredths of a second)"
check "with the data kept" [ "$(sqlite3 var/motcua.db "SELECT value FROM setting WHERE name = 'instance'")" = "$kept" ]
kill "$server"; wait "$server"; server=
tap_done
