// journey: the whole story in a browser without JavaScript, at 360 and 1280 px, in two languages: a
// citizen files with a photo, five officers work, the result is downloaded and judged by pdfsig.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { clean, close, contextFor, faults, look, server, signIn } from "./pages.mjs";
import { test, done, binary } from "./server.mjs";

const birth = JSON.parse(readFileSync("tests/data/birth.json", "utf8"));

async function fill(page, values, prefix = "fields") {
  for (const [key, value] of Object.entries(values)) {
    const name = `${prefix}.${key}`;
    if (value && typeof value === "object") { await fill(page, value, name); continue; }
    const field = page.locator(`[name="${name}"]`).first();
    if (await field.count() === 0) throw new Error(`no field ${name}`);
    const tag = await field.evaluate((e) => e.tagName.toLowerCase());
    const type = await field.getAttribute("type");
    const text = /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? String(value).split("-").reverse().join("/") : String(value);
    if (tag === "select") await field.selectOption(String(value));
    else if (type === "radio") await page.check(`[name="${name}"][value="${value}"]`);
    else await field.fill(text);
  }
}

async function file(page) {
  await page.goto("/procedures/1.001193");
  await page.goto("/procedures/1.001193/file");
  await fill(page, birth);
  await page.setInputFiles('input[name="paper.birth_certificate"]', "tests/data/birth-certificate.jpg");
}
const submitFiling = (page) => page.click('form[action="/dossiers"] .buttons .btn:not(.ghost)');

async function takeStep(who, action, code, size, locale) {
  const context = await contextFor(size, locale);
  const page = await context.newPage();
  await signIn(page, who);
  await page.goto("/dossiers?view=desk");
  await look(page, `${size}-desk-${action}`);
  if (!(await page.content()).includes(code)) throw new Error(`${code} is not on the desk of ${who}`);
  for (let i = 0; ; i++) {
    await page.goto(`/dossiers/${code}`);
    if (await page.locator(`form[action="/dossiers/${code}/${action}"]`).count()) break;
    if (i > 50) throw new Error(`${who} sees no form for ${action}`);
    await new Promise((r) => setTimeout(r, 200));
  }
  const form = page.locator(`form[action="/dossiers/${code}/${action}"]`);
  for (let i = 0; action === "approve" && i < 50; i++) { // the draft is drawn after the appraisal
    if (await page.locator(`a[href="/dossiers/${code}/draft.pdf"]`).count()) break;
    await new Promise((r) => setTimeout(r, 200));
    await page.reload();
  }
  await look(page, `${size}-step-${action}`);
  await form.locator('[name="pin"]').fill("123456");
  const grant = form.locator('[name="decision"][value="grant"]:not([type="hidden"])');
  if (await grant.count()) await grant.check();
  await form.locator('[name="note"]').fill("Đã kiểm tra, đủ điều kiện.");
  const [reply] = await Promise.all([
    page.waitForResponse((r) => r.request().method() === "POST"),
    form.locator('button[type="submit"], button:not([type])').first().click(),
  ]);
  if (reply.status() !== 303) throw new Error(`${action}: ${reply.status()} ${await page.locator("main").innerText()}`);
  await page.waitForLoadState();
  await context.close();
}

async function story(size, locale) {
  const context = await contextFor(size, locale);
  const page = await context.newPage();
  await page.goto("/");
  await look(page, `${size}-home`);
  await page.goto("/procedures");
  await look(page, `${size}-procedures`);
  await signIn(page, "citizen");
  await look(page, `${size}-mine-empty`);
  await file(page);
  await look(page, `${size}-filing`);
  await submitFiling(page);
  const code = (await page.content()).match(/H49\.31-\d{6}-\d{4}/)?.[0];
  if (!code) throw new Error(`no code after filing: ${await page.locator("main").innerText()}`);
  await page.goto(`/dossiers/${code}`);
  await look(page, `${size}-dossier-submitted`);
  for (const [who, action] of [["receptionist.halong", "receive"], ["appraiser.halong", "appraise"],
    ["approver.halong", "approve"], ["sealer.halong", "seal"], ["returner.halong", "return"]])
    await takeStep(who, action, code, size, locale);
  await page.goto(`/dossiers/${code}`);
  await look(page, `${size}-dossier-returned`);
  const pdf = await context.request.get(`/dossiers/${code}/result.pdf`);
  if (pdf.status() !== 200) throw new Error(`result: ${pdf.status()}`);
  const folder = `${server.base}/${size}`;
  mkdirSync(folder);
  writeFileSync(`${folder}/result.pdf`, await pdf.body());
  writeFileSync(`${folder}/demo-root.pem`, readFileSync(`${server.data}/demo-root.pem`));
  const events = await (await context.request.get(`/dossiers/${code}/events`, { headers: { Accept: "application/json" } })).json();
  events.items.forEach((e, i) => {
    if (e.scheme !== "cms") return;
    writeFileSync(`${folder}/${i}.signed`, Buffer.from(e.signed, "base64"));
    writeFileSync(`${folder}/${i}.cms`, Buffer.from(e.signature, "base64"));
  });
  execFileSync("tests/check_result.sh", [folder], { stdio: "pipe" });
  await context.close();
}

