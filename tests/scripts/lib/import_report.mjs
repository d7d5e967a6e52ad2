// import_report: compares docs/import-report.md with what an import of the real files said.
//   node import_report.mjs DOC PROCEDURES.jsonl COMPILED.jsonl REPORT   the report's rows, `line<TAB>code<TAB>kind<TAB>what`
// Every row of the report belongs to one row of the table, and every figure of the document that is told here is that of
// the files. Ends with 1 and what differs.
import { readFileSync } from "node:fs";
const [doc, source, compiled, report] = process.argv.slice(2).map((f) => readFileSync(f, "utf8"));
const jsonl = (text) => text.trimEnd().split("\n").map((line) => JSON.parse(line));
const real = jsonl(source), ours = jsonl(compiled), wrong = [];
const expect = (what, is, told) => { if (String(is) !== String(told)) wrong.push(`${what}: ${is}, the document says ${told}`); };

// --- the table: kind, what the report says (its first number counts things, where there is one), how the document begins
const rules = [
  ["repaired", /^agency: .* -> /s, "agencies and authorities put into one spelling"],
  ["repaired", /^documents: (\d+) titles are cut in the source, marked$/, "document titles cut in the source"],
  ["repaired", /^documents: (\d+) texts shortened to 160 characters$/, "other document texts shortened"],
  ["repaired", /^texts: (\d+) had line ends or double blanks$/, "line ends or double blanks"],
  ["repaired", /^audience: officials were split at commas$/, "the audience"],
  ["repaired", /^texts: (\d+) put into composed form \(NFC\)$/, "texts put into composed form"],
  ["repaired", /^documents: (\d+) of \d+ without a count kept as notes$/, "0 originals and 0 copies"],
  ["repaired", /^results: a name shortened to 160 characters$/, "names of results shortened"],
  ["repaired", /^results: the first of \d+ is not the positive one; taken: /, "the first of several results"],
  ["repaired", /^documents: (?:originals|copies) \d+ read as 1$/, "absurd counts"],
  ["dropped", /^(?:agency|authority): no agency's name: /, "an agency or authority that is a page of text"],
  ["unknown", /^agency: /, "an agency that `agencies.csv` does not know"],
  ...["result_unsure", "other_province", "several_limits", "no_document", "title_of_decision", "no_result", "result_without_code", "no_channel"]
    .map((flag) => ["flagged", new RegExp(`^${flag}: `), `\`${flag}\``]),
  ["kept", /^has a form of its own$/],
].map(([kind, says, begins]) => ({ kind, says, begins, lines: new Set(), things: 0, rows: [] }));
for (const row of report.trimEnd().split("\n").map((line) => line.split("\t"))) {
  const [line, code, kind, what] = row, fits = rules.filter((r) => r.kind === kind && r.says.test(what));
  if (fits.length !== 1) { wrong.push(`line ${line}: "${kind}: ${what}" is in ${fits.length} rows of the table`); continue; }
  fits[0].lines.add(line); fits[0].rows.push({ code, what });
  fits[0].things += Number(fits[0].says.exec(what)[1] ?? 1);
}
const number = (text) => Number(text.replaceAll(",", ""));
const table = doc.split("\n").filter((l) => /^\| (repaired|dropped|unknown|flagged|refused) \|/.test(l)).map((l) => l.split("|").slice(1, 5).map((c) => c.trim()));
for (const r of rules.filter((r) => r.begins)) {
  const told = table.find(([kind, what]) => kind === r.kind && what.startsWith(r.begins));
  if (!told) { wrong.push(`the document has no row "${r.kind}: ${r.begins}"`); continue; }
  expect(`${r.kind}: ${r.begins}, records`, r.lines.size, number(told[2]));
  expect(`${r.kind}: ${r.begins}, things`, r.things, number(told[3]));
  for (const code of told[1].match(/\d\.\d{6}/g) ?? []) if (!r.rows.some((row) => row.code === code)) wrong.push(`${code} is not "${r.begins}"`);
}
expect("rows of the table", rules.filter((r) => r.begins).length, table.length);

// --- the figures in its sentences
const count = (list, fits) => list.filter(fits).length;
const tell = (pattern, ...values) => {
  const m = pattern.exec(doc.replace(/\s+/g, " "));
  if (!m) wrong.push(`the document has no sentence ${pattern}`);
  else values.forEach((v, i) => expect(String(pattern), v, number(m[i + 1])));
};
const kept = rules.at(-1).lines.size, counts = rules[9].rows.map((r) => Number(/\d+/.exec(r.what)[0]));
tell(/Read ([\d,]+), of these ([\d,]+) the same .*?, (\d+) kept/, real.length, real.length - kept, kept);
const none = (p) => !p.agency || p.agency === "Không có thông tin";
tell(/\((\d+) spellings of agencies became (\d+); (\d+) records name none\)/, new Set(real.filter((p) => !none(p)).map((p) => p.agency)).size,
  new Set(ours.map((p) => p.agency).filter(Boolean)).size, count(real, none));
tell(/absurd counts \((\d+) to (\d+)\)/, Math.min(...counts), Math.max(...counts));
const sum = (list, of) => list.reduce((n, p) => n + of(p), 0);
tell(/([\d,]+) documents and ([\d,]+) notes/, sum(ours, (p) => p.components.length), sum(ours, (p) => p.notes?.length ?? 0));
const elsewhere = ours.filter((p) => p.operated_elsewhere), here = ours.filter((p) => !p.operated_elsewhere), runs = {};
for (const p of elsewhere) runs[p.operated_elsewhere.operator] = (runs[p.operated_elsewhere.operator] ?? 0) + 1;
const list = /with `operated_elsewhere` \(([^)]*)\)/.exec(doc.replace(/\s+/g, " "))?.[1] ?? "";
expect("who runs them", Object.values(runs).sort((a, b) => b - a).join(), (list.match(/\d+/g) ?? []).join());
tell(/notes; (\d+) procedures with `operated_elsewhere`/, elsewhere.length);
tell(/of the other (\d+) are (\d+) offered online/, here.length, count(here, (p) => p.channels.some((c) => c.channel === "online")));
const level = (word) => count(ours, (p) => p.service_level.value === word);
tell(/(\d+) partial, (\d+) information, (\d+) full/, level("partial"), level("information"), level("full"));
tell(/(\d+) have no time limit in any channel/, count(real, (p) => p.channels.every((c) => c.time_value === null)));
for (const line of wrong) console.error(line);
process.exit(wrong.length ? 1 : 0);
