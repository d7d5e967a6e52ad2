#!/bin/bash
# papers: what is uploaded from outside: good files, bad ones, files cut on their way, viruses; and what is
# said when the helper, the virus scanner or the store of files does not work.
cd "$(dirname "$0")/../.." && . tests/scripts/lib/tap.sh
m=${MOTCUA:-build/asan/motcua}
f=$work/files; mkdir "$f"
convert -size 1200x900 plasma:tan-white "$f/photo.jpg" && convert "$f/photo.jpg" -strip "$f/photo.png" && heif-enc -q 60 "$f/photo.jpg" -o "$f/IMG_0001.HEIC" >/dev/null 2>&1 &&
  convert "$f/photo.jpg" "$f/scan.gif" && node tests/unit/data/bombs.mjs "$f" || { result 1 "the files are made"; tap_done; }
head -c 30000 "$f/photo.jpg" >"$f/cut.jpg"; head -c 9000 "$f/IMG_0001.HEIC" >"$f/cut.heic"; : >"$f/empty.pdf"; head -c 50000 /dev/urandom >"$f/noise.heic"
cp "$f/photo.png" "$f/named.pdf"; printf '%%PDF-1.7\n<html><script>alert(1)</script>\n%%%%EOF\n' >"$f/page.pdf"
(cat "$f/photo.jpg"; printf 'PK\5\6\0\0\0\0\1\0\1\0\0\0\0\0\0\0\0\0\0\0') >"$f/zipped.jpg"
head -c 21000000 /dev/zero | cat "$f/photo.jpg" - >"$f/large.jpg"
# Two photos with the test virus as a comment (ITU T.81 B.2.4.5).
virus() { (head -c 2 "$f/photo.jpg"; printf '\377\376\0\107%sX5O!P%%@AP[4\\PZX54(P^)7CC)7}$%s' "$1" 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'; tail -c +3 "$f/photo.jpg"); }
virus 1 >"$f/virus.jpg"; virus 2 >"$f/another.jpg"
$m init --data "$work/data" --demo >/dev/null 2>&1 || { result 1 "init"; tap_done; }
serve() { # OPTIONS...: sets here, token
  port=$(free_port); here=http://127.0.0.1:$port
  $m serve --data "$work/data" --listen "127.0.0.1:$port" "$@" >/dev/null 2>>"$work/log" & server=$!
  wait_up "$here"
  token=$(curl -fsS "$here/sessions" -H 'Content-Type: application/json' -d '{"account":"citizen","password":"motcua-demo"}' | sed 's/.*"token":"\([^"]*\)".*/\1/')
}
stop() { kill "$server"; wait "$server" 2>/dev/null; server=; }
upload() { curl -sS -o "$work/reply" -w '%{http_code}' -H "Authorization: Bearer $token" -H 'Accept-Language: en' -F "file=@$1" "$here/papers"; }
gives() { # FILE STATUS PATTERN
  local status; status=$(upload "$f/$1")
  [ "$status" = "$2" ] && grep -qE "$3" "$work/reply"; local ok=$?
  [ $ok -eq 0 ] || { echo "# $status"; sed 's/^/# /' "$work/reply"; }
  result $ok "$1 is answered with $2: $3"
}

serve
gives photo.jpg 201 '"media_type":"image/jpeg"'
gives photo.png 201 '"media_type":"image/png"'
gives IMG_0001.HEIC 201 '"name":"IMG_0001.jpg","media_type":"image/jpeg"'
gives named.pdf 201 '"media_type":"image/png"'
gives empty.pdf 422 'The file is empty'
gives cut.jpg 415 'damaged, or only a part'
gives cut.heic 415 'damaged, or only a part'
gives noise.heic 415 'Only whole PDF'
gives scan.gif 415 'Only whole PDF'
gives page.pdf 415 'damaged'
gives zipped.jpg 415 'Something else is hidden'
gives bomb.zip 415 'Only whole PDF'
gives bomb.pdf.zip 415 'Something else is hidden'
gives bomb.png 415 'too many points'
gives huge.jpg 415 'too many points'
gives large.jpg 413 'at most'
head -c 40000 "$f/photo.jpg" >"$work/part"
cut_off() { # a body that ends before it should, and the connection with it
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf 'POST /papers HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nAuthorization: Bearer %s\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n' "$port" "$token" >&3
  for _ in 1 2 3 4 5 6 7 8; do cat "$work/part" >&3; done
  exec 3>&-
}
before=$(sqlite3 "$work/data/motcua.db" "SELECT COUNT(*) FROM paper")
cut_off; cut_off
for _ in $(seq 100); do [ -z "$(ls "$work/data/spool")" ] && break; sleep 0.1; done
check "a file cut on its way leaves no row" [ "$(sqlite3 "$work/data/motcua.db" "SELECT COUNT(*) FROM paper")" = "$before" ]
check "and nothing in the spool" [ -z "$(ls "$work/data/spool")" ]
# Headers alone: the answer comes before any byte of the body that they announce.
answered() { # HEADER...: the status
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  { printf 'POST /papers HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 15000000\r\n' "$port"; printf '%s\r\n' "$@"; printf '\r\n'; } >&3
  timeout 5 head -1 <&3 | cut -d' ' -f2; exec 3>&-
}
check "without a token the body is not read" [ "$(answered 'Accept: application/json')" = 401 ]
check "with a made-up token the body is not read" [ "$(answered 'Authorization: Bearer bWFkZSB1cCBtYWRlIHVwIG1hZGUgdXAgbWFkZSB1cDA')" = 401 ]
check "with a made-up cookie the body is not read" [ "$(answered 'Cookie: motcua=bWFkZSB1cCBtYWRlIHVwIG1hZGUgdXAgbWFkZSB1cDA' "Origin: http://127.0.0.1:$port")" = 401 ]
check "with a token it is waited for" [ -z "$(answered "Authorization: Bearer $token" 'Expect: none' | grep 401)" ]
today=$(TZ=Asia/Ho_Chi_Minh date +%Y%m%d)
full() { sqlite3 "$work/data/motcua.db" "UPDATE upload_day SET bytes = $1 WHERE day = $today"; }
head -c 9000 /dev/urandom >"$f/more.heic"; full $((300 << 20))
gives more.heic 429 'From one account 300 MB of documents are taken in a day'
check "a full day refuses before the body is read" [ "$(answered "Authorization: Bearer $token")" = 429 ]
full 0
check "the helper is killed" pkill -9 -P "$server" motcua-box
gives photo.jpg 201 image/jpeg
gives virus.jpg 201 image/jpeg # nobody looks for it
check "every upload but the refused lies in a file of its own" [ "$(find "$work/data/blobs" -type f | wc -l)" = "$(sqlite3 "$work/data/motcua.db" 'SELECT COUNT(*) FROM paper')" ]
check "doctor says that uploads are read in a sandbox" bash -c "$m doctor --data '$work/data' | grep -E '^uploads +read in a sandbox'"
stop

MOTCUA_BOX=/bin/false serve
gives photo.png 201 image/png # it is here already
gives notes.png 503 'what reads them safely is not working'
check "pages are served all the same" curl -fsS -o /dev/null "$here/procedures"
check "doctor says that uploads are refused" bash -c "MOTCUA_BOX=/bin/false $m doctor --data '$work/data' 2>/dev/null | grep -E '^uploads +REFUSED'"
check "and so did serve, when it began" grep -q 'no uploads' "$work/log"
stop

mkdir "$work/clamd"; printf 'Test:0:*:%s\n' "$(printf EICAR-STANDARD-ANTIVIRUS-TEST-FILE | od -An -tx1 | tr -d ' \n')" >"$work/clamd/test.ndb"
printf 'LocalSocket %s/socket\nDatabaseDirectory %s\nForeground yes\n' "$work/clamd" "$work/clamd" >"$work/clamd.conf"
clamd -c "$work/clamd.conf" >/dev/null 2>&1 & clamd=$!
for _ in $(seq 100); do [ -S "$work/clamd/socket" ] && break; sleep 0.1; done
serve --clamd "$work/clamd/socket"
gives another.jpg 415 'A virus was found'
gives notes.png 201 image/png
kill "$clamd"; wait "$clamd" 2>/dev/null
gives wide.jpg 415 'too many points'
convert -size 30x30 plasma: "$f/other.png"
status=$(curl -sS -o "$work/reply" -D "$work/head" -w '%{http_code}' -H "Authorization: Bearer $token" -F "file=@$f/other.png" "$here/papers")
check "without the scanner: 503, and when to come again" bash -c "[ $status = 503 ] && grep -qi '^retry-after: 60' '$work/head'"
check "doctor says that it does not answer" bash -c "$m doctor --data '$work/data' --clamd '$work/clamd/socket' 2>/dev/null | grep -E '^virus scanner +REFUSED'"
stop
grep -E 'ERROR: |runtime error' "$work/log"; check "nothing broke" [ $? -ne 0 ]
tap_done
