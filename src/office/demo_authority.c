/* demo_authority: what the demonstration's issuing CA does afterwards: revokes an officer's
 * certificate, or replaces it by an expired one; see demo.h. */
#include "base/buf.h"
#include "base/rand.h"
#include "office/demo_impl.h"
#include "office/setting.h"
#include "office/signature.h"

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

/* --- revoking --- */
static err *read_revoked(ctx *c, void *arg) {
  revocation *r = arg;
  TRY(demo_issuer(c, &r->ca));
  return setting_get(c->db, c->a, S("demo_revoked"), &r->before);
}

err *demo_revocation(ctx *c, str certificate, revocation *r) {
  cert_info info;
  *r = (revocation){0};
  TRY(cert_read(c->a, certificate, &info));
  err *e = ctx_read(c, read_revoked, r);
  if (e && e->kind == ERR_NOT_FOUND) return NULL; /* certificates of another authority */
  TRY(e);
  r->after = r->before.n ? str_cat(c->a, r->before, S(" "), info.serial) : info.serial;
  size_t n = 0, most = r->after.n / 2 + 1;
  str *serials = arena_list(c->a, most, str), rest = r->after;
  while (n < most && str_split(&rest, ' ', &serials[n])) n++;
  e = crl_issue(c->a, &r->ca, &(revocations){.serials = serials, .n = n, .number = (int64_t)n + 1,
                                             .at = c->now, .next = {c->now.us + 3650 * DAY}},
                &r->crl);
  wipe(r->ca.key);
  return e;
}

err *demo_publish(ctx *c, const revocation *r) {
  str now;
  if (!r->crl.p) return NULL;
  TRY(setting_get(c->db, c->a, S("demo_revoked"), &now));
  if (!str_eq(now, r->before)) return err_retry(ERR(RETRY, N_("Busy, please try again.")), 1);
  TRY(trust_forget(c->db, S("crl"), NULL));
  TRY(demo_trust(c, S("crl"), r->crl));
  TRY(setting_put(c->db, S("demo_revoked"), r->after, c->now));
  return setting_raise_edition(c->db, c->a, c->now);
}

typedef struct order {
  str login;
  issuer ca;
  demo_officer_row officer;
  revocation revoked;
  made_key key;
} order;

static err *look(ctx *c, void *arg) {
  order *o = arg;
  bool found;
  TRY(demo_issuer(c, &o->ca));
  TRY(demo_officer(c->db, c->a, o->login, &o->officer, &found));
  return found ? NULL : ERR(NOT_FOUND, N_("There is no such officer with a key."));
}

static err *publish(ctx *c, void *arg) { return demo_publish(c, &((order *)arg)->revoked); }

err *demo_revoke(office *f, arena *a, instant now, str login) {
  ctx c = {.a = a, .office = f, .now = now};
  order o = {.login = login};
  TRY(ctx_read(&c, look, &o));
  wipe(o.ca.key);
  TRY(demo_revocation(&c, o.officer.certificate, &o.revoked));
  TRY(ctx_write(&c, 0, publish, &o));
  return office_renew(f);
}

/* --- expired --- */
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
  TRY(demo_officer_key(&c, &o.ca, &what, S(DEMO_PIN), &o.key));
  wipe(o.ca.key);
  return ctx_write(&c, 0, replace, &o);
}
