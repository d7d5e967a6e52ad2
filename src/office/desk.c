/* desk: see desk.h.  A desk is a list of queues, each a range of one index; their first rows are
 * merged, so a page costs what its rows cost. */
#include "office/desk_impl.h"

#include "office/access.h"
#include "office/load.h"
#include "office/officer.h"
#include "office/setting.h"
#include "office/workflow.h"

enum { SOON_MOST = 400 };

/* --- where a dossier stands --- */
/* The reception clock: office hours from sending, as many as held on that day. */
static instant receive_by(const edition *e, const dossier *d) {
  int64_t hours = setting_dated("reception_hours", e->reception_hours, day_of(d->submitted_at));
  return clock_case_due(&(clock_case){.days = &e->calendar, .received = d->submitted_at,
                                      .hours = edition_hours(e, d->reception_unit_id),
                                      .limit = {.value = hours, .unit = 'h'}});
}

desk_place desk_of(const edition *e, const dossier *d) {
  const workflow_step *next = workflow_next(d->state);
  desk_place at = {.due_order = INT64_MAX};
  if (next) at.unit_id = workflow_unit(d, next);
  if (next && d->assignee_id && role_in(d->assignee_role, next->who))
    at.officer_id = d->assignee_id;
  if (instant_is(d->paused_at)) return at;
  if (instant_is(d->correct_by)) at.due_order = d->correct_by.us;
  else if (instant_is(d->due_at)) at.due_order = d->due_at.us;
  else if (str_eq(d->state, state_name(STATE_SUBMITTED))) at.due_order = receive_by(e, d).us;
  return at;
}

/* --- cursors and rows --- */
typedef struct cursor { /* the last row seen: its place in the order */
  int64_t sort, id;
} cursor;

enum { CURSOR_BYTES = 16 };

static str cursor_text(arena *a, cursor at) {
  char raw[CURSOR_BYTES];
  for (int i = 0; i < 8; i++) {
    raw[i] = (char)((uint64_t)at.sort >> (56 - 8 * i));
    raw[8 + i] = (char)((uint64_t)at.id >> (56 - 8 * i));
  }
  return base64url_of(a, (str){raw, sizeof raw});
}

err *cursor_broken(void) {
  return err_at(ERR(BAD_REQUEST, N_("The place in the list is not one that was given out.")),
                S("after"), STR_NONE);
}

err *cursor_bytes(arena *a, str text, str *raw) {
  size_t padded = (text.n + 3) / 4 * 4;
  char *plain = arena_alloc(a, padded + 1);
  for (size_t i = 0; i < padded; i++) {
    char c = i < text.n ? text.p[i] : '=';
    plain[i] = c == '-' ? '+' : c == '_' ? '/' : c;
  }
  *raw = base64_read(a, (str){plain, padded});
  return raw->p ? NULL : cursor_broken();
}

static err *cursor_read(arena *a, str text, cursor *out) {
  str raw;
  if (!text.p) return NULL;
  TRY(cursor_bytes(a, text, &raw));
  if (raw.n != CURSOR_BYTES) return cursor_broken();
  uint64_t parts[2] = {0};
  for (int i = 0; i < CURSOR_BYTES; i++)
    parts[i / 8] = parts[i / 8] << 8 | (unsigned char)raw.p[i];
  *out = (cursor){(int64_t)parts[0], (int64_t)parts[1]};
  return NULL;
}

static instant time_of(opt_i64 t) { return t.has ? (instant){t.v} : INSTANT_NONE; }

/* What waits for reception is due by the clock of reception, what is corrected by its own limit. */
dossier_line list_line(const dossier_listed_row *r) {
  bool fixed = r->due_order < INT64_MAX;
  bool waits = fixed && str_eq(r->state, state_name(STATE_SUBMITTED));
  bool corrected = fixed && r->finished_at.has && r->due_order != r->due_at.v;
  instant due = waits || corrected ? (instant){r->due_order} : time_of(r->due_at);
  return (dossier_line){.id = r->id, .code = r->code, .procedure = r->procedure, .state = r->state,
                        .channel = r->channel, .holder = r->holder, .assignee = r->assignee,
                        .status = r->status, .version = r->version,
                        .submitted_at = {r->submitted_at}, .received_at = time_of(r->received_at),
                        .due_at = time_of(r->due_at), .desk_due_at = due,
                        .paused_at = time_of(r->paused_at),
                        .finished_at = corrected ? INSTANT_NONE : time_of(r->finished_at),
                        .unit_id = r->unit_id,
                        .reception_unit_id = r->reception_unit_id};
}

