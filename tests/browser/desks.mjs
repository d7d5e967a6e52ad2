// desks: search, filters, the load of officers, several at once and signing that is left open; by
// keyboard alone and without JavaScript; at 360 and 1280 px, in both languages, by axe.
import { clean, end, enter, look, picture } from "./pages.mjs";
import { ask, filed } from "./programs.mjs";
import { test } from "./server.mjs";

const must = (ok, what) => { if (!ok) throw new Error(what); };
const text = (page) => page.locator("main").innerText();

// --- dossiers that wait ---
const codes = [];
for (let i = 0; i < 45; i++) codes.push(await filed());

// --- by the keyboard: tab until the element has the focus, as somebody without a mouse ---
async function tabTo(page, what) {
  for (let i = 0; i < 200; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((s) => document.activeElement?.matches(s), what)) return;
  }
  throw new Error(`the keyboard does not reach ${what}`);
}
const press = (page, key) => Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);

for (const [size, locale] of [["phone", "vi-VN"], ["phone", "en-GB"], ["desk", "vi-VN"], ["desk", "en-GB"]])
  await test(`the desk, a search, the unit's desk and open signing are clean: ${size}, ${locale}`, async () => {
    const officer = await enter("receptionist.halong", size, locale, true);
    await officer.goto("/dossiers?view=desk");
    await look(officer, `desk-${size}-${locale}`);
    await clean(officer);
    await officer.goto("/dossiers?view=desk&q=minh+an");
    must((await text(officer)).includes("Nguyễn Thị Minh An"), "nobody was found");
    await look(officer, `desk-found-${size}-${locale}`);
    await clean(officer);
    await officer.goto("/dossiers?view=desk&q=khong+co+ai");
    await clean(officer);
    await officer.goto("/shift");
    await look(officer, `shift-${size}-${locale}`);
    await clean(officer);
    const head = await enter("leader.halong", size, locale, true);
    await head.goto("/dossiers?view=unit");
    await look(head, `desk-unit-${size}-${locale}`);
    await clean(head);
  });

