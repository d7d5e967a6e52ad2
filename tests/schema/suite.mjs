// suite: runs every case of tests/schema/cases/*.json through ours (`motcua schema --batch`) and ajv,
// and says per keyword, as TAP, how many each passes; the table of docs/schema.md must say the same
// (`suite.mjs PROGRAM --table` prints it).  A case that ajv is known to judge otherwise than the
// specification stands in deviations.json, with the clause.
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
const require = createRequire(import.meta.url);
const Ajv = require('ajv/dist/2020');
const here = new URL('.', import.meta.url).pathname;
const program = process.argv[2];
const deviations = JSON.parse(readFileSync(here + 'deviations.json', 'utf8'));

// The texts of a file's schemas and data as they stand: a parser would change numbers.
function cut(text) {
  const groups = [];
  for (const part of text.split(/^  \},?$/m)) {
    const description = part.match(/^    "description": (.*),$/m), schema = part.match(/^    "schema": (.*),$/m);
    if (!schema) continue;
    const tests = [...part.matchAll(/^      (\{.*\}),?$/gm)].map(([, line]) => {
      const t = JSON.parse(line);
      return {...t, text: line.slice(line.indexOf('"data":') + 7, line.lastIndexOf(',"valid":'))};
    });
    groups.push({description: JSON.parse(description[1]), text: schema[1], tests});
  }
  return groups;
}

function ajvOf(text) {
  try {
    const check = new Ajv({strict: false, validateFormats: false, logger: false}).compile(JSON.parse(text));
    return data => {
      try {
        return check(data);
      } catch (e) {
        return e.message;
      }
    };
  } catch (e) {
    return () => e.message;
  }
}

function judgeFile(keyword, groups) {
  const lines = groups.flatMap(g => g.tests.map(t => `{"schema":${g.text},"data":${t.text}}\n`)).join('');
  const r = spawnSync(program, ['schema', '--batch'], {input: lines, maxBuffer: 1 << 26, encoding: 'utf8'});
  const ours = r.stdout.split('\n');
  let i = 0;
  for (const g of groups) {
    const endless = deviations.some(d => d.endless && d.case === `${keyword}: ${g.description}`);
    const ajv = endless ? () => 'nothing before it is stopped' : ajvOf(g.text);
    for (const t of g.tests) {
      t.ours = ours[i++];
      t.ajv = String(ajv(t.data));
    }
  }
}

const rows = [];
let number = 0, failures = 0;
function tap(good, what) {
  number++;
  if (!good) failures++;
  console.log(`${good ? 'ok' : 'not ok'} ${number} - ${what}`);
}
const used = new Set();
for (const file of readdirSync(here + 'cases').sort()) {
  const keyword = file.replace(/\.json$/, '');
  const groups = cut(readFileSync(`${here}cases/${file}`, 'utf8'));
  judgeFile(keyword, groups);
  const row = {keyword, tests: 0, ours: 0, ajv: 0};
  for (const g of groups)
    for (const t of g.tests) {
      const right = String(t.valid), name = `${keyword}: ${g.description}: ${t.description}`;
      const excused = deviations.find(d => name.startsWith(d.case));
      row.tests++;
      row.ours += t.ours === right;
      row.ajv += t.ajv === right;
      if (t.ours !== right) console.log(`# ours says ${t.ours}: ${name}`);
      if (t.ajv !== right && excused) used.add(excused.case);
      else if (t.ajv !== right) {
        failures++;
        console.log(`# ajv says ${t.ajv}, and deviations.json has no clause for it: ${name}`);
      }
    }
  tap(row.ours === row.tests, `${keyword}: ours passes ${row.ours} of ${row.tests}, ajv ${row.ajv}`);
  rows.push(row);
}
const sum = k => rows.reduce((n, r) => n + r[k], 0);
tap(sum('ours') === sum('tests') && sum('tests') >= 900, `ours passes ${sum('ours')} of ${sum('tests')} tests, ajv ${sum('ajv')}`);
tap(failures === 0 && deviations.every(d => used.has(d.case)), 'each deviation of ajv has its clause, and none is stale');
const line = r => `| ${r.keyword} | ${r.tests} | ${r.ours} | ${r.ajv} |`;
const table = [...rows.map(line), line({keyword: 'all', tests: sum('tests'), ours: sum('ours'), ajv: sum('ajv')})];
if (process.argv[3] === '--table') console.log(table.join('\n'));
const page = readFileSync(here + '../../docs/schema.md', 'utf8').split('\n');
tap(table.every(l => page.includes(l)), 'docs/schema.md has this table');
console.log(`1..${number}`);
process.exitCode = failures ? 1 : 0;
