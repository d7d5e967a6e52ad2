// admin: the pages of administration without JavaScript, at 360 and 1280 px: what an administrator
// enters is kept when somebody else was faster, every page is free of what axe finds, and the
// keyboard reaches all of it.
import { clean, end, enter, look } from "./pages.mjs";
import { test } from "./server.mjs";

const pages = ["/admin", "/admin/units", "/admin/units/H49.31", "/admin/routing", "/admin/calendar", "/admin/settings", "/admin/procedures?look=flagged", "/admin/procedures/1.001193", "/admin/imports", "/admin/journal"];
const form = (page, id) => page.locator(`#${id}`);
async function open(page, id) {
  const f = form(page, id);
  if ((await f.getAttribute("open")) === null) await f.locator("summary").click();
  return f;
}

await test("a unit is renamed, a day set, hours given: each is seen and recorded", async () => {
  const page = await enter("admin", "desk", "en-GB");
  await page.goto("/admin/units/H49.31");
  const rename = await open(page, "rename");
  await rename.locator('[name="name"]').fill("Ủy ban nhân dân phường Hạ Long Mới");
  await rename.locator("button").click();
  if (!(await page.locator("h1").innerText()).includes("Hạ Long Mới")) throw new Error("not renamed");
  const hours = await open(page, "hours");
  await hours.locator('[name="weekday"]').selectOption("6");
  for (const [k, v] of Object.entries({ opens: "07:30", noon_closes: "11:00", noon_opens: "11:00", closes: "11:30" }))
    await hours.locator(`[name="${k}"]`).fill(v);
  await hours.locator("button").click();
  if (!(await page.locator("main").innerText()).includes("Saturday")) throw new Error("no reception on Saturday");
  await page.goto("/admin/calendar?year=2027");
  const day = await open(page, "day");
  await day.locator('[name="day"]').fill("2027-08-31");
  await day.locator('[name="kind"]').selectOption("holiday");
  await day.locator('[name="source"]').fill("Văn bản số 1/TB-UBND");
  await day.locator("button").click();
  if (!(await page.locator("main").innerText()).includes("1/TB-UBND")) throw new Error("the day is not there");
  await page.goto("/admin/journal");
  const told = await page.locator("main").innerText();
  for (const word of ["Calendar day set", "Office hours set", "Unit changed", "H49.31"])
    if (!told.includes(word)) throw new Error(`the record lacks ${word}`);
});

await test("two administrators at once: the second is told, and keeps what was typed", async () => {
  const [one, two] = [await enter("admin", "desk", "en-GB"), await enter("admin", "phone", "en-GB")];
  for (const page of [one, two]) await page.goto("/admin/settings");
  for (const [page, value] of [[one, "2"], [two, "3"]]) {
    const f = await open(page, "soon_days");
    await f.locator('[name="value"]').fill(value);
  }
  await form(one, "soon_days").locator("button").click();
  const [reply] = await Promise.all([two.waitForResponse((r) => r.request().method() === "POST"), form(two, "soon_days").locator("button").click()]);
  if (reply.status() !== 412) throw new Error(`${reply.status()} instead of 412`);
  if ((await form(two, "soon_days").locator('[name="value"]').inputValue()) !== "3") throw new Error("what was typed is lost");
  if (!(await two.locator("table").innerText()).includes("2")) throw new Error("the other's value is not shown");
  await look(two, "admin-phone-stale");
  await form(two, "soon_days").locator("button").click();
  if (!(await two.locator("table").innerText()).includes("3")) throw new Error("the second try did not go through");
});

