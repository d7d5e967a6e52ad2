// weight: what a public page costs a phone on 3G, in bytes beside its fonts; that nothing in it moves
// while it comes; what a browser of 2018 makes of it; at 200 and 400 %, in forced colours, on paper.
import { contextFor, end, server } from "./pages.mjs";
import { test } from "./server.mjs";

const must = (good, what) => { if (!good) throw new Error(what); };
const places = ["/", "/procedures", "/procedures?q=khai+sinh", "/procedures/1.001193", "/life-events/birth", "/track", "/sign-in", "/register", "/reset", "/demo", "/ledger"];
const most = 100 * 1024;
const fonts = /\.woff2/;
async function visit(locale, path, before = async () => {}, size = "phone", script = true) {
  const page = await (await contextFor(size, locale, script)).newPage();
  await before(page);
  await page.goto(path, { waitUntil: "networkidle" });
  return page;
}
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

for (const locale of ["vi-VN", "en-GB", "bn-BD"]) await test(`public pages weigh at most 100 KB without fonts, and nothing moves: ${locale}`, async () => {
  let heaviest = 0, farthest = 0;
  for (const path of places) {
    let bytes = 0, letters = 0;
    const came = [];
    const page = await visit(locale, path, async (p) => {
      p.on("response", (r) => came.push(r));
      await p.addInitScript(() => {
        window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((e) => { window.moved += e.value; }))
          .observe({ type: "layout-shift", buffered: true });
      });
    });
    for (const r of came) {
      const n = (await r.body()).length;
      if (fonts.test(r.url())) letters += n; else bytes += n;
    }
    must(letters > 0, `${path}: no font of ours came`);
    must(bytes > 20_000 && bytes <= most, `${path}: ${bytes} bytes`);
    must(letters <= 200_000, `${path}: ${letters} bytes of fonts`);
    const moved = await page.evaluate(() => window.moved);
    must(moved < 0.001, `${path} moved by ${moved}`); // what is good ends at 0.1
    farthest = Math.max(farthest, moved);
    heaviest = Math.max(heaviest, bytes);
    await page.context().close();
  }
  console.log(`# the heaviest: ${heaviest} bytes; moved: ${farthest}`);
});

await test("the fonts are kept for ever, and no page in another language loads the Bengali one", async () => {
  const kept = [];
  const page = await visit("vi-VN", "/", async (p) => p.on("response", (r) => fonts.test(r.url()) && kept.push(r)));
  must(kept.length >= 2 && kept.every((r) => /immutable/.test(r.headers()["cache-control"])), "a font is asked for again");
  must(!kept.some((r) => /bengali/.test(r.url())), "Bengali came");
  must(!/immutable/.test((await page.request.get(`${kept[0].url()}x`)).headers()["cache-control"]), "a font is kept under a wrong hash");
  await page.context().close();
});

// What Chrome 64 drops of a style sheet: rules with selectors, and declarations with values, that came later.
const later = { selector: /:(is|where|has|focus-visible|focus-within\b.*\bx)\b|:not\([^)]*,/, value: /\b(clamp|min|max|round)\(|\bfit-content\b(?!;)|rgb\([^,)]*\//,
  property: /^(overflow-wrap: ?anywhere|gap|row-gap|column-gap|inset|aspect-ratio|text-wrap|accent-color|overflow: ?clip|text-underline-offset|text-decoration-thickness|forced-color-adjust|color-scheme|clip-path: ?path)/ };
const old = (css) => css.replace(/([^{}]+)\{([^{}]*)\}/g, (rule, head, body) => {
  if (/prefers-color-scheme|forced-colors|prefers-reduced/.test(head) || later.selector.test(head)) return "";
  return `${head}{${body.split(";").filter((d) => !later.property.test(d.trim()) && !later.value.test(d)).join(";")}}`;
});
await test("a browser of 2018 reads every public page: nothing sideways, targets to touch, entries with an edge, a ring at the focus", async () => {
  for (const path of places) {
    const page = await visit("vi-VN", path, (p) => p.route(/\.css/, async (route) => {
      const r = await route.fetch();
      await route.fulfill({ response: r, body: old(await r.text()) });
    }));
    must(await sideways(page) <= 0, `${path} is too wide by ${await sideways(page)}`);
    const bad = await page.evaluate(() => [...document.querySelectorAll("main .btn, main input:not([type=hidden]):not([type=search]), main select")]
      .filter((e) => e.offsetParent).filter((e) => e.getBoundingClientRect().height < 22 ||
        (e.matches("input:not([type=radio]):not([type=checkbox]):not([type=file]), select") && getComputedStyle(e).borderTopWidth === "0px"))
      .map((e) => e.outerHTML.slice(0, 90)));
    must(!bad.length, `${path}: ${bad}`);
    await page.focus("header .brand");
    must(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle) === "solid", `${path}: no ring`);
    await page.context().close();
  }
});

await test("at 200 and 400 % nothing sticks out sideways", async () => {
  for (const width of [640, 320]) for (const path of [...places, "/procedures/1.000894"]) {
    const page = await visit("bn-BD", path, (p) => p.setViewportSize({ width, height: 256 }));
    must(await sideways(page) <= 0, `${path} at ${width} px is too wide by ${await sideways(page)}`);
    await page.context().close();
  }
});

await test("in forced colours buttons, cards and what is chosen keep an edge; on paper the head and buttons are gone", async () => {
  const page = await visit("en-GB", "/procedures", (p) => p.emulateMedia({ forcedColors: "active" }));
  const edge = (what) => page.evaluate((s) => getComputedStyle(document.querySelector(s)).borderTopWidth, what);
  for (const what of [".btn", ".card", ".tag"]) must(await edge(what) !== "0px", `${what} has no edge`);
  const back = (what) => page.evaluate((s) => getComputedStyle(document.querySelector(s)).backgroundColor, what);
  must(await back('.lang button[aria-current]') !== await back(".lang button:not([aria-current])"), "what is chosen is not seen");
  await page.emulateMedia({ forcedColors: "none", media: "print" });
  for (const what of [".bar", ".foot", ".btn"]) must(await page.locator(what).first().isHidden(), `${what} is printed`);
  must(await page.locator("h1").isVisible(), "nothing is printed");
  await page.context().close();
});
await end();