typedef struct row_list {
  const dossier_listed_row *at;
  size_t n;
} row_list;

static err *list_filed(ctx *c, cursor at, row_list *out) {
  dossier_listed_row *filed;
  TRY(dossiers_filed(c->db, c->a,
                     &(dossiers_filed_in){.account = c->who->account_id, .before = at.sort,
                                          .id = at.id, .most = LIST_PAGE + 1},
                     &filed, &out->n));
  out->at = filed;
  return NULL;
}

static err *list_held(ctx *c, int64_t holder_id, cursor at, row_list *out) {
  dossier_listed_row *held;
  TRY(dossiers_held(c->db, c->a,
                    &(dossiers_held_in){.holder = holder_id, .before = at.sort, .id = at.id,
                                        .most = LIST_PAGE + 1},
                    &held, &out->n));
  out->at = held;
  return NULL;
}

static err *list_mandate(ctx *c, const mandate_held *m, cursor at, row_list *out) {
  if (!m->procedure_id) return list_held(c, m->holder_id, at, out);
  dossier_listed_row *held;
  TRY(dossiers_held_under(c->db, c->a,
                          &(dossiers_held_under_in){.holder = m->holder_id,
                                                    .procedure = m->procedure_id,
                                                    .before = at.sort, .id = at.id,
                                                    .most = LIST_PAGE + 1},
                          &held, &out->n));
  out->at = held;
  return NULL;
}

/* --- desks --- */
typedef struct desk { /* what is asked for */
  ctx *c;
  const list_wish *w;
  cursor at;
  int64_t until;      /* the last due_order */
  int64_t officer_id, procedure_id, unit_id; /* 0: any */
  bool nobodys, paused;
} desk;

/* FN: the query of queues like q, at the cursor; into out. */
#define LIST_QUEUE(FN, ...)                                                                  \
  do {                                                                                       \
    dossier_listed_row *rows_;                                                               \
    TRY(FN(k->c->db, k->c->a,                                                                \
           &(FN##_in){.unit = q->unit_id, .state = q->state, .after = k->at.sort,            \
                      .id = k->at.id, .until = k->until,                                     \
                      .most = LIST_PAGE + 1 __VA_OPT__(,) __VA_ARGS__},                      \
           &rows_, &out->n));                                                                \
    out->at = rows_;                                                                         \
  } while (0)

/* A queue of no state: what the unit is asked about, as many as it has been asked, whatever else
 * there is. */
static err *list_asked(const desk *k, const queue *q, row_list *out) {
  dossier_listed_row *rows;
  TRY(dossiers_asked(k->c->db, k->c->a,
                     &(dossiers_asked_in){.unit = q->unit_id, .field = q->field,
                                          .procedure = k->procedure_id, .after = k->at.sort,
                                          .id = k->at.id, .until = k->until,
                                          .most = LIST_PAGE + 1},
                     &rows, &out->n));
  out->at = rows;
  return NULL;
}

static err *list_queue(const desk *k, const queue *q, row_list *out) {
  if (!q->state.p) return list_asked(k, q, out);
  if (k->officer_id)
    LIST_QUEUE(desk_of_officer, .officer = k->officer_id, .field = q->field,
               .procedure = k->procedure_id);
  else if (k->nobodys) LIST_QUEUE(desk_free, .field = q->field, .procedure = k->procedure_id);
  else if (k->procedure_id)
    LIST_QUEUE(desk_of_procedure, .field = q->field, .procedure = k->procedure_id);
  else if (q->field.n) LIST_QUEUE(desk_of_field, .field = q->field);
  else LIST_QUEUE(desk_all);
  return NULL;
}

/* Desks go upward by due date, one's own downward by the day of filing. */
static int64_t sort_of(const dossier_listed_row *r, bool upward) {
  return upward ? r->due_order : r->submitted_at;
}