await test("by keyboard alone: a filter, a dossier, taken on, forty received with one PIN, and how far that is", async () => {
  const page = await enter("receptionist.halong");
  await page.goto("/dossiers?view=desk");
  await tabTo(page, "summary");
  await page.keyboard.press("Enter");
  await tabTo(page, "#light");
  await page.keyboard.press("ArrowDown"); // overdue
  await page.keyboard.press("ArrowDown"); // due soon
  must(await page.inputValue("#light") === "soon", "the list of lights does not answer to arrows");
  await page.keyboard.press("Tab");
  await tabTo(page, 'form[method="get"] .filters ~ .buttons button');
  await press(page, "Enter");
  must(page.url().includes("light=soon"), "the filter is not in the address");
  await tabTo(page, "tbody th a");
  const code = await page.evaluate(() => document.activeElement.textContent);
  await press(page, "Enter");
  must(new URL(page.url()).pathname === `/dossiers/${code}`, "the dossier was not opened");
  await tabTo(page, `details:has(form[action$="/claim"]) > summary, form[action$="/claim"] button`);
  if (await page.evaluate(() => document.activeElement.tagName) === "SUMMARY") {
    await page.keyboard.press("Enter");
    await tabTo(page, 'form[action$="/claim"] button');
  }
  await press(page, "Enter");
  await page.goto("/dossiers?view=desk&light=soon&whose=free");
  for (let i = 0; i < 40; i++) {
    await tabTo(page, 'input[name="items"]');
    await page.keyboard.press("Space");
  }
  await tabTo(page, "#pin");
  await page.keyboard.type("123456");
  await tabTo(page, 'button[name="action"][value="receive"]');
  await press(page, "Enter");
  must(/\/batches\//.test(page.url()), "no page of the batch");
  must(await page.locator("main > progress").count() === 1, "no word of how far it is");
  await picture(page, "batch-running-desk");
  await page.waitForFunction(() => !document.querySelector("main > progress"), null, { timeout: 30000 });
  must(await page.locator("tbody tr .tag.ok").count() === 40, "not all were received");
});

await test("a wrong PIN is told with nothing done; then a line for each", async () => {
  const page = await enter("receptionist.halong", "desk", "en-GB", true);
  const list = await ask("receptionist.halong", "GET", "/dossiers?view=desk&whose=me");
  must(list.items.length === 1, "one was taken on");
  await page.goto("/dossiers?view=desk");
  for (const box of await page.locator('input[name="items"]').all()) await box.check();
  await page.fill("#pin", "000000");
  await page.click('button[name="action"][value="receive"]');
  must((await text(page)).includes("The PIN is wrong"), "a wrong PIN is not told");
  await clean(page);
  await page.fill("#pin", "123456");
  await page.click("main form button.btn");
  await page.waitForSelector("tbody tr");
  await page.waitForFunction(() => !document.querySelector("main > progress"), null, { timeout: 30000 });
  const lines = await page.locator("tbody tr").allInnerTexts();
  must(lines.length >= 1 && lines.every((l) => l.includes("Done")), `the lines are ${lines}`);
  await look(page, "batch-desk-en-GB");
  await clean(page);
  must((await page.getAttribute(".crumbs a", "href")).startsWith("/dossiers?view=desk"), "no way back");
});

await test("all are taken on at once, on a phone", async () => {
  const waiting = [];
  for (const code of codes) {
    const d = await ask("receptionist.halong", "GET", `/dossiers/${code}`);
    must(d.state === "received", `${code} is ${d.state}`);
    waiting.push(`${code}@${d.version}`);
  }
  const page = await enter("appraiser.halong", "phone", "vi-VN", true);
  await page.goto("/dossiers?view=desk");
  for (const box of await page.locator('input[name="items"]').all()) await box.check();
  await page.click('button[name="action"][value="claim"]');
  await page.waitForSelector("tbody tr");
  await picture(page, "batch-running-phone");
  await page.waitForFunction(() => !document.querySelector("main > progress"), null, { timeout: 60000 });
  await look(page, "batch-phone-vi-VN");
  await clean(page);
  must(await page.locator("tbody tr .tag.ok").count() === codes.length, "not all were taken on");
});

await test("signing is left open: a step without a PIN, its end on every page", async () => {
  const code = await filed();
  const page = await enter("receptionist.halong");
  await page.goto("/shift");
  await page.fill("#pin", "999999");
  await Promise.all([page.waitForNavigation(), page.click("main form button")]);
  must((await text(page)).includes("The PIN is wrong"), "a wrong PIN is not told");
  await page.fill("#pin", "123456");
  await Promise.all([page.waitForNavigation(), page.click("main form button")]);
  must((await page.innerText("header")).includes("Signing open until"), "no word that it is open");
  await look(page, "desk-shift-desk");
  must(await page.locator("#pin").count() === 0, "the desk still asks for a PIN");
  await page.goto(`/dossiers/${code}`);
  await Promise.all([page.waitForNavigation(), page.click('form[action$="/receive"] button:not([type])')]);
  const d = await ask("receptionist.halong", "GET", `/dossiers/${code}`);
  must(d.state === "received", `it is ${d.state}`);
  await Promise.all([page.waitForNavigation(), page.click('header form[action="/shift/end"] button')]);
  must(!(await page.innerText("header")).includes("Signing open until"), "it is open still");
});

await test("filters stay: to a dossier and back, through a step, through a search and back", async () => {
  for (let i = 0; i < 3; i++) await filed(); // which nobody has taken on
  const page = await enter("receptionist.halong");
  const back = () => Promise.all([page.waitForNavigation(), page.click(".crumbs a")]);
  const filters = "light=soon&whose=free&procedure=1.001193";
  const kept = (where) => must(["light=soon", "whose=free", "procedure=1.001193"].every((f) => page.url().includes(f)),
    `the filters were lost ${where}: ${page.url()}`);
  await page.goto(`/dossiers?view=desk&${filters}`);
  await Promise.all([page.waitForNavigation(), page.click("tbody th a")]);
  must(page.url().includes("back="), "the dossier does not know its desk");
  await back();
  kept("on the way back");
  await Promise.all([page.waitForNavigation(), page.click("tbody th a")]);
  await page.fill('form[action$="/receive"] [name="pin"]', "999999");
  await Promise.all([page.waitForNavigation(), page.click('form[action$="/receive"] button:not([type])')]);
  must((await text(page)).includes("PIN"), "a wrong PIN is not told");
  await page.fill('form[action$="/receive"] [name="pin"]', "123456");
  await Promise.all([page.waitForNavigation(), page.click('form[action$="/receive"] button:not([type])')]);
  await back();
  kept("by a step");
  await page.fill("#q", "minh an");
  await Promise.all([page.waitForNavigation(), page.click(".search button")]);
  await Promise.all([page.waitForNavigation(), page.click("tbody th a")]);
  await back();
  must(page.url().includes("q="), "the search was lost");
  await Promise.all([page.waitForNavigation(), page.click("form.find .buttons a")]);
  kept("by a search");
  await page.goto("/dossiers?view=desk");
  must(await page.locator('tbody th a[href*="back="]').count() === 0, "the plain desk needs no way back");
  const [code] = codes;
  await page.goto(`/dossiers/${code}?back=${encodeURIComponent("//elsewhere.example/dossiers?")}`);
  must(await page.getAttribute(".crumbs a", "href") === "/dossiers?view=desk", "it leads elsewhere");
  const both = await page.goto("/dossiers?view=desk&q=minh+an&light=late");
  must(both.status() === 400, "filters beside a search are passed over in silence");
});

await test("the head assigns from the list, several at once, and the load says so", async () => {
  const page = await enter("leader.halong", "desk", "en-GB", true);
  await page.goto("/dossiers?view=unit&people=yen");
  must(await page.locator("#officer option").count() === 1, "the name that was searched for is not the choice");
  await page.goto("/dossiers?view=unit&whose=free");
  await page.check('input[name="items"] >> nth=0');
  await page.selectOption("#officer", { label: "Hoàng Hải Yến" });
  await Promise.all([page.waitForNavigation(), page.click('button[name="action"][value="assign"]')]);
  await page.waitForFunction(() => !document.querySelector("main > progress"));
  must((await page.locator("tbody tr").allInnerTexts()).every((l) => l.includes("Done")), "it was not assigned");
  await Promise.all([page.waitForNavigation(), page.click(".crumbs a")]);
  must(page.url().includes("whose=free"), "the filter was lost");
  await page.goto("/dossiers?view=unit");
  const load = await page.locator('section[aria-labelledby="load"] tbody tr').allInnerTexts();
  must(load.some((l) => l.includes("Hoàng Hải Yến") && l.includes("Appraise")), `the load is ${load}`);
  await look(page, "desk-load-desk-en-GB");
});

await end();
