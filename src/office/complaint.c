/* complaint: see complaint.h.  Who handles it is decided when it is made, and written down. */
#include "office/complaint.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/admin_impl.h"
#include "office/complaint.sql.h"

/* --- reading --- */
static instant time_of(opt_i64 t) { return t.has ? (instant){t.v} : INSTANT_NONE; }
static int64_t id_of(opt_i64 id) { return id.has ? id.v : 0; }

static complaint of_row(const complaint_whole_row *r) {
  return (complaint){
      .id = r->id, .made_by = r->made_by, .unit_id = r->unit_id, .handler_id = r->handler_id,
      .officer_id = id_of(r->officer_id), .dossier_id = id_of(r->dossier_id),
      .public_id = r->public_id, .number = r->number, .state = r->state, .dossier = r->dossier,
      .maker = r->maker, .officer = r->officer, .handled_by = r->handled_by,
      .made_at = {r->made_at}, .answer_by = {r->answer_by}, .resolve_by = {r->resolve_by},
      .due_at = time_of(r->due_at), .answered_at = time_of(r->answered_at),
      .ended_at = time_of(r->ended_at)};
}

static void list_of(arena *a, const complaint_whole_row *rows, size_t n, complaint **out) {
  *out = arena_list(a, n, complaint);
  for (size_t i = 0; i < n; i++) (*out)[i] = of_row(&rows[i]);
}

