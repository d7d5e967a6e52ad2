// dialogue: a holder asks and an officer answers, a result is rated, a complaint is made and handled, times of
// keeping are set, a decision on many dossiers is proposed and looked at, all that is kept is taken out: without
// JavaScript, at 360 and 1280 px, in both languages, by axe.
import { clean, end, enter, look } from "./pages.mjs";
import { ask, filed } from "./programs.mjs";
import { test } from "./server.mjs";

const must = (ok, what) => { if (!ok) throw new Error(what); };
const text = (page) => page.textContent("main");
const day = (n) => new Date(Date.now() + n * 86400000 + 7 * 3600000).toISOString().slice(0, 10);

const come = async (last) => `/dossiers/${await filed(last)}`;

// --- by people ---
const citizen = await enter("citizen", "phone");
let asked;
await test("a question is asked and stands on the desk with its age", async () => {
  asked = await come("receive");
  await citizen.goto(asked);
  const form = 'form[action$="/ask"]';
  await citizen.click(`details:has(${form}) summary`);
  await citizen.click(`${form} button`);
  must((await text(citizen)).includes("Please say what it is about"), "an empty question was taken");
  await citizen.fill(`${form} textarea`, "Bao giờ có kết quả?");
  await look(citizen, "question-phone");
  await citizen.click(`${form} button`);
  must((await text(citizen)).includes("Bao giờ có kết quả?"), "the question is not shown");
  must(!(await citizen.$(form)), "a second question can be asked");
  const officer = await enter("receptionist.halong");
  await officer.goto("/dossiers?view=desk");
  must(await officer.$(`#questions`), "the desk does not show it");
  await look(officer, "questions-desk");
  await officer.goto(asked);
  await officer.click('details:has(form[action$="/answer"]) summary');
  await officer.fill('form[action$="/answer"] textarea', "Chiều mai anh chị nhé.");
  await officer.click('form[action$="/answer"] button');
  await citizen.goto(asked);
  must((await text(citizen)).includes("Chiều mai anh chị nhé."), "the answer is not shown");
});

await test("a result is rated once, with reasons", async () => {
  const returned = await come("return");
  await citizen.goto(returned);
  const form = 'form[action$="/rate"]';
  await citizen.click(`details:has(${form}) summary`);
  await citizen.check(`${form} input[name="rating"][value="4"]`);
  await citizen.check(`${form} input[name="because"][value="quick"]`);
  await look(citizen, "rating-phone");
  await citizen.click(`${form} button`);
  await citizen.goto(returned);
  must((await text(citizen)).includes("Rated"), "the rating is not in the history");
  must(!(await citizen.$(form)), "it can be rated again");
});

await test("a complaint is made, loses nothing when it is refused, and is handled above", async () => {
  await citizen.goto(`/complaints?dossier=${asked.split("/").pop()}`);
  await citizen.click('form[action="/complaints"] button');
  must((await text(citizen)).includes("Please say what it is about"), "an empty complaint was taken");
  await citizen.fill("#text", "Tiếp nhận chậm.");
  await look(citizen, "complaint-new-phone");
  await citizen.click('form[action="/complaints"] button');
  must((await text(citizen)).includes("/PAKN"), "it has no number");
  const at = new URL(citizen.url()).pathname;
  await look(citizen, "complaint-phone");
  const leader = await enter("leader");
  await leader.goto("/dossiers?view=desk");
  must(await leader.$("#complaints"), "the head's view does not show it");
  await look(leader, "complaints-desk");
  await leader.goto(at);
  await leader.click('button[value="accepted"]');
  must((await text(leader)).includes("Please say what it is about"), "an empty answer was taken");
  await leader.fill("#text", "Đã tiếp nhận phản ánh.");
  await leader.click('button[value="accepted"]');
  must((await text(leader)).includes("Đã tiếp nhận phản ánh."), "the answer is not shown");
  await look(leader, "complaint-desk");
});

let ruling;
await test("a decision is proposed, its list looked at, by two people", async () => {
  const admin = await enter("admin");
  await admin.goto("/admin/retention");
  await admin.click("#period summary");
  await admin.fill("#period\\.years", "5");
  await admin.fill("#period\\.basis", "Quyết định 7/QĐ-UBND");
  await admin.click("#period button");
  must((await text(admin)).includes("Quyết định 7/QĐ-UBND"), "the period is not shown");
  await look(admin, "retention-desk");
  await admin.click("#erase summary");
  await admin.fill("#erase\\.number", "12/QĐ-UBND");
  await admin.fill("#erase\\.day", day(0));
  await admin.fill("#erase\\.basis", "Luật Lưu trữ");
  await admin.fill("#erase\\.procedure", "1.001193");
  await admin.fill("#erase\\.before", day(0));
  await admin.click("#erase button");
  must((await text(admin)).includes("must still be kept"), "what must be kept could be destroyed");
  must(await admin.inputValue("#erase\\.number") === "12/QĐ-UBND", "what was typed is lost");
  await admin.goto("/admin/rulings");
  await admin.click("#redate summary");
  await admin.fill("#redate\\.number", "9/QĐ-UBND");
  await admin.fill("#redate\\.day", day(0));
  await admin.fill("#redate\\.basis", "Thông báo nghỉ");
  await admin.click("#redate button");
  ruling = new URL(admin.url()).pathname;
  for (let i = 0; i < 50 && (await text(admin)).includes("being made"); i++) {
    await admin.waitForTimeout(200);
    await admin.goto(ruling);
  }
  must((await text(admin)).includes("Waits for approval"), "the list is not made");
  must(!(await admin.$('form[action$="/approve"]')), "who proposes may approve");
  await look(admin, "ruling-desk");
  await admin.click('form[action$="/drop"] button');
  must((await text(admin)).includes("Dropped"), "it is not dropped");
});

await test("all that is kept is one file", async () => {
  await citizen.goto("/account");
  const [file] = await Promise.all([citizen.waitForEvent("download"), citizen.click('a[href="/account/export"]')]);
  must(file.suggestedFilename().endsWith(".zip"), "it is no archive");
  await look(await enter("citizen", "phone", "vi-VN"), "account-vi-phone");
});

for (const [size, locale] of [["phone", "vi-VN"], ["desk", "en-GB"]])
  await test(`axe finds nothing (${size}, ${locale})`, async () => {
    for (const [who, pages] of [["citizen", [asked, "/complaints", "/account"]], ["leader", ["/complaints", "/dossiers?view=desk", "/admin/rulings", ruling]],
      ["admin", ["/admin/retention", "/admin/rulings", ruling]], ["receptionist.halong", ["/dossiers?view=desk", asked]]]) {
      const page = await enter(who, size, locale, true);
      for (const at of pages) {
        await page.goto(at);
        await clean(page);
        await look(page, `dialogue-${who}-${at.replace(/[^a-z]+/g, "-")}-${size}`);
      }
      await page.context().close();
    }
  });
await end();
