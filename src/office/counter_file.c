/* counter_file: what a receptionist files and receives in one go, with one PIN; see counter.h.
 *
 * The PIN is tried before anything is written, so that a wrong one leaves the form as it was.  The
 * steps after the filing go through the same gate as any other. */
#include "base/defer.h"
#include "office/counter.h"
#include "office/shift.h"
#include "office/signature_impl.h"

static err *find_key(ctx *c, void *arg) { return key_of_actor(c, c->now, arg); }

static err *unlock(ctx *c, str pin, keyring *keys) {
  registered_key own;
  bool left_open = !pin.n && shift_covers(c, S("receptionist"));
  if (!pin.n && !left_open)
    return err_at(ERR(INVALID, N_("Please enter the PIN of your signing key.")), S("pin"),
                  STR_NONE);
  TRY(ctx_read(c, find_key, &own));
  return left_open ? shift_keyring(c, own.id, keys) : keyring_open(c, own.id, 0, pin, keys);
}

static err *take(ctx *c, const step_wish *w, const keyring *keys) {
  signing *s;
  TRY(signing_begin(c, w, &s));
  return signing_with_keys(c, s, keys);
}

typedef struct filing_now {
  const prepared_filing *ready;
  dossier *made;
} filing_now;

static err *file(ctx *c, void *arg) {
  filing_now *f = arg;
  return dossier_file(c, f->ready, f->made);
}

err *counter_file(ctx *c, const prepared_filing *p, str pin, dossier *made, err **later) {
  DEFER(keyring_close) keyring keys = {0};
  filing_now f = {p, made};
  *later = NULL;
  if (!dossier_received_here(p))
    return err_at(ERR(INVALID, N_("Another reception is to receive it; send it there, or let this "
                                  "counter receive it.")),
                  S("reception"), STR_NONE);
  TRY(unlock(c, pin, &keys));
  TRY(ctx_write(c, dossier_lane(p), file, &f));
  ctx own = *c;
  own.once = NULL; /* the filing is what the key stands for */
  step_wish w = {.code = made->code, .action = S("receive"), .seen_version = made->version};
  *later = take(&own, &w, &keys);
  return NULL;
}