err *complaint_get(ctx *c, str public_id, complaint *out) {
  complaint_whole_row row;
  bool found = false;
  if (str_utf8(public_id)) TRY(complaint_row(c->db, c->a, public_id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such complaint."));
  *out = of_row(&row);
  return NULL;
}

access_thing complaint_thing(const complaint *k) {
  return (access_thing){.id = k->id, .account_id = k->made_by, .about_id = k->officer_id,
                        .units = &k->handler_id, .nunits = 1};
}

err *complaint_texts(ctx *c, int64_t id, complaint_text **out, size_t *n) {
  complaint_texts_of_row *rows;
  TRY(complaint_texts_of(c->db, c->a, id, &rows, n));
  *out = arena_list(c->a, *n, complaint_text);
  for (size_t i = 0; i < *n; i++)
    (*out)[i] = (complaint_text){rows[i].author, rows[i].what, rows[i].text, {rows[i].at}};
  return NULL;
}

err *complaint_own(ctx *c, complaint **out, size_t *n) {
  complaint_whole_row *rows;
  TRY(complaint_rows_own(c->db, c->a, c->who->account_id, COMPLAINT_PAGE, &rows, n));
  list_of(c->a, rows, *n, out);
  return NULL;
}

err *complaint_waiting(ctx *c, complaint **out, size_t *n) {
  complaint *all = arena_list(c->a, COMPLAINT_PAGE, complaint);
  *n = 0;
  *out = all;
  for (size_t i = 0; i < c->who->nroles; i++) {
    complaint_whole_row *rows;
    size_t more;
    if (!str_eq(c->who->roles[i].role, S("leader"))) continue;
    TRY(complaint_rows_waiting(c->db, c->a, c->who->roles[i].unit_id, COMPLAINT_PAGE, &rows,
                               &more));
    for (size_t k = 0; k < more && *n < COMPLAINT_PAGE; k++) all[(*n)++] = of_row(&rows[k]);
  }
  return NULL;
}

/* --- making one --- */
typedef struct making {
  const complaint_wish *w;
  int64_t dossier_id, unit_id, officer_id, handler_id;
  str public_id;
} making;

static err *about(ctx *c, making *m) {
  const complaint_wish *w = m->w;
  if (!str_trim(w->text).n)
    return admin_wrong("text", N_("Please say what it is about."), STR_NONE);
  if (w->dossier.n) {
    dossier d;
    err *e = dossier_by_code(c, w->dossier, &d);
    if (e && err_http(e->kind) >= 500) return e;
    if (e || !access_own(c->who, &d))
      return admin_wrong("dossier", N_("There is no such dossier."), STR_NONE);
    m->dossier_id = d.id;
    m->unit_id = d.unit_id;
  }
  const unit *u = w->unit.n ? edition_unit_by_code(c->edition, w->unit) : NULL;
  if (u) m->unit_id = u->id;
  if (!m->unit_id || (w->unit.n && !u))
    return admin_wrong("unit", N_("Please choose a unit."), STR_NONE);
  if (!w->officer.n) return NULL;
  complaint_officer_row row;
  bool found = false;
  if (str_utf8(w->officer)) TRY(complaint_officer(c->db, c->a, w->officer, &row, &found));
  if (!found) return admin_wrong("officer", N_("There is no such officer."), STR_NONE);
  m->officer_id = row.id;
  return NULL;
}

static err *leaders_of(ctx *c, const making *m, int64_t unit_id, bool *any) {
  complaint_leaders_row row;
  bool found;
  TRY(complaint_leaders(c->db, c->a, unit_id, day_of(c->now), m->officer_id, &row, &found));
  *any = row.n > 0;
  return NULL;
}

/* The nearest above that has somebody to handle it; at the very top that unit itself, where it
 * waits for another leader if its only one is who it is about. */
static err *handler(ctx *c, making *m) {
  const unit *base = edition_unit(c->edition, edition_successor(c->edition, m->unit_id));
  bool any = false;
  for (const unit *u = base; u && !m->handler_id;) {
    u = u->parent_id ? edition_unit(c->edition, u->parent_id) : NULL;
    if (u) TRY(leaders_of(c, m, u->id, &any));
    if (u && any) m->handler_id = u->id;
  }
  if (!m->handler_id && base) m->handler_id = base->id;
  return NULL;
}

static err *limit(ctx *c, const making *m, str what, instant *until) {
  complaint_days_row row;
  bool found;
  TRY(complaint_days(c->db, c->a, what, day_of(c->now), &row, &found));
  if (!found) return ERR(INTERNAL, "No time limit for complaints is entered.");
  clock_case k = {.days = &c->edition->calendar, .received = c->now,
                  .limit = {.value = row.days, .unit = 'w'},
                  .hours = edition_hours(c->edition, m->handler_id)};
  *until = clock_case_due(&k);
  return NULL;
}

static opt_i64 or_null(int64_t id) { return id ? SOME(id) : NONE_I64; }

static err *make(ctx *c, void *arg) {
  making *m = arg;
  instant answer_by, resolve_by;
  complaint_number_row number;
  bool found;
  ctx now = *c;
  *m = (making){.w = m->w, .public_id = rand_public_id(c->a)};
  TRY(account_again(c, &now.who));
  TRY(about(&now, m));
  TRY(handler(c, m));
  if (!m->handler_id) return admin_wrong("unit", N_("Please choose a unit."), STR_NONE);
  TRY(limit(c, m, S("reject"), &answer_by));
  TRY(limit(c, m, S("resolve"), &resolve_by));
  int64_t year = day_of(c->now) / 10000, id = rand_id();
  TRY(complaint_number(c->db, c->a, year, &number, &found));
  TRY(complaint_insert(
      c->db,
      &(complaint_insert_in){
          .id = id, .public_id = m->public_id, .by = c->who->account_id, .at = c->now.us,
          .number = str_fmt(c->a, "%lld/%lld/PAKN", (long long)number.last, (long long)year),
          .dossier = or_null(m->dossier_id), .unit = m->unit_id,
          .officer = or_null(m->officer_id), .handler = m->handler_id,
          .answer_by = answer_by.us, .resolve_by = resolve_by.us},
      NULL));
  complaint_say_in said = {.complaint = id, .at = c->now.us, .author = c->who->account_id,
                           .what = S("open"), .text = m->w->text};
  TRY(complaint_say(c->db, &said, NULL));
  TRY(complaint_came(c, id));
  if (c->once) c->once->location = str_cat(c->a, S("/complaints/"), m->public_id);
  return NULL;
}

err *complaint_make(ctx *c, const complaint_wish *w, str *public_id) {
  making m = {.w = w};
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  TRY(ctx_write(c, 0, make, &m));
  *public_id = str_dup(c->a, m.public_id);
  return NULL;
}

/* --- handling one --- */
typedef struct handling {
  str public_id, what, text;
} handling;

static err *handle(ctx *c, void *arg) {
  const handling *h = arg;
  complaint k;
  ctx now = *c;
  int64_t changed = 0;
  bool ends = !str_eq(h->what, S("accepted"));
  TRY(account_again(c, &now.who));
  TRY(complaint_get(&now, h->public_id, &k));
  access_thing thing = complaint_thing(&k);
  TRY(access_check(&now, WHO_COMPLAINT_HANDLER, &thing, STR_NONE));
  if (!str_trim(h->text).n)
    return admin_wrong("text", N_("Please say what it is about."), STR_NONE);
  str from = str_eq(h->what, S("resolved")) ? S("accepted") : S("open");
  complaint_answer_in row = {.id = k.id, .from_state = from, .state = h->what,
                             .by = now.who->account_id, .at = c->now.us,
                             .due = ends ? NONE_I64 : SOME(k.resolve_by.us),
                             .ended = ends ? SOME(c->now.us) : NONE_I64};
  TRY(complaint_answer(c->db, &row, &changed));
  if (!changed) return ERR(CONFLICT, N_("It is no longer at this point; look at it again."));
  complaint_say_in said = {.complaint = k.id, .at = c->now.us, .author = now.who->account_id,
                           .what = h->what, .text = h->text};
  TRY(complaint_say(c->db, &said, NULL));
  return complaint_went_on(c, &k, h->what);
}

err *complaint_handle(ctx *c, str public_id, str what, str text) {
  handling h = {public_id, what, text};
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  return ctx_write(c, 0, handle, &h);
}
