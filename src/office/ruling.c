/* ruling: see ruling.h.  Each bite is one transaction that moves the counts of its row on, and only
 * from where it saw them: two processes may work on the same decision. */
#include "office/ruling.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/admin_impl.h"
#include "office/retention.h"
#include "office/ruling.sql.h"

enum { LIST_AT_ONCE = 100, APPLY_AT_ONCE = 20, LONGEST_NUMBER = 100 };

static const ruling_kind kinds[] = {
    {{"erase", 5}, N_("Destroy the personal data of dossiers"), ruling_erase_list,
     ruling_erase_apply},
    {{"redate", 6}, N_("Recompute due dates"), ruling_redate_list, ruling_redate_apply},
};

const ruling_kind *ruling_kind_of(str kind) {
  for (size_t i = 0; i < COUNT(kinds); i++)
    if (str_eq(kinds[i].kind, kind)) return &kinds[i];
  return NULL;
}

/* --- reading --- */
static instant time_of(opt_i64 t) { return t.has ? (instant){t.v} : INSTANT_NONE; }

static ruling of_row(const ruling_whole_row *r) {
  return (ruling){
      .id = r->id, .procedure_id = r->procedure_id.has ? r->procedure_id.v : 0,
      .reached = r->reached, .reached_id = r->reached_id, .planned = r->planned,
      .done = r->done, .skipped = r->skipped, .proposed_by = r->proposed_by,
      .approved_by = r->approved_by.has ? r->approved_by.v : 0, .public_id = r->public_id,
      .kind = r->kind, .number = r->number, .basis = r->basis, .state = r->state,
      .digest = r->digest, .proposer = r->proposer, .approver = r->approver,
      .day = (int32_t)r->day, .proposed_at = {r->proposed_at},
      .before = r->before_at ? (instant){r->before_at} : INSTANT_NONE,
      .approved_at = time_of(r->approved_at), .ended_at = time_of(r->ended_at)};
}

static err *unknown(void) { return ERR(NOT_FOUND, N_("There is no such decision.")); }

err *ruling_get(ctx *c, str public_id, ruling *out) {
  ruling_whole_row row;
  bool found = false;
  if (str_utf8(public_id)) TRY(ruling_row(c->db, c->a, public_id, &row, &found));
  if (!found) return unknown();
  *out = of_row(&row);
  return NULL;
}

err *ruling_by_id(ctx *c, int64_t id, ruling *out) {
  ruling_whole_row row;
  bool found;
  TRY(ruling_row_by_id(c->db, c->a, id, &row, &found));
  if (!found) return unknown();
  *out = of_row(&row);
  return NULL;
}

err *ruling_list(ctx *c, instant before, size_t most, ruling **out, size_t *n) {
  ruling_whole_row *rows;
  TRY(ruling_rows(c->db, c->a, instant_is(before) ? before.us : INT64_MAX, (int64_t)most, &rows,
                  n));
  *out = arena_list(c->a, *n, ruling);
  for (size_t i = 0; i < *n; i++) (*out)[i] = of_row(&rows[i]);
  return NULL;
}

err *ruling_lines(ctx *c, const ruling *r, ruling_page *p) {
  ruling_items_row *rows;
  TRY(ruling_items(c->db, c->a, r->id, p->after, (int64_t)p->most, &rows, &p->n));
  p->lines = arena_list(c->a, p->n, ruling_line);
  for (size_t i = 0; i < p->n; i++)
    p->lines[i] = (ruling_line){.ordinal = rows[i].ordinal, .dossier_id = rows[i].dossier_id,
                                .code = rows[i].code, .outcome = rows[i].outcome,
                                .old_due = time_of(rows[i].old_due),
                                .new_due = time_of(rows[i].new_due)};
  return NULL;
}

str ruling_digest(arena *a, str digest, const ruling_line *line) {
  buf text = buf_in(a);
  buf_add(&text, line->code);
  buf_char(&text, '|');
  if (instant_is(line->old_due)) buf_int(&text, line->old_due.us);
  buf_char(&text, '|');
  if (instant_is(line->new_due)) buf_int(&text, line->new_due.us);
  str parts[] = {digest, buf_str(&text), STR_NONE};
  return sha256_of(a, parts);
}

/* --- by people --- */
static err *tell(ctx *c, act what, const ruling *r) {
  arena *a = c->a;
  json_member d[] = {journal_text(a, "kind", r->kind), journal_text(a, "basis", r->basis),
                     journal_text(a, "day", day_iso(a, r->day)),
                     journal_int(a, "planned", r->planned), journal_int(a, "done", r->done),
                     journal_text(a, "sha256", hex_of(a, r->digest)), {STR_NONE, NULL},
                     {STR_NONE, NULL}};
  size_t n = COUNT(d) - 2;
  for (size_t i = 0; r->procedure_id && i < c->edition->nprocedures; i++)
    if (c->edition->procedures[i].id == r->procedure_id)
      d[n++] = journal_text(a, "procedure", c->edition->procedures[i].code);
  if (instant_is(r->before)) d[n++] = journal_text(a, "before", day_iso(a, day_of(r->before)));
  return journal_write(c, &(journal_entry){.act = what, .subject = r->number, .detail = d,
                                           .ndetail = n});
}

