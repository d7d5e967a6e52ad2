// tracking: proof of filing, tracking and fees on a phone without JavaScript and at a desk, in both languages, where axe
// looks at each page: a citizen files and is told the code once, reads the proof, tracks without signing in, a wrong
// code loses nothing but itself; an administrator enters a fee, a receptionist records it.
import { readFileSync } from "node:fs";
import { clean, contextFor, end, enter as signedIn, look as seen, server } from "./pages.mjs";
import { test } from "./server.mjs";

const expect = (got, wanted, what) => { if (got !== wanted) throw new Error(`${what}: ${got} instead of ${wanted}`); };
const holds = (text, part, what) => { if (!text.includes(part)) throw new Error(`${what}: no "${part}" in ${text}`); };
const lacks = (text, part, what) => { if (text.includes(part)) throw new Error(`${what}: "${part}" in ${text}`); };
const enter = (who, size, locale) => signedIn(who, size, locale, size === "desk");
async function look(page, name) {
  await seen(page, name);
  if (page.viewportSize().width > 1000) await clean(page); // axe needs scripts
}
const words = {
  "en-GB": { told: "Your tracking code", track: "Track an application", missing: "No application has this number" },
  "vi-VN": { told: "Mã tra cứu của bạn", track: "Tra cứu hồ sơ", missing: "Không có hồ sơ nào" },
};

// Filed by the form, as a browser does: the code is told on the page that follows.
async function filed(page, fields) {
  await page.goto("/procedures/2.000635/file");
  const csrf = await page.locator('form#filing input[name="csrf"]').inputValue();
  const flat = (o, at) => Object.entries(o).flatMap(([k, v]) => typeof v === "object" ? flat(v, `${at}.${k}`) : [[`${at}.${k}`, String(v)]]);
  const day = (v) => v.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3/$2/$1");
  const multipart = Object.fromEntries([["csrf", csrf], ["procedure", "2.000635"], ["channel", "online"],
    ...flat(fields, "fields").map(([k, v]) => [k, day(v)])]);
  const r = await page.request.post("/dossiers", { multipart, maxRedirects: 0,
    headers: { Origin: server.url, Accept: "text/html" } });
  expect(r.status(), 303, `filing (${(await r.text()).replace(/<[^>]*>/g, " ").slice(0, 1500)})`);
  const at = r.headers().location;
  await page.goto(at);
  return at.split("/").pop();
}

async function story(size, locale) {
  const w = words[locale], tag = `${size}-${locale.slice(0, 2)}`;
  const fields = JSON.parse(readFileSync("tests/data/extract-poor.json", "utf8"));
  const citizen = await enter("citizen", size, locale);
  await citizen.goto("/procedures/2.000635");
  await look(citizen, `${tag}-fees-procedure`);
  holds(await citizen.locator("main").innerText(), locale === "vi-VN" ? "8.000" : "8,000", "the fee of the procedure");
  const number = await filed(citizen, fields);
  holds(await citizen.locator("main").innerText(), w.told, "the code is told");
  const code = (await citizen.locator(".told .code").innerText()).trim();
  if (!/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/.test(code)) throw new Error(`no code: ${code}`);
  await look(citizen, `${tag}-tracking-told`);
  for (let i = 0; ; i++) { // the job draws it in a moment
    await citizen.goto(`/dossiers/${number}/proof`);
    if (await citizen.locator('a[href$="/proof.pdf"]').count()) break;
    if (i > 50) throw new Error("no sealed proof");
    await new Promise((r) => setTimeout(r, 200));
  }
  await look(citizen, `${tag}-proof`);
  const pdf = await citizen.request.get(`/dossiers/${number}/proof.pdf`);
  expect((await pdf.body()).subarray(0, 5).toString(), "%PDF-", "the proof");
  lacks((await pdf.body()).toString("latin1"), code, "the proof");
  const later = await enter("citizen", size, locale); // another browser of the same person
  await later.goto(`/dossiers/${number}`);
  lacks(await later.locator("main").innerText(), code, "it was told once");

  const visitor = await (await contextFor(size, locale, size === "desk")).newPage();
  await visitor.goto(`/track?number=${number}`);
  expect(await visitor.locator("#number").inputValue(), number, "the number is filled in");
  await look(visitor, `${tag}-track`);
  await visitor.locator("#code").fill("00000-00000");
  await visitor.locator('form[action="/track"] button').click();
  holds(await visitor.locator("main").innerText(), w.missing, "a wrong code");
  expect(await visitor.locator("#number").inputValue(), number, "the number is kept");
  expect(await visitor.locator("#code").inputValue(), "", "the code is not");
  await look(visitor, `${tag}-track-wrong`);
  await visitor.locator("#code").fill(code.toLowerCase());
  await visitor.locator("#code").press("Enter"); // by keyboard
  await visitor.waitForLoadState();
  expect(new URL(visitor.url()).search, "", "no secret in the address");
  const found = await visitor.locator("main").innerText();
  holds(found, number, "where it is");
  lacks(found, "Nguyễn Thị Minh An", "where it is");
  await look(visitor, `${tag}-tracked`);

  const officer = await enter("receptionist.halong", size, locale);
  await officer.goto(`/dossiers/${number}`);
  for (const action of ["fee-paid", "fee-exempt"]) await officer.locator(`details:has(form[action$="/${action}"]) > summary`).click();
  await look(officer, `${tag}-fees-officer`);
  const form = officer.locator('form[action$="/fee-exempt"]');
  expect(await form.locator('[name="ground"]').inputValue(), "poor", "the ground that was claimed");
  await form.locator("button:not([type])").click();
  await officer.waitForLoadState();
  await officer.goto(`/dossiers/${number}`);
  expect(await officer.locator('form[action$="/fee-paid"]').count(), 0, "nothing is left to pay");
  await look(officer, `${tag}-fees-exempt`);
}

async function entered(size, locale) {
  const admin = await enter("admin", size, locale), tag = `${size}-${locale.slice(0, 2)}`;
  await admin.goto("/admin/procedures/1.001612");
  await admin.locator("#tariff > summary").click();
  await look(admin, `${tag}-fees-admin`);
  await admin.locator('[id="tariff.amount"]').fill("100.000");
  await admin.locator("#tariff button:not([type])").click();
  await admin.waitForLoadState();
  await look(admin, `${tag}-fees-admin-mistake`);
  expect(await admin.locator('[id="tariff.amount"]').inputValue(), "100.000", "what was typed");
  await admin.locator('[id="tariff.basis"]').fill("Nghị quyết thử");
  await admin.locator("#tariff button:not([type])").click();
  await admin.waitForLoadState();
  holds(await admin.locator("main").innerText(), "Nghị quyết thử", "the row of the tariff");
}

for (const [size, locale] of [["phone", "vi-VN"], ["phone", "en-GB"], ["desk", "vi-VN"], ["desk", "en-GB"]]) {
  await test(`proof, tracking and a fee, ${size}, ${locale}`, () => story(size, locale));
  await test(`an administrator enters a fee, ${size}, ${locale}`, () => entered(size, locale));
}
await end();
