#!/bin/bash
# mail: letters reach a real mail server, whole and in Vietnamese, over TLS where there must be TLS;
# what cannot be sent is tried again or given up, and doctor says so.
cd "$(dirname "$0")/../.." && . tests/scripts/lib/tap.sh
m=build/asan/motcua data=$work/data letters=$work/letters
smtp=
trap 'rm -rf "$work"; for p in ${server:-} ${smtp:-}; do kill "$p" 2>/dev/null; done' EXIT
at=$(free_port) mail=$(free_port) url=http://127.0.0.1:$at
ask() { # PATH JSON: the status; the reply in $work/reply
  curl -s -o "$work/reply" -w '%{http_code}' -H 'Accept-Language: vi' -H 'Content-Type: application/json' -d "$2" "$url$1"
}
serve() { # OPTION…
  [ -z "${server:-}" ] || { kill "$server"; wait "$server"; }
  $m serve --data "$data" --listen 127.0.0.1:$at "$@" 2>>"$work/log" & server=$!
  wait_up $url
}
post_office() { # MODE…: the mail server
  [ -z "$smtp" ] || { kill "$smtp"; wait "$smtp"; smtp=; }
  [ "$1" = none ] && return
  node tests/scripts/lib/smtp.mjs "$mail" "$letters" "$@" 2>>"$work/smtp.log" & smtp=$!
  for _ in $(seq 100); do (exec 3<>/dev/tcp/127.0.0.1/"$mail") 2>/dev/null && return; sleep 0.1; done
}
arrives() { # ADDRESS: its newest letter in $work/letter, within ten seconds
  for _ in $(seq 100); do
    grep -F "\"to\":[\"$1\"]" "$letters" 2>/dev/null | tail -1 >"$work/letter"
    [ -s "$work/letter" ] && return
    sleep 0.1
  done
  return 1
}
says_letter() { node -e 'const m=JSON.parse(require("fs").readFileSync(process.argv[1]));process.exit(eval(process.argv[2])?0:1)' "$work/letter" "$1"; }
rows() { sqlite3 "$data/motcua.db" "$1"; }
waits_for() { for _ in $(seq 150); do [ "$(rows "$1")" = "$2" ] && return; sleep 0.1; done; rows "$1"; return 1; }
field() { node -e 'console.log(JSON.parse(require("fs").readFileSync(process.argv[1]))[process.argv[2]])' "$work/reply" "$1"; }

check "an installation that is no demonstration" $m init --data "$data"
serve; result $? "it serves without a mail server"
check "the form says that no mail is set up" bash -c "curl -s $url/register | grep -q '\"works\":false'"
check "so does the answer to who asks" [ "$(ask /register '{"mailbox":"an@example.vn"}')" = 503 ]
check "so does doctor" bash -c "$m doctor --data '$data' | grep -q 'mail server.*NOT SET UP'"
says "mail without a sender" 1 "mail-from" $m doctor --data "$data" --mail smtp://127.0.0.1:$mail
says "mail by another protocol" 1 "smtp://" $m doctor --data "$data" --mail https://127.0.0.1 --mail-from a@example.vn
says "a password in the address" 1 "smtp://" $m doctor --data "$data" --mail smtp://u:p@127.0.0.1 --mail-from a@example.vn
printf 'motcua\ngeheim\n' >"$work/login"; chmod 644 "$work/login"
says "a login open to others" 1 "chmod 600" $m doctor --data "$data" --mail smtp://127.0.0.1:$mail --mail-from a@example.vn --mail-login "$work/login"
chmod 600 "$work/login"