await test("the whole story on a phone, in Vietnamese, without JavaScript", () => story("phone", "vi-VN"));
await test("the whole story at a desk, in English, without JavaScript", () => story("desk", "en-GB"));

await test("a filing with mistakes keeps what was typed and uploaded, and names each field", async () => {
  const context = await contextFor("phone", "en-GB");
  const page = await context.newPage();
  await signIn(page, "citizen");
  await file(page);
  await page.fill('[name="fields.child.full_name"]', "");
  await page.fill('[name="fields.child.birth_date"]', "32/13/2026");
  await submitFiling(page);
  await look(page, "phone-filing-errors");
  const name = page.locator('[name="fields.child.full_name"]');
  if (await name.getAttribute("aria-invalid") !== "true") throw new Error("the name is not marked");
  if (await page.inputValue('[name="fields.child.birth_date"]') !== "32/13/2026") throw new Error("the typed date is lost");
  if (await page.inputValue('[name="fields.mother.full_name"]') !== birth.mother.full_name) throw new Error("typing is lost");
  await page.fill('[name="fields.child.full_name"]', birth.child.full_name);
  await page.fill('[name="fields.child.birth_date"]', "10/11/2026");
  await submitFiling(page); // the photo was kept
  if (!/H49\.31-\d{6}-\d{4}/.test(await page.content())) throw new Error("the second try is refused");
  await context.close();
});

await test("a session that ends while one types loses nothing that was typed", async () => {
  const context = await contextFor("phone", "vi-VN");
  const page = await context.newPage();
  await signIn(page, "citizen");
  await file(page);
  await page.fill('[name="fields.child.birth_date"]', "10.11.2026");
  await page.fill('[name="fields.requester.phone"]', "0912 345 678");
  await context.clearCookies();
  await submitFiling(page);
  const [other] = await Promise.all([context.waitForEvent("page"), page.click('main a[href^="/sign-in"]')]);
  await signIn(other, "citizen");
  await page.goBack();
  for (const [name, value] of [["child.full_name", birth.child.full_name], ["child.birth_date", "10.11.2026"]])
    if (await page.inputValue(`[name="fields.${name}"]`) !== value) throw new Error(`${name} is lost`);
  await page.setInputFiles('input[name="paper.birth_certificate"]', "tests/data/birth-certificate.jpg");
  await submitFiling(page);
  const text = await page.locator("main").innerText();
  if (!/Đã gửi hồ sơ H49\.31-\d{6}-\d{4}/.test(text)) throw new Error(text);
  await context.close();
});

await test("a procedure without a form of its own is begun, kept, translated and sent, without JavaScript", async () => {
  const context = await contextFor("phone", "vi-VN");
  const page = await context.newPage();
  await signIn(page, "citizen");
  await page.goto("/procedures/2.000908");
  await page.click('main a[href="/procedures/2.000908/file"]');
  await page.fill('[name="fields.request.content"]', "Cấp bản sao giấy khai sinh của con tôi");
  await page.check('[name="fields.delivery.method"][value="post"]');
  await page.setInputFiles('input[name="paper.c01"]', "tests/data/birth-certificate.jpg");
  await look(page, "phone-derived");
  await page.click('#filing button[value="save"]');
  await look(page, "phone-drafts");
  await page.goto("/dossiers");
  await page.click('main h2 a[href^="/drafts/"]');
  await page.click('button[value="lang:en"]'); // nothing is lost by it
  await look(page, "phone-draft-english");
  if (await page.locator("html").getAttribute("lang") !== "en") throw new Error("the language stays");
  if (!/bản sao/.test(await page.inputValue('[name="fields.request.content"]'))) throw new Error("typing is lost");
  if (await page.locator(".kept li").count() !== 1) throw new Error("the paper is lost");
  await submitFiling(page);
  if (await page.locator('[name="fields.delivery.address"]').getAttribute("aria-invalid") !== "true") throw new Error("no address is asked for");
  await page.fill('[name="fields.delivery.address"]', "Số 12, ngõ 3");
  await page.selectOption('[name="fields.delivery.place.province"]', "22");
  const communes = page.locator('button[value="places:fields.delivery.place.commune"]');
  if (await communes.isVisible()) await communes.click();
  await page.selectOption('[name="fields.delivery.place.commune"]', "06688");
  await submitFiling(page);
  const text = await page.locator("main").innerText();
  if (!/H49\.31-\d{6}-\d{4}/.test(text) || !/by public post/.test(text)) throw new Error(text);
  await page.goto("/drafts");
  if (await page.locator('main h2 a[href^="/drafts/"]').count()) throw new Error("the draft is still there");
  await context.close();
});

