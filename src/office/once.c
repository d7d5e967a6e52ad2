/* once: see once.h and ctx.h. */
#include "office/once.h"

#include "office/once.sql.h"

enum { KEPT_DAYS = 7 };

err *once_look(ctx *c, once *o, bool *found) {
  *found = false;
  if (!c->who) return NULL;
  once_row_row row;
  TRY(once_row(c->db, c->a, c->who->account_id, o->route, o->key, &row, found));
  if (!*found) return NULL;
  if (!str_eq_secret(row.fingerprint, o->fingerprint))
    return ERR(INVALID, N_("This Idempotency-Key was used for a request with another content."));
  o->status = (int)row.status;
  o->location = row.location;
  o->version = row.version;
  return NULL;
}

err *once_keep(ctx *c) {
  const once *o = c->once;
  if (!o || !c->who || !o->location.p) return NULL;
  once_insert_in row = {.account = c->who->account_id, .route = o->route, .key = o->key,
                        .fingerprint = o->fingerprint, .status = o->status,
                        .location = o->location, .version = o->version, .at = c->now.us};
  err *e = once_insert(c->db, &row, NULL);
  if (e && e->kind == ERR_UNIQUE)
    return err_retry(ERR(CONFLICT, N_("The same request is being handled already.")), 1);
  return e;
}

err *once_sweep(ctx *c) { return once_delete(c->db, c->now.us - KEPT_DAYS * DAY, NULL); }
