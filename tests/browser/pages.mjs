// pages: a browser before a demonstration of its own, for both sizes and every language, with and
// without JavaScript: signing in, a picture of each page that is looked at, and what axe finds.
import { chromium } from "playwright-core";
import { AxeBuilder } from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
import { startServer, test, done } from "./server.mjs";

const pictures = "build/test/pictures";
mkdirSync(pictures, { recursive: true });
export const server = await startServer();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const sizes = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };
export const contextFor = (size, locale, script = false) =>
  browser.newContext({ viewport: sizes[size], locale, javaScriptEnabled: script, baseURL: server.url, reducedMotion: "reduce" });

export async function signIn(page, who, password = "motcua-demo") {
  await page.goto("/sign-in");
  await page.fill('input[name="account"]', who);
  await page.fill('input[name="password"]', password);
  await page.click('form[action="/sessions"] button[type="submit"], form[action="/sessions"] button:not([type])');
}

export async function enter(who, size = "desk", locale = "en-GB", script = false) {
  const page = await (await contextFor(size, locale, script)).newPage();
  await signIn(page, who);
  return page;
}

// A page that may come anew by itself is only taken a picture of.
export const picture = (page, name) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });

// Nothing may stick out of the page sideways, and each page is kept as a picture.
export async function look(page, name) {
  const [wide, view] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  await picture(page, name);
  if (wide > view) throw new Error(`${name} is ${wide} px wide in a window of ${view}`);
}

// What axe finds, a line each, by day and what of it is colour by night too; it needs JavaScript in the page.
export async function faults(page) {
  const day = await new AxeBuilder({ page }).analyze();
  await page.emulateMedia({ colorScheme: "dark" });
  const night = await new AxeBuilder({ page }).withRules(["color-contrast"]).analyze();
  await page.emulateMedia({ colorScheme: "light" });
  return [...day.violations, ...night.violations].map((v) =>
    `${page.url()}: ${v.id} ${v.nodes[0].html} ${v.nodes[0].failureSummary}`);
}
export async function clean(page) {
  const found = await faults(page);
  if (found.length) throw new Error(found.join("\n"));
}

// The browser first, then the server: in order, and with nothing to complain of.
export const close = () => browser.close();
export async function end() {
  await close();
  await test("the server ends in order", async () => {
    const code = await server.stop();
    if (code !== 0) throw new Error(`it ended with ${code}: ${server.said()}`);
  });
  done();
}
