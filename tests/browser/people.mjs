// people: in a browser without JavaScript, on a phone and at a desk: somebody opens an account by a
// code, sees level 1, shows the card at a counter, sees level 2; sets a new password; a company's
// representative files for it. With JavaScript each page stands before axe.
import { readFileSync } from "node:fs";
import { clean, contextFor, end, look, server, signIn } from "./pages.mjs";
import { test } from "./server.mjs";

const visit = async (...as) => (await contextFor(...as)).newPage();

const must = async (page, text) => {
  const main = await page.locator("main").innerText();
  if (!main.includes(text)) throw new Error(`"${text}" is not on the page: ${main.slice(0, 600)}`);
};
const send = (page, action) => page.locator(`form[action^="${action}"] .btn`).last().click();
async function codeFor(mailbox) {
  const { items } = await (await fetch(`${server.url}/demo/mail`, { headers: { Accept: "application/json" } })).json();
  return items.find((m) => m.to === mailbox).text.match(/\d{8}/)[0];
}

async function story(size, locale, words) {
  const page = await visit(size, locale), mailbox = `${size}@example.vn`;
  await page.goto("/sign-in");
  await page.click('a[href="/register"]');
  await page.fill("#mailbox", "no address");
  await send(page, "/register");
  if (await page.inputValue("#mailbox") !== "no address") throw new Error("what was typed is lost");
  await look(page, `people-${size}-register-wrong`);
  await page.fill("#mailbox", mailbox);
  await send(page, "/register");
  await must(page, mailbox);
  await page.fill("#code", "00000000");
  await page.fill("#name", "Đinh Thị Mới");
  await page.fill("#password", "12345678");
  await send(page, "/register");
  await look(page, `people-${size}-code-wrong`);
  if (await page.inputValue("#name") !== "Đinh Thị Mới") throw new Error("what was typed is lost");
  if (await page.inputValue("#password")) throw new Error("a password was sent back");
  await page.fill("#code", await codeFor(mailbox));
  await page.fill("#password", "năm con mèo");
  await send(page, "/register");
  await must(page, words.level1);
  await look(page, `people-${size}-account-1`);

  const officer = await visit(size, locale);
  await signIn(officer, "receptionist.halong");
  await officer.click('a[href="/counter/identity"]');
  await officer.fill("#login", mailbox);
  await officer.locator('form[action="/counter/identity"] .btn').first().click();
  await look(officer, `people-${size}-identity`);
  await officer.fill("#personal_id", size === "phone" ? "022199000011" : "022199000012");
  await officer.fill("#full_name", "Đinh Thị Mới");
  await officer.fill("#birth_day", "31/02/1999");
  await officer.selectOption("#sex", "female");
  await send(officer, "/counter/identity");
  if (await officer.inputValue("#birth_day") !== "31/02/1999") throw new Error("what was typed is lost");
  await officer.fill("#birth_day", "03/02/1999");
  await send(officer, "/counter/identity");
  await must(officer, words.level2);
  await look(officer, `people-${size}-identity-bound`);
  await page.reload();
  await must(page, words.level2);
  await must(page, "Trần Thu Hà");

  const other = await visit(size, locale);
  await signIn(other, mailbox, "năm con mèo");
  await page.goto("/account");
  await look(page, `people-${size}-account-2`);
  await send(page, "/account/password");
  await page.fill("#old", "năm con mèo");
  await page.fill("#password", "sáu con mèo");
  await send(page, "/account/password");
  await other.goto("/account");
  if (!other.url().includes("/sign-in")) throw new Error("the other session goes on");
  await other.goto("/reset");
  await other.fill("#mailbox", mailbox);
  await send(other, "/reset");
  await other.fill("#code", await codeFor(mailbox));
  await other.fill("#password", "bảy con mèo");
  await send(other, "/reset");
  await must(other, words.level2);
  await page.goto("/account");
  if (!page.url().includes("/sign-in")) throw new Error("the session from before goes on");
  await other.locator('form[action="/account/sessions/end"] button').click();
  await other.goto("/account");
  if (!other.url().includes("/sign-in")) throw new Error("signed out everywhere, but not here");
  for (const p of [page, officer, other]) await p.context().close();
}
await test("an account on a phone, in Vietnamese", () => story("phone", "vi-VN", { level1: "Mức 1", level2: "Mức 2" }));
await test("an account at a desk, in English", () => story("desk", "en-GB", { level1: "Level 1", level2: "Level 2" }));