await test("with JavaScript a draft is kept as one types, and what does not apply is not shown", async () => {
  const context = await contextFor("desk", "en-GB", true);
  const page = await context.newPage();
  await signIn(page, "citizen2");
  await page.goto("/procedures/2.000913/file");
  if (await page.isVisible('[name="fields.delivery.address"]')) throw new Error("an address is asked for");
  await page.check('[name="fields.delivery.method"][value="post"]');
  if (!await page.isVisible('[name="fields.delivery.address"]')) throw new Error("no address is asked for");
  await page.fill('[name="fields.request.content"]', "Sửa đổi giao dịch");
  await page.setInputFiles('input[name="paper.c01"]', "tests/data/birth-certificate.jpg");
  await page.waitForSelector(".kept li a");
  await page.setInputFiles('input[name="paper.c02"]', "tests/data/birth.json");
  await page.waitForSelector('.field:has(input[name="paper.c02"]) li.error');
  await clean(page);
  const other = await context.newPage(); // another window
  await other.goto("/procedures/2.000913/file");
  if (await other.inputValue('[name="fields.request.content"]') !== "Sửa đổi giao dịch") throw new Error("typing is lost");
  await other.fill('[name="fields.request.content"]', "Ở cửa sổ khác");
  await other.click('#filing button[value="save"]');
  await other.waitForURL(/drafts$/);
  await page.click('#filing button[value="save"]');
  await page.waitForSelector("#errors");
  await look(page, "desk-two-windows");
  if (await page.inputValue('[name="fields.request.content"]') !== "Sửa đổi giao dịch") throw new Error("typing is lost");
  await page.click('#filing button[value="save"]');
  await page.waitForURL(/drafts$/);
  await page.click('main .card button');
  await context.close();
});

await test("after a mistake the keyboard is at the list of mistakes", async () => {
  const context = await contextFor("desk", "en-GB", true);
  const page = await context.newPage();
  await signIn(page, "citizen");
  await page.goto("/procedures/1.001193/file");
  await submitFiling(page);
  await page.waitForLoadState();
  const id = await page.evaluate(() => document.activeElement?.id);
  if (id !== "errors") throw new Error(`the focus is on ${id}`);
  await context.close();
});

await test("what the account knows is filled in", async () => {
  const context = await contextFor("desk", "vi-VN");
  const page = await context.newPage();
  await signIn(page, "citizen");
  await page.goto("/procedures/1.001193/file");
  if (!await page.inputValue('[name="fields.requester.full_name"]')) throw new Error("no name");
  if (!/^\d{12}$/.test(await page.inputValue('[name="fields.requester.personal_id"]'))) throw new Error("no personal ID");
  await context.close();
});

await test("a wrong PIN is told on the dossier's page", async () => {
  const context = await contextFor("desk", "en-GB");
  const page = await context.newPage();
  await signIn(page, "receptionist.halong");
  await page.goto("/dossiers?view=desk");
  const href = await page.locator('main a[href^="/dossiers/H49"]').first().getAttribute("href");
  await page.goto(href);
  await page.fill('[name="pin"]', "000000");
  await page.locator(`form[action="${href}/receive"] button`).first().click();
  const text = await page.locator("main").innerText();
  if (!/PIN/.test(text) || !/wrong/i.test(text)) throw new Error(text);
  await look(page, "desk-wrong-pin");
  await context.close();
});

await test("the demonstration signs in each person by one click, in order", async () => {
  const context = await contextFor("phone", "vi-VN");
  const page = await context.newPage();
  await page.goto("/demo");
  await look(page, "phone-demo");
  const people = await page.locator('form[action="/demo"] button').count();
  if (people < 14) throw new Error(`${people} people`);
  for (const i of [0, 1, people - 1]) {
    await page.goto("/demo");
    await page.locator('form[action="/demo"] button').nth(i).click();
    await page.waitForLoadState();
    if (await page.locator('form[action="/sessions/current/end"]').count() === 0) throw new Error(`person ${i} is not signed in`);
  }
  await context.close();
});

await test("every page is reached and used by keyboard alone", async () => {
  const context = await contextFor("desk", "en-GB");
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => document.activeElement.getAttribute("href"));
  if (!skip?.startsWith("#")) throw new Error("the first stop is no skip link");
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.getAttribute("name")) === "account") break;
  }
  await page.keyboard.type("citizen");
  await page.keyboard.press("Tab");
  await page.keyboard.type("motcua-demo");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/dossiers/);
  await context.close();
});

