// officers: an administrator opens an account and gives roles, two of them at once; an officer lends
// a role and goes on leave; the page of rights: without JavaScript, at 360 and 1280 px, by axe.
import { clean, end, enter, look } from "./pages.mjs";
import { test } from "./server.mjs";

const day = (n) => new Date(Date.now() + n * 86400000 + 7 * 3600000).toISOString().slice(0, 10);
const must = (ok, what) => { if (!ok) throw new Error(what); };
const text = (page) => page.textContent("main");

const admin = await enter("admin");
let made;
await test("an account is opened, its password shown once", async () => {
  await admin.goto("/admin/people");
  await admin.fill("#name", "Trần Văn Bảo");
  await admin.fill("#login", "Trần Bảo");
  await admin.click('form[action="/admin/people"][method="post"] button');
  must((await text(admin)).includes("begins with a letter"), "a wrong account was taken");
  must(await admin.inputValue("#name") === "Trần Văn Bảo", "the name that was typed is lost");
  await admin.fill("#login", "tran.bao");
  await admin.click('form[action="/admin/people"][method="post"] button');
  must(/[0-9a-z]{4}(-[0-9a-z]{4}){3}/.test(await text(admin)), "no password is shown");
  await look(admin, "officer-new-desk");
  await admin.goto("/admin/people?q=bao");
  made = await admin.getAttribute('a[href^="/admin/people/"]:text("Trần Văn Bảo")', "href");
  await admin.goto(made);
  must(!/[0-9a-z]{4}(-[0-9a-z]{4}){3}/.test(await text(admin)), "the password is shown again");
});

await test("of two administrators the second is told, and loses nothing", async () => {
  const second = await enter("admin");
  await second.goto(made);
  await admin.goto(made);
  await admin.selectOption("#role", "appraiser");
  await admin.fill("#unit", "H49.31");
  await admin.click('form[action$="/roles"] button');
  await second.selectOption("#role", "sealer");
  await second.fill("#unit", "H49.31");
  await second.fill("#field", "Hộ tịch");
  await second.fill("#last", day(30));
  await second.click('form[action$="/roles"] button');
  must((await text(second)).includes("meanwhile"), "the second is not told");
  must(await second.inputValue("#role") === "sealer", "the role is lost");
  must(await second.inputValue("#field") === "Hộ tịch", "the field is lost");
  must(await second.inputValue("#last") === day(30), "the day is lost");
  must((await second.textContent("table")).includes("Appraiser"), "what the first did is not seen");
  await look(second, "officer-two-desk");
  await second.click('form[action$="/roles"] button');
  must((await second.textContent("table")).includes("Registry clerk"), "the second try is refused");
});

await test("an officer lends a role and goes on leave", async () => {
  const page = await enter("approver.halong", "phone");
  await page.click('a[href^="/officers/"]');
  await page.fill("#delegate", "appraiser");
  await page.fill('form[action$="/delegations"] [name="last"]', day(5));
  await page.fill('form[action$="/delegations"] [name="basis"]', "12/QĐ-UBND");
  await page.click('form[action$="/delegations"] button');
  must((await text(page)).includes("same unit"), "it was lent to another unit");
  must(await page.inputValue("#basis") === "12/QĐ-UBND", "the document is lost");
  await look(page, "lending-refused-phone");
  await page.fill("#delegate", "leader.halong");
  await page.click('form[action$="/delegations"] button');
  must((await text(page)).includes("Nguyễn Văn Dũng"), "nothing was lent");
  await page.fill("#leave-last", day(5));
  await page.fill("#substitute", "leader.halong");
  await page.fill("#leave-basis", "13/QĐ-UBND");
  await page.click('form[action$="/leaves"] button');
  await look(page, "work-phone");
  const colleague = await enter("appraiser.halong");
  must((await text(colleague)).includes("Vũ Thị Thanh Mai"), "the desk does not say who is away");
  await look(colleague, "desk-away");
  await page.click('form[action*="/leaves/"] button');
  await colleague.goto("/dossiers");
  must(!(await text(colleague)).includes("Vũ Thị Thanh Mai"), "who came back is still away");
});

const pages = [["admin", "/admin/people", "people"], ["admin", () => made, "officer"],
  ["leader", "/rights", "rights"], ["leader.halong", "/officers", "officers"]];
for (const [who, at, name] of pages)
  for (const size of ["phone", "desk"])
    for (const locale of ["vi-VN", "en-GB"])
      await test(`${name}, ${size}, ${locale}: nothing sticks out, axe is content`, async () => {
        const page = await enter(who, size, locale, true);
        await page.goto(typeof at === "string" ? at : at());
        await look(page, `${name}-${size}-${locale.slice(0, 2)}`);
        await clean(page);
        await page.context().close();
      });

await end();
