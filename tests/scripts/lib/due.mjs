// due: a second reckoning of due dates, made from the rules of docs/clock.md and not from the program: it walks
// day by day, and for office hours minute by minute; a limit in days or months is first taken without its pauses and
// then put off by the working days that they took, until no more are found.
// due.mjs N SEED CASES DUE writes N random cases for `motcua due --batch` and what is due, a line each.
// due.mjs judge FILE reads such cases, each with how its date came about, the date before, the due date that somebody
// else has reckoned and the holidays that its calendar has besides; it names the first that is another here, and says how
// many there were.  whole: reckoned from receipt; moved: the date before, and one pause more; given: by an officer, a
// working day after it; kept: such a date looked at again.
import { readFileSync, writeFileSync } from "node:fs";
const [number, seed, casesFile, dueFile] = process.argv.slice(2), judges = number === "judge";

// Local time as milliseconds, as if Vietnam were at Greenwich: no offset is ever added or taken away.
const MINUTE = 60000, DAY = 1440 * MINUTE;
const local = (text) => Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`);
const text = (ms) => new Date(ms).toISOString().slice(0, 19);
const midnight = (ms) => ms - (((ms % DAY) + DAY) % DAY);

const off = new Set(), on = new Set();
for (const line of readFileSync("catalogue/calendar.csv", "utf8").split("\n").slice(1)) {
  const [day, kind] = line.split(",");
  if (day) (kind === "working" ? on : off).add(day);
}
const known = new Map(); // day by day is slow enough without asking the same twice
const works = (day) => {
  if (!known.has(day)) {
    const name = text(day).slice(0, 10), weekday = new Date(day).getUTCDay();
    known.set(day, on.has(name) || (weekday !== 0 && weekday !== 6 && !off.has(name)));
  }
  return known.get(day);
};
const nextWorking = (day) => { do day += DAY; while (!works(day)); return day; };
const paused = (c, ms) => c.pauses.some(([from, to]) => from <= ms && ms < to);

function received(c) { // the day, and the moment from which office time counts
  const day = midnight(c.at), minute = (c.at - day) / MINUTE;
  const close = c.cutoff === null ? c.hours[3] : Math.min(c.cutoff, c.hours[3]);
  if (works(day) && minute <= close) return { day, from: c.at };
  const next = nextWorking(day);
  return { day: next, from: next + c.hours[0] * MINUTE };
}

function open(c, ms) { // is it office time?
  const [a, b, d, e] = c.hours, day = midnight(ms), m = (ms - day) / MINUTE;
  return works(day) && ((m >= a && m < b) || (m >= d && m < e));
}

function byHours(c) {
  let { from: at } = received(c), left = c.value * 60;
  if (left === 0) { // at once, in office time; what comes at the close itself is still of that day
    const m = (at - midnight(at)) / MINUTE;
    while (!open(c, at) && m !== c.hours[3]) at += MINUTE;
    return at;
  }
  for (; left > 0; at += MINUTE) if (open(c, at) && !paused(c, at)) left--;
  return at;
}

const closeOf = (c, day) => day + c.hours[3] * MINUTE;
function byDays(c) {
  const { day: start } = received(c);
  let due = start;
  if (c.unit === "wd") for (let i = 0; i < c.value; i++) due = nextWorking(due);
  if (c.unit === "d") due += c.value * DAY;
  if (c.unit === "mo") {
    const d = new Date(start), date = d.getUTCDate();
    d.setUTCDate(1);
    d.setUTCMonth(d.getUTCMonth() + c.value);
    const last = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 0)).getUTCDate();
    due = Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), Math.min(date, last));
  }
  if (!works(due)) due = nextWorking(due);
  return closeOf(c, putOff(c, start, due));
}

function putOff(c, start, due) { // a day, by the working days that the pauses take
  const first = c.value === 0 ? start : start + DAY; // the day of receipt is not counted, unless it is all there is
  for (let given = 0; ;) {
    let taken = 0;
    for (let day = first; day <= due; day += DAY) if (works(day) && paused(c, closeOf(c, day))) taken++;
    if (taken === given) return due;
    for (; given < taken; given++) due = nextWorking(due);
  }
}

function moved(c, before) { // the day on which it is due counts as a working day, whatever the calendar says by now
  const name = text(before).slice(0, 10), own = !on.has(name);
  if (own) on.add(name);
  known.clear();
  let due = midnight(before), at = before;
  if (c.unit === "h") {
    const { from } = received(c);
    let taken = 0;
    for (let ms = Math.max(from, c.pauses[0][0]); at > from && c.pauses[0][0] < at && ms < c.pauses[0][1]; ms += MINUTE)
      if (open(c, ms)) taken++;
    for (; taken > 0; at += MINUTE) if (open(c, at)) taken--;
  } else if (c.pauses[0][0] <= before) {
    due = putOff(c, received(c).day, due);
    if (due !== midnight(before)) at = closeOf(c, due);
  }
  if (own) on.delete(name);
  known.clear();
  return at;
}
const reckoned = (c) => (c.unit === "h" ? byHours(c) : byDays(c));
const ways = {
  whole: reckoned,
  moved: (c) => moved(c, c.before),
  given: (c) => (works(midnight(c.due)) && c.due > c.before ? closeOf(c, midnight(c.due)) : NaN),
  kept: (c) => (works(midnight(c.before)) ? c.before : closeOf(c, nextWorking(midnight(c.before)))),
};

// The same numbers for the same seed (a linear congruence; its low bits are left out).
let state = judges ? 0n : BigInt(seed);
const any = (below) => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number((state >> 33n) % BigInt(below));
};
const among = (list) => list[any(list.length)];
const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

function anyCase() {
  const hours = among([[450, 690, 780, 1020], [450, 690, 780, 1020], [480, 720, 810, 1050], [420, 720, 720, 900], [465, 705, 795, 1005]]);
  const unit = among(["h", "wd", "d", "mo"]), cutoff = any(3) ? null : among([900, 660, 690, 780, 1020, 1100, 400 + any(700)]);
  const value = any({ h: 50, wd: 45, d: 100, mo: 9 }[unit]);
  const edges = [...hours, hours[3] + 1, hours[0] - 1, 0, 1439, cutoff ?? 900, (cutoff ?? 900) + 1];
  const moment = (day) => day + (any(3) ? any(1440) : among(edges)) * MINUTE;
  const at = moment(local("2024-01-01T00:00") + any(1350) * DAY);
  const pauses = [], n = among([0, 0, 1, 1, 2, 3, 4]);
  for (let i = 0; i < n; i++) { // most after receipt, some before, some just where it would be due
    const c = { at, value, unit, cutoff, hours, pauses };
    const from = any(4) === 0 ? reckoned(c) + among([-1, 0, 1]) * MINUTE : moment(midnight(at) + (any(40) - 5) * DAY);
    const to = any(3) ? moment(midnight(from) + any(25) * DAY) : from + any(600) * MINUTE;
    pauses.push([from, Math.max(from, to)]);
  }
  return { at, value, unit, cutoff, hours, pauses };
}

const minuteOf = (hhmm) => { const [h, m] = hhmm.split(":").map(Number); return h * 60 + m; };
function judge(line) {
  const [way, at, limit, cutoff, hours, pauses, before, due, holidays] = line.split("\t"), [value, unit] = limit.split(" ");
  const more = holidays === "-" ? [] : holidays.split(" ");
  const c = { at: local(at), value: Number(value), unit, cutoff: cutoff === "-" ? null : minuteOf(cutoff),
    hours: hours.split(/[-/]/).map(minuteOf),
    pauses: pauses === "-" ? [] : pauses.split(" ").map((p) => p.split("/").map(local)),
    before: before === "-" ? null : local(before), due: local(due) };
  if (more.length) known.clear();
  for (const day of more) off.add(day);
  const ms = ways[way](c), own = Number.isNaN(ms) ? "another" : text(ms);
  for (const day of more) off.delete(day);
  if (more.length) known.clear();
  if (own === due) return;
  console.log(`due ${own}, not ${due}: ${line}`);
  process.exit(1);
}
if (judges) {
  const lines = readFileSync(seed, "utf8").trim().split("\n");
  lines.forEach(judge);
  const ofWay = (way) => `${lines.filter((line) => line.startsWith(`${way}\t`)).length} ${way}`;
  console.log(`${lines.length} due dates are the same by the second reckoning (${Object.keys(ways).map(ofWay).join(", ")})`);
  process.exit(0);
}

const cases = [], due = [];
for (let i = 0; i < Number(number); i++) {
  const c = anyCase(), h = c.hours.map(clock);
  cases.push([text(c.at), `${c.value} ${c.unit}`, c.cutoff === null ? "-" : clock(c.cutoff), `${h[0]}-${h[1]}/${h[2]}-${h[3]}`,
    c.pauses.map(([from, to]) => `${text(from)}/${text(to)}`).join(" ") || "-"].join("\t"));
  due.push(`${text(reckoned(c))}+07:00`);
}
writeFileSync(casesFile, `${cases.join("\n")}\n`);
writeFileSync(dueFile, `${due.join("\n")}\n`);