static bool first_of(const dossier_listed_row *x, const dossier_listed_row *y, bool upward) {
  int64_t a = sort_of(x, upward), b = sort_of(y, upward);
  return (a != b ? a < b : x->id < y->id) == upward;
}

/* Two lists, both sorted upward or both downward, as one, at most a page and one row; a dossier in
 * both comes once. */
static row_list merge(arena *a, bool upward, row_list x, row_list y) {
  dossier_listed_row *all = arena_list(a, LIST_PAGE + 1, dossier_listed_row);
  size_t i = 0, k = 0, count = 0;
  while (count <= LIST_PAGE && (i < x.n || k < y.n)) {
    bool first = k >= y.n || (i < x.n && first_of(&x.at[i], &y.at[k], upward));
    if (i < x.n && k < y.n && x.at[i].id == y.at[k].id) k++, first = true;
    all[count++] = first ? x.at[i++] : y.at[k++];
  }
  return (row_list){all, count};
}

/* Is all of q in another queue of the list? */
static bool within(const queue *list, size_t n, const queue *q) {
  for (size_t i = 0; i < n; i++)
    if (list[i].unit_id == q->unit_id && str_eq(list[i].state, q->state) &&
        (!list[i].field.n || str_eq(list[i].field, q->field)))
      return true;
  return false;
}

/* Does a queue of the state belong to the desk by this role?  On one's own what its role may take;
 * on the unit's what its head may assign.  What the applicant is waited for is there when asked. */
static bool turn_of(const desk *k, const role_held *r, dossier_state state) {
  const workflow_step *s = workflow_next(state_name(state));
  bool heads = str_eq(k->w->view, S("unit"));
  if (!s || (k->w->step.n && !str_eq(k->w->step, s->action))) return false;
  bool waits = state_in(state_name(state), IN(WAITING_SUPPLEMENT) | IN(WAITING_PAYMENT));
  if (k->paused ? !waits : s->who & BY(HOLDER) && !k->w->step.n) return false;
  if (!heads) return role_in(r->role, s->who);
  bool chosen = !k->unit_id || k->unit_id == r->unit_id;
  return chosen && role_in(r->role, workflow_action(S("assign"))->who);
}

size_t queues_add(ctx *c, queue *list, size_t n, queue q) {
  const edition *e = c->edition;
  size_t before = 0;
  if (edition_successor(e, q.unit_id) != q.unit_id || n == QUEUES_MOST) return n;
  if (!within(list, n, &q)) list[n++] = q;
  int64_t *taken_over = edition_predecessors(e, c->a, q.unit_id, &before);
  for (size_t i = 0; i < before && n < QUEUES_MOST; i++) {
    q.unit_id = taken_over[i];
    if (!within(list, n, &q)) list[n++] = q;
  }
  return n;
}

/* What others ask one's unit about is nobody's yet, and has no step that comes next. */
static bool gives_opinion(const desk *k, const role_held *r) {
  const list_wish *w = k->w;
  const workflow_step *s = workflow_action(S("opinion"));
  bool wanted = !w->step.n || str_eq(w->step, s->action);
  return wanted && !k->paused && !w->whose.n && str_eq(w->view, S("desk")) &&
         role_in(r->role, s->who);
}

/* Each queue once. */
static size_t queues_of(const desk *k, queue *list) {
  const actor *who = k->c->who;
  size_t n = 0;
  for (int by_field = 0; by_field < 2; by_field++) /* first those that hold the others */
    for (size_t i = 0; i < who->nroles; i++) {
      const role_held *r = &who->roles[i];
      if ((r->field.n > 0) != by_field) continue;
      for (dossier_state s = 0; s < STATE_COUNT; s++)
        if (n < QUEUES_MOST && turn_of(k, r, s))
          n = queues_add(k->c, list, n, (queue){r->unit_id, state_name(s), r->field});
      queue asked = {r->unit_id, STR_NONE, r->field};
      if (n < QUEUES_MOST && gives_opinion(k, r) && !within(list, n, &asked)) list[n++] = asked;
    }
  return n;
}

