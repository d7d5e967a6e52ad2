/* officer_keys: see officer_keys.h.  What is slow is made before the transaction: the key pair, its
 * certificate, the list of revocations. */
#include "office/officer_keys.h"

#include "office/demo_impl.h"
#include "office/journal.h"
#include "office/officer_keys.sql.h"
#include "office/signature.sql.h"
#include "office/signature_impl.h"

/* The command line is nobody's, and may. */
static err *administers(ctx *c) {
  return c->who ? access_check(c, WHO_ADMIN, NULL, STR_NONE) : NULL;
}

static err *no_authority(void) {
  return ERR(CONFLICT, N_("This installation issues no certificates; the officer's key is on a "
                          "token."));
}

/* --- ordered --- */
static err *order(ctx *c, const officer_info *o, void *arg) {
  issuer ca;
  (void)arg;
  TRY(administers(c));
  err *e = demo_issuer(c, &ca);
  if (e && e->kind == ERR_NOT_FOUND) return no_authority();
  TRY(e);
  wipe(ca.key);
  if (instant_is(o->disabled_at)) return ERR(CONFLICT, N_("The account is disabled already."));
  key_order_put_in row = {.account = o->account_id, .by = c->who ? c->who->account_id : 0,
                          .at = c->now.us, .until = c->now.us + KEY_ORDER_DAYS * DAY};
  TRY(key_order_put(c->db, &row, NULL));
  return journal_write(c, &(journal_entry){.act = ACT_KEY_ORDERED, .subject = o->id});
}

err *officer_key_order(ctx *c, const officer_seen *seen) {
  return officer_change(c, seen, order, NULL);
}

err *own_key_ordered(ctx *c, instant *until) {
  key_order_of_row row;
  bool found;
  TRY(key_order_of(c->db, c->a, c->who->account_id, c->now.us, &row, &found));
  *until = found ? (instant){row.until} : INSTANT_NONE;
  return NULL;
}

/* --- ended --- */
typedef struct ending {
  str officer, reason, certificate, serial;
  int64_t key_id;
  revocation revoked;
} ending;

static err *journal_end(ctx *c, const ending *k) {
  json_member said[] = {journal_text(c->a, "reason", k->reason),
                        journal_text(c->a, "serial", k->serial)};
  return journal_write(c, &(journal_entry){ACT_KEY_ENDED, k->officer, said, COUNT(said)});
}

/* The key that an account signs with now, whether it may or not; key_id 0: none. */
static err *key_now(ctx *c, int64_t account_id, ending *k) {
  key_of_account_row *rows;
  cert_info info;
  size_t n;
  TRY(key_of_account(c->db, c->a, account_id, &rows, &n));
  k->key_id = n ? rows[0].id : 0;
  if (!n) return NULL;
  k->certificate = rows[0].certificate;
  TRY(cert_read(c->a, k->certificate, &info));
  k->serial = info.serial;
  return NULL;
}

static err *find(ctx *c, void *arg) {
  ending *k = arg;
  officer_info o;
  TRY(officer_get(c, k->officer, &o));
  return key_now(c, o.account_id, k);
}

static err *end(ctx *c, const officer_info *o, void *arg) {
  ending *k = arg, now = {0};
  TRY(administers(c));
  TRY(key_now(c, o->account_id, &now));
  if (now.key_id != k->key_id) return err_retry(ERR(RETRY, N_("Busy, please try again.")), 1);
  TRY(key_end_all(c->db, o->account_id, c->now.us, NULL));
  TRY(demo_publish(c, &k->revoked));
  return journal_end(c, k);
}

err *officer_key_end(ctx *c, const officer_seen *seen, str reason) {
  ending k = {.officer = seen->id, .reason = reason};
  TRY(ctx_read(c, find, &k));
  if (!k.key_id) return ERR(CONFLICT, N_("There is no key to be ended."));
  TRY(demo_revocation(c, k.certificate, &k.revoked));
  TRY(officer_change(c, seen, end, &k));
  return office_renew(c->office);
}

/* --- made --- */
typedef struct making {
  issuer ca;
  instant until;
  str unit;
  made_key key;
  ending before;
} making;

static err *look(ctx *c, void *arg) {
  making *m = arg;
  TRY(own_key_ordered(c, &m->until));
  TRY(key_now(c, c->who->account_id, &m->before));
  err *e = demo_issuer(c, &m->ca);
  return e && e->kind == ERR_NOT_FOUND ? no_authority() : e;
}