typedef struct proposal {
  const ruling_wish *w;
  str public_id;
} proposal;

static err *fits(ctx *c, const ruling_wish *w) {
  bool erases = str_eq(w->kind, S("erase"));
  int32_t kept = 0;
  if (!ruling_kind_of(w->kind)) return ERR(INTERNAL, "There is no such kind of decision.");
  if (!str_trim(w->number).n || w->number.n > LONGEST_NUMBER)
    return admin_wrong("number", N_("The number of the document is needed."), STR_NONE);
  if (!str_trim(w->basis).n)
    return admin_wrong("basis", N_("The document that orders it is needed."), STR_NONE);
  if (!w->day || w->day > day_of(c->now))
    return admin_wrong("day", N_("The day of the document is not to come."), STR_NONE);
  if (!erases) return NULL;
  if (!w->procedure) return admin_wrong("procedure", N_("Please name a procedure."), STR_NONE);
  TRY(retention_kept_from(c, w->procedure, &kept));
  if (!kept)
    return admin_wrong("procedure", N_("No time of keeping is entered for procedure {0}."),
                       w->procedure->code);
  if (!w->before || w->before > kept)
    return admin_wrong("before", N_("What ended on {0} or later must still be kept."),
                       day_told(c->a, kept));
  return NULL;
}

static err *propose(ctx *c, void *arg) {
  proposal *p = arg;
  const ruling_wish *w = p->w;
  ctx now = *c;
  int64_t changed = 0;
  TRY(access_now(&now, WHO_ADMIN));
  TRY(fits(c, w));
  ruling r = {.id = rand_id(), .public_id = rand_public_id(c->a), .kind = w->kind,
              .number = str_trim(w->number), .basis = w->basis, .day = w->day,
              .procedure_id = w->procedure ? w->procedure->id : 0,
              .before = w->before ? day_at(w->before, 0) : INSTANT_NONE};
  r.digest = sha256(c->a, r.public_id);
  TRY(ruling_insert(c->db,
                    &(ruling_insert_in){.id = r.id, .public_id = r.public_id, .kind = r.kind,
                                        .number = r.number, .day = r.day, .basis = r.basis,
                                        .procedure = r.procedure_id ? SOME(r.procedure_id)
                                                                    : NONE_I64,
                                        .before = w->before ? r.before.us : 0,
                                        .digest = r.digest, .by = c->who->account_id,
                                        .at = c->now.us},
                    &changed));
  if (!changed)
    return admin_wrong("number", N_("The number {0} is taken."), r.number);
  p->public_id = r.public_id;
  if (c->once) c->once->location = str_cat(c->a, S("/admin/rulings/"), r.public_id);
  return tell(&now, ACT_RULING_PROPOSED, &r);
}

err *ruling_propose(ctx *c, const ruling_wish *w, str *public_id) {
  proposal p = {.w = w};
  TRY(ctx_write(c, 0, propose, &p));
  *public_id = str_dup(c->a, p.public_id);
  return NULL;
}

access_thing ruling_thing(const ruling *r) {
  return (access_thing){.id = r->id, .account_id = r->proposed_by};
}

/* The decision, for whom the rule says with the roles of now. */
static err *ruling_for(ctx *c, str public_id, access_who who, ruling *r) {
  TRY(access_now(c, WHO_OVERSEER));
  TRY(ruling_get(c, public_id, r));
  access_thing thing = ruling_thing(r);
  return access_check(c, who, &thing, STR_NONE);
}

static err *approve(ctx *c, void *arg) {
  ruling r;
  ctx now = *c;
  int64_t changed = 0;
  TRY(ruling_for(&now, *(const str *)arg, WHO_RULING_APPROVER, &r));
  if (str_eq(r.state, S("listing")))
    return err_retry(ERR(CONFLICT, N_("The list is still being made; look again in a moment.")), 2);
  if (str_eq(r.state, S("ready")) && !r.planned)
    return ERR(CONFLICT, N_("The list is empty: there is nothing to decide."));
  TRY(ruling_approved(c->db, r.id, now.who->account_id, c->now.us, &changed));
  if (!changed) return ERR(CONFLICT, N_("It has been decided already."));
  return tell(&now, ACT_RULING_APPROVED, &r);
}

err *ruling_approve(ctx *c, str public_id) { return ctx_write(c, 0, approve, &public_id); }

