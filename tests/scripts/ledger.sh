#!/bin/bash
# ledger: a server publishes within a second; Go's own packages for transparency logs read its tiles, accept
# every proof and refuse altered ones; two processes on one database publish one history; killed at any
# moment, it goes on where it was.
cd "$(dirname "$0")/../.." || exit 1
[ -n "${MOTCUA_TEST_PG:-}" ] || exec tests/pg.sh bash "$0"
. tests/scripts/lib/tap.sh
m=${MOTCUA:-build/motcua}
serve=()
end() {
  for p in "${serve[@]}"; do kill "$p" 2>/dev/null; done
  rm -rf "$work"
}
trap end EXIT
export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$work/go GOFLAGS=
go build -o "$work/reader" tests/ledger/reader.go 2>"$work/go.log"; result $? "the reader is built"

field() { node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8"))[process.argv[1]])' "$1"; }
look() { curl -fsS -H 'Accept: application/json' "$1/ledger"; }
size_at() { look "$1" | field size || echo none; }
start() { # NUMBER [OPTIONS]
  local n=$1; shift
  port=$(free_port); url[n]=http://127.0.0.1:$port
  $m serve "$@" --listen "127.0.0.1:$port" 2>"$work/log$n" & serve[n]=$!
  wait_up "${url[n]}"
}
token() {
  curl -fsS "$1/sessions" -H 'Content-Type: application/json' \
    -d '{"account":"citizen","password":"motcua-demo"}' | field token
}
events() { # how many events there are by the database
  if [ "$1" = sqlite ]; then sqlite3 "file:$work/one/motcua.db?mode=ro" 'SELECT COUNT(*) FROM event'
  else psql "$MOTCUA_TEST_PG" -Atc 'SELECT COUNT(*) FROM event'; fi
}
published() { # URL KIND: waits until all events are; tells after how many milliseconds
  local from=$(date +%s%N) all; all=$(events "$2")
  until [ "${all:-0}" -gt 0 ] && [ "$(size_at "$1")" = "$all" ]; do
    [ $(($(date +%s%N) - from)) -gt 5000000000 ] && return 1
    sleep 0.02
  done
  echo $((($(date +%s%N) - from) / 1000000))
}

# --- one process on SQLite ---
$m init --data "$work/one" --demo --dossiers 60 >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
start 0 --data "$work/one"; result $? "serve answers"
ms=$(published "${url[0]}" sqlite); result $? "all events are published"
echo "# after ${ms:-?} ms"
"$work/reader" "$(look "${url[0]}" | field key)" "${url[0]}" >"$work/said" 2>&1; result $? "Go's packages accept it"
sed 's/^/# /' "$work/said"
check "altered proofs were refused" grep -q ' [1-9][0-9]* altered ones refused' "$work/said"
check "its origin says that it is a demonstration" grep -q '^origin motcua/demonstration/' "$work/said"
before=$(size_at "${url[0]}")
kill -9 "${serve[0]}"; wait "${serve[0]}" 2>/dev/null
start 0 --data "$work/one"
check "killed and begun again it is as long" test "$(size_at "${url[0]}")" = "$before"
kill "${serve[0]}"; wait "${serve[0]}"; result $? "serve ends in order"; serve=()
$m verify --data "$work/one" >"$work/said" 2>&1; result $? "verify"
check "verify tells the entries" grep -q "$before entries of the ledger" "$work/said"
tile=$(find "$work/one/ledger/tile/0" -type f | sort | head -1)
printf 'X' | dd of="$tile" bs=1 seek=100 conv=notrunc 2>/dev/null
check "an altered tile is named" bash -c "! $m verify --data $work/one >$work/said 2>&1 && grep -q 'ledger/tile/0/' $work/said"

# --- two processes on PostgreSQL: one publishes, the other follows when it is killed ---
psql "$MOTCUA_TEST_PG" -qc "DROP SCHEMA public CASCADE; CREATE SCHEMA public" 2>/dev/null
at="--data $work/two --database $MOTCUA_TEST_PG"
$m init $at --demo --dossiers 20 >/dev/null 2>&1; result $? "init on PostgreSQL"
start 1 $at; start 2 $at
ms=$(published "${url[2]}" pg); result $? "all events are published, whichever process is asked"
first=$(size_at "${url[1]}")
curl -fsS -o "$work/older" "${url[1]}/ledger/checkpoint"
kill -9 "${serve[1]}"; wait "${serve[1]}" 2>/dev/null; unset 'serve[1]'
who=$(token "${url[2]}")
codes=$(curl -fsS -H "Authorization: Bearer $who" -H 'Accept: application/json' "${url[2]}/dossiers" |
  node -e 'for (const d of JSON.parse(require("fs").readFileSync(0, "utf8")).items) console.log(d.code, d.version)')
asked=0
while read -r code version; do
  curl -fsS -o /dev/null -H "Authorization: Bearer $who" -H 'Content-Type: application/json' -H "If-Match: \"$version\"" \
    -d '{"note":"Khi nào xong?"}' "${url[2]}/dossiers/$code/ask" 2>/dev/null && asked=$((asked + 1))
done <<<"$codes"
check "something happened meanwhile" test "$asked" -gt 0
ms=$(published "${url[2]}" pg); result $? "the other process follows the one that was killed"
check "it grew" test "$(size_at "${url[2]}")" -gt "$first"
"$work/reader" "$(look "${url[2]}" | field key)" "${url[2]}" >"$work/said" 2>&1; result $? "Go's packages accept it, too"
sed 's/^/# /' "$work/said"
for i in "${!serve[@]}"; do kill "${serve[i]}"; wait "${serve[i]}"; result $? "serve $i ends in order"; done
serve=()
$m verify $at >"$work/said" 2>&1; result $? "verify on PostgreSQL"
tap_done