await test("a representative chooses for whom to file, and gives the mandate up", async () => {
  const page = await visit("phone", "en-GB");
  await signIn(page, "business");
  await page.goto("/procedures/1.001193/file");
  await page.getByLabel("Công ty TNHH Sóng Xanh Hạ Long").check();
  await look(page, "people-phone-filing-for");
  await page.goto("/account");
  await page.locator('form[action^="/mandates/"] button').click();
  await page.goto("/procedures/1.001193/file");
  if (await page.getByLabel("Công ty TNHH Sóng Xanh Hạ Long").count()) throw new Error("still offered");
  await page.context().close();
});

await test("the paper that proves a mandate is given on the page, and kept while the form is corrected", async () => {
  for (const [size, locale] of [["phone", "vi-VN"], ["desk", "en-GB"]]) {
    const page = await visit(size, locale);
    await signIn(page, "receptionist.halong");
    await page.goto("/counter/mandates?number=5700123456");
    await page.fill("#agent", "nobody");
    await page.setInputFiles("#proof", "tests/data/birth-certificate.jpg");
    await send(page, "/mandates");
    await must(page, "birth-certificate.jpg");
    await look(page, `people-${size}-mandate-wrong`);
    await page.fill("#agent", "citizen2");
    await send(page, "/mandates");
    if (!await page.locator(".plain-list a", { hasText: "birth-certificate.jpg" }).count()) throw new Error("no proof is shown");
    await look(page, `people-${size}-mandate-proof`);
    await page.fill("#agent", "citizen2");
    await page.setInputFiles("#proof", "tests/data/birth.json");
    await send(page, "/mandates");
    if (!await page.locator("#error\\.proof").count()) throw new Error("a file that is no picture is taken");
    await page.context().close();
  }
});

await test("an administrator takes a number away; the officer with the card corrects a name", async () => {
  const at = { phone: "vi-VN", desk: "en-GB" };
  for (const size of ["phone", "desk"]) {
    const officer = await visit(size, at[size]), admin = await visit(size, at[size]), mailbox = `${size}@example.vn`;
    await signIn(officer, "receptionist.halong");
    await officer.goto(`/counter/identity?login=${mailbox}`);
    await officer.fill("#personal_id", size === "phone" ? "022199000011" : "022199000012");
    await officer.fill("#full_name", "Đinh Thị Mơ");
    await officer.fill("#birth_day", "03/02/1999");
    await officer.selectOption("#sex", "female");
    await officer.selectOption("#correct", "misspelt");
    await look(officer, `people-${size}-identity-correct`);
    await send(officer, "/counter/identity");
    await must(officer, "Đinh Thị Mơ");
    await signIn(admin, "admin");
    await admin.goto("/admin/identities");
    await admin.fill("#login", mailbox);
    await admin.locator('form[action="/admin/identities"] .btn').click();
    await look(admin, `people-${size}-identities`);
    const form = admin.locator('form[action$="/unbind"]');
    await admin.locator("summary").first().click().catch(() => {});
    await form.locator('[name="reason"]').selectOption("wrong_account");
    await form.locator('[name="basis"]').fill("12/BC-TTPVHCC");
    await form.locator("button").last().click();
    await look(admin, `people-${size}-identities-after`);
    if (await admin.locator('form[action$="/unbind"]').count()) throw new Error("it is bound still");
    for (const p of [officer, admin]) await p.context().close();
  }
});

