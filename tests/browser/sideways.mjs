// sideways: what goes another way than straight on, on a phone without JavaScript and at a desk, where
// axe looks at each page: documents are asked for with a reason, a mistake is shown where it was made, the citizen
// sees what is missing and sends it, an opinion is asked for, and the applicant withdraws.
import { clean, end, enter as signedIn, look as seen } from "./pages.mjs";
import { ask, filed } from "./programs.mjs";
import { test } from "./server.mjs";

// --- by people ---
const enter = (who, size, locale) => signedIn(who, size, locale, size === "desk");
async function look(page, name) {
  await seen(page, name);
  if (page.viewportSize().width > 1000) await clean(page); // axe needs scripts
}
const says = async (page, ...texts) => {
  const all = await page.locator("main").innerText();
  for (const t of texts) if (!all.includes(t)) throw new Error(`no "${t}" in: ${all}`);
};
async function open(page, code, action) {
  await page.goto(`/dossiers/${code}`);
  const form = page.locator(`form[action="/dossiers/${code}/${action}"]`);
  if (!(await form.isVisible())) await page.locator(`details:has(form[action="/dossiers/${code}/${action}"]) > summary`).first().click();
  return form;
}
async function send(page, form) {
  const [reply] = await Promise.all([
    page.waitForResponse((r) => r.request().method() === "POST"),
    form.locator("button:not([type])").first().click(),
  ]);
  await page.waitForLoadState();
  return reply.status();
}
const expect = (got, wanted, what) => { if (got !== wanted) throw new Error(`${what}: ${got} instead of ${wanted}`); };
const inDays = (n) => new Date(Date.now() + n * 86400000).toISOString().slice(0, 10);

// What was stated is corrected on the same form, and what is wrong with it is said at its field.
async function corrected(page, form) {
  await form.locator('summary', { hasText: /Correct what was stated|Sửa thông tin đã khai/ }).click();
  const name = form.locator('[name="fields.child.full_name"]'), day = form.locator('[name="fields.child.birth_date"]');
  expect(await name.inputValue(), "Trần Minh Khuê", "what was stated");
  await day.fill("32/13/2026");
  await name.fill("Trần Minh Khuê Anh");
  expect(await send(page, form), 422, "no such day");
  await look(page, `${page.viewportSize().width}-sideways-form-mistake`);
  expect(await day.getAttribute("aria-invalid"), "true", "the mark at the field");
  expect(await name.inputValue(), "Trần Minh Khuê Anh", "what was typed");
  await day.fill("10/11/2026");
}

async function supplement(size, locale, words) {
  const code = await filed("receive");
  const officer = await enter("appraiser.halong", size, locale);
  let form = await open(officer, code, "supplement-request");
  await look(officer, `${size}-sideways-appraiser`);
  await form.locator('[name="until"]').fill(inDays(10));
  await form.locator('[name="note"]').fill("Trang thứ hai bị mờ.");
  await form.locator('[name="pin"]').fill("123456");
  expect(await send(officer, form), 422, "without a reason");
  await look(officer, `${size}-sideways-mistake`);
  form = officer.locator(`form[action="/dossiers/${code}/supplement-request"]`);
  expect(await form.locator('[name="note"]').inputValue(), "Trang thứ hai bị mờ.", "what was typed");
  expect(await form.isVisible(), true, "the form is open");
  await form.locator('[name="reason"]').selectOption("unreadable_paper");
  await form.locator('[name="concerns"]').selectOption("papers.birth_certificate");
  await form.locator('[name="pin"]').fill("123456");
  expect(await send(officer, form), 303, "with a reason");
  await look(officer, `${size}-sideways-waiting-officer`);
  const citizen = await enter("citizen", size, locale);
  await citizen.goto(`/dossiers/${code}`);
  await look(citizen, `${size}-sideways-waiting-citizen`);
  await says(citizen, ...words, "Giấy chứng sinh", "Trang thứ hai bị mờ.");
  form = citizen.locator(`form[action="/dossiers/${code}/supplement"]`);
  await corrected(citizen, form);
  await form.locator('input[name="paper.birth_certificate"]').setInputFiles("tests/data/birth-certificate.jpg");
  expect(await send(citizen, form), 303, "the papers");
  await look(citizen, `${size}-sideways-supplemented`);
  const d = await ask("citizen", "GET", `/dossiers/${code}`);
  expect([d.state, d.form.child.full_name, d.papers.length].join(), "received,Trần Minh Khuê Anh,2", "the dossier");
  return code;
}

await test("documents are asked for and sent, on a phone, in Vietnamese", () =>
  supplement("phone", "vi-VN", ["Chờ bổ sung hồ sơ", "Chụp hoặc quét lại"]));
await test("documents are asked for and sent, at a desk, in English", async () => {
  const code = await supplement("desk", "en-GB", ["Documents missing", "Photograph or scan all pages again"]);
  const head = await enter("approver.halong", "desk", "en-GB");
  const form = await open(head, code, "supplement-request");
  await look(head, "desk-sideways-second");
  await says(head, "a second request counts this dossier as overdue");
  expect(await form.locator('[name="warned"]').count(), 1, "the warning");
});

await test("an opinion is asked for, and given by the unit that is asked", async () => {
  const code = await filed("receive");
  const officer = await enter("appraiser.halong", "desk", "en-GB");
  let form = await open(officer, code, "consult");
  await form.locator('[name="unit"]').selectOption("H49.07");
  await form.locator('[name="until"]').fill(inDays(5));
  await form.locator('[name="note"]').fill("Xin ý kiến về quốc tịch.");
  await form.locator('[name="pin"]').fill("123456");
  expect(await send(officer, form), 303, "the request");
  const other = await enter("appraiser", "desk", "en-GB");
  await other.goto("/dossiers?view=desk");
  await says(other, code);
  form = await open(other, code, "opinion");
  await look(other, "desk-sideways-opinion");
  await form.locator('[name="note"]').fill("Đồng ý.");
  await form.locator('[name="pin"]').fill("123456");
  expect(await send(other, form), 303, "the opinion");
  expect(new URL(other.url()).pathname, "/dossiers", "where one is led, since it is no longer theirs to see");
  await officer.goto(`/dossiers/${code}`);
  await says(officer, "Đồng ý.");
});

await test("the applicant withdraws, on a phone", async () => {
  const code = await filed("receive");
  const citizen = await enter("citizen", "phone", "en-GB");
  const form = await open(citizen, code, "withdraw");
  await look(citizen, "phone-sideways-withdraw");
  expect(await send(citizen, form), 303, "withdrawing");
  await look(citizen, "phone-sideways-withdrawn");
  await says(citizen, "Withdrawn by the applicant");
});

await end();
