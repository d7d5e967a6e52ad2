#!/bin/bash
# Runs a command beside a PostgreSQL of its own: a temporary cluster (collation C, UTF-8, fsync
# on) that listens on a Unix socket in a temporary folder alone.  The command finds it in
# MOTCUA_TEST_PG; it may end the server MOTCUA_TEST_PG_PID and begin another of its own by the script
# MOTCUA_TEST_PG_START.  Its exit status is handed on.  However this ends, the server ends by its own pid
# and the folder goes.
#   tests/pg.sh COMMAND...
set -u
[ $# -gt 0 ] || { echo "usage: tests/pg.sh COMMAND..." >&2; exit 2; }

bin=
for d in /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null)"; do
  [ -x "$d/postgres" ] && [ -x "$d/initdb" ] && bin=$d
done
[ -n "$bin" ] || { echo "tests/pg.sh: postgresql-15 is not installed" >&2; exit 1; }

# The server refuses to run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  as=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups)
fi

folder=$(mktemp -d /tmp/motcua-pg.XXXXXX) || exit 1
server='' child=''
end() {
  trap '' INT TERM HUP
  [ -n "$child" ] && kill "$child" 2>/dev/null && wait "$child" 2>/dev/null
  if [ -n "$server" ] && kill -INT "$server" 2>/dev/null; then
    wait "$server" 2>/dev/null
  fi
  rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
[ ${#as[@]} -eq 0 ] || chown "$user" "$folder"

cd "$folder" || exit 1
"${as[@]}" "$bin/initdb" -D "$folder/data" -U motcua -A trust --locale=C --encoding=UTF8 --no-sync \
  >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
start=("${as[@]}" "$bin/postgres" -D "$folder/data" -k "$folder" -c listen_addresses=
  -c unix_socket_permissions=0700 -c max_connections=200)
echo "exec ${start[*]} >>$folder/log 2>&1" >"$folder/start"
"${start[@]}" >>"$folder/log" 2>&1 &
server=$!
ready=
for _ in $(seq 300); do
  kill -0 "$server" 2>/dev/null || break
  "$bin/pg_isready" -q -h "$folder" -U motcua && { ready=1; break; }
  sleep 0.1
done
[ -n "$ready" ] && "$bin/createdb" -h "$folder" -U motcua motcua ||
  { tail -20 "$folder/log" >&2; echo "tests/pg.sh: PostgreSQL did not start" >&2; exit 1; }
cd "$OLDPWD" || exit 1

export MOTCUA_TEST_PG="postgresql:///motcua?host=$folder&user=motcua"
export MOTCUA_TEST_PG_PID=$server MOTCUA_TEST_PG_START=$folder/start
"$@" <&0 &
child=$!
wait "$child"
status=$?
child=
exit "$status"