from=mot-cua@quangninh.example.vn
post_office clear
serve --mail smtp://127.0.0.1:$mail --mail-from $from; result $? "it serves with a relay on this machine"
check "a code is asked for" [ "$(ask /register '{"mailbox":"An.Nguyen@Example.vn"}')" = 202 ]
id=$(field id)
arrives an.nguyen@example.vn; result $? "a letter arrives"
check "from whom, to whom" says_letter "m.from === '$from' && m.headerTo === 'an.nguyen@example.vn' && m.hello === 'quangninh.example.vn'"
check "in Vietnamese, every letter of it" says_letter "m.subject === 'Mở tài khoản' && m.text.includes('Mã của bạn là ') && m.text.includes('một cửa điện tử') && m.language === 'vi'"
check "as mail has to be" says_letter "m.ascii && !m.bare && m.longest <= 76 && m.auto === 'auto-generated' && m.id.endsWith('@quangninh.example.vn>') && !m.html && !m.attachments && Math.abs(new Date(m.date) - Date.now()) < 60000"
code=$(node -e 'console.log(JSON.parse(require("fs").readFileSync(process.argv[1])).text.match(/\d{8}/)[0])' "$work/letter")
check "its code opens an account" [ "$(ask "/register/$id" "{\"code\":\"$code\",\"name\":\"Nguyễn An\",\"password\":\"năm con mèo\"}")" = 201 ]
check "the text of what went is erased" waits_for "SELECT COUNT(*) FROM mail WHERE sent_at IS NOT NULL AND text IS NULL" 1
check "a known mailbox gets the same answer" [ "$(ask /register '{"mailbox":"an.nguyen@example.vn"}')" = 202 ]
sleep 1; arrives an.nguyen@example.vn
check "and another letter" says_letter "!/\d{8}/.test(m.text) && m.text.includes('Đã có tài khoản')"

ask /register '{"mailbox":"refused@example.vn"}' >"$work/out"
check "a mailbox that is refused is given up at once" waits_for "SELECT attempts FROM mail WHERE dead_at IS NOT NULL AND recipient = 'refused@example.vn'" 1
check "and doctor says why" bash -c "$m doctor --data '$data' --mail smtp://127.0.0.1:$mail --mail-from $from | grep -E 'mail given up.*1, the last: .*550'"
ask /register '{"mailbox":"later@example.vn"}' >"$work/out"
arrives later@example.vn; result $? "what is not taken now is tried again"
check "twice in all" waits_for "SELECT attempts FROM mail WHERE recipient = 'later@example.vn' AND sent_at IS NOT NULL" 2
post_office none
ask /register '{"mailbox":"away@example.vn"}' >"$work/out"
check "while the server is away the letter waits, with the reason" waits_for "SELECT COUNT(*) FROM mail WHERE recipient = 'away@example.vn' AND sent_at IS NULL AND dead_at IS NULL AND error LIKE '%onnect%'" 1
post_office clear
arrives away@example.vn; result $? "and goes when it is back"

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout "$work/key" -out "$work/cert" 2>"$work/out"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout "$work/otherkey" -out "$work/other" 2>"$work/out"
tls() { serve --mail "$1://127.0.0.1:$mail" --mail-from $from --mail-login "$work/login" --mail-ca "$2"; }
for mode in starttls tls; do
  scheme=smtp; [ $mode = tls ] && scheme=smtps
  post_office $mode "$work/key" "$work/cert"
  tls $scheme "$work/cert"; ask /reset "{\"mailbox\":\"$mode@example.vn\"}" >"$work/out"
  arrives $mode@example.vn; result $? "a letter goes by $mode"
  check "encrypted, with the login" says_letter "m.secure && m.user === 'motcua'"
  tls $scheme "$work/other"; ask /reset "{\"mailbox\":\"x$mode@example.vn\"}" >"$work/out"
  check "not to a server that another authority vouches for" waits_for "SELECT COUNT(*) FROM mail WHERE recipient = 'x$mode@example.vn' AND sent_at IS NULL AND error LIKE '%certificate%'" 1
done
post_office clear
tls smtp "$work/cert"; ask /reset '{"mailbox":"clear@example.vn"}' >"$work/out"
check "nor in the clear, where TLS is wanted" waits_for "SELECT COUNT(*) FROM mail WHERE recipient = 'clear@example.vn' AND sent_at IS NULL AND error IS NOT NULL" 1
check "and nothing of it arrived" bash -c "! grep -F clear@example.vn '$letters'"
grep -qE "geheim|$code|an.nguyen" "$work/log"; [ $? -ne 0 ]; result $? "the log holds no password, code or mailbox"
kill "$server"; wait "$server"; result $? "serve ends in order"; server=
tap_done
