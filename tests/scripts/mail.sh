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
ask /register '{"mailbox":"busy@example.vn"}' >"$work/out"
arrives busy@example.vn; result $? "so is what the server puts off after the text"
ask /register '{"mailbox":"spam@example.vn"}' >"$work/out"
check "what it refuses for good after the text is a dead letter at once" waits_for "SELECT attempts || kind FROM mail WHERE dead_at IS NOT NULL AND text IS NULL AND recipient = 'spam@example.vn' AND error LIKE '%554%'" 1code
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

# Notices, in a demonstration with a real mail server.
data=$work/demo
$m init --demo --data "$data" >"$work/out" 2>&1; result $? "a demonstration"
serve --mail smtp://127.0.0.1:$mail --mail-from $from --public-url http://localhost:$at
token() { curl -s -H 'Content-Type: application/json' -H 'Accept-Language: vi' -d "{\"account\":\"$1\",\"password\":\"motcua-demo\"}" $url/sessions | node -pe 'JSON.parse(require("fs").readFileSync(0)).token'; }
with() { curl -s -H "Authorization: Bearer $1" -H 'Accept: application/json' "${@:2}"; }
file() { # a birth by the citizen; its code
  local paper
  paper=$(with "$citizen" -F file=@tests/data/birth-certificate.jpg $url/papers | node -pe 'JSON.parse(require("fs").readFileSync(0)).id')
  node -e 'console.log(JSON.stringify({procedure:"1.001193",channel:"online",fields:JSON.parse(require("fs").readFileSync("tests/data/birth.json")),papers:{birth_certificate:[process.argv[1]]}}))' "$paper" >"$work/filing"
  with "$citizen" -H 'Content-Type: application/json' -d @"$work/filing" $url/dossiers | node -pe 'JSON.parse(require("fs").readFileSync(0)).code'
}
hour_passes() { rows "UPDATE digest SET last_at = 0, next_at = CASE WHEN next_at IS NULL THEN NULL ELSE 0 END"; }
to_citizen() { grep -cF '"to":["citizen@example.vn"]' "$letters"; }
citizen=$(token citizen) admin=$(token admin)
one=$(file)
arrives citizen@example.vn; result $? "the first notice goes at once"
check "with its number, what to do, and a link" says_letter "m.subject.includes('$one') && m.text.includes('Bạn không phải làm gì') === false && m.text.includes('Lúc này bạn không phải làm gì.') && m.text.includes('http://localhost:$at/dossiers/$one')"
check "and nobody's name" says_letter "!/Minh An|Nguyễn|022192004318/.test(m.text + m.subject)"
two=$(file) three=$(file)
sleep 2; check "what comes within the hour gathers" [ "$(to_citizen)" = 1 ]
hour_passes; sleep 2
arrives citizen@example.vn; check "and goes in one letter when it is over" says_letter "m.subject === '2 thông báo' && m.text.includes('$two') && m.text.includes('$three')"
check "one letter, not two" [ "$(to_citizen)" = 2 ]

post_office none; file >"$work/out"; hour_passes
check "while the server is away the letter waits" waits_for "SELECT COUNT(*) FROM mail WHERE kind = 'notice' AND sent_at IS NULL AND dead_at IS NULL AND error LIKE '%onnect%'" 1
rows "UPDATE mail SET attempts = 35, not_before = 0 WHERE kind = 'notice' AND sent_at IS NULL"
check "and after the last try it is a dead letter, with its text" waits_for "SELECT COUNT(*) FROM mail WHERE kind = 'notice' AND dead_at IS NOT NULL AND text IS NOT NULL" 1
with "$admin" $url/admin/letters >"$work/reply"
check "an administrator sees the mailbox, the kind and why, not the text" node -e 'const [m] = JSON.parse(require("fs").readFileSync(process.argv[1])).items; process.exit(m.to === "citizen@example.vn" && m.kind === "notice" && /onnect/.test(m.error) && !("text" in m) ? 0 : 1)' "$work/reply"
dead=$(node -pe 'JSON.parse(require("fs").readFileSync(process.argv[1])).items[0].id' "$work/reply")
post_office clear
check "has it sent again" [ "$(with "$admin" -o "$work/out" -w '%{http_code}' -X POST $url/admin/letters/"$dead"/retry)" = 204 ]
check "and it arrives" waits_for "SELECT COUNT(*) FROM mail WHERE kind = 'notice' AND sent_at IS NULL" 0
check "three letters by now" [ "$(to_citizen)" = 3 ]
check "which the record of administration tells" [ "$(rows "SELECT COUNT(*) FROM journal WHERE kind = 'letter' AND action = 'retried'")" = 1 ]

# Killed while the mail server holds its answer: nothing is lost, and it goes twice at worst.
post_office none; HOLD=1 post_office clear
file >"$work/out"; hour_passes
for _ in $(seq 60); do [ "$(to_citizen)" = 4 ] && break; sleep 0.1; done
kill -9 "$server"; wait "$server" 2>/dev/null
check "a letter that was under way is not noted as sent" [ "$(rows "SELECT COUNT(*) FROM mail WHERE kind = 'notice' AND sent_at IS NULL AND dead_at IS NULL")" = 1 ]
post_office none; post_office clear
rows "UPDATE mail SET not_before = 0 WHERE sent_at IS NULL" # its lease, which would run out in three minutes
serve --mail smtp://127.0.0.1:$mail --mail-from $from
check "the next process sends it" waits_for "SELECT COUNT(*) FROM mail WHERE kind = 'notice' AND sent_at IS NULL" 0
check "twice at worst, under one Message-ID" [ "$(grep -F '"to":["citizen@example.vn"]' "$letters" | tail -2 | grep -o '"id":"<[^"]*' | sort -u | wc -l)" = 1 ]
kill "$server"; wait "$server"; result $? "serve ends in order, with notices"; server=
tap_done
