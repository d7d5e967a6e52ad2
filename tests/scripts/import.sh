#!/bin/bash
# import: the command on small files; on a server under load; and, where they are, on the real files
# (MOTCUA_REAL_DATA, usual ../shared/data), twice, against the catalogue that the program ships.
cd "$(dirname "$0")/../.." && . tests/scripts/lib/tap.sh
m=${MOTCUA:-build/asan/motcua}
files=tests/data/import
data=$work/data
# A file is refused by these rows alone, `line<TAB>code<TAB>why`; nothing is changed.
refuses() { # NAME ROWS COMMAND...
  local name=$1 rows=$2 status=0 ok=1 then; shift 2
  then=$(state)
  "$@" >"$work/out" 2>"$work/err" || status=$?
  [ "$status" -eq 1 ] && [ "$(cut -f1,2,4 "$work/out")" = "$rows" ] && [ "$(cut -f3 "$work/out" | sort -u)" = refused ] &&
    [ "$(wc -l <"$work/err")" -eq 1 ] && [ "$(state)" = "$then" ] && ok=0
  [ $ok -eq 0 ] || { echo "# exit $status"; sed 's/^/# /' "$work/out" "$work/err"; }
  result $ok "$name"
}
state() { sqlite3 "$data/motcua.db" "SELECT (SELECT COUNT(*) FROM procedure_version), (SELECT COUNT(*) FROM unit), (SELECT COUNT(*) FROM competence), (SELECT COUNT(*) FROM calendar_day), (SELECT value FROM setting WHERE name = 'edition')"; }
tab() { printf '%s\t%s\t%s\n' "$@"; }

