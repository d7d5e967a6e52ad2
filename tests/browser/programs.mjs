// programs: what a test of pages wants to be there first, done by program: a birth that has come as far as a step.
import { readFileSync } from "node:fs";
import { server } from "./pages.mjs";

const tokens = {};
async function token(who) {
  if (tokens[who]) return tokens[who];
  const r = await fetch(`${server.url}/sessions`, { method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ account: who, password: "motcua-demo" }) });
  return (tokens[who] = (await r.json()).token);
}

// body: an object to be sent as JSON, or a form; version: of the dossier as it was seen.
export async function ask(who, method, path, body, version) {
  const headers = { Authorization: `Bearer ${await token(who)}`, Accept: "application/json" };
  const sent = body instanceof FormData ? body : body && JSON.stringify(body);
  if (sent && sent !== body) headers["Content-Type"] = "application/json";
  if (version) headers["If-Match"] = `"${version}"`;
  const r = await fetch(`${server.url}${path}`, { method, headers, body: sent });
  if (r.status === 409 && r.headers.get("Retry-After")) { // the paper is still being drawn
    await new Promise((go) => setTimeout(go, 300));
    return ask(who, method, path, body, version);
  }
  if (!r.ok) throw new Error(`${method} ${path}: ${r.status} ${await r.text()}`);
  return r.json();
}

const steps = [["receptionist", "receive"], ["appraiser", "appraise"], ["approver", "approve"], ["sealer", "seal"], ["returner", "return"]];

// The code of a birth that citizen files, and the officers of Hạ Long take as far as the step last; none: no further.
export async function filed(last) {
  const form = new FormData();
  form.append("file", new Blob([readFileSync("tests/data/birth-certificate.jpg")], { type: "image/jpeg" }), "a.jpg");
  const paper = await ask("citizen", "POST", "/papers", form);
  let d = await ask("citizen", "POST", "/dossiers", { procedure: "1.001193", channel: "online",
    fields: JSON.parse(readFileSync("tests/data/birth.json", "utf8")), papers: { birth_certificate: [paper.id] } });
  for (const [who, action] of last ? steps.slice(0, 1 + steps.findIndex((s) => s[1] === last)) : [])
    d = await ask(`${who}.halong`, "POST", `/dossiers/${d.code}/${action}`, { pin: "123456" }, d.version);
  return d.code;
}
