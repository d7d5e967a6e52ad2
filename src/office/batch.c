/* batch: see batch.h. */
#include "office/batch.h"

#include <time.h>

#include "base/log.h"
#include "base/rand.h"
#include "office/access.h"
#include "office/batch.sql.h"
#include "office/shift.h"
#include "office/signature_impl.h"

enum { ARENA_OF_ONE = 256 << 20, ARENA_KEPT = 4 << 20, ARENA_OF_WORK = 16 << 20, TRIES = 3 };
#define LOOK_AGAIN (20 * 1000000L) /* nanoseconds */

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

/* --- the work: all that the thread needs, in an arena of its own --- */
typedef struct work {
  pool_job job;
  office *office;
  arena *a;
  actor who;
  str network, agent, officer;
  lang language;
  batch_info b;
  registered_key own;
  keyring keys;
  int64_t seal_key_id; /* the seal that is unlocked, 0: none */
  bool light, by_shift;
} work;

static void work_end(work *k) {
  arena *a = k->a;
  keyring_close(&k->keys);
  arena_free(a);
}

static str kept(arena *a, str s) { return s.p ? str_dup(a, s) : STR_NONE; }

static actor actor_kept(arena *a, const actor *who) {
  actor own = *who;
  role_held *roles = arena_list(a, who->nroles, role_held);
  own.public_id = kept(a, who->public_id);
  own.login = kept(a, who->login);
  own.name = kept(a, who->name);
  own.token = kept(a, who->token);
  own.session = kept(a, who->session);
  own.mandates = NULL;
  own.nmandates = 0;
  own.roles = roles;
  for (size_t i = 0; i < who->nroles; i++) {
    const role_held *r = &who->roles[i];
    roles[i] = (role_held){.role = kept(a, r->role), .unit_id = r->unit_id,
                           .field = kept(a, r->field), .behalf = kept(a, r->behalf),
                           .behalf_name = kept(a, r->behalf_name)};
  }
  return own;
}

static err *work_new(const ctx *c, const batch_info *b, str officer, work **out) {
  arena *a = arena_new(ARENA_OF_WORK);
  if (!a) return ERR(UNAVAILABLE, N_("The system gives no memory."));
  work *k = arena_new_of(a, work);
  *k = (work){.office = c->office, .a = a, .who = actor_kept(a, c->who), .language = c->language,
              .network = kept(a, c->network), .agent = kept(a, c->agent),
              .officer = kept(a, officer), .b = *b};
  k->b.action = kept(a, b->action);
  k->b.public_id = kept(a, b->public_id);
  k->b.lines = arena_list(a, b->n, batch_line);
  for (size_t i = 0; i < b->n; i++)
    k->b.lines[i] = (batch_line){.code = kept(a, b->lines[i].code), .seen = b->lines[i].seen,
                                 .outcome = kept(a, b->lines[i].outcome)};
  k->light = step_is_light(c, b->action);
  *out = k;
  return NULL;
}

/* --- keys --- */
static err *find_key(ctx *c, void *arg) { return key_of_actor(c, c->now, arg); }

/* What it finds lives in c->a; the thread needs the key's id alone. */
static err *unlock(ctx *c, work *k, str pin) {
  registered_key own;
  if (k->light) return NULL;
  k->by_shift = !pin.n && shift_covers_step(c, workflow_action(k->b.action));
  if (!pin.n && !k->by_shift)
    return err_at(ERR(INVALID, N_("Please enter the PIN of your signing key.")), S("pin"),
                  STR_NONE);
  TRY(ctx_read(c, find_key, &own));
  k->own.id = own.id;
  return k->by_shift ? shift_keyring(c, own.id, &k->keys)
                     : keyring_open(c, own.id, 0, pin, &k->keys);
}

