/* demo_authority: what the demonstration's issuing CA does afterwards: revokes an officer's
 * certificate, or replaces it by an expired one; see demo.h. */
#include "base/buf.h"
#include "base/rand.h"
#include "office/demo_impl.h"
#include "office/setting.h"
#include "office/signature.h"

enum { REVOKED_MOST = 64 };

err *demo_issuer(ctx *c, issuer *out) {
  str boxed;
  trust_newest_row *rows;
  size_t n;
  TRY(setting_get(c->db, c->a, S("demo_ca_key"), &boxed));
  TRY(trust_newest(c->db, c->a, S("ca"), &rows, &n));
  str box = boxed.p ? base64_read(c->a, boxed) : STR_NONE;
  if (!box.p || n == 0) return ERR(NOT_FOUND, N_("This is no demonstration."));
  out->certificate = rows[0].der;
  return open_box(c->a, (str){c->office->secrets.box, sizeof c->office->secrets.box}, box,
                  &out->key);
}

typedef struct order {
  str login;
  issuer ca;
  demo_officer_row officer;
  cert_info certificate;
  str revoked; /* serials, parted by blanks */
  str crl;
  made_key key;
} order;

static err *look(ctx *c, void *arg) {
  order *o = arg;
  bool found;
  TRY(demo_issuer(c, &o->ca));
  TRY(demo_officer(c->db, c->a, o->login, &o->officer, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such officer with a key."));
  TRY(cert_read(c->a, o->officer.certificate, &o->certificate));
  return setting_get(c->db, c->a, S("demo_revoked"), &o->revoked);
}

static err *publish(ctx *c, void *arg) {
  const order *o = arg;
  TRY(trust_forget(c->db, S("crl"), NULL));
  TRY(demo_trust(c, S("crl"), o->crl));
  TRY(setting_put(c->db, S("demo_revoked"), o->revoked, c->now));
  return setting_raise_edition(c->db, c->a, c->now);
}

err *demo_revoke(office *f, arena *a, instant now, str login) {
  ctx c = {.a = a, .office = f, .now = now};
  order o = {.login = login};
  TRY(ctx_read(&c, look, &o));
  o.revoked = o.revoked.n ? str_cat(a, o.revoked, S(" "), o.certificate.serial)
                          : o.certificate.serial;
  str serials[REVOKED_MOST], rest = o.revoked;
  size_t n = 0;
  while (n < REVOKED_MOST && str_split(&rest, ' ', &serials[n])) n++;
  TRY(crl_issue(a, &o.ca, &(revocations){.serials = serials, .n = n, .number = (int64_t)n + 1,
                                         .at = now, .next = {now.us + 3650 * DAY}}, &o.crl));
  wipe(o.ca.key);
  TRY(ctx_write(&c, 0, publish, &o));
  return office_renew(f);
}

static err *replace(ctx *c, void *arg) {
  const order *o = arg;
  TRY(key_end(c->db, o->officer.key, c->now.us, NULL));
  return key_insert(c->db,
                    &(key_insert_in){.id = o->key.id, .purpose = S("officer"),
                                     .account = SOME(o->officer.account),
                                     .certificate = o->key.certificate, .secret = o->key.secret,
                                     .salt = o->key.salt, .now = c->now.us},
                    NULL);
}

err *demo_expire(office *f, arena *a, instant now, str login) {
  ctx c = {.a = a, .office = f, .now = now};
  order o = {.login = login};
  TRY(ctx_read(&c, look, &o));
  issue what = {.common_name = o.officer.name, .organisation = S("Motcua"),
                .holder = holder_account(a, o.officer.public_id),
                .from = {now.us - 300 * DAY}, .to = {now.us - DAY}, .use = ISSUE_SIGNER};
  TRY(demo_officer_key(&c, &o.ca, &what, &o.key));
  wipe(o.ca.key);
  return ctx_write(&c, 0, replace, &o);
}
