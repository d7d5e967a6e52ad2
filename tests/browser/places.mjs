// places: an address by units: a province of the 34, then one of its communes, then a line; with
// JavaScript at once and without anything moving, without it by a button that loses nothing.
import { clean, end, enter, look } from "./pages.mjs";
import { test } from "./server.mjs";

const at = (name) => `[name="fields.delivery.${name}"]`;
const equal = (got, wanted, what) => { if (got !== wanted) throw new Error(`${what}: ${got}, not ${wanted}`); };

for (const [size, script, locale, ward] of [["phone", true, "vi-VN", "Phường Ba Đình"], ["phone", false, "en-GB", "Ba Dinh Ward"],
  ["desk", true, "bn-BD", "Phường Ba Đình"], ["desk", false, "vi-VN", "Phường Ba Đình"]]) {
  await test(`a province, then its commune (${size}, ${locale}${script ? "" : ", without JavaScript"})`, async () => {
    const page = await enter("citizen2", size, locale, script);
    await page.goto("/procedures/2.000908/file");
    equal(await page.locator(`${at("place.province")} option`).count(), 35, "provinces");
    await page.fill('[name="fields.request.content"]', "Cấp bản sao từ sổ gốc.");
    await page.check(`${at("method")}[value="post"]`);
    await page.fill(at("address"), "Số 1, phố A");
    if (script) await page.evaluate(() => {
      window.moved = 0;
      new PerformanceObserver((l) => { for (const e of l.getEntries()) window.moved += e.value; }).observe({ type: "layout-shift" });
    });
    const box = await page.locator(at("place.commune")).boundingBox();
    await page.focus(at("place.province")); // by keyboard
    await page.keyboard.press("ArrowDown");
    equal(await page.inputValue(at("place.province")), "01", "the first province");
    const began = Date.now();
    if (script) {
      await page.keyboard.press("Tab");
      await page.locator(`${at("place.commune")} option`, { hasText: ward }).first().waitFor({ state: "attached" });
      if (Date.now() - began > 1000) throw new Error(`${Date.now() - began} ms`);
      const now = await page.locator(at("place.commune")).boundingBox();
      equal(`${now.width} ${now.height}`, `${box.width} ${box.height}`, "the control's size");
      if (await page.evaluate(() => window.moved) > 0) throw new Error("something moved");
      equal(await page.locator("button.unscripted").count(), 0, "buttons that nobody needs");
    } else {
      await page.focus('button[value="places:fields.delivery.place.commune"]');
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
      if (!page.url().endsWith("#fields.delivery.place.commune")) throw new Error(page.url());
      equal(await page.inputValue(at("address")), "Số 1, phố A", "what was typed");
      equal(await page.inputValue('[name="fields.request.content"]'), "Cấp bản sao từ sổ gốc.", "what was typed");
      equal(await page.inputValue(at("place.province")), "01", "the province");
    }
    equal(await page.locator(`${at("place.commune")} option`).count(), 127, "communes of Hà Nội, and none");
    await page.selectOption(at("place.commune"), { label: ward });
    await look(page, `${size}-place-${locale.slice(0, 2)}${script ? "" : "-plain"}`);
    if (script) await clean(page);
    await page.selectOption('[name="fields.place.commune"]', "06688");
    // Another province: what is sent must fit it, and what was typed is there again.
    await page.selectOption(at("place.province"), "22");
    await page.click('form[enctype="multipart/form-data"] button:not([name])');
    equal(await page.inputValue(at("address")), "Số 1, phố A", "what was typed");
    await page.selectOption(at("place.commune"), "06688");
    await page.click('form[enctype="multipart/form-data"] button:not([name])');
    if (!/\/dossiers\/H49/.test(page.url())) throw new Error(`not filed: ${await page.locator(".error").allInnerTexts()}`);
    if (!(await page.locator("main").innerText()).includes(locale === "en-GB" ? "Ha Long Ward" : "Phường Hạ Long")) throw new Error("the commune is not named");
    await page.context().close();
  });
}
await end();
