#!/bin/bash
# schema: `motcua schema` from outside: exit status, lines, and what is too much for it.
cd "$(dirname "$0")/../.." && . tests/scripts/lib/tap.sh
m=build/asan/motcua

cat >"$work/form" <<'J'
{"type":"object","required":["name","id"],"additionalProperties":false,
 "properties":{"name":{"type":"string","minLength":1,"cites":"Law 1 art. 2"},"id":{"format":"personal-id"},
               "tags":{"type":"array","items":{"pattern":"^[a-z]+$"}}}}
J
exits() { # NAME STATUS LINES DOCUMENT [OPTION…]: exit status and what stands on stdout
  local name=$1 wanted=$2 lines=$3 document=$4 status=0 ok=0; shift 4
  printf '%s' "$document" | $m schema "$work/form" "$@" >"$work/out" 2>"$work/err" || status=$?
  [ $status -eq "$wanted" ] && [ "$(cat "$work/out")" = "$lines" ] || ok=1
  [ $ok -eq 0 ] || { echo "# exit $status"; sed 's/^/# /' "$work/out" "$work/err"; }
  result $ok "$name"
}
exits "what fits says nothing" 0 "" '{"name":"An","id":"x"}'
exits "each fault is a line, with its place and clause" 1 \
  $'x\tThe form has no such field.\t\nname\tPlease fill this in.\tLaw 1 art. 2\nid\tPlease fill this in.\t\ntags.1\tThis is not written in the form that is asked for.\t' \
  '{"name":"","tags":["a","B"],"x":1}'
exits "no JSON" 2 "" '{"name":'
exits "an empty document" 2 "" ''
check "formats are asserted when asked" bash -c "echo '{\"name\":\"An\",\"id\":\"x\"}' | $m schema '$work/form' | cmp - /dev/null && ! $m schema '$work/form' --formats <<<'{\"name\":\"An\",\"id\":\"x\"}'"
says "no schema" 2 "needs SCHEMA" $m schema
says "a schema that is not there" 2 "nosuch.*No such file" $m schema "$work/nosuch"
echo '{"type":"object"' >"$work/broken"; says "a schema that is no JSON" 2 "line 2" $m schema "$work/broken"
echo '{"properties":{"a":{"minLength":-1}}}' >"$work/wrong"; says "a wrong keyword, with its place" 2 "/properties/a/minLength" $m schema "$work/wrong"
echo '{"pattern":"(?=a)"}' >"$work/wrong"; says "a pattern that looks ahead" 2 "/pattern.*character 3" $m schema "$work/wrong"
echo '{"$ref":"https://example.org/other.json"}' >"$work/wrong"; says "a reference elsewhere" 2 "leads nowhere" $m schema "$work/wrong"
echo '{"allOf":[{"$ref":"#"}]}' >"$work/wrong"; says "a circle" 2 "leads back to itself" $m schema "$work/wrong"

batch() { # NAME LINES INPUT
  printf '%s' "$3" | $m schema --batch >"$work/out" 2>"$work/err"
  [ "$(tr '\n' ' ' <"$work/out")" = "$2" ]; result $? "$1"
}
batch "lines, the schema of the line before" "true false true " $'{"schema":{"type":"integer"},"data":1}\n{"data":"x"}\n{"schema":true,"data":null}\n'
batch "resources beside the schema" "false true " $'{"schema":{"$ref":"http://e/x"},"resources":{"http://e/x":{"type":"null"}},"data":1}\n{"data":null}\n'
check "a line that is none is answered, and the rest too" bash -c "printf 'x\n{\"schema\":true,\"data\":1}\n' | $m schema --batch >'$work/lines'; [ \$? = 2 ] && grep -q '^error: ' '$work/lines' && grep -q '^true' '$work/lines'"

# What is meant to be too much: each is answered within seconds, by a verdict or one clear line.
hostile() { # NAME STATUS: schema and document are files
  local status=0; timeout 20 $m schema "$work/schema" <"$work/document" >"$work/out" 2>"$work/err" || status=$?
  [ $status -eq "$2" ]; result $? "$1 (exit $status)"
}
node -e 'console.log("[".repeat(100000))' >"$work/document"; echo true >"$work/schema"; hostile "100,000 lists deep" 2
node -e 'console.log("[".repeat(60) + "]".repeat(60))' >"$work/document"; echo '{"items":{"$ref":"#"}}' >"$work/schema"; hostile "60 lists deep by a schema that goes along" 0
echo 1 >"$work/document"; echo '{"$ref":"#"}' >"$work/schema"; hostile "a schema that refers to itself" 2
echo '{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}' >"$work/schema"; hostile "two schemas that refer to each other" 2
node -e 'const p={}; for (let i=0;i<10000;i++) p["f"+i]={type:"string",maxLength:9}; console.log(JSON.stringify({properties:p,required:Object.keys(p),additionalProperties:false}))' >"$work/schema"
node -e 'const d={}; for (let i=9999;i>=0;i--) d["f"+i]="x"; console.log(JSON.stringify(d))' >"$work/document"; hostile "10,000 fields" 0
echo '{}' >"$work/document"; hostile "10,000 fields, none filled in" 1; [ "$(wc -l <"$work/out")" = 100 ]; result $? "a hundred of the faults are told"
echo '{"pattern":"^(([a-z]+)+)+$"}' >"$work/schema"; node -e 'console.log(JSON.stringify("a".repeat(1000000)+"!"))' >"$work/document"; hostile "an exploding pattern over a million letters" 1
echo '{"pattern":"^(.*a){200}\\b"}' >"$work/schema"; hostile "a heavy pattern over a million letters gives up" 1
node -e 'const d={}; for (let i=0;i<2000;i++) d["x"+i]={anyOf:Array(3).fill({$ref:"#/$defs/x"+(i+1)})}; d.x2000={type:"string"}; console.log(JSON.stringify({$ref:"#/$defs/x0",$defs:d}))' >"$work/schema"; echo 1 >"$work/document"; hostile "three to the 2,000th ways" 1
node -e 'console.log(JSON.stringify({allOf:Array(10000).fill({uniqueItems:true})}))' >"$work/schema"; node -e 'console.log(JSON.stringify(Array.from({length:20000},(_, i)=>i)))' >"$work/document"; hostile "20,000 entries compared 10,000 times" 1
node -e 'console.log(JSON.stringify({$defs:Object.fromEntries(Array.from({length:20000},(_, i)=>["d"+i,{$ref:"#/$defs/d"+(i+1)}])),$ref:"#/$defs/d0"}).replace("d20000","d19999x"))' >"$work/schema"; hostile "a long chain of references that ends nowhere" 2
node -e 'console.log(JSON.stringify({allOf:Array.from({length:5000},(_, i)=>({pattern:"^(a{1,900}|"+i+")$"}))}))' >"$work/schema"; hostile "5,000 large patterns" 2
tap_done
