#!/bin/bash
# run.sh: figures beside the bare limits, in one run on one machine:
#   bench NAME OURS LIMIT RATIO UNIT
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d); pids=()
trap 'for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$work"' EXIT
seconds=${BENCH_SECONDS:-5}
export LC_ALL=C.UTF-8

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
wait_up() { for _ in $(seq 100); do curl -fsS -o /dev/null "$1" 2>/dev/null && return; sleep 0.1; done; echo "no answer from $1" >&2; exit 1; }
line() { awk -v n="$1" -v a="$2" -v b="$3" -v u="$4" 'BEGIN {printf "bench %s %.0f %.0f %.2f %s\n", n, a, b, a / b, u}'; }
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

make --no-print-directory -s build/release/bench/bench_filing build/release/bench/bench_search \
  build/release/bench/bare_http
m=build/motcua
$m init --data "$work/data" --demo >/dev/null 2>&1
$m init --data "$work/sql" --demo >/dev/null 2>&1
port=$(free_port)
$m serve --data "$work/data" --listen 127.0.0.1:$port 2>"$work/log" & pids+=($!)
wait_up "http://127.0.0.1:$port/readyz"

# --- a procedure page against libmicrohttpd with the same bytes ---
page=http://127.0.0.1:$port/procedures/1.001193
curl -fsS -H 'Accept: text/html' -H 'Accept-Language: vi' -D "$work/head" -o "$work/body" "$page"
bare=$(free_port)
build/release/bench/bare_http "$bare" "$work/body" "$work/head" & pids+=($!)
wait_up "http://127.0.0.1:$bare/"
load() { wrk -t2 -c64 -d"${seconds}s" -H 'Accept: text/html' -H 'Accept-Language: vi' "$1" | awk '/Requests\/sec/ {print $2}'; }
for _ in 1 2 3; do load "$page" >>"$work/ours"; load "http://127.0.0.1:$bare/" >>"$work/bare"; done
line procedure_page "$(median <"$work/ours")" "$(median <"$work/bare")" requests/s

# --- searches against a bare memmem of the same words in the same titles; the slowest query ---
s="build/release/bench/bench_search"
: >"$work/ours"; : >"$work/bare"
for _ in 1 2 3; do $s ours "$work/sql" 1 >>"$work/ours"; $s memmem "$work/sql" 1 >>"$work/bare"; done
line search "$(median <"$work/ours")" "$(median <"$work/bare")" searches/s
line search_slowest "$($s slowest "$work/sql" 1)" 500 "microseconds (the limit is the goal)"

# --- filings against the same SQL alone in the same trains ---
for clients in 1 16 64; do
  : >"$work/ours"; : >"$work/bare"
  for _ in 1 2 3; do
    build/release/bench/bench_filing ours "$port" "$clients" "$seconds" >>"$work/ours"
    build/release/bench/bench_filing sql "$work/sql" "$clients" "$seconds" >>"$work/bare"
  done
  line "filing_$clients" "$(median <"$work/ours")" "$(median <"$work/bare")" filings/s
done
