#!/bin/bash
# postgresql: two serves on one database and one folder, load through both, and meanwhile their connections
# are cut, the database is stopped, a serve is killed, the database crashes. Nothing acknowledged is lost,
# nothing is doubled, and service comes back by itself. KILLS rounds (default 1).
cd "$(dirname "$0")/../.." || exit 1
[ -n "${MOTCUA_TEST_PG:-}" ] || exec tests/pg.sh bash "$0"
. tests/scripts/lib/tap.sh
m=${MOTCUA:-build/asan/motcua}
KILLS=${KILLS:-1}
pg=$MOTCUA_TEST_PG_PID serve=() port=()
end() {
  trap '' INT TERM
  [ -z "${load:-}" ] || kill "$load" 2>/dev/null
  for p in "${serve[@]}"; do kill "$p" 2>/dev/null; done
  [ "$pg" = "$MOTCUA_TEST_PG_PID" ] || { kill -INT "$pg" && wait "$pg"; } 2>/dev/null
  rm -rf "$work"
}
trap end EXIT

ask() { psql "$MOTCUA_TEST_PG" -qAtX -c "$1"; }
gone() { while kill -0 "$pg" 2>/dev/null; do sleep 0.05; done; }
database() { # again, by a server of one's own
  bash "$MOTCUA_TEST_PG_START" & pg=$!
  for _ in $(seq 300); do ask "SELECT 1" >/dev/null 2>&1 && return; sleep 0.1; done
}
begin() {
  port[$1]=${port[$1]:-$(free_port)}
  $m serve --data "$data" --database "$MOTCUA_TEST_PG" --listen 127.0.0.1:"${port[$1]}" 2>>"$work/log$1" & serve[$1]=$!
  wait_up http://127.0.0.1:"${port[$1]}"
}
ready() { curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:${port[$1]}/readyz"; }

ask "DROP SCHEMA public CASCADE; CREATE SCHEMA public" 2>/dev/null
for i in 1 2; do $m init --data "$work/data$i" --database "$MOTCUA_TEST_PG" --demo >"$work/init$i" 2>&1 & init[i]=$!; done
won=
for i in 1 2; do wait "${init[i]}" && won=$won$i; done
[ "$won" = 1 ] || [ "$won" = 2 ]; result $? "of two that init one database at once, one does"
data=$work/data${won:0:1}
grep -q "holds an installation" "$work/init$((3 - ${won:0:1}))"; result $? "and the other says why it does not"
[ ! -e "$work/data$((3 - ${won:0:1}))" ]; result $? "and leaves nothing"

begin 0; result $? "a serve"
begin 1; result $? "and another on the same folder"
both=http://127.0.0.1:${port[0]},http://127.0.0.1:${port[1]}
: >"$work/acknowledged"
for ((i = 0; i < KILLS; i++)); do
  PATIENT=1 node tests/scripts/lib/load.mjs "$both" "$work/acknowledged" "$work/keys-$i" >"$work/load" 2>&1 & load=$!
  sleep 2
  check "verify, doctor and migrate beside two serves" bash -c "for c in verify doctor migrate; do $m \$c --data '$data' --database '$MOTCUA_TEST_PG' || exit 1; done"
  ask "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'motcua'" >/dev/null
  sleep 1.5
  kill -INT "$pg"; gone
  [ "$(ready 0)" = 503 ] && [ "$(ready 1)" = 503 ]; result $? "without a database nobody is ready"
  database
  wait_up "http://127.0.0.1:${port[0]}" && wait_up "http://127.0.0.1:${port[1]}"; result $? "with it again both are, by themselves"
  sleep 1
  kill -9 "${serve[0]}"; wait "${serve[0]}" 2>/dev/null
  begin 0; result $? "a serve that was killed starts again"
  sleep 1
  kill -QUIT "$pg"; gone; database
  sleep 2
  kill "$load"; wait "$load"; result $? "every client got its answer in the end"
  load=
  grep -qvE '^0 requests' "$work/load"; result $? "and some had to ask again"
  sed 's/^/# /' "$work/load"
  check "everything verifies" bash -c "$m verify --data '$data' --database '$MOTCUA_TEST_PG' | grep 'nothing wrong'"
done
check "all that was acknowledged is there, once" node tests/scripts/lib/oracle.mjs "$both" "$work/acknowledged" "$work"/keys-*
[ "$(ask "SELECT COUNT(*) - COUNT(DISTINCT code) FROM dossier")" = 0 ]; result $? "no code twice"
[ "$(ask "SELECT COUNT(*) FROM dossier")" = "$(ask "SELECT SUM(last) FROM code_counter")" ]; result $? "no code was skipped"
now="CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)"
drawn() { for _ in $(seq 100); do [ "$(ask "SELECT COUNT(*) FROM outbox WHERE done_at IS NULL AND not_before <= $now")" = 0 ] && return; sleep 0.2; done; return 1; }
drawn; result $? "no job waits that could be done now" # what a killed serve had taken waits for its lease to end
[ "$(ask "SELECT COUNT(*) FROM draft")" = "$(ask "SELECT COUNT(*) FROM outbox WHERE kind = 'draft' AND done_at IS NOT NULL")" ]; result $? "each draft was drawn once"
for i in 0 1; do kill "${serve[i]}"; wait "${serve[i]}"; result $? "serve $i ends in order"; done
serve=()
grep -hE "ERROR: |runtime error|wanted .* bytes beyond" "$work"/log[01]; [ $? -ne 0 ]; result $? "the logs hold no crash"
check "everything verifies at the end" bash -c "$m verify --data '$data' --database '$MOTCUA_TEST_PG' | grep 'nothing wrong'"
echo "# $(wc -l <"$work/acknowledged") acknowledgements over $KILLS rounds"
tap_done
