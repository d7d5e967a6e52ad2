// oracle: holds what clients were told, and asks the server again. Every acknowledged filing and step is
// there; a key that was used again gives the same dossier, never a second one: twice, one after the other,
// or, where there are two servers, at both at once.
import { readFileSync } from "node:fs";
const [list, acknowledged, ...keyFiles] = process.argv.slice(2);
const urls = list.split(","), url = urls[0];
const order = ["submitted", "received", "appraised", "approved", "sealed", "returned"];
const headers = (token, more = {}) => ({ "Content-Type": "application/json", Accept: "application/json", Authorization: `Bearer ${token}`, ...more });
const token = (await (await fetch(`${url}/sessions`, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ account: "citizen", password: "motcua-demo" }) })).json()).token;

const told = new Map(), codeOf = new Map();
for (const line of readFileSync(acknowledged, "utf8").trim().split("\n").filter(Boolean)) {
  const [code, key, state] = line.split("\t");
  told.set(code, Math.max(told.get(code) ?? 0, order.indexOf(state)));
  codeOf.set(key, code);
}
if (told.size === 0) throw new Error("nothing was acknowledged: no load");
for (const [code, least] of told) {
  const r = await fetch(`${url}/dossiers/${code}`, { headers: headers(token) });
  if (r.status !== 200) throw new Error(`${code} is gone: ${r.status}`);
  const d = await r.json();
  if (order.indexOf(d.state) < least) throw new Error(`${code} fell back to ${d.state}`);
}
let again = 0;
for (const file of keyFiles)
  for (const line of readFileSync(file, "utf8").trim().split("\n").slice(-40)) {
    const [key, body] = line.split("\t");
    const send = (to) => fetch(`${to}/dossiers`, { method: "POST", headers: headers(token, { "Idempotency-Key": key }), body });
    const [first, second] = urls.length > 1 ? await Promise.all(urls.map(send)) : [await send(url), await send(url)];
    const [a, b] = [await first.json(), await second.json()];
    if (first.status !== 201 || second.status !== 201 || a.code !== b.code) throw new Error(`key ${key}: ${first.status} ${a.code}, ${second.status} ${b.code}`);
    if (codeOf.has(key) && codeOf.get(key) !== a.code) throw new Error(`key ${key} gave ${codeOf.get(key)}, then ${a.code}`);
    again++;
  }
console.log(`${told.size} dossiers, ${again} keys used again`);
