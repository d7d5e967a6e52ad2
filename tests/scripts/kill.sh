#!/bin/bash
# kill: SIGKILL under load loses nothing that was acknowledged and doubles nothing. KILLS (default 3)
# times, SEED (default 1); `make soak` runs many.
cd "$(dirname "$0")/../.." && . tests/scripts/lib/tap.sh
m=${MOTCUA:-build/asan/motcua}
KILLS=${KILLS:-3} SEED=${SEED:-1}
$m init --data "$work/data" --demo >/dev/null 2>&1 || { result 1 "init"; tap_done; }
: >"$work/acknowledged"
for ((i = 0; i < KILLS; i++)); do
  port=$(free_port)
  $m serve --data "$work/data" --listen 127.0.0.1:$port 2>>"$work/log" & server=$!
  wait_up http://127.0.0.1:$port || { result 1 "serve comes up after kill $i"; break; }
  node tests/scripts/lib/load.mjs http://127.0.0.1:$port "$work/acknowledged" "$work/data-keys-$i" & load=$!
  RANDOM=$((SEED * 1000 + i)); sleep "$((1 + RANDOM % 2)).$((RANDOM % 1000))"
  kill -9 "$server"; wait "$server" 2>/dev/null; server=
  wait "$load" || true
  check "after kill $((i + 1)) everything verifies" bash -c "$m verify --data '$work/data' | grep 'nothing wrong'"
done
port=$(free_port)
$m serve --data "$work/data" --listen 127.0.0.1:$port 2>>"$work/log" & server=$!
wait_up http://127.0.0.1:$port
check "all that was acknowledged is there, once" node tests/scripts/lib/oracle.mjs http://127.0.0.1:$port "$work/acknowledged" "$work"/data-keys-*
echo "# $(wc -l <"$work/acknowledged") acknowledgements over $KILLS kills"
tap_done
