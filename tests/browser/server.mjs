// server: a demonstration of its own for a browser test, on a free port, ended by its own pid.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:net";

export const binary = process.env.MOTCUA ?? "build/asan/motcua";

export const freePort = () => new Promise((resolve) => {
  const s = createServer().listen(0, "127.0.0.1", () => {
    const { port } = s.address();
    s.close(() => resolve(port));
  });
});

export async function startServer() {
  const base = mkdtempSync(join(tmpdir(), "motcua-browser-"));
  const data = join(base, "data");
  const dossiers = process.env.DOSSIERS ? ["--dossiers", process.env.DOSSIERS] : [];
  execFileSync(binary, ["init", "--data", data, "--demo", ...dossiers], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(binary, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`],
    { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (d) => { said += d; });
  const ended = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
  for (let i = 0; ; i++) {
    const up = await fetch(`${url}/readyz`).then((r) => r.ok, () => false);
    if (up) break;
    if (i > 200 || child.exitCode !== null) throw new Error(`serve did not start: ${said}`);
    await new Promise((r) => setTimeout(r, 100));
  }
  return {
    url, data, base, said: () => said,
    async stop() {
      child.kill("SIGTERM");
      const code = await ended;
      rmSync(base, { recursive: true, force: true });
      return code;
    },
    keep: async () => { child.kill("SIGTERM"); return ended; },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

// A small TAP writer: test(name, fn).
let failed = 0, number = 0;
export async function test(name, fn) {
  number++;
  try {
    await fn();
    console.log(`ok ${number} - ${name}`);
  } catch (e) {
    failed++;
    console.log(`not ok ${number} - ${name}\n# ${String(e.stack ?? e).split("\n").join("\n# ")}`);
  }
}
export function done() {
  console.log(`1..${number}`);
  process.exitCode = failed ? 1 : 0;
}
