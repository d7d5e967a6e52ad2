// notices: a person's inbox and how letters are turned off, a head's list of what is late, and dead
// letters: on a phone and at a desk, in both languages, without JavaScript, and before axe.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
process.env.MOTCUA_MAIL = "smtp://127.0.0.1:1"; // nobody listens there
process.env.MOTCUA_MAIL_FROM = "mot-cua@example.vn";
const { clean, end, enter, look, server } = await import("./pages.mjs");
const { test } = await import("./server.mjs");

const api = async (token, path, body) => {
  const r = await fetch(`${server.url}${path}`, {
    method: body ? "POST" : "GET",
    headers: { Accept: "application/json", ...(token && { Authorization: `Bearer ${token}` }), ...(body && !(body instanceof FormData) && { "Content-Type": "application/json" }) },
    body: body instanceof FormData ? body : body && JSON.stringify(body),
  });
  if (!r.ok) throw new Error(`${path}: ${r.status} ${await r.text()}`);
  return r.json();
};
const until = async (what, ready) => {
  for (let i = 0; i < 100; i++) {
    if (await ready()) return;
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error(`${what} does not come`);
};
const rows = (sql) => execFileSync("sqlite3", ["-cmd", ".timeout 5000", `${server.data}/motcua.db`, sql], { encoding: "utf8" }).trim();
const says = async (page, text) => {
  const main = await page.locator("main").innerText();
  if (!main.includes(text)) throw new Error(`"${text}" is not on the page: ${main.slice(0, 800)}`);
};
const go = (page, action) => page.locator(`form[action^="${action}"] button`).first().click();

const token = (await api(null, "/sessions", { account: "citizen", password: "motcua-demo" })).token;
const file = async () => {
  const paper = new FormData();
  paper.append("file", new Blob([readFileSync("tests/data/birth-certificate.jpg")], { type: "image/jpeg" }), "birth-certificate.jpg");
  const { id } = await api(token, "/papers", paper);
  const fields = JSON.parse(readFileSync("tests/data/birth.json", "utf8"));
  return (await api(token, "/dossiers", { procedure: "1.001193", channel: "online", fields, papers: { birth_certificate: [id] } })).code;
};

let code;
await test("an administrator says that a letter is tried once", async () => {
  const page = await enter("admin");
  await page.goto("/admin/settings");
  await page.locator("#mail_tries summary").click();
  await page.fill('[id="mail_tries.value"], #mail_tries input[name="value"]', "1");
  await go(page, "/admin/settings/mail_tries");
  await page.goto("/admin/settings");
  const line = await page.locator("tr", { hasText: "mail_tries" }).innerText();
  if (!/\b1\b/.test(line)) throw new Error(line);
});

await test("filing writes a notice, and a letter that dies", async () => {
  rows("UPDATE account SET mails = 0 WHERE login <> 'citizen'"); // officers' lists come at some hours only
  code = await file();
  await until("the notice", async () => (await api(token, "/inbox")).unread > 0);
  await until("the dead letter", () => rows("SELECT COUNT(*) FROM mail WHERE dead_at IS NOT NULL") === "1");
});

const words = {
  vi: { sent: "Hồ sơ của bạn đã được nộp.", todo: "Lúc này bạn không phải làm gì.", none: "Không có thư nào", late: "Có hồ sơ của đơn vị đã quá hạn.", again: "Gửi lại" },
  en: { sent: "Your application has been sent.", todo: "You need do nothing now.", none: "There are no dead letters.", late: "Dossiers of your unit are overdue.", again: "Send again" },
};
for (const size of ["phone", "desk"])
  for (const [lang, locale] of [["vi", "vi-VN"], ["en", "en-GB"]]) {
    const name = `notices-${size}-${lang}`;
    await test(`the inbox: ${size}, ${lang}`, async () => {
      rows("UPDATE notice SET read_at = NULL");
      const page = await enter("citizen", size, locale);
      const bar = page.locator('header a[href="/inbox"]');
      if (!/\d/.test(await bar.innerText())) throw new Error("the head of the page does not count");
      await bar.click();
      await says(page, words[lang].sent);
      await says(page, words[lang].todo);
      await says(page, code);
      await look(page, `${name}-inbox`);
      await page.locator(`form[action^="/inbox/"][action$="/open"] button`).first().focus();
      await page.keyboard.press("Enter"); // by keyboard, to the application
      await page.waitForURL(`**/dossiers/${code}`);
      await until("that it is read", async () => (await api(token, "/inbox")).unread === 0);
      await page.goto("/inbox");
      if (/\d/.test(await page.locator('header a[href="/inbox"]').innerText())) throw new Error("it still counts");
      await page.goto("/account");
      await look(page, `${name}-account`);
    });
    await test(`a head's list: ${size}, ${lang}`, async () => {
      rows(`INSERT OR IGNORE INTO notice (id, account_id, what, day, until_day, at, to_mail) SELECT 7, id, 'late', 20261124, 0, 1, 0 FROM account WHERE login = 'leader.halong'; INSERT OR IGNORE INTO notice_line SELECT 7, id, 1, 1 FROM dossier`);
      const page = await enter("leader.halong", size, locale);
      await page.goto("/inbox");
      await says(page, words[lang].late);
      await says(page, code);
      await look(page, `${name}-list`);
      await go(page, "/inbox/7/open");
      await page.waitForURL("**/dossiers?view=unit&light=late");
    });
    await test(`dead letters: ${size}, ${lang}`, async () => {
      const page = await enter("admin", size, locale);
      await page.goto("/admin");
      await page.locator('a[href="/admin/letters"]').last().click();
      await says(page, "citizen@example.vn");
      await says(page, words[lang].again);
      if ((await page.locator("main").innerText()).includes(code)) throw new Error("the text is shown");
      await look(page, `${name}-dead`);
      const script = await enter("admin", size, locale, true);
      await script.goto("/admin/letters");
      await clean(script);
      const citizen = await enter("citizen", size, locale, true);
      for (const path of ["/inbox", "/account"]) { await citizen.goto(path); await clean(citizen); }
      const leader = await enter("leader.halong", size, locale, true);
      await leader.goto("/inbox");
      await clean(leader);
    });
  }

await test("a dead letter is sent again, dies again, and is dropped", async () => {
  const page = await enter("admin");
  await page.goto("/admin/letters");
  await page.locator('form[action$="/retry"] button').click();
  await until("that it dies again", () => rows("SELECT COUNT(*) FROM mail WHERE dead_at IS NOT NULL") === "1");
  await page.goto("/admin/letters");
  await page.locator('form[action$="/drop"] button').click();
  await says(page, words.en.none);
  await page.goto("/admin/journal?kind=letter");
  await says(page, "Dead letter dropped");
  await says(page, "Dead letter sent again");
});

await test("letters are in the language that was chosen last; pages for everybody know nobody", async () => {
  const page = await enter("citizen", "desk", "en-GB");
  const spoken = () => rows("SELECT language FROM account WHERE login = 'citizen'");
  if (spoken() !== "en") throw new Error(spoken());
  await page.goto("/inbox");
  await page.click('form[action="/language"] button[value="vi"]');
  await page.waitForURL("**/inbox");
  if (spoken() !== "vi") throw new Error(spoken());
  await page.goto("/procedures");
  if (await page.locator('a[href="/inbox"]').count()) throw new Error("a page for everybody names an inbox");
});

await test("letters are turned off", async () => {
  const page = await enter("citizen");
  await page.goto("/account");
  await page.uncheck('input[name="mails"]');
  await go(page, "/account/mails");
  if (await page.isChecked('input[name="mails"]')) throw new Error("it is not kept");
  await file();
  await until("the notice", async () => (await api(token, "/inbox")).unread > 0);
  if (rows("SELECT COUNT(*) FROM notice WHERE to_mail = 1") !== "0") throw new Error("a letter is wanted");
});
await end();
