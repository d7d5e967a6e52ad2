// flagships: forms of their own, each filled in with its whole example on a phone without
// JavaScript, lists entry by entry, in two languages; those with an online channel are filed.
import { readFileSync, readdirSync } from "node:fs";
import { clean, contextFor, end, look, signIn } from "./pages.mjs";
import { test } from "./server.mjs";

async function put(page, name, value) {
  const field = page.locator(`[name="${name}"]`).first();
  const tag = await field.evaluate((e) => e.tagName.toLowerCase());
  const type = await field.getAttribute("type");
  const text = String(value).replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3/$2/$1");
  if (tag === "select") await field.selectOption(text);
  else if (type === "radio") await page.check(`[name="${name}"][value="${value}"]`);
  else if (type === "checkbox") await page.setChecked(`[name="${name}"]`, value);
  else await field.fill(text);
}

async function fill(page, value, name) {
  if (Array.isArray(value) && typeof value[0] !== "object") {
    for (const one of value) await page.check(`[name="${name}"][value="${one}"]`);
  } else if (Array.isArray(value)) {
    for (const [i, entry] of value.entries()) {
      if (await page.locator(`[name^="${name}.${i}."]`).count() === 0)
        await page.click(`button[value="add:${name}"]`);
      await fill(page, entry, `${name}.${i}`);
    }
  } else if (typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) await fill(page, inner, `${name}.${key}`);
  } else if (name !== "fields.case") {
    await put(page, name, value);
  }
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
      await fill(page, example, "fields");
      for (const input of await page.locator('input[type="file"]').all())
        if (await input.isVisible()) await input.setInputFiles("tests/data/birth-certificate.jpg");
      await look(page, `filled-${code}`);
      await page.click('form[enctype="multipart/form-data"] button:not([name])');
      if (!/\/dossiers\/H49\.31-/.test(page.url())) {
        await look(page, `refused-${code}`);
        throw new Error(`not filed: ${await page.locator(".error").allInnerTexts()}`);
      }
    });
  }
  for (const { context } of Object.values(people)) await context.close();
}

await end();
