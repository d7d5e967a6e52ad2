// bombs: small files that unpack to much, into the folder named.
import { readFileSync, writeFileSync } from "node:fs";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createDeflate, createDeflateRaw, deflateSync } from "node:zlib";

const folder = process.argv[2];
const save = (name, bytes) => writeFileSync(`${folder}/${name}`, bytes);

function* zeros(megabytes) {
  for (let i = 0; i < megabytes; i++) yield Buffer.alloc(1 << 20);
}
const packed = (megabytes) => buffer(Readable.from(zeros(megabytes)).pipe(createDeflate({ level: 9 })));

function crc(bytes) {
  let c = ~0;
  for (const b of bytes) {
    c ^= b;
    for (let i = 0; i < 8; i++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
  }
  return ~c >>> 0;
}
function chunk(type, data) {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length);
  out.write(type, 4, "latin1");
  data.copy(out, 8);
  out.writeUInt32BE(crc(out.subarray(4, -4)), data.length + 8);
  return out;
}
function header(width, height, bits, colour) {
  const h = Buffer.alloc(13);
  h.writeUInt32BE(width);
  h.writeUInt32BE(height, 4);
  h[8] = bits;
  h[9] = colour;
  return chunk("IHDR", h);
}
const png = (...chunks) =>
  Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks, chunk("IEND", Buffer.alloc(0))]);

// A PNG of 50,000 by 50,000 points, and one of one point with forty notes of 128 MB.
save("bomb.png", png(header(50000, 50000, 1, 0), chunk("IDAT", await packed(300))));
const note = chunk("zTXt", Buffer.concat([Buffer.from("a\0\0"), await packed(128)]));
save("notes.png", png(header(1, 1, 8, 2), ...Array(40).fill(note),
  chunk("IDAT", deflateSync(Buffer.from([0, 1, 2, 3])))));

// Two gigabytes of zeros, packed once and twice: streams of a PDF.
const once = await packed(2048);
save("flate1", once);
save("flate2", deflateSync(once, { level: 9 }));

// A JPEG that says it is 65,535 points wide and high, and one of 20,000 by 20,000.
for (const [name, side] of [["huge.jpg", 65535], ["wide.jpg", 20000]]) {
  const photo = readFileSync(`${folder}/photo.jpg`), frame = photo.indexOf("ffc0", 0, "hex");
  photo.writeUInt16BE(side, frame + 5);
  photo.writeUInt16BE(side, frame + 7);
  save(name, photo);
}

// An archive of one file of 200 MB of zeros (APPNOTE.TXT 4.3), alone and behind a picture.
const inside = (await buffer(Readable.from(zeros(200)).pipe(createDeflateRaw({ level: 9 }))));
const record = (signature, central) => {
  const r = Buffer.alloc(central ? 46 : 30), at = central ? 2 : 0;
  r.writeUInt32LE(signature);
  r.writeUInt16LE(20, 4 + at);
  r.writeUInt16LE(8, 8 + at);
  r.writeUInt32LE(inside.length, 18 + at);
  r.writeUInt32LE(200 << 20, 22 + at);
  r.writeUInt16LE(1, 26 + at);
  return r;
};
const name = Buffer.from("0"), central = Buffer.concat([record(0x02014b50, true), name]);
const last = Buffer.alloc(22);
last.writeUInt32LE(0x06054b50);
last.writeUInt16LE(1, 8);
last.writeUInt16LE(1, 10);
last.writeUInt32LE(central.length, 12);
last.writeUInt32LE(31 + inside.length, 16);
const zip = Buffer.concat([record(0x04034b50, false), name, inside, central, last]);
save("bomb.zip", zip);
save("bomb.pdf.zip", Buffer.concat([png(header(1, 1, 8, 0), chunk("IDAT", deflateSync(Buffer.alloc(2)))), zip]));
