/* signature_keys: officers' and authorities' keys: found, checked, unlocked; see signature_impl.h.
 *
 * A passphrase needs the PIN and the pepper of the secret file; a seal's is wrapped to each clerk's
 * key.  Tries on one key go one by one, so that guesses side by side cannot outrun the count. */
#include <pthread.h>

#include "base/buf.h"
#include "base/defer.h"
#include "office/shift.sql.h"
#include "office/signature.sql.h"
#include "office/signature_impl.h"

enum { PASSPHRASE_BYTES = 32, STRIPES = 64 };

/* --- found and checked --- */

str holder_account(arena *a, str public_id) {
  buf b = buf_in(a);
  buf_add(&b, S("account:"));
  for (size_t i = 0; i < public_id.n; i++)
    buf_char(&b, public_id.p[i] == '_' ? '.' : public_id.p[i]);
  return buf_str(&b);
}

str holder_unit(arena *a, str code) { return str_cat(a, S("unit:"), code); }

static err *belongs(ctx *c, str certificate, str holder) {
  cert_info info;
  TRY(cert_read(c->a, certificate, &info));
  if (str_eq(info.holder, holder)) return NULL;
  return ERR(FORBIDDEN, N_("The certificate is somebody else's."));
}

err *key_of_actor(ctx *c, instant at, registered_key *out) {
  key_of_account_row *rows;
  size_t n;
  TRY(key_of_account(c->db, c->a, c->who->account_id, &rows, &n));
  if (n == 0) return ERR(CONFLICT, N_("No key is registered for you yet."));
  *out = (registered_key){.id = rows[0].id, .certificate = rows[0].certificate,
                          .secret = rows[0].secret, .salt = rows[0].salt,
                          .locked = rows[0].locked_at.has};
  if (out->locked)
    return ERR(LOCKED, N_("Your key is locked after {0} wrong PINs."),
               str_fmt(c->a, "%d", PIN_TRIES));
  TRY(belongs(c, out->certificate, holder_account(c->a, c->who->public_id)));
  return trust_check(c->edition->trust, out->certificate, at);
}

static err *of_the_seal(err *e) {
  if (!e) return NULL;
  return err_make(e->file, e->line, e->kind, N_("The authority's seal cannot be used: {0}"),
                  (const str[4]){str_of(e->msgid)});
}

err *key_of_authority(ctx *c, int64_t unit_id, instant at, registered_key *out) {
  const unit *u = edition_unit(c->edition, unit_id);
  key_of_unit_row *rows;
  size_t n;
  TRY(key_of_unit(c->db, c->a, unit_id, &rows, &n));
  if (n == 0 || !u) return ERR(CONFLICT, N_("The authority has no seal registered yet."));
  *out = (registered_key){.id = rows[0].id, .certificate = rows[0].certificate,
                          .secret = rows[0].secret};
  TRY(of_the_seal(belongs(c, out->certificate, holder_unit(c->a, u->code))));
  TRY(of_the_seal(trust_check(c->edition->trust, out->certificate, at)));
  key_grant_of_row grant;
  bool granted;
  TRY(key_grant_of(c->db, c->a, out->id, c->who->account_id, &grant, &granted));
  if (!granted) return ERR(FORBIDDEN, N_("You are not authorised to use the authority's seal."));
  return NULL;
}

/* --- unlocked --- */
static pthread_mutex_t turns[STRIPES];
__attribute__((constructor)) static void make_turns(void) {
  for (size_t i = 0; i < STRIPES; i++) pthread_mutex_init(&turns[i], NULL);
}

err *key_passphrase(ctx *c, str pin, str salt, str *passphrase) {
  str stretched;
  TRY(pin_stretch(c->a, pin, salt, c->office->pin_cost, &stretched));
  str pepper = {c->office->secrets.pepper, sizeof c->office->secrets.pepper};
  str both = str_cat(c->a, stretched, pepper);
  str raw = hkdf(c->a, both, S("motcua/pin/1"), PASSPHRASE_BYTES);
  *passphrase = hex_of(c->a, raw);
  wipe(stretched);
  wipe(both);
  wipe(raw);
  return NULL;
}

typedef struct secrets {
  int64_t key_id, seal_key_id;
  key_by_id_row own, seal;
  key_grant_of_row grant;
} secrets;

