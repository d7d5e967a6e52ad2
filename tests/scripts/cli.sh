#!/bin/bash
# cli: Unix manners of the commands: one clear line for each mistake, and nothing harmed by it.
cd "$(dirname "$0")/../.." && . tests/scripts/lib/tap.sh
m=build/asan/motcua
data=$work/data

check "--version" bash -c "$m --version | grep -q 'motcua 0'"
check "--help names every command" bash -c "$m --help | grep -q serve && $m --help | grep -q verify && $m --help | grep -q doctor"
for c in init serve verify migrate doctor; do
  check "$c takes --data, --database and --secret" bash -c "[ \$($m $c --help | grep -cE -- '^ *--(data|database|secret) ') = 3 ]"
done
says "no command" 2 "usage|command" $m
says "an unknown command" 2 "nosuch" $m nosuch
says "an unknown option" 2 "nosuch" $m init --nosuch
says "an option without its value" 2 "data" $m init --data
says "a number that is none" 2 "needs a number.*many" $m init --data "$work/x" --demo --dossiers many
says "an option of another command" 2 "no option --listen here" $m verify --data "$work/x" --listen 127.0.0.1:1
says "a word too many" 2 "extra" $m init --data "$work/x" extra
says "dossiers without a demonstration" 1 "needs --demo" $m init --data "$work/x" --dossiers 3
check "and nothing was made" [ ! -e "$work/x" ]
says "serve without a folder" 1 "$work/nothing" $m serve --data "$work/nothing"
says "verify without a folder" 1 "$work/nothing" $m verify --data "$work/nothing"