await test("a file is shown before it is applied, and undone; a bad one is refused with its line", async () => {
  const page = await enter("admin", "phone", "vi-VN");
  await page.goto("/admin/imports");
  const send = async (kind, file) => {
    const f = page.locator(`form[action="/admin/uploads/${kind}"]`);
    await f.locator('input[type="file"]').setInputFiles(typeof file === "string" ? `tests/data/import/${file}` : file);
    await f.locator("button").click();
  };
  await send("units", "circle.csv");
  const refused = await page.locator("#errors li").allInnerTexts();
  if (refused.length !== 2 || !refused.every((row, i) => row.startsWith(`circle.csv, dòng ${i + 2}: đơn vị H49`))) throw new Error(refused.join("\n"));
  await look(page, "admin-phone-refused");
  await send("catalogue", "good.jsonl");
  await look(page, "admin-phone-preview");
  const found = async () => (await page.request.get("/procedures/9.000001", { headers: { Accept: "application/json" } })).status();
  if (await found() !== 404) throw new Error("it was applied without being asked");
  await page.locator('form[action$="/apply"] button').click();
  if (await found() !== 200) throw new Error("it was not applied");
  await look(page, "admin-phone-imports");
  await page.locator('form[action="/admin/editions/restore"] button').first().click();
  if (await found() !== 404) throw new Error("it was not undone");
  const rows = (...lines) => Buffer.from(["code,kind,name,name_en,parent,commune,valid_from,valid_to,successor", ...lines, ""].join("\n"));
  await send("units", { name: "sở.csv", mimeType: "text/csv", buffer: rows("H49.96,department,Sở Thử,Trial,H49,,2026-01-01,,", "H49.97,department,Sở Thử 2,Trial 2,H49,,2026-01-01,,") });
  await page.locator('form[action$="/apply"] button').click();
  const there = async () => (await page.request.get("/admin/units/H49.96", { headers: { Accept: "application/json" } })).status();
  if (await there() !== 200) throw new Error("the units were not applied");
  await page.goto("/admin/units/H49.96");
  const hours = await open(page, "hours");
  await hours.locator('[name="weekday"]').selectOption("6");
  for (const [k, v] of Object.entries({ opens: "07:30", noon_closes: "11:00", noon_opens: "11:00", closes: "11:30" }))
    await hours.locator(`[name="${k}"]`).fill(v);
  await hours.locator("button").click();
  await page.goto("/admin/imports");
  const undo = page.locator('form[action="/admin/editions/restore"]:has(input[value="units"]) button').first();
  await undo.click();
  const stays = await page.locator("#errors li").allInnerTexts();
  if (stays.length !== 1 || !/H49\.96.*giờ làm việc/.test(stays[0])) throw new Error(stays.join("\n"));
  await look(page, "admin-phone-stays");
  await page.goto("/admin/units/H49.96");
  await (await open(page, "hours")).locator('[name="weekday"]').selectOption("6");
  await form(page, "hours").locator("button").click();
  await page.goto("/admin/imports");
  await undo.click();
  if (await there() !== 404) throw new Error("the units were not undone");
});

await test("a mistake is marked at its field", async () => {
  const page = await enter("admin", "phone", "vi-VN");
  await page.goto("/admin/units");
  const f = await open(page, "new");
  await f.locator('[name="code"]').fill("h 49");
  await f.locator('[name="name"]').fill("Thử");
  await f.locator("button").click();
  const wrong = page.locator('[id="new.code.error"]');
  if (!(await wrong.count())) throw new Error(await page.locator("main").innerText());
  await look(page, "admin-phone-mistake");
});

for (const [size, locale] of [["phone", "vi-VN"], ["desk", "en-GB"]])
  await test(`every page on a ${size}: nothing sticks out, axe finds nothing`, async () => {
    const page = await enter("admin", size, locale, true);
    for (const at of pages) {
      await page.goto(at);
      await look(page, `admin-${size}-${at.split(/[/?]/).slice(2).join("-") || "overview"}`);
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
      await clean(page);
      await look(page, `admin-${size}-${at.split(/[/?]/).slice(2).join("-") || "overview"}-open`);
    }
  });

await test("by keyboard: from the top of the page to a change", async () => {
  const page = await enter("admin", "desk", "en-GB");
  await page.goto("/admin/settings");
  let there = false;
  for (let i = 0; i < 40 && !there; i++) {
    await page.keyboard.press("Tab");
    there = await page.evaluate(() => document.activeElement?.matches("#soon_days > summary"));
  }
  if (!there) throw new Error("the form cannot be reached");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("4");
  await page.keyboard.press("Enter");
  await page.waitForLoadState();
  if (!(await page.locator("table").innerText()).includes("4")) throw new Error("not changed");
});

await end();
