/* batch: see batch.h. */
#include "office/batch.h"

#include "base/defer.h"
#include "base/rand.h"
#include "office/access.h"
#include "office/batch.sql.h"
#include "office/signature_impl.h"

enum { ARENA_OF_ONE = 256 << 20, ARENA_KEPT = 4 << 20 };
DEFER_FOR(arena, arena_free)

bool batch_takes(str action) {
  const workflow_step *s = workflow_action(action);
  bool bare = s && !s->asks && !(s->effects & (E_DECIDES | E_HANDS_OVER)) && !(s->who & BY(HOLDER));
  return bare || (s && s->effects & E_ASSIGNS);
}

/* --- what is sent --- */
static err *broken(const char *msgid) { return err_at(ERR(INVALID, msgid), S("items"), STR_NONE); }

static err *read_line(str item, batch_line *to) {
  ptrdiff_t at = str_chr(item, '@', 0);
  if (at < 1 || !str_to_i64(str_sub(item, (size_t)at + 1, item.n), &to->seen))
    return broken(N_("A dossier is named by its code and the version seen, as in CODE@3."));
  to->code = str_sub(item, 0, (size_t)at);
  to->outcome = S("open");
  return NULL;
}

static err *read_lines(ctx *c, const batch_wish *w, batch_info *b) {
  if (!w->n) return broken(N_("Please choose at least one dossier."));
  if (w->n > BATCH_MOST)
    return broken(N_("At most 50 dossiers go at once."));
  b->lines = arena_list(c->a, w->n, batch_line);
  for (size_t i = 0; i < w->n; i++, b->n++) {
    TRY(read_line(w->items[i], &b->lines[i]));
    for (size_t k = 0; k < i; k++)
      if (str_eq(b->lines[k].code, b->lines[i].code))
        return broken(N_("A dossier is named twice."));
  }
  return NULL;
}

/* --- keys --- */
typedef struct run {
  const batch_wish *w;
  batch_info *b;
  registered_key own;
  keyring keys;
  int64_t seal_key_id; /* the seal that is unlocked, 0: none */
  bool light;
} run;

static void run_close(run *r) { keyring_close(&r->keys); }
DEFER_FOR(run, run_close)

static err *find_key(ctx *c, void *arg) {
  return key_of_actor(c, c->now, &((run *)arg)->own);
}

static err *unlock(ctx *c, run *r) {
  if (r->light) return NULL;
  if (!r->w->pin.n)
    return err_at(ERR(INVALID, N_("Please enter the PIN of your signing key.")), S("pin"),
                  STR_NONE);
  TRY(ctx_read(c, find_key, r));
  return keyring_open(c, r->own.id, 0, r->w->pin, &r->keys);
}

/* --- the lines --- */
static err *write_lines(ctx *c, void *arg) {
  run *r = arg;
  batch_info *b = r->b;
  TRY(batch_insert(c->db,
                   &(batch_insert_in){.id = b->id, .public_id = b->public_id,
                                      .account = c->who->account_id, .action = b->action,
                                      .at = b->made_at.us},
                   NULL));
  for (size_t i = 0; i < b->n; i++)
    TRY(batch_line_insert(c->db,
                          &(batch_line_insert_in){.batch = b->id, .ordinal = (int64_t)i,
                                                  .code = b->lines[i].code,
                                                  .seen = b->lines[i].seen},
                          NULL));
  if (c->once) c->once->location = str_cat(c->a, S("/batches/"), b->public_id);
  return NULL;
}

static str reason_text(arena *a, const err *e) {
  const json *parts[5] = {json_of_text(a, str_of(e->msgid))};
  for (size_t i = 0; i < COUNT(e->args); i++)
    parts[i + 1] = json_of_text(a, e->args[i].p ? e->args[i] : S(""));
  str text = S("[]");
  (void)json_canonical(a, json_of_list(a, parts, COUNT(parts)), &text);
  return text;
}

static const err *reason_of(arena *a, str text) {
  const json *all;
  str args[4] = {STR_NONE};
  if (!text.p || json_parse(a, text, &all) || all->kind != JSON_ARRAY || all->n != 5) return NULL;
  for (size_t i = 0; i < COUNT(args); i++) args[i] = json_str(&all->items[i + 1]);
  err *e = err_make(__FILE__, __LINE__, ERR_CONFLICT, str_z(a, json_str(&all->items[0])), args);
  return err_copy(a, e);
}

