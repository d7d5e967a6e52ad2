/* counter_file: what a receptionist files and receives in one go, with one PIN; see counter.h.
 *
 * The PIN is tried before anything is written, so that a wrong one leaves the form as it was.  The
 * steps after the filing go through the same gate as any other. */
#include "base/defer.h"
#include "office/counter_impl.h"
#include "office/shift.h"

static err *find_key(ctx *c, void *arg) { return key_of_actor(c, c->now, arg); }

err *counter_unlock(ctx *c, str pin, registered_key *own, keyring *keys) {
  bool left_open = !pin.n && shift_covers(c, S("receptionist"));
  if (!pin.n && !left_open)
    return err_at(ERR(INVALID, N_("Please enter the PIN of your signing key.")), S("pin"),
                  STR_NONE);
  TRY(ctx_read(c, find_key, own));
  return left_open ? shift_keyring(c, own->id, keys) : keyring_open(c, own->id, 0, pin, keys);
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

/* The scans of the filing, in the order of its papers. */
static err *list_scans(ctx *c, void *arg) {
  step_wish *w = arg;
  dossier d;
  const dossier_paper *all;
  size_t n;
  TRY(dossier_by_code(c, w->code, &d));
  TRY(dossier_papers(c, d.id, &all, &n));
  str *ids = arena_list(c->a, n + 1, str);
  for (size_t i = 0; i < n; i++)
    if (all[i].pages.n) ids[w->ncopies++] = all[i].id;
  w->copies = ids;
  return NULL;
}

/* The copies first, so that it is received with all of them signed. */
static err *receive(ctx *c, const dossier *made, bool compared, const keyring *keys) {
  step_wish copies = {.code = made->code, .action = S("digitise"), .seen_version = made->version};
  step_wish w = {.code = made->code, .action = S("receive"), .seen_version = made->version};
  if (compared) TRY(ctx_read(c, list_scans, &copies));
  if (copies.ncopies) {
    TRY(take(c, &copies, keys));
    w.seen_version++;
  }
  return take(c, &w, keys);
}

err *counter_file(ctx *c, const prepared_filing *p, const counter_wish *w, dossier *made,
                  err **later) {
  DEFER(keyring_close) keyring keys = {0};
  registered_key own_key;
  filing_now f = {p, made};
  *later = NULL;
  if (!dossier_received_here(p))
    return err_at(ERR(INVALID, N_("Another reception is to receive it; send it there, or let this "
                                  "counter receive it.")),
                  S("reception"), STR_NONE);
  TRY(counter_unlock(c, w->pin, &own_key, &keys));
  TRY(ctx_write(c, dossier_lane(p), file, &f));
  ctx own = *c;
  own.once = NULL; /* the filing is what the key stands for */
  *later = receive(&own, made, w->compared, &keys);
  return NULL;
}
