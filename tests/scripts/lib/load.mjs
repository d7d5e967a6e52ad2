// load: files dossiers and takes the first two steps from 12 clients until the server goes away; writes
// each acknowledgement, and each idempotency key before it is used, to files that the oracle reads.
import { appendFileSync, readFileSync } from "node:fs";
const [url, acknowledged, keys] = process.argv.slice(2);
const fields = JSON.parse(readFileSync("tests/data/birth.json", "utf8"));
const photo = readFileSync("tests/data/birth-certificate.jpg");

const json = (token, more = {}) => ({ "Content-Type": "application/json", Accept: "application/json", ...(token && { Authorization: `Bearer ${token}` }), ...more });
async function signIn(account) {
  const r = await fetch(`${url}/sessions`, { method: "POST", headers: json(), body: JSON.stringify({ account, password: "motcua-demo" }) });
  return (await r.json()).token;
}
const [citizen, receptionist, appraiser] = await Promise.all(["citizen", "receptionist.halong", "appraiser.halong"].map(signIn));
const form = new FormData();
form.append("file", new Blob([photo], { type: "image/jpeg" }), "birth-certificate.jpg");
const paper = (await (await fetch(`${url}/papers`, { method: "POST", headers: { Authorization: `Bearer ${citizen}`, Accept: "application/json" }, body: form })).json()).id;

async function client(n) {
  for (let i = 0; ; i++) {
    const key = `${process.pid}-${n}-${i}`;
    const body = JSON.stringify({ procedure: "1.001193", channel: "online", fields, papers: { birth_certificate: [paper] } });
    appendFileSync(keys, `${key}\t${body}\n`);
    const filed = await fetch(`${url}/dossiers`, { method: "POST", headers: json(citizen, { "Idempotency-Key": key }), body });
    if (filed.status !== 201) throw new Error(`filing: ${filed.status} ${await filed.text()}`);
    const { code, version } = await filed.json();
    appendFileSync(acknowledged, `${code}\t${key}\tsubmitted\n`);
    let seen = version;
    for (const [token, action, state] of [[receptionist, "receive", "received"], [appraiser, "appraise", "appraised"]]) {
      const step = await fetch(`${url}/dossiers/${code}/${action}`, { method: "POST", headers: json(token, { "If-Match": `"${seen}"` }), body: JSON.stringify({ pin: "123456" }) });
      if (step.status !== 200) throw new Error(`${action}: ${step.status} ${await step.text()}`);
      seen = (await step.json()).version;
      appendFileSync(acknowledged, `${code}\t${key}\t${state}\n`);
    }
  }
}
const ends = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => client(n)));
const refused = ends.map((e) => e.reason).filter((e) => e && /^(filing|receive|appraise): /.test(e.message));
if (refused.length) { console.error(String(refused[0])); process.exit(1); }
