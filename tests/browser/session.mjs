// session: one's session ends while one types, with JavaScript: nothing is lost, and after signing in anew in
// another tab what was typed is saved and sent from the page that was open all the time.
import { clean, contextFor, end, look, signIn } from "./pages.mjs";
import { test } from "./server.mjs";

const context = await contextFor("phone", "en-GB", true);
const page = await context.newPage(), tab = await context.newPage();
const status = () => page.locator("#saved").textContent();
const type = (text) => page.fill('[name="fields.child.full_name"]', text);

async function until(what, holds) {
  for (let i = 0; i < 300; i++) {
    if (await holds()) return;
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error(`in vain: ${what}: ${await status()}`);
}
const signOut = () => tab.click('form[action="/sessions/current/end"] button');

await test("the session ends while one types: the page says so and keeps it", async () => {
  await signIn(page, "citizen");
  await page.goto("/procedures/1.001193/file");
  await type("Trần Minh");
  await until("saved", async () => (await status()).includes("Saved"));
  await tab.goto("/dossiers");
  await signOut();
  await type("Trần Minh Khôi");
  await until("it says that it is not saved", async () => (await status()).includes("signed out"));
  await look(page, "session-ended");
  await clean(page);
});

await test("somebody else who signs in there gets nothing of it", async () => {
  await signIn(tab, "citizen2");
  await type("Trần Minh Khôi Nguyên");
  await new Promise((r) => setTimeout(r, 4000));
  if (!(await status()).includes("signed out")) throw new Error(await status());
  await tab.goto("/drafts");
  if (await tab.locator('a[href^="/drafts/"]').count()) throw new Error("a draft of somebody else's");
  await signOut();
});

await test("signed in anew in another tab, the page goes on saving, and sends", async () => {
  await signIn(tab, "citizen");
  await type("Trần Minh Khôi An");
  await until("saved again", async () => (await status()).includes("Saved"));
  await tab.goto("/procedures/1.001193/file"); // leads to the draft
  const kept = await tab.inputValue('[name="fields.child.full_name"]');
  if (kept !== "Trần Minh Khôi An") throw new Error(`kept: ${kept}`);
  await page.click('form[enctype="multipart/form-data"] button.btn:not([name])');
  await page.waitForSelector("#errors");
  if (await page.inputValue('[name="fields.child.full_name"]') !== kept) throw new Error("lost by sending");
  if ((await page.locator("#errors").textContent()).includes("signed in anew")) throw new Error("the token is old");
});

await context.close();
await end();
