// due: a second reckoning of due dates, made from the rules of docs/clock.md and not from the program: it walks
// day by day, and for office hours minute by minute; a limit in days or months is first taken without its pauses and
// then put off by the working days that they took, until no more are found.
// due.mjs N SEED CASES DUE writes N random cases for `motcua due --batch` and what is due, a line each.
// due.mjs judge FILE reads such cases, each with the due date that somebody else has reckoned and the holidays that
// its calendar has besides; it names the first that is another here, and says how many there were.
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

function byHours(c) {
  const [a, b, d, e] = c.hours;
  let { from: at } = received(c), left = c.value * 60;
  const open = (ms) => {
    const day = midnight(ms), m = (ms - day) / MINUTE;
    return works(day) && ((m >= a && m < b) || (m >= d && m < e));
  };
  if (left === 0) { // at once, in office time; what comes at the close itself is still of that day
    const m = (at - midnight(at)) / MINUTE;
    while (!open(at) && m !== e) at += MINUTE;
    return at;
  }
  for (; left > 0; at += MINUTE) if (open(at) && !paused(c, at)) left--;
  return at;
}

function byDays(c) {
  const { day: start } = received(c), close = (day) => day + c.hours[3] * MINUTE;
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
  const first = due === start ? start : start + DAY; // the day of receipt is not counted, unless it is all there is
  for (let given = 0; ;) {
    let taken = 0;
    for (let day = first; day <= due; day += DAY) if (works(day) && paused(c, close(day))) taken++;
    if (taken === given) return close(due);
    for (; given < taken; given++) due = nextWorking(due);
  }
}

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
    const from = any(4) === 0 ? (unit === "h" ? byHours(c) : byDays(c)) + among([-1, 0, 1]) * MINUTE : moment(midnight(at) + (any(40) - 5) * DAY);
    const to = any(3) ? moment(midnight(from) + any(25) * DAY) : from + any(600) * MINUTE;
    pauses.push([from, Math.max(from, to)]);
  }
  return { at, value, unit, cutoff, hours, pauses };
}

const minuteOf = (hhmm) => { const [h, m] = hhmm.split(":").map(Number); return h * 60 + m; };
function judge(line) {
  const [at, limit, cutoff, hours, pauses, due, holidays] = line.split("\t"), [value, unit] = limit.split(" ");
  const more = holidays === "-" ? [] : holidays.split(" ");
  const c = { at: local(at), value: Number(value), unit, cutoff: cutoff === "-" ? null : minuteOf(cutoff),
    hours: hours.split(/[-/]/).map(minuteOf),
    pauses: pauses === "-" ? [] : pauses.split(" ").map((p) => p.split("/").map(local)) };
  if (more.length) known.clear();
  for (const day of more) off.add(day);
  const own = text(unit === "h" ? byHours(c) : byDays(c));
  for (const day of more) off.delete(day);
  if (more.length) known.clear();
  if (own === due) return;
  console.log(`due ${own}, not ${due}: ${line}`);
  process.exit(1);
}
if (judges) {
  const lines = readFileSync(seed, "utf8").trim().split("\n");
  lines.forEach(judge);
  console.log(`${lines.length} due dates are the same by the second reckoning`);
  process.exit(0);
}

const cases = [], due = [];
for (let i = 0; i < Number(number); i++) {
  const c = anyCase(), h = c.hours.map(clock);
  cases.push([text(c.at), `${c.value} ${c.unit}`, c.cutoff === null ? "-" : clock(c.cutoff), `${h[0]}-${h[1]}/${h[2]}-${h[3]}`,
    c.pauses.map(([from, to]) => `${text(from)}/${text(to)}`).join(" ") || "-"].join("\t"));
  due.push(`${text(c.unit === "h" ? byHours(c) : byDays(c))}+07:00`);
}
writeFileSync(casesFile, `${cases.join("\n")}\n`);
writeFileSync(dueFile, `${due.join("\n")}\n`);