typedef struct line_end {
  const batch_info *b;
  size_t i;
  str reason;
} line_end;

static err *end_line(ctx *c, void *arg) {
  const line_end *x = arg;
  return batch_line_end(c->db,
                        &(batch_line_end_in){.batch = x->b->id, .ordinal = (int64_t)x->i,
                                             .outcome = x->b->lines[x->i].outcome,
                                             .reason = x->reason},
                        NULL);
}

/* --- one dossier --- */
static err *admit(ctx *c, void *arg) {
  const step_wish *w = arg;
  dossier d;
  TRY(dossier_by_code(c, w->code, &d));
  return access_check(c, WHO_STEP_TAKER, &d, w->action);
}

static err *take(ctx *c, run *r, const batch_line *l) {
  step_wish w = {.code = l->code, .action = r->b->action, .seen_version = l->seen,
                 .officer = r->w->officer};
  signing *s;
  TRY(ctx_read(c, admit, &w));
  if (r->light) return step_take(c, &w);
  TRY(signing_begin(c, &w, &s));
  if (s->key_id != r->own.id) return workflow_stale();
  if (s->seal_key_id && s->seal_key_id != r->seal_key_id) {
    r->seal_key_id = 0;
    TRY(keyring_seal(c, s->key_id, s->seal_key_id, &r->keys));
    r->seal_key_id = s->seal_key_id;
  }
  return signing_with_keys(c, s, &r->keys);
}

/* Whatever becomes of it is written down; only that failing ends the run. */
static err *take_line(ctx *c, ctx *own, run *r, size_t i) {
  batch_line *l = &r->b->lines[i];
  line_end end = {r->b, i, STR_NONE};
  err *e = take(own, r, l);
  l->outcome = e ? S("refused") : S("done");
  if (e) {
    l->reason = err_copy(c->a, e);
    end.reason = reason_text(c->a, l->reason);
  }
  if (e && (e->kind == ERR_FORBIDDEN || e->kind == ERR_NOT_FOUND))
    TRY(workflow_count_refusal(own, r->b->action));
  return ctx_write(own, c->who->account_id, end_line, &end);
}

static err *take_lines(ctx *c, run *r) {
  DEFER(arena_free_at) arena *a = arena_new(ARENA_OF_ONE);
  if (!a) return ERR(UNAVAILABLE, N_("The system gives no memory."));
  err *e = NULL;
  for (size_t i = 0; !e && i < r->b->n; i++) {
    ctx own = *c;
    own.a = a;
    own.once = NULL;
    e = take_line(c, &own, r, i);
    if (e) e = err_copy(c->a, e);
    arena_reset(a, ARENA_KEPT);
  }
  return e;
}

err *batch_run(ctx *c, const batch_wish *w, batch_info *out) {
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  *out = (batch_info){.id = rand_id(), .public_id = rand_public_id(c->a), .action = w->action,
                      .made_at = c->now};
  if (!batch_takes(w->action))
    return err_at(ERR(INVALID, N_("This step is taken for one dossier at a time.")), S("action"),
                  STR_NONE);
  TRY(read_lines(c, w, out));
  DEFER(run_close_at) run *r = arena_new_of(c->a, run);
  *r = (run){.w = w, .b = out, .light = step_is_light(c, w->action)};
  TRY(unlock(c, r));
  TRY(ctx_write(c, c->who->account_id, write_lines, r));
  return take_lines(c, r);
}

err *batch_get(ctx *c, str public_id, batch_info *out) {
  batch_by_public_id_row row;
  batch_lines_row *rows;
  bool found = false;
  if (c->who && str_utf8(public_id))
    TRY(batch_by_public_id(c->db, c->a, public_id, c->who->account_id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is nothing at this address."));
  *out = (batch_info){.id = row.id, .public_id = public_id, .action = row.action,
                      .made_at = {row.made_at}};
  TRY(batch_lines(c->db, c->a, row.id, &rows, &out->n));
  out->lines = arena_list(c->a, out->n, batch_line);
  for (size_t i = 0; i < out->n; i++)
    out->lines[i] = (batch_line){.code = rows[i].code, .outcome = rows[i].outcome,
                                 .seen = rows[i].seen, .reason = reason_of(c->a, rows[i].reason)};
  return NULL;
}
