// surface: the public interface as a program sees it: the whole story by JSON; status, members and
// types of every reply are those of the OpenAPI document, and the form is a JSON Schema 2020-12.
import Ajv from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";
import { test } from "./server.mjs";

const fields = JSON.parse(readFileSync("tests/data/birth.json", "utf8"));
const photo = () => {
  const form = new FormData();
  form.append("file", new Blob([readFileSync("tests/data/birth-certificate.jpg")], { type: "image/jpeg" }), "photo.jpg");
  return form;
};
const same = (got, wanted, what) => {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${what}: ${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
};

export async function surface(url, doc) {
  const ajv = new Ajv.default({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(doc, "api");
  const seen = new Set();

  // Asks, and holds the reply against the operation that the document names for it.
  async function ask(method, path, wanted, { token, body, form, version } = {}) {
    const headers = { Accept: "application/json", ...(token && { Authorization: `Bearer ${token}` }),
      ...(body && { "Content-Type": "application/json" }), ...(version && { "If-Match": `"${version}"` }) };
    const r = await fetch(url + path, { method, headers, body: form ?? (body && JSON.stringify(body)) });
    const bytes = Buffer.from(await r.arrayBuffer());
    if (r.status !== wanted) throw new Error(`${method} ${path}: ${r.status} instead of ${wanted}: ${bytes.toString().slice(0, 600)}`);
    const parts = path.split("?")[0].split("/");
    const pattern = Object.keys(doc.paths).find((p) => doc.paths[p][method.toLowerCase()] && p.split("/").length === parts.length &&
      p.split("/").every((s, i) => s === parts[i] || (s.startsWith("{") && !doc.paths[parts.join("/")])));
    const replies = doc.paths[pattern][method.toLowerCase()].responses;
    let reply = replies[r.status] ?? replies.default;
    if (reply.$ref) reply = doc.components.responses[reply.$ref.split("/").pop()];
    seen.add(`${method} ${pattern}`);
    const [type, content] = Object.entries(reply.content ?? {}).find(([, c]) => c) ?? [];
    if (!type?.includes("json")) return { r, bytes };
    if (!r.headers.get("content-type")?.startsWith(type))
      throw new Error(`${path}: ${r.headers.get("content-type")}`);
    const v = JSON.parse(bytes.toString());
    if (content.schema.$ref) {
      const check = ajv.getSchema(`api${content.schema.$ref}`) ?? ajv.compile({ $ref: `api${content.schema.$ref}` });
      if (!check(v)) throw new Error(`${method} ${path}: ${ajv.errorsText(check.errors)}`);
      const members = doc.components.schemas[content.schema.$ref.split("/").pop()].properties;
      same(Object.keys(v).filter((k) => !(k in members)), [], `${path}, members that are not described`);
    }
    return { r, v };
  }
  const enter = async (account) => (await ask("POST", "/sessions", 201, { body: { account, password: "motcua-demo" } })).v.token;

  await test("the form is a JSON Schema 2020-12, and takes what the server takes", async () => {
    const { v } = await ask("GET", "/procedures/1.001193/form", 200);
    same(v.$schema, "https://json-schema.org/draft/2020-12/schema", "$schema");
    const check = ajv.compile(v);
    if (!check(fields)) throw new Error(ajv.errorsText(check.errors));
    if (check({ ...fields, child: {} })) throw new Error("a child without a name is taken");
  });
  await test("the whole story by JSON, each reply as the OpenAPI document describes it", async () => {
    const citizen = await enter("citizen");
    for (const path of ["/healthz", "/readyz", "/procedures", "/demo", "/openapi.json"]) await ask("GET", path, 200);
    const { v: p } = await ask("GET", "/procedures/1.001193", 200);
    const component = p.components.find((c) => c.required).id;
    const { v: paper } = await ask("POST", "/papers", 201, { token: citizen, form: photo() });
    const filing = { procedure: p.code, channel: "online", fields, papers: { [component]: [paper.id] } };
    for (const channel of ["counter", "post", "vneid"]) {
      const { v } = await ask("POST", "/dossiers", 422, { token: citizen, body: { ...filing, channel } });
      same(v.errors.map((e) => e.field), ["channel"], channel);
      same(Object.keys(v.errors[0]), ["field", "message", "cites"], "members of an error");
    }
    let { r, v: d } = await ask("POST", "/dossiers", 201, { token: citizen, body: filing });
    same([r.headers.get("location"), d.state, d.step, d.status, d.channel, d.result, d.due_at, d.overdue, d.version],
      [`/dossiers/${d.code}`, "submitted", "receive", 1, "online", null, null, false, 1], "filed");
    const at = `/dossiers/${d.code}`;
    for (const [who, step, state, next, status, body] of [
      ["receptionist.halong", "receive", "received", "appraise", 2, {}],
      ["appraiser.halong", "appraise", "appraised", "approve", 4, { decision: "grant" }],
      ["approver.halong", "approve", "approved", "seal", 4, { decision: "grant" }],
      ["sealer.halong", "seal", "sealed", "return", 9, {}],
      ["returner.halong", "return", "returned", null, 10, {}]]) {
      const token = await enter(who), pin = { ...body, pin: "123456" };
      await ask("POST", `${at}/${step}`, 428, { token, body: pin });
      await ask("POST", `${at}/${step}`, 412, { token, body: pin, version: 99 });
      for (let i = 0; step === "approve" && i < 50; i++) { // until the paper is drawn
        if ((await fetch(`${url}${at}/draft.pdf`, { headers: { Authorization: `Bearer ${token}` } })).status === 200) break;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      const { r: begun, v: signing } = await ask("POST", `${at}/${step}`, 202, { token, body, version: d.version });
      same(begun.headers.get("location"), `/signings/${signing.id}`, "Location");
      await ask("GET", `/signings/${signing.id}`, 200, { token });
      await ask("POST", `/signings/${signing.id}`, 422, { token, body: { signatures: ["AAAA"] } });
      ({ r, v: d } = await ask("POST", `${at}/${step}`, 200, { token, body: pin, version: d.version }));
      same([d.state, d.step, d.status, r.headers.get("etag")], [state, next, status, `"${d.version}"`], step);
    }
    same([d.result.decision, d.result.href, d.events.length], ["grant", `${at}/result.pdf`, 6], "the result");
    const { v: events } = await ask("GET", `${at}/events`, 200, { token: citizen });
    for (const e of events.items) {
      const said = JSON.parse(Buffer.from(e.signed, "base64").toString());
      same([said.type, said.seq, said.step, said.dossier], ["motcua/step/1", e.seq, e.step, d.code], "signed");
    }
    const { bytes } = await ask("GET", `${at}/result.pdf`, 200, { token: citizen });
    same(bytes.subarray(0, 5).toString(), "%PDF-", "the result");
    for (const view of ["mine", "desk"]) {
      const { v } = await ask("GET", `/dossiers?view=${view}`, 200, { token: citizen });
      same(Object.keys(v), ["items", "load", "people_next", "total", "more", "next"], "a list");
    }
    await ask("GET", at, 404, { token: await enter("business") });
    await ask("POST", "/sessions/current/end", 204, { token: citizen });
    await ask("GET", at, 401, { token: citizen });
    if (seen.size < 18) throw new Error(`only ${seen.size} operations were asked`);
  });
}