/* --- the lines --- */
static err *write_lines(ctx *c, void *arg) {
  const work *k = arg;
  const batch_info *b = &k->b;
  TRY(batch_insert(c->db,
                   &(batch_insert_in){.id = b->id, .public_id = b->public_id,
                                      .account = c->who->account_id, .action = b->action,
                                      .officer = k->officer, .at = b->made_at.us},
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
  str outcome, reason;
} line_end;

static err *end_line(ctx *c, void *arg) {
  const line_end *x = arg;
  int64_t changed = 0;
  TRY(batch_line_end(c->db,
                     &(batch_line_end_in){.batch = x->b->id, .ordinal = (int64_t)x->i,
                                          .outcome = x->outcome, .reason = x->reason},
                     &changed));
  if (!changed && str_eq(x->outcome, S("done"))) /* the step of this transaction is undone */
    return ERR(CONFLICT, N_("This step has been completed already."));
  return batch_worked(c->db, x->b->id, c->now.us, NULL);
}

/* --- one dossier --- */
static err *admit(ctx *c, void *arg) {
  const step_wish *w = arg;
  dossier d;
  TRY(dossier_by_code(c, w->code, &d));
  return access_check(c, WHO_STEP_TAKER, DOSSIER_THING(&d), w->action);
}

static err *take_signed(ctx *c, work *k, const step_wish *w, line_end *end) {
  signing *s;
  TRY(signing_begin(c, w, &s));
  if (s->key_id != k->own.id) return workflow_stale();
  if (k->by_shift && !shift_signs(c, s))
    return ERR(FORBIDDEN, N_("Please enter the PIN of your signing key."));
  if (s->seal_key_id && s->seal_key_id != k->seal_key_id) {
    k->seal_key_id = 0;
    TRY(keyring_seal(c, s->key_id, s->seal_key_id, &k->keys));
    k->seal_key_id = s->seal_key_id;
  }
  c->beside = end_line; /* from here on there is one transaction, that of the step */
  c->beside_arg = end;
  return signing_with_keys(c, s, &k->keys);
}

static err *take(ctx *c, work *k, size_t i) {
  const batch_line *l = &k->b.lines[i];
  line_end end = {&k->b, i, S("done"), STR_NONE};
  step_wish w = {.code = l->code, .action = k->b.action, .seen_version = l->seen,
                 .officer = k->officer};
  TRY(ctx_read(c, admit, &w));
  if (!k->light) return take_signed(c, k, &w, &end);
  c->beside = end_line;
  c->beside_arg = &end;
  return step_take(c, &w);
}

static bool passing(const err *e) {
  return e && (e->kind == ERR_UNAVAILABLE || e->kind == ERR_RETRY);
}

/* A refusal is written down; what only fails for now leaves the line open and ends the run. */
static err *take_line(ctx *c, work *k, size_t i) {
  err *e = take(c, k, i);
  c->beside = NULL;
  if (!e || passing(e)) return e;
  e = err_copy(c->a, e);
  line_end end = {&k->b, i, S("refused"), reason_text(c->a, e)};
  if (e->kind == ERR_FORBIDDEN || e->kind == ERR_NOT_FOUND)
    TRY(workflow_count_refusal(c, k->b.action));
  return ctx_write(c, k->who.account_id, end_line, &end);
}

static void note_failure(err *e) { log_err(LOG_WARNING_, "a step of several", e); }

/* Each under the edition of its moment: there may be a newer one since the last. */
static bool run_line(work *k, arena *a, size_t i) {
  err *e = NULL;
  for (int tries = 0; tries < TRIES && (!tries || passing(e)); tries++) {
    arena_reset(a, ARENA_KEPT);
    (void)office_renew(k->office);
    ctx c = {.a = a, .office = k->office, .edition = office_edition(k->office),
             .now = instant_now(), .who = &k->who, .network = k->network, .agent = k->agent,
             .language = k->language};
    e = take_line(&c, k, i);
    if (e) note_failure(e);
    office_release(k->office, c.edition);
  }
  return !e;
}

static void run(void *arg) {
  work *k = arg;
  arena *a = arena_new(ARENA_OF_ONE);
  bool going = a != NULL;
  for (size_t i = 0; going && i < k->b.n; i++)
    if (str_eq(k->b.lines[i].outcome, S("open"))) going = run_line(k, a, i);
  if (a) arena_free(a);
  work_end(k);
}

/* --- begun --- */
static err *prepare(ctx *c, const batch_wish *w, batch_info *b, work **out) {
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  *b = (batch_info){.id = rand_id(), .public_id = rand_public_id(c->a), .action = w->action,
                    .made_at = c->now, .worked_at = c->now};
  if (!batch_takes(w->action))
    return err_at(ERR(INVALID, N_("This step is taken for one dossier at a time.")), S("action"),
                  STR_NONE);
  TRY(read_lines(c, w, b));
  work *k;
  TRY(work_new(c, b, w->officer, &k));
  err *e = unlock(c, k, w->pin);
  if (!e) e = ctx_write(c, c->who->account_id, write_lines, k);
  if (e) {
    e = err_copy(c->a, e);
    work_end(k);
  }
  *out = k;
  return e;
}

static void begin(work *k) {
  k->job = (pool_job){.run = run, .arg = k};
  pool_put(k->office->batches, &k->job);
}

err *batch_start(ctx *c, const batch_wish *w, batch_info *out) {
  work *k;
  TRY(prepare(c, w, out, &k));
  begin(k);
  return NULL;
}

typedef struct finding {
  str id;
  batch_info *b;
} finding;

static err *find(ctx *c, void *arg) {
  const finding *f = arg;
  return batch_get(c, f->id, f->b);
}

err *batch_run(ctx *c, const batch_wish *w, batch_info *out) {
  work *k;
  TRY(prepare(c, w, out, &k));
  run(k);
  return ctx_read(c, find, &(finding){out->public_id, out});
}

/* --- gone on with --- */
static size_t open_lines(const batch_info *b) {
  size_t n = 0;
  for (size_t i = 0; i < b->n; i++) n += str_eq(b->lines[i].outcome, S("open"));
  return n;
}

bool batch_cut_off(const batch_info *b, instant now) {
  return open_lines(b) && now.us - b->worked_at.us > BATCH_QUIET * SECOND;
}

static err *claim(ctx *c, void *arg) {
  const batch_info *b = arg;
  int64_t changed = 0;
  TRY(batch_claim(c->db, b->id, b->worked_at.us, c->now.us, &changed));
  return changed == 1 ? NULL : ERR(CONFLICT, N_("These steps are being taken already."));
}

err *batch_go_on(ctx *c, str public_id, str pin) {
  batch_info b;
  work *k;
  TRY(ctx_read(c, find, &(finding){public_id, &b}));
  if (!batch_cut_off(&b, c->now))
    return ERR(CONFLICT, N_("These steps are being taken already."));
  TRY(work_new(c, &b, b.officer, &k));
  err *e = unlock(c, k, pin);
  if (!e) e = ctx_write(c, c->who->account_id, claim, &b);
  if (!e) {
    begin(k);
    return NULL;
  }
  e = err_copy(c->a, e);
  work_end(k);
  return e;
}

err *batch_wait(ctx *c, str public_id, int64_t us) {
  int64_t until = ticks_us() + us;
  for (;;) {
    batch_info b;
    size_t mark = arena_mark(c->a);
    TRY(ctx_read(c, find, &(finding){public_id, &b}));
    bool over = !open_lines(&b) || batch_cut_off(&b, instant_now()) || ticks_us() > until;
    arena_rewind(c->a, mark);
    if (over) return NULL;
    nanosleep(&(struct timespec){.tv_nsec = LOOK_AGAIN}, NULL);
  }
}

access_thing batch_thing(const batch_info *b) {
  return (access_thing){.id = b->id, .account_id = b->account_id};
}

err *batch_get(ctx *c, str public_id, batch_info *out) {
  batch_by_public_id_row row;
  batch_lines_row *rows;
  bool found = false;
  if (str_utf8(public_id)) TRY(batch_by_public_id(c->db, c->a, public_id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is nothing at this address."));
  *out = (batch_info){.id = row.id, .account_id = row.account_id, .public_id = public_id,
                      .action = row.action,
                      .officer = row.officer, .made_at = {row.made_at},
                      .worked_at = {row.worked_at}};
  access_thing thing = batch_thing(out);
  TRY(access_check(c, WHO_BATCH_OWNER, &thing, STR_NONE));
  TRY(batch_lines(c->db, c->a, row.id, &rows, &out->n));
  out->lines = arena_list(c->a, out->n, batch_line);
  for (size_t i = 0; i < out->n; i++)
    out->lines[i] = (batch_line){.code = rows[i].code, .outcome = rows[i].outcome,
                                 .seen = rows[i].seen, .reason = reason_of(c->a, rows[i].reason)};
  return NULL;
}