int64_t desk_after_soon(const ctx *c) {
  const edition *e = c->edition;
  int32_t day = day_of(c->now);
  for (int i = 0; i < SOON_MOST; i++, day = day_add(day, 1)) {
    instant last = {day_at(day, 0).us + DAY - 1};
    if (clock_light(&e->calendar, last, c->now, e->soon_days) != DUE_SOON) break;
  }
  return day_at(day, 0).us;
}

/* A light is a range of due dates. */
static void bound(desk *k) {
  int64_t now = k->c->now.us, soon = desk_after_soon(k->c), from = INT64_MIN;
  str light = k->w->light;
  k->until = INT64_MAX;
  if (str_eq(light, S("late"))) k->until = now - 1;
  if (str_eq(light, S("soon"))) from = now, k->until = soon - 1;
  if (str_eq(light, S("ok"))) from = soon, k->until = INT64_MAX - 1;
  if (k->w->due_by.us && k->w->due_by.us < k->until) k->until = k->w->due_by.us;
  k->paused = str_eq(light, S("paused"));
  if (k->at.sort < from) k->at = (cursor){from, INT64_MIN};
}

static err *find_officer(desk *k) {
  officer_info o;
  k->nobodys = str_eq(k->w->whose, S("free"));
  if (!k->w->whose.n || k->nobodys) return NULL;
  k->officer_id = k->c->who->account_id;
  if (str_eq(k->w->whose, S("me"))) return NULL;
  TRY(officer_get(k->c, k->w->whose, &o));
  k->officer_id = o.account_id;
  return NULL;
}

static err *list_desk(ctx *c, const list_wish *w, cursor at, row_list *out) {
  desk k = {.c = c, .w = w, .at = at};
  const procedure *p = w->procedure.n ? edition_procedure(c->edition, w->procedure) : NULL;
  if (w->procedure.n && !p) return ERR(NOT_FOUND, N_("There is no procedure {0}."), w->procedure);
  if (p) k.procedure_id = p->id;
  if (w->unit.n) TRY(load_unit(c, w->unit, &k.unit_id));
  bound(&k);
  TRY(find_officer(&k));
  queue *queues = arena_list(c->a, QUEUES_MOST, queue);
  size_t n = queues_of(&k, queues);
  *out = (row_list){0};
  for (size_t i = 0; i < n; i++) {
    row_list more;
    TRY(list_queue(&k, &queues[i], &more));
    if (more.n) *out = merge(c->a, true, *out, more);
    if (out->n > LIST_PAGE) k.until = out->at[LIST_PAGE].due_order; /* no more than one page */
  }
  return NULL;
}

/* access_own says the same of one. */
static err *list_mine(ctx *c, cursor at, row_list *out) {
  if (!access_seen(c->who)) return list_filed(c, at, out);
  TRY(list_held(c, c->who->person_id, at, out));
  for (size_t i = 0; i < c->who->nmandates; i++) {
    row_list more;
    TRY(list_mandate(c, &c->who->mandates[i], at, &more));
    if (more.n) *out = merge(c->a, false, *out, more);
  }
  return NULL;
}

err *dossier_list_of(ctx *c, const list_wish *w, dossier_list *out) {
  bool own = str_eq(w->view, S("mine"));
  if (!own && !str_eq(w->view, S("desk")) && !str_eq(w->view, S("unit")))
    return err_at(ERR(BAD_REQUEST, N_("A list is mine, desk or unit.")), S("view"), STR_NONE);
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  cursor at = own ? (cursor){INT64_MAX, INT64_MAX} : (cursor){INT64_MIN, INT64_MIN};
  TRY(cursor_read(c->a, w->after, &at));
  row_list rows;
  TRY(own ? list_mine(c, at, &rows) : list_desk(c, w, at, &rows));
  size_t shown = rows.n > LIST_PAGE ? LIST_PAGE : rows.n;
  dossier_line *items = arena_list(c->a, shown, dossier_line);
  for (size_t i = 0; i < shown; i++) items[i] = list_line(&rows.at[i]);
  *out = (dossier_list){.items = items, .n = shown, .more = rows.n > shown};
  const dossier_listed_row *last = shown ? &rows.at[shown - 1] : NULL;
  if (out->more) out->next = cursor_text(c->a, (cursor){sort_of(last, !own), last->id});
  return NULL;
}
