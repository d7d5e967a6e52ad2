// papers: a form's files in a browser: uploaded as soon as they are chosen, several at once, stopped, tried
// again, taken away; and the same without JavaScript, by buttons; at 360 and 1280 px.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clean, end, enter, look } from "./pages.mjs";
import { test } from "./server.mjs";

const files = mkdtempSync(join(tmpdir(), "motcua-files-"));
const at = (name) => join(files, name);
const make = (program, ...args) => execFileSync(program, args, { stdio: "ignore" });
make("convert", "-size", "4032x3024", "plasma:tan-white", "-attenuate", "0.35", "+noise", "Gaussian", "-quality", "96", at("IMG_0001.jpg"));
make("convert", "-size", "800x600", "plasma:tan-white", at("IMG_0002.png"));
make("heif-enc", "-q", "60", at("IMG_0002.png"), "-o", at("IMG_0003.HEIC"));
make("convert", "-size", "10x10", "xc:red", at("drawing.gif"));
writeFileSync(at("cut.jpg"), readFileSync(at("IMG_0001.jpg")).subarray(0, 100000));
writeFileSync(at("large.jpg"), readFileSync(at("IMG_0001.jpg")));
truncateSync(at("large.jpg"), 21 << 20);

async function open(size, script, locale = "en-GB") {
  const page = await enter("citizen", size, locale, script);
  await page.goto("/procedures/1.001193/file");
  return page;
}
const question = (page) => page.locator('.field:has(input[name="paper.birth_certificate"])');
const choose = (page, ...names) => page.setInputFiles('input[name="paper.birth_certificate"]', names.map(at));
const kept = (page) => question(page).locator('input[name="kept.birth_certificate"]');