static err *not_ordered(void) {
  return ERR(CONFLICT, N_("No key is ordered for you; an administrator orders one."));
}

static err *check_pin(str pin) {
  bool good = pin.n >= PIN_SHORTEST && pin.n <= PIN_LONGEST, same = true, run = true;
  for (size_t i = 0; good && i < pin.n; i++) good = pin.p[i] >= '0' && pin.p[i] <= '9';
  for (size_t i = 1; i < pin.n; i++) {
    same = same && pin.p[i] == pin.p[0];
    run = run && (pin.p[i] - pin.p[i - 1] == 1 || pin.p[i - 1] - pin.p[i] == 1);
  }
  if (good && !same && !run) return NULL;
  return err_at(ERR(INVALID, N_("A PIN has 6 to 20 digits, not all the same and not in a row.")),
                S("pin"), STR_NONE);
}

static err *write(ctx *c, void *arg) {
  making *m = arg;
  ending now = {0};
  int64_t ordered = 0, account_id = c->who->account_id;
  TRY(account_again(c, &c->who));
  TRY(key_order_done(c->db, account_id, c->now.us, &ordered));
  if (ordered != 1) return not_ordered();
  TRY(key_now(c, account_id, &now));
  if (now.key_id != m->before.key_id)
    return err_retry(ERR(RETRY, N_("Busy, please try again.")), 1);
  TRY(key_end_all(c->db, account_id, c->now.us, NULL));
  TRY(demo_publish(c, &m->before.revoked));
  key_insert_in row = {.id = m->key.id, .purpose = S("officer"), .account = SOME(account_id),
                       .certificate = m->key.certificate, .secret = m->key.secret,
                       .salt = m->key.salt, .now = c->now.us};
  TRY(key_insert(c->db, &row, NULL));
  return journal_write(c, &(journal_entry){.act = ACT_KEY_MADE, .subject = c->who->public_id});
}

static err *make_pair(ctx *c, making *m, str pin) {
  const unit *u = c->who->nroles ? edition_unit(c->edition, c->who->roles[0].unit_id) : NULL;
  issue what = {.common_name = c->who->name, .organisation = u ? u->name : S("Motcua"),
                .holder = holder_account(c->a, c->who->public_id), .from = c->now,
                .to = {c->now.us + KEY_YEARS * 365 * DAY}, .use = ISSUE_SIGNER};
  err *e = demo_officer_key(c, &m->ca, &what, pin, &m->key);
  wipe(m->ca.key);
  return e;
}

err *own_key_make(ctx *c, str password, str pin) {
  making m = {0};
  TRY(check_pin(pin));
  TRY(ctx_read(c, look, &m));
  if (!instant_is(m.until)) return not_ordered();
  err *e = account_password_right(c, password);
  if (e) return str_eq(e->field, S("old")) ? err_at(e, S("account_password"), STR_NONE) : e;
  TRY(make_pair(c, &m, pin));
  if (m.before.key_id) TRY(demo_revocation(c, m.before.certificate, &m.before.revoked));
  TRY(ctx_write(c, c->who->account_id, write, &m));
  return office_renew(c->office);
}

/* --- listed --- */
err *officer_keys(ctx *c, const key_wish *w, key_line **out, size_t *n, bool *more) {
  keys_part_row *rows;
  int64_t before = w->before ? w->before : INT64_MAX;
  if (w->account_id) TRY(keys_of_one(c->db, c->a, w->account_id, before, KEYS_PAGE + 1, &rows, n));
  else TRY(keys_of_all(c->db, c->a, before, KEYS_PAGE + 1, &rows, n));
  *more = *n > KEYS_PAGE;
  if (*more) *n = KEYS_PAGE;
  key_line *list = arena_list(c->a, *n, key_line);
  for (size_t i = 0; i < *n; i++) {
    const keys_part_row *r = &rows[i];
    cert_info info;
    TRY(cert_read(c->a, r->certificate, &info));
    err *e = trust_check(c->edition->trust, r->certificate, c->now);
    list[i] = (key_line){.id = r->id, .officer = r->public_id, .login = r->login,
                         .name = r->full_name, .serial = info.serial, .from = info.from,
                         .until = info.to, .locked = r->locked_at.has, .elsewhere = !r->secret.p,
                         .ended_at = r->ended_at.has ? (instant){r->ended_at.v} : INSTANT_NONE,
                         .refused = e ? e->msgid : NULL};
  }
  *out = list;
  return NULL;
}
