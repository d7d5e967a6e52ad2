/* unattended: see unattended.h. */
#include "office/unattended.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/defer.h"
#include "base/rand.h"
#include "kit/pdfsign.h"
#include "office/catalogue.h"
#include "office/demo.sql.h"
#include "office/setting.h"
#include "office/signature.h"
#include "office/unattended.sql.h"

enum { LINE = 64 };
#define YEAR (365 * DAY)

const page_box unattended_box = {300, 54, 240, 84};

/* --- for other programs --- */
err *certificate_write(const ctx *c, const char *name, str der) {
  buf b = buf_in(c->a);
  str text = base64_of(c->a, der);
  buf_add(&b, S("-----BEGIN CERTIFICATE-----\n"));
  for (size_t at = 0; at < text.n; at += LINE) {
    buf_add(&b, str_sub(text, at, at + LINE));
    buf_char(&b, '\n');
  }
  buf_add(&b, S("-----END CERTIFICATE-----\n"));
  str pem = buf_str(&b), path = str_cat(c->a, str_of(c->office->folder), S("/"), str_of(name));
  DEFER(close_fd) int fd = open(path.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0 || write(fd, pem.p, pem.n) != (ssize_t)pem.n)
    return ERR(STORAGE, N_("The file {0} cannot be written: {1}."), path, str_of(strerror(errno)));
  return NULL;
}

/* --- made --- */
typedef struct making {
  const unit *centre;
  issuer root, own;
  str boxed;
  bool made;
} making;

static err *issue_both(ctx *c, making *m) {
  const issue root = {.common_name = S("Gốc của chữ ký tự động"), .organisation = m->centre->name,
                      .from = {c->now.us - DAY}, .to = {c->now.us + 10 * YEAR}, .use = ISSUE_ROOT};
  const issue own = {.common_name = S(UNATTENDED_NAME), .organisation = m->centre->name,
                     .holder = holder_unit(c->a, m->centre->code), .from = root.from,
                     .to = root.to, .use = ISSUE_SEAL};
  TRY(cert_issue(c->a, NULL, &root, &m->root));
  err *e = cert_issue(c->a, &m->root, &own, &m->own);
  wipe(m->root.key);
  TRY(e);
  m->boxed = seal_box(c->a, (str){c->office->secrets.box, sizeof c->office->secrets.box},
                      m->own.key);
  wipe(m->own.key);
  return NULL;
}

static err *keep(ctx *c, void *arg) {
  making *m = arg;
  unattended_key_row *there;
  size_t n;
  TRY(unattended_key(c->db, c->a, &there, &n));
  m->made = n == 0;
  if (n) return NULL;
  TRY(key_insert(c->db,
                 &(key_insert_in){.id = rand_id(), .purpose = S("unattended"),
                                  .unit = SOME(m->centre->id), .certificate = m->own.certificate,
                                  .secret = m->boxed, .now = c->now.us},
                 NULL));
  TRY(trust_insert(c->db,
                   &(trust_insert_in){.id = rand_id(), .kind = S("root"),
                                      .der = m->root.certificate, .now = c->now.us},
                   NULL));
  return setting_raise_edition(c->db, c->a, c->now);
}

static err *there_already(ctx *c, void *arg) {
  unattended_key_row *rows;
  size_t n;
  TRY(unattended_key(c->db, c->a, &rows, &n));
  *(bool *)arg = n > 0;
  return NULL;
}

static err *make(ctx *c, bool *made) {
  making m = {.centre = edition_unit_by_code(c->edition, S(CENTRE_CODE))};
  bool there;
  TRY(ctx_read(c, there_already, &there));
  if (there || !m.centre) return NULL; /* doctor tells that there is none */
  TRY(issue_both(c, &m));
  TRY(ctx_write(c, 0, keep, &m));
  *made = m.made;
  return m.made ? certificate_write(c, "centre-root.pem", m.root.certificate) : NULL;
}

err *unattended_make(office *f, arena *a, instant now, bool *made) {
  ctx c = {.a = a, .office = f, .now = now, .edition = office_edition(f)};
  *made = false;
  err *e = make(&c, made);
  office_release(f, c.edition);
  return e ? e : office_renew(f);
}

/* --- used --- */
static err *find(ctx *c, void *arg) {
  unattended_key_row *rows;
  size_t n;
  TRY(unattended_key(c->db, c->a, &rows, &n));
  if (!n)
    return ERR(CONFLICT, N_("The Centre has no key for what nobody signs; run motcua migrate."));
  *(unattended_key_row *)arg = rows[0];
  return NULL;
}

static err *open_key(ctx *c, const unattended_key_row *row, signing_key **out) {
  str der;
  TRY(open_box(c->a, (str){c->office->secrets.box, sizeof c->office->secrets.box}, row->secret,
               &der));
  err *e = key_of_pkcs8(der, out);
  wipe(der);
  return e;
}

/* The Centre's mark: what signed, that nobody did, and when. */
static err *draw_mark(ctx *c, pdf_signing *mark) {
  const unit *centre = edition_unit_by_code(c->edition, S(CENTRE_CODE));
  civil v = civil_of(c->now);
  const str lines[] = {centre ? centre->name : S(""), S(UNATTENDED_NAME),
                       str_fmt(c->a, "%02d-%02d-%04d; %02d:%02d:%02d +07:00", v.day, v.month,
                               v.year, v.hour, v.minute, v.second)};
  mark->signer = lines[0];
  page_stamp stamp = {.w = unattended_box.w, .h = unattended_box.h, .red = true, .lines = lines,
                      .n = COUNT(lines)};
  return page_stamp_draw(c->a, &stamp, &mark->appearance);
}

err *unattended_seal(ctx *c, str pdf, str reason, str *sealed) {
  unattended_key_row row;
  pdf_signing mark = {.field = S("centre"), .reason = reason, .location = S("Việt Nam"),
                      .at = c->now};
  pdf_prepared prepared;
  cms_pending pending;
  signing_key *key;
  str chain, signature, cms;
  TRY(c->db ? find(c, &row) : ctx_read(c, find, &row));
  TRY(trust_check(c->edition->trust, row.certificate, c->now));
  TRY(trust_chain(c->a, c->edition->trust, row.certificate, &chain));
  TRY(draw_mark(c, &mark));
  TRY(pdf_prepare(c->a, pdf, &mark, &prepared));
  TRY(cms_begin(c->a, row.certificate, prepared.digest, &pending));
  TRY(open_key(c, &row, &key));
  err *e = key_sign(c->a, key, pending.digest, &signature);
  key_close(key);
  TRY(e);
  TRY(cms_complete(c->a, chain, &pending, signature, &cms));
  return pdf_embed(c->a, &prepared, cms, sealed);
}
