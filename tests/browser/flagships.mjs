// flagships: forms of their own, each filled in with its whole example on a phone without
// JavaScript, lists entry by entry, in two languages; those with an online channel are filed.
import { chromium } from "playwright-core";
import { AxeBuilder } from "@axe-core/playwright";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { startServer, test, done } from "./server.mjs";

const pictures = "build/test/pictures";
mkdirSync(pictures, { recursive: true });
const server = await startServer();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const open = (locale, javaScriptEnabled) => browser.newContext({
  viewport: { width: 360, height: 740 }, locale, javaScriptEnabled, baseURL: server.url });

async function signIn(page, who) {
  await page.goto("/sign-in");
  await page.fill('input[name="account"]', who);
  await page.fill('input[name="password"]', "motcua-demo");
  await page.click('form[action="/sessions"] button[type="submit"], form[action="/sessions"] button:not([type])');
}

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

async function look(page, name) {
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > 360) throw new Error(`${name} is ${wide} px wide`);
}

const at = "tests/data/forms";
const codes = readdirSync(at).map((name) => name.replace(/\.json$/, "")).sort();
const counter = ["1.011607", "2.000815"]; // offered at a counter alone

for (const [locale, filed] of [["vi-VN", true], ["en-GB", false]]) {
  const people = {};
  for (const who of ["citizen", "receptionist.halong"]) {
    const context = await open(locale, false);
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
        const scripted = await open(locale, true);
        const seen = await scripted.newPage();
        await signIn(seen, counter.includes(code) ? "receptionist.halong" : "citizen");
        await seen.goto(`/procedures/${code}/file${chosen}`);
        const { violations } = await new AxeBuilder({ page: seen }).analyze();
        await scripted.close();
        if (violations.length) throw new Error(violations.map((v) => `${v.id}: ${v.nodes[0].html}`).join("\n"));
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

await browser.close();
await test("the server ends in order", async () => {
  const code = await server.stop();
  if (code !== 0) throw new Error(`exit ${code}: ${server.said()}`);
});
done();
