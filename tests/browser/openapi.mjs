// openapi: the interface's description passes two linters that others wrote, and is true (surface.mjs).
import { writeFileSync, mkdirSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { startServer, test, done } from "./server.mjs";
import { surface } from "./surface.mjs";

const server = await startServer();
const text = await (await fetch(`${server.url}/openapi.json`)).text();
mkdirSync("build/test", { recursive: true });
writeFileSync("build/test/openapi.json", text);
writeFileSync("build/test/spectral.yaml", "extends: spectral:oas\n");

const run = (command, args) => {
  const r = spawnSync(command, args, { encoding: "utf8", env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" } });
  if (r.status !== 0) throw new Error(r.stdout + r.stderr);
  return r.stdout + r.stderr;
};
await test("the document is OpenAPI 3.1", () => {
  const d = JSON.parse(text);
  if (!String(d.openapi).startsWith("3.1")) throw new Error(d.openapi);
});
await test("@redocly/cli lint passes", () => run("node_modules/.bin/redocly", ["lint", "--extends=recommended", "build/test/openapi.json"]));
await test("@stoplight/spectral-cli lint passes", () =>
  run("node_modules/.bin/spectral", ["lint", "--fail-severity=warn", "-r", "build/test/spectral.yaml", "build/test/openapi.json"]));
await surface(server.url, JSON.parse(text));
await server.stop();
done();