await test("a new officer: by a letter, or with a password that is changed before anything else", async () => {
  const admin = await visit("desk", "en-GB"), page = await visit("phone", "vi-VN");
  await signIn(admin, "admin");
  await admin.goto("/admin/people");
  await admin.fill("#name", "Lê Thị Hai");
  await admin.fill("#login", "le.thi.hai");
  await admin.fill("#mailbox", "citizen@example.vn");
  await send(admin, "/admin/people");
  if (await admin.inputValue("#mailbox") !== "citizen@example.vn") throw new Error("what was typed is lost");
  await look(admin, "people-desk-officer-mailbox-taken");
  await admin.fill("#mailbox", "hai@example.vn");
  await send(admin, "/admin/people");
  await look(admin, "people-desk-officer-letter");
  if (await admin.locator("code.big").count()) throw new Error("a password is told");
  await admin.goto("/admin/people");
  await admin.fill("#name", "Lê Văn Ba");
  await admin.fill("#login", "le.van.ba");
  await send(admin, "/admin/people");
  await signIn(page, "le.van.ba", await admin.locator("code.big").innerText());
  if (!page.url().endsWith("/account")) throw new Error(`led to ${page.url()}`);
  await look(page, "people-phone-given-password");
  await page.goto("/officers");
  if (!page.url().endsWith("/account")) throw new Error(`led to ${page.url()}`);
  for (const p of [admin, page]) await p.context().close();
});

await test("a signing key is ordered, made by its officer with a PIN of their own, and ended", async () => {
  const at = { phone: ["vi-VN", "returner.halong"], desk: ["en-GB", "returner"] };
  for (const size of ["phone", "desk"]) {
    const [locale, who] = at[size], admin = await visit(size, locale), officer = await visit(size, locale);
    await signIn(admin, "admin");
    await admin.goto(`/admin/people?q=${who}`);
    await admin.locator("tbody a").first().click();
    const page = admin.url();
    await admin.locator('form[action$="/key"] button').click();
    await signIn(officer, who);
    await officer.goto("/account");
    await officer.fill("#account_password", "motcua-demo");
    await officer.fill("#pin", "123456");
    await send(officer, "/account/key");
    if (await officer.inputValue("#pin")) throw new Error("a PIN was sent back");
    await look(officer, `people-${size}-key-wrong`);
    await officer.fill("#account_password", "motcua-demo");
    await officer.fill("#pin", "250381");
    await send(officer, "/account/key");
    if (await officer.locator("#pin").count()) throw new Error("it can be made once more");
    await admin.goto("/admin/keys");
    await look(admin, `people-${size}-keys`);
    await admin.goto(page);
    await look(admin, `people-${size}-officer`);
    await admin.locator('form[action$="/key/end"] button').click();
    await admin.goto("/admin/keys");
    if (await admin.locator("tbody tr").first().locator(".tag.pause").count() !== 1) throw new Error("it is not ended");
    for (const p of [admin, officer]) await p.context().close();
  }
});

await test("axe finds nothing on these pages", async () => {
  for (const [size, locale] of [["phone", "vi-VN"], ["desk", "en-GB"]])
    for (const [who, path] of [[null, "/register"], [null, "/reset"], [null, "/demo/mail"], ["newcomer", "/account"],
      ["citizen", "/account"], ["admin", "/admin/identities?login=citizen2"], ["admin", "/admin/people"], ["admin", "/admin/keys"], ["admin", "/admin/units/H49.31"], ["receptionist.halong", "/counter/identity?login=newcomer"],
      ["receptionist.halong", "/counter/mandates?number=5700123456"]]) {
      const page = await visit(size, locale, true);
      if (who) await signIn(page, who);
      await page.goto(path);
      await clean(page);
      await page.context().close();
    }
});
await end();
