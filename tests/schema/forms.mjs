// forms: the forms of catalogue/ as they are published (with the parts they refer to), the formats
// that they assert, written again in JavaScript, and random documents for a schema: right ones, and
// right ones with something altered.
import {readdirSync, readFileSync} from 'node:fs';
const catalogue = new URL('../../catalogue/', import.meta.url).pathname;
const read = name => JSON.parse(readFileSync(catalogue + name, 'utf8'));

export function forms() {
  const parts = read('parts.json'), all = [];
  for (const name of readdirSync(catalogue).sort()) {
    if (!name.endsWith('.json')) continue;
    const form = read(name).form;
    if (form) all.push({name: name.replace(/\.json$/, ''), schema: {...form, $defs: {...parts, ...form.$defs}}});
  }
  return all;
}

// Years have four digits, from 1000.
const leap = y => y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);
export const formats = {
  date(s) {
    const m = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(s);
    if (!m) return false;
    const [y, month, day] = m.slice(1).map(Number);
    const days = [31, leap(y) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    return y >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
  },
  'personal-id': s => /^[0-9]{3}[0-3][0-9]{8}$/.test(s),
  phone: s => /^(0|\+84)([1-9][0-9]{8}|2[0-9]{9})$/.test(s),
  paper: s => /^[A-Za-z0-9_-]{22}$/.test(s),
  email(s) {
    if (s.length > 254 || !/^[!-~]+$/.test(s) || /[()<>,;:\\"[\]]/.test(s)) return false;
    const [local, domain, ...rest] = s.split('@');
    return rest.length === 0 && domain !== undefined && local.length >= 1 && local.length <= 64 &&
      /^[^.]+(\.[^.]+)+$/.test(domain);
  },
};

// --- chance ---
export function chance(seed) { // mulberry32
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const r = {
    below: n => Math.floor(next() * n),
    yes: p => next() < p,
    pick: list => list[Math.floor(next() * list.length)],
  };
  return r;
}

const letters = [...'aăâbcdđeêghiklmnoôơpqrstuưvxyABCDĐ ấệữ\u{1F432}'];
const textOf = (r, n) => Array.from({length: n}, () => r.pick(letters)).join('');
const digitsOf = (r, n) => Array.from({length: n}, () => r.below(10)).join('');
const two = n => String(n).padStart(2, '0');
const samples = {
  date: r => `${1900 + r.below(130)}-${two(1 + r.below(12))}-${two(1 + r.below(r.yes(0.1) ? 31 : 28))}`,
  'personal-id': r => digitsOf(r, 3) + r.below(4) + digitsOf(r, 8),
  phone: r => r.pick([() => '09' + digitsOf(r, 8), () => '+849' + digitsOf(r, 8), () => '02' + digitsOf(r, 9)])(),
  paper: r => Array.from({length: 22}, () => r.pick([...'abcXYZ019-_'])).join(''),
  email: r => `${'abcxyz'[r.below(6)]}${r.below(99)}@example${r.below(9)}.vn`,
};

// A text for a pattern: enough of the language for forms; what it gets wrong is a document too.
function textFor(r, pattern) {
  let i = 0;
  const item = () => {
    const c = pattern[i++];
    if (c === '(') {
      if (pattern.startsWith('?:', i)) i += 2;
      const made = any();
      i++;
      return made;
    }
    if (c === '[') {
      const negative = pattern[i] === '^', all = [];
      if (negative) i++;
      while (pattern[i] !== ']') {
        if (pattern[i] === '\\') { all.push(...escape()); continue; }
        const from = pattern[i++];
        if (pattern[i] === '-' && pattern[i + 1] !== ']') {
          const to = pattern[i + 1];
          i += 2;
          for (let k = from.codePointAt(0); k <= to.codePointAt(0) && all.length < 200; k++) all.push(String.fromCodePoint(k));
        } else all.push(from);
      }
      i++;
      return () => negative ? r.pick(letters) : r.pick(all);
    }
    if (c === '\\') { i--; const all = escape(); return () => r.pick(all); }
    if (c === '.') return () => r.pick(letters);
    if (c === '^' || c === '$') return () => '';
    return () => c;
  };
  const escape = () => {
    i++;
    const c = pattern[i++];
    if (c === 'd') return [...'0123456789'];
    if (c === 's') return [' '];
    if (c === 'w') return [...'abcXYZ019_'];
    if (c === 'p' || c === 'P') { i = pattern.indexOf('}', i) + 1; return letters; }
    return [c];
  };
  const many = one => {
    let least = 1, most = 1;
    if (pattern[i] === '?') { least = 0; i++; }
    else if (pattern[i] === '*') { least = 0; most = 5; i++; }
    else if (pattern[i] === '+') { most = 6; i++; }
    else if (pattern[i] === '{') {
      const m = /^\{(\d+)(,(\d*))?\}/.exec(pattern.slice(i));
      least = +m[1]; most = m[2] ? +(m[3] || least + 5) : least; i += m[0].length;
    }
    return () => Array.from({length: least + r.below(Math.min(most, least + 8) - least + 1)}, one).join('');
  };
  const row = () => {
    const all = [];
    while (i < pattern.length && pattern[i] !== ')' && pattern[i] !== '|') all.push(many(item()));
    return () => all.map(f => f()).join('');
  };
  const any = () => {
    const all = [row()];
    while (pattern[i] === '|') { i++; all.push(row()); }
    return () => r.pick(all)();
  };
  return any()();
}

// --- right documents ---
function follow(root, s) {
  for (let k = 0; s && s.$ref && k < 9; k++) {
    const target = s.$ref.replace(/^#\//, '').split('/').reduce((v, key) => v?.[key.replace(/~1/g, '/').replace(/~0/g, '~')], root);
    s = {...target, ...s, $ref: target?.$ref};
  }
  return s;
}

function stringFor(r, s) {
  if (s.format) return samples[s.format](r);
  if (s.pattern) return textFor(r, s.pattern);
  const least = s.minLength ?? 0, most = Math.min(s.maxLength ?? 40, 320);
  return textOf(r, least + r.below((r.yes(0.05) ? most : Math.min(most, least + 25)) - least + 1));
}

function objectFor(r, root, s, depth) {
  const made = {};
  for (const [key, own] of Object.entries(s.properties ?? {}))
    if (s.required?.includes(key) || r.yes(0.6)) made[key] = valueFor(r, root, own, depth + 1);
  return made;
}

function valueFor(r, root, schema, depth) {
  const s = follow(root, schema);
  if (!s || s === true || depth > 8) return r.pick([null, 1, 'x', true]);
  if ('const' in s) return s.const;
  if (s.enum) return r.pick(s.enum);
  const type = Array.isArray(s.type) ? r.pick(s.type) : s.type ?? (s.properties ? 'object' : 'string');
  if (type === 'object') return objectFor(r, root, s, depth);
  if (type === 'array') return Array.from({length: (s.minItems ?? 0) + r.below(4)}, () => valueFor(r, root, s.items, depth + 1));
  if (type === 'boolean') return r.yes(0.5);
  if (type === 'null') return null;
  if (type === 'string') return stringFor(r, s);
  const least = s.minimum ?? 0, most = s.maximum ?? least + 1000, step = s.multipleOf ?? 1;
  const n = Math.ceil(least / step) * step + step * r.below(Math.floor((most - least) / step) + 1);
  return type === 'number' && r.yes(0.3) ? n + 0.5 : n;
}

// What the conditions of allOf and if ask for is put in where it is missing.
function condition(r, root, s, data, depth) {
  if (!s || typeof data !== 'object' || data === null || depth > 8) return;
  for (const part of [...(s.allOf ?? []), s.if ? s : null]) {
    const asked = part?.then ?? part;
    for (const key of asked?.required ?? [])
      if (!(key in data) && r.yes(0.8) && s.properties?.[key]) data[key] = valueFor(r, root, s.properties[key], depth + 1);
  }
}

// --- altered ones ---
function places(v, at, all) {
  if (typeof v !== 'object' || v === null) return all;
  for (const key of Object.keys(v)) {
    all.push([v, Array.isArray(v) ? +key : key]);
    places(v[key], at, all);
  }
  return all;
}

const strangers = [null, true, false, 0, 1, -1, 1.5, 1e21, '', ' ', 'x', '2026-02-30', '2028-02-29', '0'.repeat(12), [], [1], {}, {a: 1}];
function altered(r, v) {
  if (typeof v === 'string' && r.yes(0.6))
    return r.pick([() => v + r.pick(letters), () => [...v].slice(1).join(''), () => '', () => v + v, () => v.toUpperCase(), () => ' ' + v,
      () => v.replace(/[0-9]/, () => r.below(10)), () => textOf(r, r.pick([1, 49, 50, 51, 100, 101, 200, 201, 300, 301])), () => v + '\n'])();
  if (typeof v === 'number' && r.yes(0.6)) return r.pick([v + 1, v - 1, v + 0.5, -v, v * 10, v * 1e6]);
  if (Array.isArray(v) && r.yes(0.6)) return r.pick([[...v, ...v], v.slice(1), [], [...v, null]]);
  return structuredClone(r.pick(strangers));
}

function alter(r, data) {
  const all = places(data, '', []);
  if (!all.length || r.yes(0.02)) return structuredClone(r.pick(strangers));
  const [holder, key] = r.pick(all);
  const what = r.below(10);
  if (what < 5) holder[key] = altered(r, holder[key]);
  else if (what < 7 && !Array.isArray(holder)) delete holder[key];
  else if (what < 8 && !Array.isArray(holder)) holder[r.pick(['x', '', 'toString', key + '_', 'đ'])] = structuredClone(r.pick(strangers));
  else {
    const [other, name] = r.pick(all);
    holder[key] = structuredClone(other[name]);
  }
  return data;
}

export function documents(schema, n, seed) {
  const r = chance(seed), all = [];
  for (let i = 0; i < n; i++) {
    let data = valueFor(r, schema, schema, 0);
    condition(r, schema, schema, data, 0);
    for (let k = r.pick([0, 0, 1, 1, 2, 5]); k > 0; k--) data = alter(r, data);
    all.push(data);
  }
  return all;
}
