// schema_ajv verdict|faults|text-verdict|text-faults FORM DOCUMENTS SECONDS: the same as bench_schema
// by ajv, whose compiled function stops at the first fault (verdict) or goes on (allErrors, faults).
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {formats} from '../tests/schema/forms.mjs';
const Ajv = createRequire(import.meta.url)('ajv/dist/2020');
const [what, form, documents, seconds] = process.argv.slice(2);
const check = new Ajv({strict: false, formats, allErrors: what.endsWith('faults')}).compile(JSON.parse(readFileSync(form, 'utf8')));
const texts = readFileSync(documents, 'utf8').split('\n').filter(Boolean);
const trees = texts.map(t => JSON.parse(t)), parse = what.startsWith('text');
function rate(most) {
  const from = performance.now(), until = from + most * 1000;
  let n = 0, right = 0, now;
  do {
    for (let i = 0; i < texts.length; i++) right += check(parse ? JSON.parse(texts[i]) : trees[i]);
    n += texts.length;
  } while ((now = performance.now()) < until);
  if (!right) throw new Error('nothing fits');
  return n * 1000 / (now - from);
}
rate(1); // until V8 has made up its mind
console.log(rate(+seconds).toFixed(0));
