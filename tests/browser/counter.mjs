// counter: in a browser without JavaScript, by keyboard, on a phone and at a desk, in Vietnamese and
// in English: a receptionist looks for somebody, registers her, files for her and receives it with a
// PIN, the scans signed as digitised copies; puts an old result in her store; the result is handed
// over against a signature sheet. Nothing that was typed is lost by a mistake, a wrong PIN or a
// session that ended meanwhile.
import { clean, contextFor, end, enter, look, server, signIn } from "./pages.mjs";
import { test } from "./server.mjs";

const must = async (page, text) => {
  const main = await page.locator("main").innerText();
  if (!main.includes(text)) throw new Error(`"${text}" is not on the page: ${main.slice(0, 800)}`);
};
const same = (got, wanted) => {
  if (got !== wanted) throw new Error(`"${got}", not "${wanted}"`);
};
// By keyboard: the focus stands in the field, the text is typed, Enter sends.
async function type(page, selector, text) {
  await page.focus(selector);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}
const send = (page) => Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
async function press(page, selector, leads = true) {
  await page.focus(selector);
  if (leads) await send(page);
  else await page.keyboard.press("Enter");
}
async function fillCertified(page) {
  await type(page, "#fields\\.originals\\.0\\.title", "Bằng tốt nghiệp");
  await type(page, "#fields\\.originals\\.0\\.issuer", "Trường Đại học Hạ Long");
  await type(page, "#fields\\.originals\\.0\\.pages", "1");
  await type(page, "#fields\\.originals\\.0\\.copies", "2");
}
const people = { phone: ["022161000701", "Phạm Thị Lụa"], desk: ["022161000702", "Vũ Thị Gấm"] };

async function story(size, locale, words) {
  const [number, name] = people[size];
  const page = await enter("receptionist.halong", size, locale);
  await press(page, 'a[href="/counter"]');
  await look(page, `counter-${size}-start`);
  await type(page, "#q", number);
  await send(page);
  await must(page, words.nobody);
  same(await page.inputValue("#personal_id"), number);
  await look(page, `counter-${size}-nobody`);
  await type(page, "#full_name", name);
  await type(page, "#birth_day", "31/02/1961");
  await page.selectOption("#sex", "female");
  await type(page, "#phone", size === "phone" ? "0987000701" : "0987000702");
  await page.selectOption("#commune", "06688");
  await type(page, "#address", "Tổ 5, khu 2");
  await send(page);
  same(await page.inputValue("#birth_day"), "31/02/1961");
  same(await page.inputValue("#full_name"), name);
  same(await page.inputValue("#commune"), "06688");
  await look(page, `counter-${size}-wrong-day`);
  await type(page, "#birth_day", "02/03/1961");
  await send(page);
  await must(page, name);
  await look(page, `counter-${size}-person`);

  await type(page, "#q", "chung thuc ban sao tu ban chinh");
  await send(page);
  await look(page, `counter-${size}-procedures`);
  await press(page, 'a[href^="/procedures/2.000815/file"]');
  await must(page, name);
  same(await page.inputValue("#fields\\.requester\\.full_name"), name);
  same(await page.inputValue("#fields\\.requester\\.personal_id"), number);
  await fillCertified(page);
  await look(page, `counter-${size}-form`);

  // The session ends in the middle: what was typed is there when one has signed in again.
  const form = page.url();
  const other = await page.context().newPage();
  await other.goto("/account");
  await other.locator('form[action="/sessions/current/end"] button').click();
  await signIn(other, "receptionist.halong");
  await other.close();
  await type(page, "#pin", "123456");
  await press(page, 'button[value="receive"]');
  await must(page, words.anew);
  same(await page.inputValue("#fields\\.originals\\.0\\.issuer"), "Trường Đại học Hạ Long");
  await must(page, name);

  await page.selectOption("#fields\\.place\\.commune", "06688");
  await page.setInputFiles("#papers\\.original", "tests/data/birth-certificate.jpg");
  await type(page, "#pin", "000000");
  await press(page, 'button[value="receive"]');
  await must(page, words.wrongPin);
  same(await page.inputValue("#fields\\.originals\\.0\\.title"), "Bằng tốt nghiệp");
  same(await page.inputValue("#pin"), "");
  await look(page, `counter-${size}-wrong-pin`);
  await page.focus('[name="compared"]');
  await page.keyboard.press("Space");
  await type(page, "#pin", "123456");
  await press(page, 'button[value="receive"]');
  if (!page.url().includes("/dossiers/H49.31")) throw new Error(`at ${page.url()}: ${(await page.locator("main").innerText()).slice(0, 600)}`);
  await must(page, words.received);
  await must(page, words.signed);
  await look(page, `counter-${size}-received`);
  const dossier = new URL(page.url()).pathname;

  // She is found by her number from then on, and what was filed stands on her page.
  await page.goto("/counter");
  await type(page, "#q", number.replace(/(\d{3})/g, "$1 "));
  await send(page);
  await must(page, name);
  await must(page, "H49.31");

  // An old result on paper goes into her store.
  await press(page, 'details:has([name="type"]) summary', false);
  await page.selectOption('[name="type"]', "KQ.G15.000040");
  await type(page, '[name="number"]', "7/1984");
  await type(page, '[name="issued"]', "31/02/1984");
  await page.setInputFiles('[name="paper.result"]', "tests/data/birth-certificate.jpg");
  await type(page, "#result-pin", "123456");
  await send(page);
  same(await page.inputValue('[name="number"]'), "7/1984");
  await must(page, "birth-certificate.jpg");
  await look(page, `counter-${size}-result-wrong`);
  await type(page, '[name="issued"]', "01/02/1984");
  await type(page, "#result-pin", "123456");
  await send(page);
  await must(page, words.stored);
  await look(page, `counter-${size}-stored`);
  await page.context().close();
  await handOver(dossier, size, locale, words);
  return form;
}

