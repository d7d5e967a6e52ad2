#!/bin/bash
# Runs a command beside an S3-compatible store of its own (tests/s3.mjs), on a free port of this
# machine, empty and in memory.  The command finds its address in MOTCUA_TEST_S3 and the file with
# the key in MOTCUA_TEST_S3_KEY.  Its exit status is handed on; the store ends by its own pid.
#   tests/s3.sh COMMAND...
set -u
[ $# -gt 0 ] || { echo "usage: tests/s3.sh COMMAND..." >&2; exit 2; }
folder=$(mktemp -d /tmp/motcua-s3.XXXXXX) || exit 1
server='' child=''
end() {
  trap '' INT TERM HUP
  [ -n "$child" ] && kill "$child" 2>/dev/null && wait "$child" 2>/dev/null
  [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
secret=$(head -c 18 /dev/urandom | base64)
printf '[default]\naws_access_key_id = motcua-test\naws_secret_access_key = %s\n' "$secret" >"$folder/key"
node "$(dirname "$0")/s3.mjs" motcua-test "$secret" motcua >"$folder/port" 2>"$folder/log" &
server=$!
for _ in $(seq 100); do [ -s "$folder/port" ] && break; kill -0 "$server" 2>/dev/null || break; sleep 0.1; done
[ -s "$folder/port" ] || { tail -20 "$folder/log" >&2; exit 1; }
port=$(cat "$folder/port")

export MOTCUA_TEST_S3="s3://motcua/office?endpoint=http://127.0.0.1:$port" MOTCUA_TEST_S3_KEY=$folder/key
"$@" <&0 &
child=$!
wait "$child"
status=$?
child=
exit "$status"
