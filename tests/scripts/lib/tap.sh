# tap.sh: TAP for shell tests. check NAME COMMAND…; says NAME STATUS PATTERN COMMAND…; tap_done.
number=0 failures=0
result() { # STATUS NAME
  number=$((number + 1))
  if [ "$1" -eq 0 ]; then echo "ok $number - $2"
  else echo "not ok $number - $2"; failures=$((failures + 1)); fi
}
check() { local name=$1 status=0; shift; "$@" >"$work/out" 2>&1 || status=1; [ $status -eq 0 ] || sed 's/^/# /' "$work/out"; result $status "$name"; }
# One clear line on stderr, the exit status, nothing on stdout.
says() {
  local name=$1 wanted=$2 pattern=$3 status=0 ok=0; shift 3
  "$@" >"$work/out" 2>"$work/err" || status=$?
  [ "$status" -eq "$wanted" ] && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -qiE -- "$pattern" "$work/err" && [ ! -s "$work/out" ] || ok=1
  [ $ok -eq 0 ] || { echo "# exit $status, stderr:"; sed 's/^/# /' "$work/err"; }
  result $ok "$name"
}
tap_done() { echo "1..$number"; [ $failures -eq 0 ]; exit; }
work=$(mktemp -d); trap 'rm -rf "$work"; [ -z "${server:-}" ] || kill "$server" 2>/dev/null' EXIT
free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
wait_up() { for _ in $(seq 100); do curl -fsS -o /dev/null "$1/readyz" 2>/dev/null && return 0; sleep 0.1; done; return 1; }