// The officers carry it on; the returns officer hands it over, first without the sheet.
async function handOver(dossier, size, locale, words) {
  for (const [who, action] of [["appraiser.halong", "appraise"], ["approver.halong", "approve"], ["sealer.halong", "seal"]]) {
    const page = await enter(who, size, locale);
    for (let i = 0; i < 50; i++) {
      await page.goto(dossier);
      if (await page.locator(`#${action}-pin`).count()) break;
      await page.waitForTimeout(200);
    }
    if (action === "appraise") await page.check('section.step [name="decision"][value="grant"]');
    await type(page, `#${action}-pin`, "123456");
    await send(page);
    await page.context().close();
  }
  const page = await enter("returner.halong", size, locale);
  await page.goto(dossier);
  await look(page, `counter-${size}-handing`);
  await page.focus('[name="proof"][value="post"]');
  await page.keyboard.press("Space");
  await type(page, "#carrier", "Bưu điện tỉnh");
  await type(page, "#return-pin", "123456");
  await send(page);
  same(await page.inputValue("#carrier"), "Bưu điện tỉnh");
  await look(page, `counter-${size}-handing-wrong`);
  await type(page, "#carrier", "");
  await page.keyboard.press("Delete");
  await page.focus('[name="proof"][value="sheet"]');
  await page.keyboard.press("Space");
  await page.setInputFiles('[name="paper.handover-sheet"]', "tests/data/birth-certificate.jpg");
  await type(page, "#return-pin", "123456");
  await send(page);
  await must(page, words.sheet);
  await look(page, `counter-${size}-handed`);
  await page.context().close();
}
await test("at the counter on a phone, in Vietnamese", () => story("phone", "vi-VN",
  { nobody: "Chưa có ai ứng với", anew: "đăng nhập lại", wrongPin: "PIN", received: "Đã tiếp nhận", signed: "bản số hoá, đã ký",
    stored: "nằm trong kho dữ liệu", sheet: "có phiếu ký nhận" }));
await test("at the counter at a desk, in English", () => story("desk", "en-GB",
  { nobody: "Nobody is known by that", anew: "signed in anew", wrongPin: "The PIN is wrong", received: "Received",
    signed: "digitised, signed", stored: "is in the person’s store", sheet: "against a signature sheet" }));

// What stands in her store is offered with the next form, looked at, and attached without a scan.
async function offered(size, locale) {
  const page = await enter("receptionist.halong", size, locale);
  await page.goto("/counter");
  await type(page, "#q", people[size][0]);
  await send(page);
  if (!page.url().includes("/counter/people/")) await press(page, 'main a[href^="/counter/people/"]');
  const person = new URL(page.url()).pathname.split("/").pop();
  await page.goto(`/procedures/1.000894/file?for=${person}`);
  const tick = page.locator('input[name^="stored."]').first(), offer = page.locator("fieldset.offers").first();
  const text = await offer.innerText();
  if (!text.includes("Trích lục ghi chú ly hôn")) throw new Error(text);
  const seen = await page.request.get(await offer.locator("a").getAttribute("href"));
  same(seen.status(), 200);
  await look(page, `counter-${size}-offered`);
  const document = (await tick.getAttribute("name")).slice("stored.".length);
  await type(page, "#fields\\.groom\\.full_name", "Trần Minh Khuê");
  await tick.focus();
  await page.keyboard.press("Space");
  await press(page, `button[value="upload:${document}"]`);
  same(await page.inputValue("#fields\\.groom\\.full_name"), "Trần Minh Khuê");
  same(await page.locator(`input[name="kept.${document}"]`).count(), 1);
  same(await page.locator(`input[name="stored.${document}"]`).count(), 0);
  const kept = await page.request.get(await page.locator('.field:has(input[name^="kept."]) a').first().getAttribute("href"));
  same(kept.status(), 200);
  await look(page, `counter-${size}-reused`);
  await page.context().close();
}
await test("what the state has of her is offered, on a phone", () => offered("phone", "vi-VN"));
await test("what the state has of her is offered, at a desk", () => offered("desk", "bn-BD"));

await test("axe finds nothing on these pages", async () => {
  for (const [size, locale] of [["phone", "vi-VN"], ["desk", "en-GB"]]) {
    const page = await enter("receptionist.halong", size, locale, true);
    await page.goto("/counter");
    await page.fill("#q", "0000");
    await page.locator('form[action="/counter"] .btn').click();
    await clean(page);
    await page.fill("#q", people[size][0]);
    await page.locator('form[action="/counter"] .btn').click();
    await clean(page);
    await page.fill("#q", "khai sinh");
    await page.locator('form[role="search"] .btn').click();
    await clean(page);
    await page.locator('a[href^="/procedures/1.001193/file"]').click();
    await clean(page);
    await page.context().close();
  }
});
await end();
