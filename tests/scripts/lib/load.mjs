// load: files dossiers and takes the first two steps from 12 clients; writes each acknowledgement, and each
// idempotency key before it is used, to files that the oracle reads. URL may be several, with commas. It ends
// when the server goes away; with PATIENT=1 at SIGTERM, and then it repeats at the next URL, under the same key,
// what was not answered or was put off (503, or 409 with Retry-After).
import { appendFileSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
const [url, acknowledged, keys] = process.argv.slice(2);
const urls = url.split(","), patient = process.env.PATIENT === "1";
let ending = false;
if (patient) process.on("SIGTERM", () => { ending = true; });
const PATIENCE = 60; // seconds for one answer
const fields = JSON.parse(readFileSync("tests/data/birth.json", "utf8"));
const photo = readFileSync("tests/data/birth-certificate.jpg");

const json = (token, more = {}) => ({ "Content-Type": "application/json", Accept: "application/json", ...(token && { Authorization: `Bearer ${token}` }), ...more });
async function signIn(account) {
  const r = await fetch(`${urls[0]}/sessions`, { method: "POST", headers: json(), body: JSON.stringify({ account, password: "motcua-demo" }) });
  return (await r.json()).token;
}
const [citizen, receptionist, appraiser] = await Promise.all(["citizen", "receptionist.halong", "appraiser.halong"].map(signIn));
const form = new FormData();
form.append("file", new Blob([photo], { type: "image/jpeg" }), "birth-certificate.jpg");
const paper = (await (await fetch(`${urls[0]}/papers`, { method: "POST", headers: { Authorization: `Bearer ${citizen}`, Accept: "application/json" }, body: form })).json()).id;

let repeated = 0;
async function post(n, path, headers, body) {
  const end = Date.now() + PATIENCE * 1000;
  for (let i = n; ; i++) {
    try {
      const r = await fetch(urls[i % urls.length] + path, { method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE * 1000) });
      const later = r.status === 503 || (r.status === 409 && r.headers.has("Retry-After"));
      const text = await r.text();
      if (!later || !patient || Date.now() > end) return { status: r.status, text };
    } catch (e) {
      if (!patient || Date.now() > end) throw e;
    }
    repeated++;
    await sleep(100);
  }
}

async function client(n) {
  for (let i = 0; !ending; i++) {
    const key = `${process.pid}-${n}-${i}`;
    const body = JSON.stringify({ procedure: "1.001193", channel: "online", fields, papers: { birth_certificate: [paper] } });
    appendFileSync(keys, `${key}\t${body}\n`);
    const filed = await post(n, "/dossiers", json(citizen, { "Idempotency-Key": key }), body);
    if (filed.status !== 201) throw new Error(`filing: ${filed.status} ${filed.text}`);
    const { code, version } = JSON.parse(filed.text);
    appendFileSync(acknowledged, `${code}\t${key}\tsubmitted\n`);
    let seen = version;
    for (const [token, action, state] of [[receptionist, "receive", "received"], [appraiser, "appraise", "appraised"]]) {
      const step = await post(n + i, `/dossiers/${code}/${action}`, json(token, { "If-Match": `"${seen}"`, "Idempotency-Key": key }), JSON.stringify({ pin: "123456" }));
      if (step.status !== 200) throw new Error(`${action}: ${step.status} ${step.text}`);
      seen = JSON.parse(step.text).version;
      appendFileSync(acknowledged, `${code}\t${key}\t${state}\n`);
    }
  }
}
const ends = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => client(n)));
const refused = ends.map((e) => e.reason).filter((e) => e && (patient || /^(filing|receive|appraise): /.test(e.message)));
if (patient) console.log(`${repeated} requests repeated`);
if (refused.length) { console.error(String(refused[0]), refused[0].cause ?? ""); process.exit(1); }
