#!/bin/bash
# gen_html: what the template generator refuses, each with file, line and reason.
cd "$(dirname "$0")/../.." && . tests/scripts/lib/tap.sh
make -s build/tools/gen_html || exit 1
dir=$work
cat >"$dir/views.view" <<'END'
view one {
  name: text
  n: int
  at: time
  word: msgid
  markup: html
  other: two?
  items: two[]
  data: bytes
  wire: text json
}
view two {
  href: text
}
END

# Generates from the given views and templates, which must fail with this text.
refuses() { # TEXT VIEWS TEMPLATE...
  local text=$1 views=$2 ok=0; shift 2
  if build/tools/gen_html --views "$views" --out "$dir" "$@" >"$dir/log" 2>&1; then ok=1; fi
  grep -qF -- "$text" "$dir/log" || ok=1
  [ $ok -eq 0 ] || sed 's/^/# /' "$dir/log"
  result $ok "refused: $text"
}
refused() { # LINE: MESSAGE, and all of a page but its first line
  printf '{{view one}}\n%s\n' "$2" >"$dir/p.html"
  refuses "p.html:$1" "$dir/views.view" "$dir/p.html"
}
view_refused() { # LINE: MESSAGE, and the fields of a view
  printf 'view a {\n%s\n}\n' "$2" >"$dir/bad.view"
  refuses "bad.view:$1" "$dir/bad.view"
}

refused '2: one has no field nam' '<p>{{v.nam}}</p>'
refused '2: nothing is called x here' '<p>{{x.name}}</p>'
refused '3: nothing is called i here' $'{{for i in v.items}}<p>{{i.href}}</p>{{end}}\n{{i.href}}'
refused '2: v_0->other may be nothing: use {{with' '{{v.other.href}}'
refused '2: wire is for JSON alone' '{{v.wire}}'
refused '2: v_0->data is not a value' '{{v.data}}'
refused '2: v_0->items is not a value' '{{v.items}}'
refused '2: markup inside an attribute' '<p title="{{v.markup}}"></p>'
refused '2: {{...}} in a tag stands in a quoted value' '<p {{v.name}}></p>'
refused '2: a stray <' '<p>a</p><{{v.name}}>'
refused '2: quote the attribute value' '<p class={{v.name}}></p>'
refused '2: quote the attribute value' '<p class=a></p>'
refused '2: a blank is missing before the attribute' '<p a="b"c="d"></p>'
refused '2: a blank is missing before the attribute' '<p a="b"{{if v.n}}c{{end}}></p>'
refused '2: <script> is refused' '<script src="/a.js"></script>'
refused '2: a <script> holds nothing' '<script src="/assets/a.js">x()</script>'
refused '2: <style> is refused' '<style>p{}</style>'
refused '2: style= is refused' '<p style="color:red"></p>'
refused '2: onclick= is refused' '<p onclick="x()"></p>'
refused '2: ONclick= is refused' '<p ONclick="x()"></p>'
refused '2: write tags in small letters' '<pRE></pRE>'
refused '2: a stray <' '<p>1 < 2</p>'
refused '2: <p> is not closed' $'<p>\n'
refused '3: </p> while <b> of line 3 is open' $'<p>\n<b></p>'
refused '2: </p> without <p> in the same block' '</p>'
refused '2: {{end}} before </p>' '{{if v.n}}<p>{{end}}</p>'
refused '2: </p> without <p> in the same block' '<p>{{if v.n}}</p>{{end}}'
refused '2: {{else}} before </p>' '{{if v.n}}<p>{{else}}</p>{{end}}'
refused '2: the tag ends inside a block' '<p {{if v.n}}></p><b {{end}}></b>'
refused '2: the value ends inside a block' '<p a="{{if v.n}}" b="{{end}}"></p>'
refused '2: <p/> does not close itself' '<p/>'
refused '2: this block has no {{end}}' '{{if v.n}}'
refused '2: {{end}} without a beginning' '{{end}}'
refused '2: {{else}} does not belong here' '{{if v.n}}{{else}}{{else}}{{end}}'
refused '2: v_0->name cannot be compared' '{{if v.name == 3}}{{end}}'
refused '2: v_0->n cannot be compared' '{{if v.n == "3"}}{{end}}'
refused '2: "also" is not understood here' '{{if v.n also v.n}}{{end}}'
refused '2: v_0 is always there' '{{if v}}{{end}}'
refused '2: for goes through a list' '{{for x in v.name}}{{end}}'
refused '2: with takes a view that may be nothing' '{{with x = v.name}}{{end}}'
refused '2: that name is taken here' '{{for v in v.items}}{{end}}'
refused '2: the text has other arguments' '{{t "At {0} {1}" v.at}}'
refused '2: the text has other arguments' '{{t "At" v.at}}'
refused '2: t takes a text in quotes or a msgid' '{{t v.name}}'
refused '2: there is no piece x' '{{> x v}}'
refused '2: the piece takes another type' '{{> two v}}{{piece two(two t)}}{{end}}'
refused '2: the piece takes another number' '{{> two}}{{piece two(two t)}}{{end}}'
refused '2: nothing is called v here' '{{piece two(two t)}}{{v.name}}{{end}}'
refused '2: a piece stands outside' '<p>{{piece x()}}{{end}}</p>'
refused '3: there is another piece' $'{{piece x()}}{{end}}\n{{piece x()}}{{end}}'
refused '2: an address cannot begin with {{url' '<a href="{{url v.name}}">x</a>'
refused '2: {{slot}} stands once' '{{slot}}'
refused '2: {{ is not closed on its line' '{{v.name'
refused '2: {{ is not closed on its line' '{{t "a}} b}}'
refused '3: the file ends inside a tag' '<p'

view_refused '2: no type: wörd' 'a: wörd'
view_refused '2: no view b' 'a: b'
view_refused '2: bool cannot be none' 'a: bool?'
view_refused '2: no such option here: max' 'a: text max 3'
view_refused '3: a stands here twice' $'a: text\na: text'
view_refused '1: a holds itself' 'b: a'
view_refused '2: only texts and views make a list' 'a: int[]'
view_refused '2: a field is "name: type"' 'a'
view_refused '2: a text in quotes stands last, in a body or query' 'a: text "x"'
query_refused() { # LINE: MESSAGE, and the fields of a query
  printf 'query a {\n%s\n}\n' "$2" >"$dir/bad.view"
  refuses "bad.view:$1" "$dir/bad.view"
}
query_refused '2: what stands in a query may be left out: text?' 'a: text "x"'
query_refused '2: what stands in a query may be left out: raw?' 'a: raw? "x"'
query_refused '2: say in quotes what a is' 'a: text? max 3'
query_refused '2: a text in quotes stands last, in a body or query' 'a: text? "x" max 3'
query_refused '2: a text in quotes stands last, in a body or query' 'a: text? "x'
tap_done
