// smtp: a mail server for mail.sh, by other people's programs (smtp-server, mailparser).
//   node smtp.mjs PORT FILE [tls|starttls|clear] [KEY CERT]
// Each letter becomes a line of JSON in FILE. To a mailbox refused@… it says no for good, to spam@… the
// same after the text; to later@… not now, the first time, to busy@… the same after the text; of a
// letter with HOLD it has taken it says so only after five seconds. With tls or starttls it wants the
// login motcua, password geheim.
import { appendFileSync, readFileSync } from "node:fs";
import { SMTPServer } from "smtp-server";
import { simpleParser } from "mailparser";

const [port, file, mode = "clear", key, cert] = process.argv.slice(2);
const safe = mode !== "clear";
let later = 1, busy = 1;
const says = (code, text) => Object.assign(new Error(text), { responseCode: code });
const server = new SMTPServer({
  secure: mode === "tls",
  ...(safe && { key: readFileSync(key), cert: readFileSync(cert) }),
  disabledCommands: safe ? [] : ["STARTTLS", "AUTH"],
  authOptional: !safe,
  onAuth: ({ username, password }, session, done) =>
    username === "motcua" && password === "geheim" ? done(null, { user: username }) : done(says(535, "no")),
  onRcptTo({ address }, session, done) {
    if (address.startsWith("refused@")) return done(says(550, "no such mailbox"));
    if (address.startsWith("later@") && later-- > 0) return done(says(451, "come again"));
    done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on("data", (d) => parts.push(d));
    stream.on("end", async () => {
      const [{ address: to }] = session.envelope.rcptTo;
      if (to.startsWith("spam@")) return done(says(554, "we do not like it"));
      if (to.startsWith("busy@") && busy-- > 0) return done(says(451, "come again"));
      const raw = Buffer.concat(parts), m = await simpleParser(raw);
      appendFileSync(file, `${JSON.stringify({
        from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((r) => r.address),
        secure: session.secure, user: session.user ?? null, hello: session.hostNameAppearsAs,
        headerTo: m.to?.text, subject: m.subject, text: m.text, id: m.messageId, date: m.date,
        language: m.headers.get("content-language"), auto: m.headers.get("auto-submitted"),
        html: m.html, attachments: m.attachments.length,
        longest: Math.max(...raw.toString("latin1").split("\r\n").map((l) => l.length)),
        bare: /[^\r]\n/.test(raw.toString("latin1")), ascii: !/[^\x00-\x7f]/.test(raw.toString("latin1")),
      })}\n`);
      if (process.env.HOLD) return setTimeout(done, 5000);
      done();
    });
  },
  logger: false,
});
server.on("error", () => {}); // a client that trusts us not hangs up
server.listen(Number(port), "127.0.0.1");
