/* ctx: see ctx.h.  The way of every request to the database: a snapshot, or the train. */
#include "office/ctx.h"

#include "office/once.h"

bool actor_has(const actor *who, str role, int64_t unit_id) {
  for (size_t i = 0; who && i < who->nroles; i++)
    if (str_eq(who->roles[i].role, role) && (!unit_id || who->roles[i].unit_id == unit_id))
      return true;
  return false;
}

bool role_covers(const role_held *r, str field) { return !r->field.n || str_eq(r->field, field); }

const role_held *actor_role(const actor *who, str role, int64_t unit_id, str field) {
  for (size_t i = 0; who && i < who->nroles; i++) {
    const role_held *r = &who->roles[i];
    if (str_eq(r->role, role) && (!unit_id || r->unit_id == unit_id) && role_covers(r, field))
      return r;
  }
  return NULL;
}

err *ctx_read(ctx *c, ctx_fn fn, void *arg) {
  ctx inside = *c;
  TRY(db_read_begin(c->office->db, &inside.db));
  err *e = fn(&inside, arg);
  db_read_end(c->office->db, inside.db);
  return e;
}

typedef struct ride {
  const ctx *from;
  ctx_fn fn;
  void *arg;
  bool keeps; /* this decide is the one whose answer a repeated request gets */
} ride;

static err *decide(db_conn *conn, arena *a, void *arg) {
  const ride *r = arg;
  ctx c = *r->from;
  c.db = conn;
  c.a = a;
  if (r->keeps) c.once->location = STR_NONE; /* of a run that was undone */
  TRY(r->fn(&c, r->arg));
  if (c.beside) TRY(c.beside(&c, c.beside_arg));
  return r->keeps ? once_keep(&c) : NULL;
}

err *ctx_write(ctx *c, int64_t lane, ctx_fn fn, void *arg) {
  ride r = {c, fn, arg, c->once && !c->once->location.p};
  uint64_t spread = str_hash((str){(const char *)&lane, sizeof lane});
  return err_keep(train_run(c->office->train, spread, c->a, decide, &r)); /* c->a may end */
}