const codesOn = (page) => page.locator("main .procedure .code").allInnerTexts();
for (const [locale, size] of [["vi-VN", "phone"], ["en-GB", "desk"]]) {
  await test(`the catalogue is searched without JavaScript (${locale}, ${size})`, async () => {
    const context = await contextFor(size, locale);
    const page = await context.newPage();
    await page.goto("/");
    await page.fill('input[name="q"]', "DANG KY KHAI SINH");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=DANG/);
    if ((await codesOn(page))[0] !== "1.001193") throw new Error(`first: ${(await codesOn(page))[0]}`);
    await page.locator("summary").click();
    await page.selectOption('select[name="level"]', "province");
    await page.locator("details button").click();
    await page.waitForURL(/level=province/);
    await look(page, `${size}-search-filtered`);
    if (await page.inputValue('input[name="q"]') !== "DANG KY KHAI SINH") throw new Error("the words are lost");
    if ((await codesOn(page)).includes("1.001193")) throw new Error("a commune's procedure is of the province");
    await page.goto("/procedures");
    const first = await codesOn(page);
    await page.click('a[rel="next"]');
    const second = await codesOn(page);
    if (first.length !== 50 || second.length !== 50 || second.some((c) => first.includes(c))) throw new Error("the pages overlap");
    await page.goto("/procedures?q=khia+sinh");
    await look(page, `${size}-search-near`);
    if (!(await codesOn(page)).includes("1.001193")) throw new Error("nothing near");
    await page.goto("/");
    await page.click('a[href="/life-events/death"]');
    await look(page, `${size}-life-event`);
    await page.click('a[href="/procedures/1.000656"]');
    if (!/khai tử/.test(await page.locator("h1").innerText())) throw new Error("no death registration");
    await page.goto("/procedures?q=khai+sinh&level=commune"); // the language switch leads back to the search
    const other = locale === "vi-VN" ? "en" : "vi";
    await page.click(`button[name="lang"][value="${other}"]`);
    await page.waitForLoadState();
    if (!page.url().endsWith("/procedures?q=khai+sinh&level=commune")) throw new Error(page.url());
    if (await page.locator("html").getAttribute("lang") !== other) throw new Error("the language stays");
    await context.close();
  });
}

for (const [locale, size] of [["vi-VN", "phone"], ["en-GB", "desk"], ["en-GB", "phone"], ["vi-VN", "desk"],
  ["bn-BD", "phone"], ["bn-BD", "desk"]]) {
  await test(`axe finds nothing on any page (${locale}, ${size})`, async () => {
    const context = await contextFor(size, locale, true);
    const page = await context.newPage();
    const found = [];
    const check = async (name) => {
      await look(page, `axe-${locale}-${size}-${name}`);
      found.push(...await faults(page));
    };
    for (const [path, name] of [["/", "home"], ["/procedures", "procedures"], ["/procedures/1.001193", "procedure"],
      ["/procedures?q=khai+sinh&level=commune&online=partial", "search"], ["/procedures?q=khia+sinh", "search-near"],
      ["/procedures?q=zzz&online=full", "search-none"], ["/procedures?level=district", "search-wrong"],
      ["/procedures/1.004222", "procedure-elsewhere"], ["/procedures/2.000815", "procedure-counter"], ["/life-events/birth", "life-event"],
      ["/sign-in", "sign-in"], ["/demo", "demo"], ["/nowhere", "problem"]]) {
      await page.goto(path);
      await check(name);
    }
    await signIn(page, "citizen");
    await check("mine");
    await page.goto("/account");
    await check("account");
    await page.goto("/dossiers");
    const href = await page.locator('main a[href^="/dossiers/H49"]').first().getAttribute("href");
    await page.goto(href);
    await check("dossier");
    await page.goto("/procedures/2.000927/file");
    await check("derived");
    await page.click('#filing button[value="save"]');
    await page.waitForURL(/drafts$/);
    await check("drafts");
    await page.click("main .card button");
    await page.goto("/procedures/1.001193/file");
    await check("filing");
    await submitFiling(page);
    await check("filing-errors");
    await context.clearCookies();
    await signIn(page, "receptionist.halong");
    await check("desk");
    await page.locator('main a[href^="/dossiers/H49"]').first().click();
    await check("step");
    await context.close();
    if (found.length) throw new Error(found.join("\n"));
  });
}

await close();
await test("the server stops in order", async () => {
  const code = await server.keep();
  if (code !== 0) throw new Error(`exit ${code}: ${server.said().slice(-2000)}`);
});
await test("everything verifies afterwards", () => {
  const said = execFileSync(binary, ["verify", "--data", server.data], { encoding: "utf8" });
  if (!/nothing wrong/.test(said)) throw new Error(said);
});
server.remove();
done();