static err *drop(ctx *c, void *arg) {
  ruling r;
  ctx now = *c;
  int64_t changed = 0;
  TRY(ruling_for(&now, *(const str *)arg, WHO_RULING_DROPPER, &r));
  TRY(ruling_dropped(c->db, r.id, c->now.us, &changed));
  if (!changed) return ERR(CONFLICT, N_("It has been decided already."));
  return tell(&now, ACT_RULING_DROPPED, &r);
}

err *ruling_drop(ctx *c, str public_id) { return ctx_write(c, 0, drop, &public_id); }

/* --- by the job --- */
err *ruling_waiting_one(ctx *c, ruling *out) {
  ruling_waiting_row row;
  bool found;
  *out = (ruling){0};
  TRY(ruling_waiting(c->db, c->a, &row, &found));
  return found ? ruling_by_id(c, row.id, out) : NULL;
}

static err *list_some(ctx *c, ruling *r) {
  ruling_find f = {.most = LIST_AT_ONCE, .lines = arena_list(c->a, LIST_AT_ONCE, ruling_line)};
  int64_t seen = r->planned, changed = 0;
  TRY(ruling_kind_of(r->kind)->list(c, r, &f));
  for (size_t i = 0; i < f.n; i++) r->digest = ruling_digest(c->a, r->digest, &f.lines[i]);
  r->planned += (int64_t)f.n;
  TRY(ruling_listed(c->db,
                    &(ruling_listed_in){.id = r->id, .seen = seen, .planned = r->planned,
                                        .reached = r->reached, .reached_id = r->reached_id,
                                        .digest = r->digest,
                                        .state = f.end ? S("ready") : S("listing")},
                    &changed));
  if (!changed) return NULL; /* another process has come further, or it was dropped */
  for (size_t i = 0; i < f.n; i++) {
    const ruling_line *l = &f.lines[i];
    ruling_item_insert_in row = {
        .ruling = r->id, .ordinal = seen + (int64_t)i + 1, .dossier = l->dossier_id,
        .old_due = instant_is(l->old_due) ? SOME(l->old_due.us) : NONE_I64,
        .new_due = instant_is(l->new_due) ? SOME(l->new_due.us) : NONE_I64};
    TRY(ruling_item_insert(c->db, &row, NULL));
  }
  return NULL;
}

static err *decider(ctx *c, const ruling *r, const actor **out) {
  ruling_actor_row row;
  bool found;
  TRY(ruling_actor(c->db, c->a, r->approved_by, &row, &found));
  if (!found) return ERR(INTERNAL, "Who approved a decision is gone.");
  actor *who = arena_new_of(c->a, actor);
  *who = (actor){.account_id = row.account_id, .person_id = row.person_id,
                 .public_id = row.public_id, .login = row.login, .name = row.full_name,
                 .officer = true, .assurance = 2};
  *out = who;
  return NULL;
}

static err *do_some(ctx *c, ruling *r) {
  int64_t seen = r->done + r->skipped, changed = 0;
  ruling_page page = {.after = seen, .most = APPLY_AT_ONCE};
  ctx own = *c;
  own.ruling = r->number;
  TRY(decider(c, r, &own.who));
  TRY(ruling_lines(c, r, &page));
  for (size_t i = 0; i < page.n; i++) {
    const ruling_line *line = &page.lines[i];
    bool done = false;
    TRY(ruling_kind_of(r->kind)->apply(&own, r, line, &done));
    r->done += done;
    r->skipped += !done;
    TRY(ruling_item_done(c->db, r->id, line->ordinal, done ? S("done") : S("skipped"), NULL));
  }
  TRY(ruling_moved(c->db,
                   &(ruling_moved_in){.id = r->id, .seen = seen, .done = r->done,
                                      .skipped = r->skipped},
                   &changed));
  return changed ? NULL : ERR(RETRY, N_("Another process is at it."));
}

static err *bite(ctx *c, void *arg) {
  ruling r;
  TRY(ruling_by_id(c, ((const ruling *)arg)->id, &r)); /* as it is now */
  if (str_eq(r.state, S("listing"))) return list_some(c, &r);
  bool waits = str_eq(r.state, S("running")) && r.done + r.skipped < r.planned;
  return waits ? do_some(c, &r) : NULL;
}

err *ruling_work(ctx *c, const ruling *r) {
  return ctx_write(c, r->id, bite, (void *)(uintptr_t)r);
}

static err *finish(ctx *c, void *arg) {
  const ruling *r = arg;
  int64_t changed = 0;
  ctx nobody = *c;
  nobody.who = NULL;
  TRY(ruling_finished(c->db, r->id, c->now.us, &changed));
  return changed ? tell(&nobody, ACT_RULING_DONE, r) : NULL;
}

err *ruling_finish(ctx *c, const ruling *r) {
  return ctx_write(c, r->id, finish, (void *)(uintptr_t)r);
}