async function until(what, holds) {
  for (let i = 0; i < 300; i++) {
    if (await holds()) return;
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error(`in vain: ${what}`);
}
const equal = (got, wanted, what) => { if (got !== wanted) throw new Error(`${what}: ${got}, not ${wanted}`); };

for (const size of ["phone", "desk"]) {
  let page;
  await test(`three photos are uploaded as they are chosen, one a HEIC (${size})`, async () => {
    page = await open(size, true);
    while (await kept(page).count()) await question(page).locator("ul.kept button").first().click();
    await page.fill('[name="fields.child.full_name"]', "Trần Minh Khôi");
    await choose(page, "IMG_0001.jpg", "IMG_0002.png", "IMG_0003.HEIC");
    await until("three kept", async () => await kept(page).count() === 3);
    const names = await question(page).locator("ul.kept a").allTextContents();
    equal(names.sort().join(), "IMG_0001.jpg,IMG_0002.png,IMG_0003.jpg", "names");
    await look(page, `${size}-papers-kept`);
    await clean(page);
  });
  await test(`one is taken away, and stays away (${size})`, async () => {
    const saved = page.waitForResponse((r) => r.url().endsWith("/drafts"));
    await question(page).getByRole("button", { name: "Remove: IMG_0002.png" }).click();
    equal(await kept(page).count(), 2, "kept");
    await saved;
    await until("the draft is kept", async () => (await page.locator("#saved").textContent()).includes("Saved"));
    await page.goto("/procedures/1.001193/file"); // leads to the draft
    equal(await kept(page).count(), 2, "kept in the draft");
    equal(await page.inputValue('[name="fields.child.full_name"]'), "Trần Minh Khôi", "what was typed");
  });
  await test(`what cannot be read says why, at its place (${size})`, async () => {
    await choose(page, "cut.jpg", "drawing.gif", "large.jpg");
    await until("three refused", async () => await question(page).locator("li.error").count() === 3);
    const said = await question(page).locator("li.error").allTextContents();
    for (const [name, why] of [["cut.jpg", "damaged"], ["drawing.gif", "Only whole PDF"], ["large.jpg", "20 MB"]])
      if (!said.some((s) => s.startsWith(`${name}: `) && s.includes(why))) throw new Error(`${name}: ${said.join(" | ")}`);
    await look(page, `${size}-papers-refused`);
    await clean(page);
    for (let n = 3; n; n--) await question(page).locator("li.error").first().getByRole("button", { name: /^Remove/ }).click();
    equal(await kept(page).count(), 2, "kept");
  });
  await test(`without a connection it can be tried again, on its way stopped (${size})`, async () => {
    await page.route("**/papers", (route) => route.abort());
    await choose(page, "IMG_0002.png");
    await until("refused", async () => await question(page).locator("li.error").count() === 1);
    await page.unroute("**/papers");
    await question(page).getByRole("button", { name: /^Try again/ }).click();
    await until("kept", async () => await kept(page).count() === 3);
    await page.route("**/papers", () => {}); // never answered
    await choose(page, "IMG_0001.jpg");
    await question(page).getByRole("button", { name: /^Stop/ }).click();
    await until("stopped", async () => await question(page).locator("li.error").count() === 1);
    await page.unroute("**/papers");
    await page.context().close();
  });

  await test(`without JavaScript a button uploads and keeps what was typed (${size})`, async () => {
    page = await open(size, false, "vi-VN");
    const before = await kept(page).count();
    await page.fill('[name="fields.child.full_name"]', "Trần Minh Anh");
    await choose(page, "IMG_0003.HEIC", "IMG_0002.png");
    await question(page).locator("button.upload").click();
    if (!page.url().includes("/drafts/") || !page.url().endsWith("#papers.birth_certificate")) throw new Error(page.url());
    const now = await kept(page).count();
    if (now <= before && before < 3) throw new Error(`${now} kept, ${before} before`);
    equal(await page.inputValue('[name="fields.child.full_name"]'), "Trần Minh Anh", "what was typed");
    await look(page, `${size}-papers-plain`);
    await question(page).locator("ul.kept button").first().click();
    equal(await kept(page).count(), now - 1, "kept after one was taken away");
    equal(await page.inputValue('[name="fields.child.full_name"]'), "Trần Minh Anh", "what was typed");
  });
  await test(`and says at the question what is wrong with a file (${size})`, async () => {
    const now = await kept(page).count();
    await choose(page, "cut.jpg");
    await question(page).locator("button.upload").click();
    const said = await question(page).locator(".error").textContent();
    if (!said.includes("bị hỏng")) throw new Error(said);
    equal(await kept(page).count(), now, "kept");
    equal(await page.inputValue('[name="fields.child.full_name"]'), "Trần Minh Anh", "what was typed");
    await page.context().close();
  });
}

// A file inside a question of the form, for each entry of a list.
const field = (i) => `fields.status.past_marriages.${i}.proof`;
const inside = (page, i) => page.locator(`.field:has(input[name="file.${field(i)}"])`);
const held = (page, i) => page.locator(`input[type="hidden"][name="${field(i)}"]`);
for (const [size, script, locale] of [["phone", true, "vi-VN"], ["phone", false, "en-GB"], ["desk", true, "bn-BD"]]) {
  await test(`a photo for each past marriage (${size}, ${locale}${script ? "" : ", without JavaScript"})`, async () => {
    const page = await enter("citizen", size, locale, script);
    await page.goto("/procedures/1.004873/file");
    const add = page.locator('button[value="add:fields.status.past_marriages"]');
    await page.check('[name="fields.status.current"][value="divorced"]');
    while (await page.locator(`input[name="file.${field(1)}"]`).count() === 0) await add.click();
    await page.fill('[name="fields.status.past_marriages.1.spouse"]', "Lê Quang Vinh");
    const before = await held(page, 1).count();
    await page.setInputFiles(`input[name="file.${field(1)}"]`, at("IMG_0002.png"));
    if (!script) await inside(page, 1).locator("button.upload").click();
    await until("it is kept", async () => await held(page, 1).count() === 1);
    if (before) throw new Error("it was there already");
    if (script) await until("the draft is kept", async () => await page.inputValue('[name="draft"]').catch(() => "") !== "");
    await inside(page, 1).scrollIntoViewIfNeeded();
    await look(page, `${size}-file-in-form-${locale.slice(0, 2)}`);
    if (script) await clean(page);
    await page.setInputFiles(`input[name="file.${field(1)}"]`, at("IMG_0003.HEIC"));
    if (!script) await inside(page, 1).locator("button.upload").click();
    await until("both are kept", async () => await held(page, 1).count() === 2);
    if (await page.locator(`input[name="file.${field(1)}"]`).isVisible()) throw new Error("there is room for no more");
    const saved = script ? page.waitForResponse((r) => r.url().endsWith("/drafts")) : null;
    await inside(page, 1).locator("ul.kept button").first().click();
    await saved;
    await until("one is left", async () => await held(page, 1).count() === 1);
    if (script) await until("the draft says so", async () => (await page.locator("#saved").textContent()).match(/[0-9০-৯]/));
    await page.goto("/drafts");
    await page.locator('main a[href^="/drafts/"]').first().click();
    equal(await held(page, 1).count(), 1, "kept in the draft");
    equal(await held(page, 0).count(), 0, "of the other entry");
    equal(await page.inputValue('[name="fields.status.past_marriages.1.spouse"]'), "Lê Quang Vinh", "what was typed");
    await page.locator('button[value="remove:fields.status.past_marriages.0"]').click();
    equal(await held(page, 0).count(), 1, "the file moves with its entry");
    for (let n = await page.locator('button[value^="remove:fields.status.past_marriages"]').count(); n > 1; n--)
      await page.locator('button[value^="remove:fields.status.past_marriages"]').last().click();
    await page.context().close();
    const again = await enter("citizen", size, locale, false);
    await again.goto("/drafts");
    for (const form of await again.locator('form[action$="/drop"] button').all()) { await form.click(); break; }
    await again.context().close();
  });
}

rmSync(files, { recursive: true, force: true });
await end();
