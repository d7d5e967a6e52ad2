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

await test("axe finds nothing on these pages", async () => {
  for (const [size, locale] of [["phone", "vi-VN"], ["desk", "en-GB"]])
    for (const [who, path] of [[null, "/register"], [null, "/reset"], [null, "/demo/mail"], ["newcomer", "/account"],
      ["citizen", "/account"], ["receptionist.halong", "/counter/identity?login=newcomer"],
      ["receptionist.halong", "/counter/mandates?number=5700123456"]]) {
      const page = await visit(size, locale, true);
      if (who) await signIn(page, who);
      await page.goto(path);
      await clean(page);
      await page.context().close();
    }
});
await end();
