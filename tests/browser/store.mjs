// store: what the state has already, in a browser without JavaScript at 360 and 1280 px, in two
// languages: a result comes among one's documents, is offered in the next form, ticked and sent.
import { readFileSync } from "node:fs";
import { clean, contextFor, end, look, server, signIn } from "./pages.mjs";
import { test } from "./server.mjs";

const tokens = {};
async function call(who, method, path, body, version) {
  if (!tokens[who]) {
    const said = await fetch(`${server.url}/sessions`, { method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ account: who, password: "motcua-demo" }) });
    tokens[who] = (await said.json()).token;
  }
  const headers = { Authorization: `Bearer ${tokens[who]}`, "Content-Type": "application/json" };
  if (version) headers["If-Match"] = `"${version}"`;
  const reply = await fetch(server.url + path, { method, headers, body: body && JSON.stringify(body) });
  return { status: reply.status, said: await reply.json() };
}

const fields = JSON.parse(readFileSync("tests/data/forms/1.004873.json", "utf8"));
async function finished() { // a certificate of marital status, through the five steps
  let { said } = await call("citizen", "POST", "/dossiers", { procedure: "1.004873", fields });
  for (const [who, action] of [["receptionist", "receive"], ["appraiser", "appraise"], ["approver", "approve"],
    ["sealer", "seal"], ["returner", "return"]])
    for (let i = 0; ; i++) {
      const r = await call(`${who}.halong`, "POST", `/dossiers/${said.code}/${action}`, { pin: "123456" }, said.version);
      if (r.status === 200) { said = r.said; break; }
      if (r.status !== 409 || i > 100) throw new Error(`${action}: ${JSON.stringify(r)}`);
      await new Promise((go) => setTimeout(go, 200));
    }
  await call("receptionist.halong", "GET", `/dossiers/${said.code}`);
  await new Promise((go) => setTimeout(go, 1500)); // looks are written within a second
  return said.code;
}

await test("the page of documents says so while there are none", async () => {
  for (const [size, locale] of [["phone", "vi-VN"], ["desk", "en-GB"]]) {
    const page = await (await contextFor(size, locale, true)).newPage();
    await signIn(page, "citizen");
    await page.goto("/documents");
    await look(page, `${size}-documents-none`);
    await clean(page);
  }
});

let code;
await test("a result that is handed over comes among one's documents", async () => {
  code = await finished();
  for (const [size, locale, word] of [["phone", "vi-VN", "Còn giá trị"], ["desk", "en-GB", "Valid"]]) {
    const page = await (await contextFor(size, locale, true)).newPage();
    await signIn(page, "citizen");
    await page.click('main a[href="/documents"]');
    await look(page, `${size}-documents`);
    await clean(page);
    const text = await page.locator("main").innerText();
    if (!text.includes(code) || !text.includes(word)) throw new Error(text);
    await page.click(`main a[href="/dossiers/${code}/looks"]`);
    await look(page, `${size}-looks`);
    await clean(page);
    if (!(await page.locator("main").innerText()).includes("Trần Thu Hà")) throw new Error("nobody has looked");
  }
});

for (const [size, locale] of [["phone", "vi-VN"], ["desk", "en-GB"]])
  await test(`it is offered in the next form, ticked and sent without JavaScript: ${size}, ${locale}`, async () => {
    const seen = await (await contextFor(size, locale, true)).newPage();
    await signIn(seen, "citizen");
    await seen.goto("/procedures/1.004873/file");
    await clean(seen);
    const page = await (await contextFor(size, locale)).newPage();
    await signIn(page, "citizen");
    await page.goto("/procedures/1.004873/file");
    const box = page.locator('input[name="stored.former_certificate"]');
    await box.focus();
    await page.keyboard.press("Space");
    if (!await box.isChecked()) throw new Error("it is not ticked by the keyboard");
    await look(page, `${size}-offer`);
    await page.click('button[value="save"]'); // without JavaScript: kept as a draft, with the paper
    const draft = page.locator('main a[href^="/drafts/"]').first();
    await draft.click();
    await look(page, `${size}-offer-taken`);
    if (await page.locator('input[name="kept.former_certificate"]').count() !== 1) throw new Error("it is not attached");
    if (await page.locator('input[name="stored.former_certificate"]').count()) throw new Error("it is offered twice");
    await page.click('button[value^="drop:former_certificate"]');
    if (await page.locator('input[name="stored.former_certificate"]').count() !== 1) throw new Error("it is not offered again");
  });

await test("what is asked that the state knows stands on the procedure's page for administrators", async () => {
  for (const [size, locale] of [["phone", "vi-VN"], ["desk", "en-GB"]]) {
    const page = await (await contextFor(size, locale, true)).newPage();
    await signIn(page, "admin");
    await page.goto("/admin/procedures/1.004873");
    await look(page, `${size}-asked`);
    await clean(page);
    if (!(await page.locator("main").innerText()).includes("fields.requester.full_name")) throw new Error("nothing is counted");
  }
});

await end();