static err *read_secrets(ctx *c, void *arg) {
  secrets *s = arg;
  bool found;
  TRY(key_by_id(c->db, c->a, s->key_id, &s->own, &found));
  if (!found || !s->own.secret.p || !s->own.salt.p)
    return ERR(CONFLICT, N_("Your key is held elsewhere; begin the step without a PIN."));
  if (s->own.locked_at.has)
    return ERR(LOCKED, N_("Your key is locked after {0} wrong PINs."),
               str_fmt(c->a, "%d", PIN_TRIES));
  if (!s->seal_key_id) return NULL;
  TRY(key_by_id(c->db, c->a, s->seal_key_id, &s->seal, &found));
  if (!found || !s->seal.secret.p)
    return ERR(CONFLICT, N_("The seal is held elsewhere; begin the step without a PIN."));
  TRY(key_grant_of(c->db, c->a, s->seal_key_id, c->who->account_id, &s->grant, &found));
  if (!found) return ERR(FORBIDDEN, N_("You are not authorised to use the authority's seal."));
  return NULL;
}

typedef struct miss {
  int64_t key_id;
  key_count_wrong_row now;
} miss;

static err *count_wrong(ctx *c, void *arg) {
  miss *m = arg;
  bool found;
  TRY(key_count_wrong(c->db, c->a, m->key_id, c->now.us, PIN_TRIES, &m->now, &found));
  return m->now.locked_at.has ? shift_delete_of_key(c->db, m->key_id, NULL) : NULL;
}

static err *forget_wrong(ctx *c, void *arg) {
  return key_reset_wrong(c->db, *(const int64_t *)arg, NULL);
}

/* After the count, so that the reader knows how many tries are left. */
static err *wrong_pin(ctx *c, int64_t key_id) {
  miss m = {.key_id = key_id};
  TRY(ctx_write(c, c->who->account_id, count_wrong, &m));
  if (m.now.locked_at.has || m.now.failed >= PIN_TRIES)
    return err_at(ERR(LOCKED, N_("The PIN is wrong, and your key is now locked.")), S("pin"),
                  STR_NONE);
  return err_at(ERR(FORBIDDEN, N_("The PIN is wrong; tries left: {0}."),
                    str_fmt(c->a, "%d", (int)(PIN_TRIES - m.now.failed))),
                S("pin"), STR_NONE);
}

/* passphrase: NULL, or what gets it. */
static err *open_own(ctx *c, secrets *s, str pin, keyring *k, str *passphrase) {
  TRY(ctx_read(c, read_secrets, s));
  str opens;
  TRY(key_passphrase(c, pin, s->own.salt, &opens));
  err *e = key_open(s->own.secret, opens, &k->own);
  if (passphrase && !e) *passphrase = opens;
  else wipe(opens);
  if (e && e->kind == ERR_FORBIDDEN) return wrong_pin(c, s->key_id);
  TRY(e);
  return s->own.failed ? ctx_write(c, c->who->account_id, forget_wrong, &s->key_id) : NULL;
}

/* Tries on one key go one by one. */
static err *try_pin(ctx *c, secrets *s, str pin, keyring *k, str *passphrase) {
  pthread_mutex_t *turn = &turns[(uint64_t)s->key_id % STRIPES];
  pthread_mutex_lock(turn);
  err *e = open_own(c, s, pin, k, passphrase);
  pthread_mutex_unlock(turn);
  return e;
}

static err *open_seal(ctx *c, const secrets *s, keyring *k) {
  str passphrase;
  TRY(unwrap(c->a, k->own, s->own.certificate, s->grant.wrapped, &passphrase));
  err *e = key_open(s->seal.secret, passphrase, &k->seal);
  wipe(passphrase);
  return e && e->kind == ERR_FORBIDDEN
             ? ERR(FORBIDDEN, N_("The authority's seal does not open with what was given to you."))
             : e;
}

err *keyring_open(ctx *c, int64_t key_id, int64_t seal_key_id, str pin, keyring *out) {
  *out = (keyring){0};
  secrets s = {.key_id = key_id, .seal_key_id = seal_key_id};
  err *e = try_pin(c, &s, pin, out, NULL);
  if (!e && seal_key_id) e = open_seal(c, &s, out);
  if (e) keyring_close(out);
  return e;
}

err *key_opened_by(ctx *c, int64_t key_id, str pin, str *passphrase) {
  DEFER(keyring_close) keyring keys = {0};
  secrets s = {.key_id = key_id};
  return try_pin(c, &s, pin, &keys, passphrase);
}

err *keyring_with(ctx *c, int64_t key_id, str passphrase, keyring *out) {
  secrets s = {.key_id = key_id};
  *out = (keyring){0};
  TRY(ctx_read(c, read_secrets, &s));
  return key_open(s.own.secret, passphrase, &out->own);
}

err *keyring_seal(ctx *c, int64_t key_id, int64_t seal_key_id, keyring *k) {
  secrets s = {.key_id = key_id, .seal_key_id = seal_key_id};
  key_close(k->seal);
  k->seal = NULL;
  TRY(ctx_read(c, read_secrets, &s));
  return open_seal(c, &s, k);
}

void keyring_close(keyring *k) {
  key_close(k->own);
  key_close(k->seal);
  *k = (keyring){0};
}
