// flagships: forms of their own, each filled in with its whole example on a phone by keyboard, lists
// entry by entry, from the page of the procedure to the proof of filing: without JavaScript all of
// them, four of them with it, too; in two languages.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { clean, contextFor, end, look, signIn } from "./pages.mjs";
import { test } from "./server.mjs";

// By keyboard: the focus stands on the control, and keys do the rest.
async function press(page, control, key = "Enter") {
  await control.focus();
  await page.keyboard.press(key);
}
const follow = (page, control) => Promise.all([page.waitForNavigation(), press(page, control)]);

async function put(page, name, value) {
  const field = page.locator(`[name="${name}"]`).first();
  const tag = await field.evaluate((e) => e.tagName.toLowerCase());
  const type = await field.getAttribute("type");
  const text = String(value).replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3/$2/$1");
  if (tag === "select") {
    await field.selectOption(text);
  } else if (type === "radio") {
    await press(page, page.locator(`[name="${name}"][value="${value}"]`), "Space");
  } else if (type === "checkbox") {
    if (await field.isChecked() !== value) await press(page, field, "Space");
  } else {
    await press(page, field, "Control+A");
    await page.keyboard.insertText(text);
  }
}

async function fill(page, value, name) {
  if (Array.isArray(value) && typeof value[0] !== "object") {
    for (const one of value) {
      const box = page.locator(`[name="${name}"][value="${one}"]`);
      if (!await box.isChecked()) await press(page, box, "Space");
    }
  } else if (Array.isArray(value)) {
    for (const [i, entry] of value.entries()) {
      if (await page.locator(`[name^="${name}.${i}."]`).count() === 0)
        await follow(page, page.locator(`button[value="add:${name}"]`));
      await fill(page, entry, `${name}.${i}`);
    }
  } else if (typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) await fill(page, inner, `${name}.${key}`);
  } else if (name !== "fields.case") {
    await put(page, name, value);
  }
}

// From the page of the procedure to the proof: what was filed is there with its SHA-256.
async function file(page, code, example) {
  await page.goto(`/procedures/${code}`);
  await follow(page, page.locator(`a[href^="/procedures/${code}/file"]`).first());
  if (example.case && !page.url().includes("case=")) await follow(page, page.locator(`a[href*="case=${example.case}"]`));
  await fill(page, example, "fields");
  const chosen = [];
  for (const input of await page.locator('input[type="file"]').all())
    if (await input.isVisible()) chosen.push(await input.setInputFiles("tests/data/birth-certificate.jpg"));
  await look(page, `filled-${code}`);
  await follow(page, page.locator('form[enctype="multipart/form-data"] button.btn:not([name])'));
  if (!/\/dossiers\/H49/.test(page.url())) {
    await look(page, `refused-${code}`);
    throw new Error(`not filed: ${await page.locator(".error").allInnerTexts()}`);
  }
  await follow(page, page.locator('main a[href$="/proof"]').first());
  await look(page, `proof-${code}`);
  const said = (await page.locator("main").innerText()).match(/[0-9a-f]{64}/g) ?? [];
  const file = createHash("sha256").update(readFileSync("tests/data/birth-certificate.jpg")).digest("hex");
  if (said.filter((hash) => hash === file).length < chosen.length) throw new Error(`${chosen.length} files, ${said.join()}`);
}

const at = "tests/data/forms";
const codes = readdirSync(at).map((name) => name.replace(/\.json$/, "")).sort();
const counter = ["1.011607", "2.000815"]; // offered at a counter alone

for (const [locale, filed] of [["vi-VN", true], ["en-GB", false]]) {
  const people = {};
  for (const who of ["citizen", "receptionist.halong"]) {
    const context = await contextFor("phone", locale);
    people[who] = { context, page: await context.newPage() };
    await signIn(people[who].page, who);
  }
  for (const code of codes) {
    const example = JSON.parse(readFileSync(`${at}/${code}.json`, "utf8"));
    const { page } = people[counter.includes(code) ? "receptionist.halong" : "citizen"];
    const chosen = example.case ? `?case=${example.case}` : "";
    await test(`${code} at 360 px, ${locale}${filed ? ", filed without JavaScript" : ""}`, async () => {
      await page.goto(`/procedures/${code}/file${chosen}`);
      await look(page, `form-${code}-${locale.slice(0, 2)}`);
      if (!filed) {
        const scripted = await contextFor("phone", locale, true);
        const seen = await scripted.newPage();
        await signIn(seen, counter.includes(code) ? "receptionist.halong" : "citizen");
        await seen.goto(`/procedures/${code}/file${chosen}`);
        await clean(seen);
        await scripted.close();
        return;
      }
      await file(page, code, example);
    });
  }
  for (const { context } of Object.values(people)) await context.close();
}

const four = ["1.001193", "1.000894", "1.001612", "1.013225"];
const scripted = await contextFor("phone", "vi-VN", true);
const page = await scripted.newPage();
await signIn(page, "citizen");
for (const code of four)
  await test(`${code} at 360 px by keyboard with JavaScript, from its page to the proof`, () =>
    file(page, code, JSON.parse(readFileSync(`${at}/${code}.json`, "utf8"))));
await scripted.close();

await end();
