// agree: ours and ajv over random documents for each form of the catalogue, right ones and altered
// ones. `agree.mjs PROGRAM [DOCUMENTS [SEED]]`: TAP, a line for each form, and the first documents on
// which the two differ.
import {spawnSync} from 'node:child_process';
import {createRequire} from 'node:module';
import {documents, formats, forms} from './forms.mjs';
const Ajv = createRequire(import.meta.url)('ajv/dist/2020');
const [program, count = '10000', seed = '1'] = process.argv.slice(2);
let number = 0, failures = 0;
for (const form of forms()) {
  const texts = documents(form.schema, +count, +seed + number).map(d => JSON.stringify(d));
  const lines = texts.map((t, i) => i ? `{"data":${t}}\n` : `{"schema":${JSON.stringify(form.schema)},"data":${t}}\n`);
  const r = spawnSync(program, ['schema', '--batch', '--formats'], {input: lines.join(''), maxBuffer: 1 << 28, encoding: 'utf8'});
  const ours = r.stdout.split('\n'), check = new Ajv({strict: false, formats}).compile(form.schema);
  let same = 0, right = 0, shown = 0;
  texts.forEach((t, i) => {
    const theirs = String(check(JSON.parse(t)));
    right += theirs === 'true';
    if (ours[i] === theirs) same++;
    else if (shown++ < 5) console.log(`# ours ${ours[i]}, ajv ${theirs}: ${t.slice(0, 2000)}`);
  });
  const good = same === texts.length && right > texts.length / 20 && right < texts.length * 0.95;
  if (!good) failures++;
  console.log(`${good ? 'ok' : 'not ok'} ${++number} - ${form.name}: the same verdict on ${same} of ${texts.length} documents, ${right} of them right`);
}
console.log(`1..${number}`);
process.exitCode = failures || !number ? 1 : 0;