check "init makes a demonstration" $m init --data "$data" --demo
check "the secret is for its owner alone" bash -c "[ \$(stat -c %a '$data.secret') = 600 ] && [ \$(stat -c %a '$data') = 700 ]"
says "init on a folder in use" 1 "not empty" $m init --data "$data" --demo
check "verify finds nothing wrong" bash -c "$m verify --data '$data' | grep -q 'nothing wrong'"
check "doctor has something to say" bash -c "$m doctor --data '$data' | grep -qi sqlite"
check "migrate has nothing to do" $m migrate --data "$data" --secret "$data.secret"
check "doctor tells lowered costs" bash -c "$m doctor --data '$data' | grep -q LOWERED"
check "init without a demonstration" $m init --data "$work/real"
check "its keys cost what they must" bash -c "$m doctor --data '$work/real' | grep '600000 rounds' | grep -v LOWERED"
check "init made the key of the Centre for proofs of filing" bash -c "$m doctor --data '$work/real' | grep -qE 'keys of the Centre for proofs of filing +1$'"
says "admin without an account" 2 "ACCOUNT" $m admin create --data "$work/real"
says "an action that is none" 1 "no action" $m admin crown quan.tri --data "$work/real"
says "an account that is none" 1 "no such officer" $m admin show quan.tri --data "$work/real"
check "the first account tells its password" bash -c "$m admin create quan.tri --name 'Mai Anh Đào' --data '$work/real' | grep -qE '([0-9a-z]{4}-){3}[0-9a-z]{4}'"
says "the same account again" 1 "exists already" $m admin create quan.tri --name X --data "$work/real"
says "a role in no unit" 1 "no such unit" $m admin give quan.tri --role admin --unit H00 --data "$work/real"
check "and becomes administrator" $m admin give quan.tri --role admin --unit H49 --data "$work/real"
check "which show tells" bash -c "$m admin show quan.tri --data '$work/real' | grep -q 'role *admin H49'"
check "the role ends" $m admin end quan.tri --role admin --unit H49 --data "$work/real"
check "and the record of it is whole" bash -c "$m verify --data '$work/real' | grep -q 'nothing wrong'"
other=$m as_other=()
if [ "$(id -u)" = 0 ]; then # root reads everything
  mkdir "$work/../${work##*/}.open"; cp $m "$work/../${work##*/}.open/motcua"
  other=$work/../${work##*/}.open/motcua as_other=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
chmod 000 "$work/real"
says "serve on a folder that it may not read" 1 "cannot be (read|opened).*denied" "${as_other[@]}" "$other" serve --data "$work/real" --secret "$work/real.secret"
chmod 700 "$work/real"; [ "$other" = "$m" ] || rm -r "${other%/motcua}"

mv "$data.secret" "$work/kept"
says "serve without its secret" 1 "secret" $m serve --data "$data"
check "a secret in another place" $m verify --data "$data" --secret "$work/kept"
head -c 20 "$work/kept" >"$data.secret"; chmod 600 "$data.secret"
says "a broken secret" 1 "secret" $m serve --data "$data"
cp "$work/kept" "$data.secret"; chmod 644 "$data.secret"
says "a secret open to others" 1 "secret" $m serve --data "$data"
chmod 600 "$data.secret"

says "a listen address beyond this machine" 1 "demonstration" $m serve --data "$data" --listen 0.0.0.0:0
says "a public URL" 1 "demonstration" $m serve --data "$data" --listen 127.0.0.1:0 --public-url https://motcua.example
says "a listen address that is none" 1 "nonsense" $m serve --data "$data" --listen nonsense

port=$(free_port)
$m serve --data "$data" --listen 127.0.0.1:$port 2>"$work/log" & server=$!
wait_up http://127.0.0.1:$port; result $? "serve answers"
says "a busy port" 1 "$port" $m serve --data "$work/real" --listen 127.0.0.1:$port
says "a second serve on one folder" 1 "$data already" $m serve --data "$data" --listen 127.0.0.1:0
says "migrate while it is served" 1 "$data already" $m migrate --data "$data"
check "verify beside serve" bash -c "$m verify --data '$data' | grep -q 'nothing wrong'"
check "doctor beside serve" $m doctor --data "$data"
check "healthz" curl -fsS http://127.0.0.1:$port/healthz
check "metrics for this machine" bash -c "curl -fsS http://127.0.0.1:$port/metrics | grep -q motcua_http_requests_total"
check "another host is not answered for" bash -c "[ \$(curl -s -o /dev/null -w '%{http_code}' -H 'Host: elsewhere.example' http://127.0.0.1:$port/) = 421 ]"
check "a demonstration is not forwarded to" bash -c "[ \$(curl -s -o /dev/null -w '%{http_code}' -H 'X-Forwarded-For: 203.0.113.5' http://127.0.0.1:$port/) = 403 ]"
kill "$server"; wait "$server"; result $? "serve ends in order"
server=
grep -qiE "123456|motcua-demo" "$work/log"; [ $? -ne 0 ]; result $? "the log holds no secret"

sqlite3 "$data/motcua.db" "INSERT INTO schema_migration (number, name, sha256, at) SELECT 9999, '9999_future.sql', sha256, at FROM schema_migration LIMIT 1"
says "a database newer than the program" 1 "newer" $m serve --data "$data"
says "migrate on a newer database" 1 "newer" $m migrate --data "$data"
check "and it is as it was" bash -c "[ \$(sqlite3 '$data/motcua.db' 'SELECT MAX(number) FROM schema_migration') = 9999 ]"

check "init with dossiers" $m init --data "$work/many" --demo --dossiers 25
port=$(free_port)
$m serve --data "$work/many" --listen 0.0.0.0:$port --allow-demo-exposure 2>>"$work/log" & server=$!
wait_up http://127.0.0.1:$port; result $? "a demonstration serves others when a flag names the risk"
check "even then it is not forwarded to" bash -c "[ \$(curl -s -o /dev/null -w '%{http_code}' -H 'Forwarded: for=203.0.113.5' http://127.0.0.1:$port/) = 403 ]"
token=$(curl -fsS http://127.0.0.1:$port/sessions -H 'Content-Type: application/json' -d '{"account":"sealer.halong","password":"motcua-demo"}' | sed 's/.*"token":"\([^"]*\)".*/\1/')
code=$(sqlite3 "$work/many/motcua.db" "SELECT d.code FROM dossier d JOIN unit u ON u.id = d.unit_id WHERE u.code = 'H49.31' LIMIT 1")
curl -fsS -o "$work/looked" -H "Authorization: Bearer $token" http://127.0.0.1:$port/dossiers/$code; sleep 1.2
check "a look is noted within a second" bash -c "[ \$(sqlite3 '$work/many/motcua.db' 'SELECT COUNT(*) FROM access_note') = 1 ]"
kill "$server"; wait "$server"; server=
check "init with a pattern of codes" $m init --data "$work/pattern" --demo --dossiers 1 --code-pattern '{yyyymmdd}.{agency}.{seq:5}'
check "codes follow it" bash -c "sqlite3 '$work/pattern/motcua.db' 'SELECT code FROM dossier' | grep -E '^20[0-9]{6}\.H49\.[0-9]+\.00001$'"
says "a pattern without the day" 1 "code_pattern" $m init --data "$work/undated" --code-pattern '{agency}-{seq:4}'
check "and nothing is left of it" bash -c "[ ! -e '$work/undated' ] && [ ! -e '$work/undated.secret' ]"
check "and they verify" bash -c "$m verify --data '$work/many' | grep -q '25 dossiers.*nothing wrong'"
mkdir "$work/file"; : >"$work/plain"
says "init where a file is" 1 "plain" $m init --data "$work/plain/data"
check "a failed init leaves nothing" bash -c "[ ! -e '$work/plain/data' ] && [ ! -e '$work/plain/data.secret' ]"
check "make install" make --no-print-directory install DESTDIR="$work/root"
check "what was installed runs" "$work/root/usr/bin/motcua" --version
tap_done
