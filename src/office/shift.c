/* shift: see shift.h. */
#include "office/shift.h"

#include "base/defer.h"
#include "office/shift.sql.h"
#include "office/signature_impl.h"

enum { BOX_KEY = 32 };

static str box_key(const ctx *c) {
  return hkdf(c->a, c->who->token, S("motcua/shift/1"), BOX_KEY);
}

/* --- open and ended --- */
static err *find_key(ctx *c, void *arg) { return key_of_actor(c, c->now, arg); }

typedef struct opening {
  int64_t key_id;
  str box;
} opening;

static err *keep(ctx *c, void *arg) {
  const opening *o = arg;
  return shift_insert(c->db,
                      &(shift_insert_in){.session = c->who->session, .key = o->key_id,
                                         .box = o->box, .at = c->now.us},
                      NULL);
}

err *shift_open(ctx *c, str pin) {
  registered_key own;
  str passphrase;
  if (!c->who || !c->who->session.n || !c->who->token.n)
    return ERR(UNAUTHENTICATED, N_("Please sign in"));
  if (!pin.n)
    return err_at(ERR(INVALID, N_("Please enter the PIN of your signing key.")), S("pin"),
                  STR_NONE);
  TRY(ctx_read(c, find_key, &own));
  TRY(key_opened_by(c, own.id, pin, &passphrase));
  str key = box_key(c);
  opening o = {.key_id = own.id, .box = seal_box(c->a, key, passphrase)};
  wipe(passphrase);
  wipe(key);
  return ctx_write(c, c->who->account_id, keep, &o);
}

static err *end(ctx *c, void *arg) {
  (void)arg;
  return shift_delete(c->db, c->who->session, NULL);
}

err *shift_end(ctx *c) {
  if (!c->who || !c->who->session.n) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  return ctx_write(c, c->who->account_id, end, NULL);
}

static err *touch(ctx *c, void *arg) {
  (void)arg;
  return shift_used(c->db, c->who->session, c->now.us, c->now.us - MINUTE, NULL);
}

err *shift_touch(ctx *c) {
  if (!instant_is(c->who->shift_until)) return NULL;
  int64_t used = c->who->shift_until.us - c->edition->shift_minutes * MINUTE;
  return used < c->now.us - MINUTE ? ctx_write(c, c->who->account_id, touch, NULL) : NULL;
}

err *shift_sweep(ctx *c) { return shift_delete_idle(c->db, c->now.us - DAY, NULL); }

/* --- used --- */
bool shift_covers(const ctx *c, str role) {
  return c->who && instant_is(c->who->shift_until) && role_in(role, BY(RECEPTIONIST));
}

bool shift_covers_step(const ctx *c, const workflow_step *s) {
  bool alone = s && !(s->who & ~(BY(RECEPTIONIST) | BY(HOLDER)));
  return alone && shift_covers(c, role_name(BY_RECEPTIONIST));
}

static err *find_shift(ctx *c, void *arg) {
  bool found;
  shift_of_row *row = arg;
  TRY(shift_of(c->db, c->a, c->who->session, row, &found));
  if (found && row->used_at > c->now.us - c->edition->shift_minutes * MINUTE) return NULL;
  return err_at(ERR(INVALID, N_("Signing is not open any more; please enter your PIN.")), S("pin"),
                STR_NONE);
}

err *shift_keyring(ctx *c, int64_t key_id, keyring *out) {
  shift_of_row row;
  str passphrase;
  *out = (keyring){0};
  TRY(ctx_read(c, find_shift, &row));
  if (row.key_id != key_id)
    return err_at(ERR(INVALID, N_("Signing is not open any more; please enter your PIN.")),
                  S("pin"), STR_NONE);
  str key = box_key(c);
  err *e = open_box(c->a, key, row.box, &passphrase);
  wipe(key);
  if (e) return ERR(INTERNAL, "the box of an open key does not open with its session");
  e = keyring_with(c, key_id, passphrase, out);
  wipe(passphrase);
  return e;
}

bool shift_signs(const ctx *c, const signing *s) { return shift_covers(c, s->as.role); }

err *signing_with_shift(ctx *c, signing *s) {
  DEFER(keyring_close) keyring keys = {0};
  TRY(shift_keyring(c, s->key_id, &keys));
  return signing_with_keys(c, s, &keys);
}
