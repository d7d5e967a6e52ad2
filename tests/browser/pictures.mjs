// pictures: every page of routes.def at 360 and 1280 px, of a seeded demonstration, in build/pictures;
// the main ones in three languages, some by night; those of README and docs are drawn again.
//   make pictures            node tests/browser/pictures.mjs [WORD]: only pages whose name has WORD
// A row of routes.def with a page that has no picture fails.
import { copyFileSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
process.env.DOSSIERS ??= "60";
const { ask, filed } = await import("./programs.mjs");
const { close, contextFor, server, signIn } = await import("./pages.mjs");

const out = "build/pictures", only = process.argv[2] ?? "";
mkdirSync(out, { recursive: true });

// --- what there is to see ---
const codes = {};
for (const step of [undefined, "receive", "appraise", "approve", "seal", "return"]) codes[step ?? "filed"] = await filed(step);
const pages = {};
async function as(who, size = "desk", locale = "vi-VN") {
  const key = `${who} ${size} ${locale}`;
  if (pages[key]) return pages[key];
  const page = pages[key] = await (await contextFor(size, locale, true)).newPage();
  await page.goto("/"); // the fonts, before the first picture
  if (who) await signIn(page, who);
  return page;
}
// An address that a page leads to, after what is done there.
async function reached(who, from, act) {
  const page = await as(who);
  await page.goto(from);
  await Promise.all([page.waitForNavigation(), act(page)]);
  await page.waitForLoadState();
  return new URL(page.url()).pathname;
}
const follow = (who, from, link) => reached(who, from, (p) => p.locator(`main a[href^="${link}"]`).first().click());
const code = async (where) => reached("", where, async (p) => {
  await p.fill('input[type="email"], input[type="text"]', "moi@motcua.example");
  await p.click("main form button");
});
const officer = "receptionist.halong", desk = "/dossiers?view=desk";
const begin = async () => {
  const d = await ask(officer, "GET", `/dossiers/${codes.filed}`);
  return (await ask(officer, "POST", `/dossiers/${codes.filed}/receive`, {}, d.version)).id;
};
const draft = () => follow("citizen", "/drafts", "/drafts/");
await (async () => { // a draft
  const page = await as("citizen");
  await page.goto("/procedures/1.001193/file");
  await Promise.all([page.waitForNavigation(), page.locator('[formaction="/drafts"][value="save"], [formaction="/drafts"]').last().click({ force: true })]);
})().catch((e) => console.error(`no draft: ${e.message.split("\n")[0]}`));

const V = "", C = "citizen", A = "admin", L = "leader.halong";
// Row of routes.def (with a word for another state of it): who looks, and where that is or how one comes there.
const shown = {
  "/": [V], "/sign-in": [V], "/register": [V], "/register/:id": [V, () => code("/register")], "/reset": [V],
  "/reset/:id": [V, () => code("/reset")], "/account": [C], "/account officer": [officer, "/account"], "/inbox": [C],
  "/counter": [officer],
  "/counter/people/:id": [officer, () => reached(officer, "/counter", async (p) => {
    await p.fill("#q", JSON.parse(readFileSync("tests/data/birth.json", "utf8")).mother?.pid ?? "022198000017");
    await p.click('form[action="/counter"] .btn');
  })],
  "/counter/identity": [officer], "/counter/mandates": [officer],
  "/procedures": [V], "/procedures found": [V, "/procedures?q=khai+sinh"], "/procedures none": [V, "/procedures?q=zzzz"],
  "/procedures/:code": [V, "/procedures/1.001193"], "/procedures/:code elsewhere": [V, "/procedures/1.000894"],
  "/life-events/:event": [V, "/life-events/birth"], "/procedures/:code/file": [C, "/procedures/1.001193/file"],
  "/drafts": [C], "/drafts/:id": [C, draft],
  "/dossiers": [C], "/dossiers desk": [officer, desk], "/dossiers unit": [L, "/dossiers?view=unit"],
  "/dossiers appraiser": ["appraiser.halong", desk], "/dossiers empty": ["newcomer", "/dossiers"],
  "/dossiers/:code filed": [C, `/dossiers/${codes.filed}`], "/dossiers/:code": [C, `/dossiers/${codes.appraise}`],
  "/dossiers/:code ended": [C, `/dossiers/${codes.return}`], "/dossiers/:code officer": ["appraiser.halong", `/dossiers/${codes.receive}`],
  "/dossiers/:code approver": ["approver.halong", `/dossiers/${codes.appraise}`],
  "/dossiers/:code/proof": [C, `/dossiers/${codes.filed}/proof`], "/dossiers/:code/looks": [C, `/dossiers/${codes.return}/looks`],
  "/documents": [C], "/track": [V], "/ledger": [V],
  "/signings/:id": [officer, async () => `/signings/${await begin()}`],
  "/batches/:id": [officer, () => reached(officer, desk, async (p) => {
    for (const box of (await p.locator('input[name="items"]').all()).slice(0, 5)) await box.check();
    await p.fill("#pin", "123456");
    await p.click('button[name="action"][value="receive"]');
  })],
  "/shift": [officer], "/complaints": [C, `/complaints?dossier=${codes.filed}`],
  "/complaints/:id": [C, () => reached(C, `/complaints?dossier=${codes.filed}`, async (p) => {
    await p.fill("#text", "Tiếp nhận chậm.");
    await p.click('form[action="/complaints"] button');
  })],
  "/rights": [L], "/officers": [L], "/officers/:id": [L, () => follow(L, "/officers", "/officers/")],
  "/admin/people": [A], "/admin/people/:id": [A, () => follow(A, "/admin/people?q=halong", "/admin/people/")],
  "/admin/keys": [A], "/admin/identities": [A], "/admin": [A], "/admin/letters": [A], "/admin/units": [A],
  "/admin/units/:code": [A, () => follow(A, "/admin/units", "/admin/units/")], "/admin/calendar": [A], "/admin/routing": [A],
  "/admin/settings": [A], "/admin/procedures": [A],
  "/admin/procedures/:code": [A, "/admin/procedures/1.001193"], "/admin/imports": [A],
  "/admin/imports/:id": [A, () => reached(A, "/admin/imports", async (p) => {
    const form = p.locator('form[action="/admin/uploads/catalogue"]');
    await form.locator('input[type="file"]').setInputFiles("tests/data/import/good.jsonl");
    await form.locator("button").click();
  })],
  "/admin/retention": [A], "/admin/rulings": [A],
  "/admin/rulings/:id": [A, () => reached(A, "/admin/rulings", async (p) => {
    await p.click("#redate summary");
    await p.fill("#redate\\.number", "9/QĐ-UBND");
    await p.fill("#redate\\.day", new Date().toISOString().slice(0, 10));
    await p.fill("#redate\\.basis", "Thông báo nghỉ");
    await p.click("#redate button");
  })],
  "/admin/journal": [A], "/demo": [V], "/demo/mail": [V],
};
const main = new Set(["/", "/procedures found", "/procedures/:code", "/procedures/:code/file", "/dossiers", "/dossiers desk",
  "/dossiers/:code", "/dossiers/:code ended", "/dossiers/:code officer", "/dossiers/:code/proof", "/track", "/admin"]);
const drawn = { "/dossiers/:code vi desk": "docs/picture-dossier.png", "/ vi desk": "docs/picture-home.png" };

const rows = [...readFileSync("src/web/routes.def", "utf8").matchAll(/^ROUTE\(GET, +"([^"]+)",(?:[^,]+,){4}\s*([a-z_]+),/gm)];
const templates = readdirSync("src/web/html").map((f) => readFileSync(`src/web/html/${f}`, "utf8")).join("\n");
const hasPage = (view) => view === "draft" || templates.includes(`{{view ${view}}}`);
const missing = rows.filter(([, path, view]) => hasPage(view) && !Object.keys(shown).some((k) => k.split(" ")[0] === path));
let failed = missing.length, taken = 0;
for (const [, path] of missing) console.error(`${path} has no picture`);

const locales = { vi: "vi-VN", en: "en-GB", bn: "bn-BD" };
async function take(name, who, path, lang, size) {
  const page = await as(who, size, locales[lang]);
  const answer = await page.goto(path);
  if (answer.status() >= 400) throw new Error(`${path}: ${answer.status()}`);
  await page.evaluate(() => document.fonts.ready);
  const [wide, view] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  const file = `${out}/${name.replace(/^\/$/, "/home").slice(1).replace(/[/: ]+/g, "-")}-${lang}-${size === "desk" ? 1280 : 360}`;
  const shoot = (end) => page.screenshot({ path: `${file}${end}.png`, fullPage: true });
  await shoot("");
  taken++;
  if (drawn[`${name} ${lang} ${size}`]) copyFileSync(`${file}.png`, drawn[`${name} ${lang} ${size}`]);
  if (main.has(name) && lang === "vi") {
    await page.emulateMedia({ colorScheme: "dark" });
    await shoot("-night");
    await page.emulateMedia({ colorScheme: "light" });
    taken++;
  }
  if (wide > view) throw new Error(`${file} is ${wide} px wide in a window of ${view}`);
}
for (const [name, [who, place = name]] of Object.entries(shown)) {
  if (!name.includes(only)) continue;
  try {
    const path = typeof place === "string" ? place : await place();
    for (const lang of main.has(name) ? ["vi", "en", "bn"] : ["vi"])
      for (const size of ["phone", "desk"]) await take(name, who, path, lang, size);
  } catch (e) {
    failed++;
    console.error(`${name}: ${e.message.split("\n")[0]}`);
  }
}
console.log(`${taken} pictures in ${out}`);
await close();
await server.stop();
process.exit(failed ? 1 : 0);
