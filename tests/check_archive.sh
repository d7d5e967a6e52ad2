#!/bin/bash
# check_archive FOLDER: unpacks FOLDER/all.zip with unzip; what each officer signed must be good by
# openssl, every JSON file must be read by node, every paper must have the digest it is told to have.
set -eu
cd "$1"
rm -rf all && mkdir all
unzip -q all.zip -d all
test -s all/README.txt && test -s all/account.json && test -s all/server-keys.txt
find all -name '*.p7s' | while read -r signature; do
  openssl cms -verify -binary -inform DER -noverify -in "$signature" -content "${signature%.p7s}.json" -out /dev/null 2>log ||
    { cat log; echo "openssl refuses $signature"; exit 1; }
done
node -e '
const fs = require("fs"), crypto = require("crypto"), path = require("path");
const read = (f) => JSON.parse(fs.readFileSync(f, "utf8"));
read("all/account.json");
const keys = fs.readFileSync("all/server-keys.txt", "utf8").trim().split("\n").map((hex) =>
  crypto.createPublicKey({ format: "der", type: "spki",
    key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(hex, "hex")]) }));
const root = "all/dossiers";
for (const code of fs.existsSync(root) ? fs.readdirSync(root) : []) {
  const at = (name) => path.join(root, code, name), d = read(at("dossier.json"));
  if (d.code !== code) throw new Error("code");
  for (const e of d.events) {
    const content = fs.readFileSync(at(e.signed)), signature = fs.readFileSync(at(e.signature));
    const good = e.signature.endsWith(".p7s") || keys.some((k) => crypto.verify(null, content, k, signature));
    if (!good) throw new Error("signature of " + e.signed);
  }
  const files = d.papers.concat(d.result && d.result.file ? [d.result] : []);
  for (const p of files) {
    const digest = crypto.createHash("sha256").update(fs.readFileSync(at(p.file))).digest("hex");
    if (digest !== p.sha256) throw new Error("digest of " + p.file);
  }
}'
