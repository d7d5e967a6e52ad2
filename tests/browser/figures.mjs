// figures: what a unit has reached: seen by anybody with small numbers kept back and by an officer exactly, from the
// province down to a ward; a period; at 360 and 1280 px, in three languages, without JavaScript, by axe.
import { clean, contextFor, end, enter, look, server } from "./pages.mjs";
import { ask, filed } from "./programs.mjs";
import { test } from "./server.mjs";

const must = (ok, what) => { if (!ok) throw new Error(what); };
const text = (page) => page.locator("main").innerText();
const json = async (path) => (await fetch(`${server.url}${path}`)).json();
const figure = (f, code) => f.parts.flatMap((p) => p.items).find((i) => i.code === code);

for (const last of ["return", "seal", "receive"]) await filed(last);

for (const [size, locale] of ["phone", "desk"].flatMap((s) => ["vi-VN", "en-GB", "bn-BD"].map((l) => [s, l])))
  await test(`figures of province and ward are clean: ${size}, ${locale}`, async () => {
    const officer = await enter("leader.halong", size, locale, true);
    await officer.goto("/figures?indicator=2.1");
    await look(officer, `figures-${size}-${locale}`);
    await clean(officer);
    const anybody = await (await contextFor(size, locale, true)).newPage();
    await anybody.goto("/units/H49.31/figures?period=2026-Q4");
    await look(anybody, `figures-ward-${size}-${locale}`);
    await clean(anybody);
  });

await test("small numbers are for officers alone, exact at once", async () => {
  const year = new Date(Date.now() + 7 * 3600e3).getUTCFullYear();
  const open = await json(`/units/H49.31/figures?period=${year}`);
  const exact = await ask("leader.halong", "GET", `/units/H49.31/figures?period=${year}`);
  must(!open.exact && exact.exact, "who sees what");
  must(figure(open, "signed_five").state === "too_few" && figure(open, "signed_five").numerator === null, "two dossiers are told to anybody");
  must(figure(exact, "signed_five").numerator === 1 && figure(exact, "signed_five").denominator === 2, "one of two is handed over");
  must(figure(exact, "signed_five").value === 5000, "a half");
  must(open.counts.find((c) => c.measure === "received").n === null, "three are told to anybody");
  must(exact.counts.find((c) => c.measure === "received").n === 3, "three were received");
  must(exact.measurable === 50 && exact.points === 100, `${exact.measurable} of ${exact.points} points`);
  await filed("receive");
  const after = await ask("leader.halong", "GET", `/figures?period=${year}`);
  must(after.counts.find((c) => c.measure === "received").n === 4, "the fourth is seen at once, in the province too");
});

await test("from the province to a ward, and a period, without JavaScript", async () => {
  const page = await enter("leader.halong");
  await page.goto("/figures");
  await page.click('a[href*="indicator=on_time#"]');
  must((await text(page)).includes("By unit: Decided on time, with pauses"), "the table of units");
  await page.locator("table.figures a", { hasText: "Hạ Long" }).first().click();
  must(/\/units\/H49[^/]*\/figures\?period=/.test(page.url()), page.url());
  await page.selectOption("#period", { index: 1 });
  await page.click("form.find button");
  must(/period=\d{4}-Q\d/.test(page.url()), page.url());
});
await end();
