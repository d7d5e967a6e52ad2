// assets: makes build/assets, which the program carries, of npm's packages and our style sheets:
// the components of Designsystemet under our class names and tokens, and the fonts.
//   node tools/assets.mjs OUT
// static/theme.css says which component is drawn under which of our names; what no page can use is
// left out, and a token that is used without a value stops the build.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const out = process.argv[2];
const text = (path) => readFileSync(path, "utf8");
const ds = "node_modules/@digdir/designsystemet-css/dist/src";

// Component, its class, our selector, and what its variants are with us.
const components = [
  ["button", ".btn", { "[data-variant=secondary]": ".ghost" }],
  ["card", ".card", {}],
  ["tag", ".tag", {}],
  ["table", "table", {}],
];

// Splits at a mark that stands in no bracket.
function split(s, mark) {
  const parts = [];
  let depth = 0, from = 0;
  for (let i = 0; i < s.length; i++) {
    if ("([{".includes(s[i])) depth++;
    else if (")]}".includes(s[i])) depth--;
    if (s[i] === mark && depth === 0) parts.push(s.slice(from, i + (mark === "}"))), from = i + 1;
  }
  return mark === "}" ? parts : [...parts, s.slice(from)];
}

// What pages never have (sizes, colours and parts of a component) and what only new browsers know is
// left out: an old one drops a whole rule for one selector it cannot read.
const unknown = /\[(?!data-variant=secondary)|:(is|where|has|not)\(|__| \*|-details|caption/;
function rename(css, from, to, variants) {
  let kept = "";
  for (const rule of split(css, "}")) {
    const open = rule.indexOf("{"), head = rule.slice(0, open), body = rule.slice(open + 1, -1);
    if (head.startsWith("@media")) {
      const inner = rename(body, from, to, variants);
      if (inner) kept += `${head}{${inner}}`;
    } else if (!head.startsWith("@")) {
      let names = split(head, ",").filter((s) => s.startsWith(from) && !unknown.test(s));
      names = names.map((s) => s.replaceAll(from, to));
      for (const [theirs, ours] of Object.entries(variants)) names = names.map((s) => s.replaceAll(theirs, ours));
      if (names.length && body) kept += `${names.join(",")}{${body}}`;
    }
  }
  return kept;
}

const small = (css) => css.replace(/\/\*[^]*?\*\//g, "").replace(/\s+/g, " ")
  .replace(/ ?([{};,]) ?/g, "$1").replace(/: /g, ":").replace(/;}/g, "}").trim();
// Before Chrome 66 the gap of a grid had another name.
const gaps = (css) => css.replace(/([;{])gap:([^;}]+)/g, "$1grid-gap:$2;gap:$2");

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
// A font's address carries its hash: browsers keep it for ever (assets.h).
function font(family, folder, weight, subset) {
  const sheet = text(`node_modules/@fontsource/${folder}/${weight}.css`);
  const name = `${folder}-${subset}-${weight}-normal.woff2`;
  const range = sheet.slice(sheet.indexOf(name)).match(/unicode-range: ?([^;]+);/)[1];
  const bytes = readFileSync(`node_modules/@fontsource/${folder}/files/${name}`);
  writeFileSync(`${out}/${name}`, bytes);
  const tag = createHash("sha256").update(bytes).digest().subarray(0, 12).toString("base64url");
  return `@font-face{font-family:"${family}";font-weight:${weight};font-display:optional;` +
    `src:url(${name}?v=${tag}) format("woff2");unicode-range:${range}}`;
}
let sheet = "";
for (const weight of [400, 600]) {
  for (const subset of ["latin", "latin-ext", "vietnamese"]) sheet += font("Be Vietnam Pro", "be-vietnam-pro", weight, subset);
  sheet += font("Noto Sans Bengali Web", "noto-sans-bengali", weight, "bengali");
}
sheet += small(text("static/theme.css"));
for (const [file, to, variants] of components) sheet += rename(small(text(`${ds}/${file}.css`)), `.ds-${file}`, to, variants);
sheet += gaps(small(text("static/motcua.css")));
const set = new Set(sheet.match(/--ds-[a-z0-9-]+(?=:)/g));
const wanting = [...new Set(sheet.match(/var\(--ds-[a-z0-9-]+/g).map((v) => v.slice(4)))].filter((v) => !set.has(v));
if (wanting.length) {
  console.error(`static/theme.css gives no value to ${wanting.join(", ")}`);
  process.exit(1);
}
writeFileSync(`${out}/motcua.css`, sheet);
console.error(`${out}: a style sheet of ${sheet.length} bytes, ${readdirSync(out).length - 1} fonts`);
