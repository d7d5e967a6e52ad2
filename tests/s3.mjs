// s3: an S3-compatible store in memory, on a free port of this machine, for tests/s3.sh.
//
// PUT, GET, HEAD and DELETE of objects and ListObjectsV2, for one bucket and one key.  Every request must
// carry a signature (AWS Signature Version 4), which is computed here anew from what arrived: method, path,
// query, headers, the body's own SHA-256 and a time within a quarter of an hour.
//   node tests/s3.mjs KEY-ID SECRET BUCKET      prints the port
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const [keyId, secret, bucket] = process.argv.slice(2);
const objects = new Map();
const PAGE = 1000, SKEW = 15 * 60 * 1000;

const sha256 = (data) => createHash("sha256").update(data).digest("hex");
const hmac = (key, data) => createHmac("sha256", key).update(data).digest();
const encode = (s) => encodeURIComponent(s).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());

function refusal(req, url, body) {
  const said = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/
    .exec(req.headers.authorization ?? "");
  if (!said) return "AccessDenied";
  const [, id, day, region, names, signature] = said;
  const date = req.headers["x-amz-date"] ?? "";
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (id !== keyId) return "InvalidAccessKeyId";
  if (!date.startsWith(day) || !(Math.abs(Date.now() - at) < SKEW)) return "RequestTimeTooSkewed";
  const list = names.split(";");
  for (const name of ["host", "x-amz-content-sha256", "x-amz-date"]) if (!list.includes(name)) return "AccessDenied";
  if (req.headers["x-amz-content-sha256"] !== sha256(body)) return "XAmzContentSHA256Mismatch";
  const query = [...url.searchParams].map(([k, v]) => `${encode(k)}=${encode(v)}`).sort().join("&");
  const path = url.pathname.split("/").map((part) => encode(decodeURIComponent(part))).join("/");
  const headers = list.map((name) => `${name}:${String(req.headers[name]).trim().replace(/ +/g, " ")}\n`).join("");
  const canonical = [req.method, path, query, headers, names, req.headers["x-amz-content-sha256"]].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n");
  let key = `AWS4${secret}`;
  for (const part of [day, region, "s3", "aws4_request"]) key = hmac(key, part);
  return timingSafeEqual(hmac(key, text), Buffer.from(signature, "hex")) ? null : "SignatureDoesNotMatch";
}

const escape = (s) => s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

// Where a page goes on is a token with every character that has to be encoded or escaped.
function list(query) {
  const prefix = query.get("prefix") ?? "";
  const from = query.get("continuation-token")?.slice("&<>+/= ".length) ?? "";
  const keys = [...objects.keys()].filter((k) => k.startsWith(prefix) && k > from).sort();
  const page = keys.slice(0, PAGE), more = keys.length > PAGE;
  const contents = page.map((k) => `<Contents><Key>${escape(k)}</Key><LastModified>${objects.get(k).at}</LastModified>` +
    `<Size>${objects.get(k).body.length}</Size></Contents>`).join("");
  const next = more ? `<NextContinuationToken>${escape("&<>+/= " + page.at(-1))}</NextContinuationToken>` : "";
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult><IsTruncated>${more}</IsTruncated>${contents}${next}</ListBucketResult>`;
}

function answer(req, res, body) {
  const url = new URL(req.url, "http://store");
  const no = refusal(req, url, body);
  const say = (status, text = "") => { res.writeHead(status, { "content-length": Buffer.byteLength(text) }); res.end(req.method === "HEAD" ? "" : text); };
  if (no) return say(403, `<Error><Code>${no}</Code></Error>`);
  const [, name, ...rest] = url.pathname.split("/"), key = rest.map(decodeURIComponent).join("/");
  if (name !== bucket) return say(404, "<Error><Code>NoSuchBucket</Code></Error>");
  if (!key) return req.method === "GET" && url.searchParams.get("list-type") === "2" ? say(200, list(url.searchParams)) : say(400);
  if (req.method === "PUT") return objects.set(key, { body, at: new Date().toISOString() }), say(200);
  if (req.method === "DELETE") return objects.delete(key), say(204);
  const found = objects.get(key);
  if (!found) return say(404, "<Error><Code>NoSuchKey</Code></Error>");
  res.writeHead(200, { "content-length": found.body.length });
  res.end(req.method === "HEAD" ? undefined : found.body);
}

createServer((req, res) => {
  const parts = [];
  req.on("data", (d) => parts.push(d));
  req.on("end", () => answer(req, res, Buffer.concat(parts)));
}).listen(0, "127.0.0.1", function () { console.log(this.address().port); });