says "no words" 2 "catalogue.units.calendar FILE" $m import --data "$data"
says "one word" 2 "catalogue.units.calendar FILE" $m import catalogue --data "$data"
says "another word" 1 "nonsense" $m import nonsense $files/good.jsonl --data "$data"
says "a folder that is none" 1 "data folder" $m import catalogue $files/good.jsonl --data "$work/nothing"
check "init" $m init --data "$data" --demo
says "a file that is none" 1 "nothing" $m import catalogue "$work/nothing" --data "$data"
refuses "wrong encoding" "$(tab 2 '' 'it is not UTF-8.')" $m import catalogue $files/latin1.jsonl --data "$data"
refuses "half a file" "$(tab 2 '' 'the file ends in the middle of it.')" $m import catalogue $files/half.jsonl --data "$data"
refuses "a circle" "$(tab 2 H49.90 'the unit H49.90 is its own ancestor.' 3 H49.91 'the unit H49.91 is its own ancestor.')" $m import units $files/circle.csv --data "$data"
(head -1 $files/good.jsonl; echo '{"code":'; echo '[]'; head -1 $files/good.jsonl; cat $files/level.jsonl; cat $files/number.jsonl; cat $files/latin1.jsonl; cat $files/half.jsonl) >"$work/rows.jsonl"
$m import catalogue "$work/rows.jsonl" --data "$data" >"$work/rows" 2>"$work/err"
check "each row that is refused is told, and how many there are" grep -q "rows.jsonl: $(wc -l <"$work/rows") lines are refused. Nothing was changed" "$work/err"
check "by reason" [ "$(cut -f4 "$work/rows" | sed -E 's/(no JSON): .*/\1/; s/code [0-9.]+/code/' | sort | uniq -c | sed 's/^ *//')" = "1 it is no JSON
1 it is no JSON object.
1 it is not UTF-8.
2 the code stands in an earlier line too.
1 the file ends in the middle of it.
1 the levels are not understood.
1 the number originals of a document is missing or none." ]
yes x | head -1500 >"$work/many.jsonl"
check "a thousand rows are listed, and how many more there are" bash -c "$m import catalogue '$work/many.jsonl' --data '$data' 2>/dev/null | tail -1 | grep -q 'And 500 more lines' && [ \$($m import catalogue '$work/many.jsonl' --data '$data' 2>/dev/null | wc -l) = 1001 ]"
truncate -s 100M "$work/big.jsonl"
says "100 MB" 1 "big.jsonl, line 1: here the file is larger than 32 MiB" $m import catalogue "$work/big.jsonl" --data "$data"
says "units are not compiled" 1 "compile" $m import units $files/country.csv --compile "$work/out"
check "a preview tells what it would do, and the checksum" bash -c "$m import catalogue $files/good.jsonl --data '$data' --preview 2>&1 >/dev/null | grep -qE '4 new, 0 changed, 0 unchanged, 1 kept. Nothing was changed; sha256 [0-9a-f]{64}'"
check "it lists what is new" bash -c "$m import catalogue $files/good.jsonl --data '$data' --preview 2>/dev/null | grep -q 'added.*Cấp giấy phép thử nghiệm'"
refuses "a preview of a bad file" "$(tab 2 H49.90 'the unit H49.90 is its own ancestor.' 3 H49.91 'the unit H49.91 is its own ancestor.')" $m import units $files/circle.csv --data "$data" --preview
says "another file than was previewed" 1 "another checksum" $m import catalogue $files/good.jsonl --data "$data" --sha256 "$(sha256sum <"$files/changed.jsonl" | cut -c1-64)"
check "and nothing was changed" bash -c "[ \$(sqlite3 '$data/motcua.db' 'SELECT COUNT(*) FROM procedure') = 1601 ]"

# --- published while it is read: every page is the old one or the new one, the new one soon ---
port=$(free_port)
page=http://127.0.0.1:$port/procedures/9.000001
$m import catalogue $files/good.jsonl --data "$data" --sha256 "$(sha256sum <$files/good.jsonl | cut -c1-64)" >"$work/report" 2>"$work/sum"; result $? "import of the file that was previewed, beside no server"
check "the report is lines of four columns" bash -c "awk -F'\t' 'NF != 4 {exit 1}' '$work/report'"
check "what was repaired, by reason: notes without counts, absurd counts, cut titles, agencies' spellings" [ "$(cut -f3,4 "$work/report" | grep -oE "^(repaired|dropped|unknown|flagged|kept).(agency.*->|agency|documents: [0-9]+ (of 3 without a count|titles are cut|texts shortened)|documents: originals 20241 read as 1|audience|results|texts: [0-9]+ (put|had)|[a-z_]+)" | sed 's/agency.*->/agency ->/' | sort | uniq -c | sed 's/^ *//' | tr '\t' ' ')" = "1 flagged no_document
1 flagged no_result
1 flagged other_province
1 flagged several_limits
1 flagged title_of_decision
1 kept has
2 repaired agency ->
1 repaired audience
1 repaired documents: 1 of 3 without a count
1 repaired documents: 1 texts shortened
1 repaired documents: 1 titles are cut
1 repaired documents: originals 20241 read as 1
1 repaired results
1 repaired texts: 1 put
1 repaired texts: 2 had
1 unknown agency" ]
check "the sum" grep -q "5 records read, .* 4 new, 0 changed, 0 unchanged, 1 kept" "$work/sum"
$m serve --data "$data" --listen 127.0.0.1:$port 2>"$work/log" & server=$!
wait_up http://127.0.0.1:$port; result $? "serve answers"
mkdir "$work/pages"
for n in 1 2 3; do
  (i=0; while [ ! -e "$work/enough" ]; do
    i=$((i + 1)); curl -fsS -H 'Accept: application/json' -o "$work/pages/$n-$i" $page || touch "$work/broken"
  done) & readers[$n]=$!
done
sleep 0.3
$m import catalogue $files/changed.jsonl --data "$data" >/dev/null 2>&1; result $? "import beside a server under load"
start=$(date +%s%N) late=1
while [ $((($(date +%s%N) - start) / 1000000)) -lt 3000 ]; do
  curl -fsS -H 'Accept: application/json' $page | grep -q 'tên mới' && late=0 && break
done
echo "# the new edition after $((($(date +%s%N) - start) / 1000000)) ms"
result $late "the server shows the new edition by itself"
touch "$work/enough"; wait "${readers[@]}"
check "no reader was refused" test ! -e "$work/broken"
check "no page is torn" node -e '
  const fs = require("fs"), folder = process.argv[1]; let old = 0, fresh = 0;
  for (const f of fs.readdirSync(folder)) {
    const p = JSON.parse(fs.readFileSync(folder + "/" + f, "utf8"));
    if (p.version === 1 && p.name === "Cấp giấy phép thử nghiệm") old++;
    else if (p.version === 2 && p.name.endsWith("tên mới")) fresh++;
    else throw new Error(JSON.stringify(p));
  }
  if (!old || !fresh) throw new Error(old + " old, " + fresh + " new");' "$work/pages"
kill "$server"; wait "$server"; result $? "serve ends in order"
server=

# --- what nobody has mapped ---
check "doctor finds everything mapped" bash -c "$m doctor --data '$data' | grep -q 'unmapped procedures *0'"
sqlite3 "$data/motcua.db" "DELETE FROM competence WHERE field = 'Công chứng'"
check "doctor lists what goes to the Centre" bash -c "$m doctor --data '$data' | grep -q 'to the Centre .* of Công chứng'"

# --- the real files ---
real=${MOTCUA_REAL_DATA:-../shared/data}
if [ ! -e "$real/procedures.jsonl" ] || [ ! -e "$real/units.csv" ]; then
  number=$((number + 1)); echo "ok $number # skip the real files (procedures.jsonl, units.csv) are not in $real, so docs/import-report.md is not compared with them"
  tap_done
fi
count() { sqlite3 "$work/real/motcua.db" "SELECT (SELECT COUNT(*) FROM procedure), (SELECT COUNT(*) FROM procedure_version), (SELECT COUNT(*) FROM unit), (SELECT value FROM setting WHERE name = 'edition')"; }
own=$(ls catalogue/[0-9]*.json | wc -l) # procedures with a file of their own
check "init" $m init --data "$work/real"
before=$(count)
$m import catalogue "$real/procedures.jsonl" --data "$work/real" >"$work/one" 2>"$work/sum"; result $? "all procedures"
check "docs/import-report.md says what this import said" node tests/scripts/lib/import_report.mjs docs/import-report.md "$real/procedures.jsonl" catalogue/procedures.jsonl "$work/one"
check "they are those that the program ships" grep -q "1601 records read.* 0 new, 0 changed, $((1601 - own)) unchanged, $own kept. Nothing was changed" "$work/sum"
check "and nothing is new" [ "$before" = "$(count)" ]
$m import catalogue "$real/procedures.jsonl" --data "$work/real" >"$work/two" 2>/dev/null; result $? "once more"
check "the same report" cmp "$work/one" "$work/two"
$m import units "$real/units.csv" --data "$work/real" >"$work/units" 2>"$work/sum"; result $? "all communes"
kinds() { sqlite3 "$work/real/motcua.db" "SELECT COUNT(*) FROM unit WHERE kind = '$1' AND code LIKE 'VN.%'"; }
told="New 3,300: $(kinds commune | sed 's/...$/,&/') communes and $(kinds province) provinces; 54 of Quảng Ninh are there already under their agency codes"
check "docs/import-report.md says what came of them" bash -c 'tr "\n" " " <docs/import-report.md | grep -qF "$0"' "$told"
check "and the one name that was put right" [ "$(cut -f2-4 "$work/units")" = "$(tab 06325 repaired 'the name begins in lower case')" ]
check "3,267 of other provinces" grep -q "3321 records read.* 3300 new, 0 changed, 54 unchanged" "$work/sum"
after=$(count)
$m import units "$real/units.csv" --data "$work/real" >/dev/null 2>"$work/sum"; result $? "once more"
check "nothing is changed" grep -q "Nothing was changed" "$work/sum"
check "indeed" [ "$after" = "$(count)" ]
check "compile" $m import catalogue "$real/procedures.jsonl" --compile "$work/compiled"
check "the shipped file is what the importer makes" cmp "$work/compiled" catalogue/procedures.jsonl
check "verify" $m verify --data "$work/real"
tap_done
