// bengali: the birth form and the pages around it in three languages, on a phone and without
// JavaScript: the browser's wish and the switch, the same questions in each language, digits of
// both kinds, errors in the reader's language, and official titles that stay Vietnamese.
import { readFileSync } from "node:fs";
import { contextFor, end, look, signIn } from "./pages.mjs";
import { test } from "./server.mjs";

const birth = JSON.parse(readFileSync("tests/data/birth.json", "utf8"));
const form = "/procedures/1.001193/file";
const must = (good, what) => { if (!good) throw new Error(what); };
const speaks = (page) => page.locator("html").getAttribute("lang");
const bengali = /[\u0980-\u09ff]/;

// Names of the controls and the words beside them, in their order.
const questions = (page) => page.evaluate(() =>
  [...document.querySelectorAll('#filing [name^="fields."], #filing [name^="paper."]')].map((e) => ({
    name: `${e.name} ${e.type === "radio" ? e.value : e.type}`,
    word: (e.labels[0] ?? e.closest("fieldset").querySelector("legend")).innerText.trim(),
    lang: (e.labels[0]?.querySelector("span[lang]") ?? e).closest("[lang]").lang,
  })));

async function inBengali(who) {
  const page = await (await contextFor("phone", "bn-BD")).newPage();
  if (who) await signIn(page, who);
  return page;
}

await test("the browser's wish is heard, and the switch in the head holds", async () => {
  const page = await inBengali();
  await page.goto("/procedures");
  must(await speaks(page) === "bn", "Bengali was wished for");
  must(/পদ্ধতিসমূহ/.test(await page.title()), await page.title());
  for (const lang of ["vi", "bn", "en", "bn"]) {
    await page.click(`button[name="lang"][value="${lang}"]`);
    must(await speaks(page) === lang && page.url().endsWith("/procedures"), lang);
    must(await page.getAttribute(`button[value="${lang}"]`, "aria-current") === "true", "the switch shows it");
    must(await page.getAttribute(`button[value="${lang}"]`, "lang") === lang, "the button says its own language");
  }
  await page.context().close();
});

await test("the birth form asks the same in three languages, at 360 px", async () => {
  const seen = {};
  for (const [lang, locale] of [["vi", "vi-VN"], ["en", "en-GB"], ["bn", "bn-BD"]]) {
    const page = await (await contextFor("phone", locale)).newPage();
    await signIn(page, "citizen");
    await page.goto(form);
    await look(page, `phone-birth-${lang}`);
    must(await speaks(page) === lang, lang);
    must(await page.locator("h1").getAttribute("lang") === "vi", "the official title stays Vietnamese");
    seen[lang] = await questions(page);
    await page.context().close();
  }
  const names = (lang) => JSON.stringify(seen[lang].map((q) => q.name));
  must(seen.bn.length > 40, `${seen.bn.length} questions`);
  must(names("vi") === names("en") && names("vi") === names("bn"), "the questions differ");
  for (const q of seen.bn) {
    const official = q.lang === "vi"; // titles of papers, and names of communes
    must(official || bengali.test(q.word), `${q.name}: ${q.word}`);
  }
});

await test("digits are typed either way, kept when the language changes, and shown in the reader's own", async () => {
  const page = await inBengali("citizen");
  await page.goto(form);
  await page.fill('[name="fields.child.full_name"]', birth.child.full_name);
  await page.fill('[name="fields.child.birth_date"]', "১০/১১/২০২৬");
  await page.fill('[name="fields.copies"]', "৩");
  await page.click('button[value="lang:vi"]');
  must(await page.inputValue('[name="fields.child.birth_date"]') === "10/11/2026", "in Vietnamese");
  must(await page.inputValue('[name="fields.copies"]') === "3", "the number in Vietnamese");
  await page.click('button[value="lang:bn"]');
  must(await page.inputValue('[name="fields.child.birth_date"]') === "১০/১১/২০২৬", "in Bengali");
  must(await page.inputValue('[name="fields.child.full_name"]') === birth.child.full_name, "the name");
  await page.context().close();
});

await test("what is wrong is told in Bengali, at its field, and what was typed stays", async () => {
  const page = await inBengali("citizen");
  await page.goto(form);
  await page.fill('[name="fields.child.birth_date"]', "৩২/১৩/২০২৬");
  await page.click('form[action="/dossiers"] .buttons .btn:not(.ghost)');
  await look(page, "phone-birth-bn-errors");
  must(await page.inputValue('[name="fields.child.birth_date"]') === "৩২/১৩/২০২৬", "the typed day");
  const told = await page.locator("#errors li a").allInnerTexts();
  must(told.length > 3 && told.every((t) => bengali.test(t)), told.join("\n"));
  must(/একটি বাস্তব তারিখ দিন/.test(await page.locator('[id="error.fields.child.birth_date"]').innerText()), "the day");
  await page.context().close();
});

await test("numbers in groups and official names on public pages", async () => {
  const page = await inBengali();
  await page.goto("/");
  must(/১,৬০১/.test(await page.locator("main").innerText()), await page.locator("main").innerText());
  await page.goto("/procedures/1.001193");
  await look(page, "phone-procedure-bn");
  must(await page.locator("h1").getAttribute("lang") === "vi", "the official title");
  must(/হাসপাতালের জন্মসনদ/.test(await page.locator("main").innerText()), "the help beside the paper's title");
  await page.context().close();
});

await end();
