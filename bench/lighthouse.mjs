// lighthouse: Lighthouse's four marks of every public page, as a slow phone sees it, medians of RUNS
// (3) runs:
//   lighthouse PATH PERFORMANCE ACCESSIBILITY PRACTICES SEARCH
// Fails when one is under 95.  make lighthouse; MOTCUA names the program.
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";

process.env.MOTCUA ??= "build/motcua";
const { freePort, startServer } = await import("../tests/browser/server.mjs");
const port = await freePort(), server = await startServer();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", `--remote-debugging-port=${port}`] });
let failed = 0;
const categories = ["performance", "accessibility", "best-practices", "seo"];
for (const path of ["/", "/procedures", "/procedures?q=khai+sinh", "/procedures/1.001193", "/life-events/birth", "/track", "/sign-in", "/register", "/demo", "/ledger"]) {
  const runs = [];
  for (let i = 0; i < (process.env.RUNS ?? 3); i++)
    runs.push((await lighthouse(`${server.url}${path}`, { port, logLevel: "silent", onlyCategories: categories })).lhr);
  const median = (c) => runs.map((r) => r.categories[c].score).sort((a, b) => a - b)[runs.length >> 1];
  const marks = categories.map((c) => Math.round(100 * median(c))), lhr = runs[0];
  console.log(`lighthouse ${path} ${marks.join(" ")}`);
  if (Math.min(...marks) >= 95) continue;
  failed++;
  for (const c of categories) for (const { id, weight } of lhr.categories[c].auditRefs)
    if (weight && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9) console.log(`#   ${c}: ${id} ${lhr.audits[id].displayValue ?? ""}`);
}
await browser.close();
await server.stop();
process.exitCode = failed ? 1 : 0;
