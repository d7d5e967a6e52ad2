/* dossier: reading and lists; see dossier.h.  Filing is in filing.c, changes in workflow.c. */
#include "office/dossier.h"

#include "office/dossier.sql.h"
#include "office/workflow.h"

static instant time_of(opt_i64 t) { return t.has ? (instant){t.v} : INSTANT_NONE; }

void dossier_in_charge(const ctx *c, int64_t unit_id, int64_t reception_id, dossier *d) {
  int32_t today = day_of(c->now);
  d->row_unit_id = unit_id;
  d->row_reception_id = reception_id;
  d->unit_id = c->edition ? edition_unit_on(c->edition, unit_id, today) : unit_id;
  d->reception_unit_id = c->edition ? edition_unit_on(c->edition, reception_id, today)
                                    : reception_id;
}

static void fill(const ctx *c, const dossier_row_by_code_row *r, dossier *out) {
  *out = (dossier){.id = r->id, .procedure_id = r->procedure_id,
                   .version_id = r->procedure_version_id, .holder_id = r->holder_id,
                   .filed_by = r->filed_by, .status = r->status,
                   .version = r->version, .seq = r->seq, .code = r->code, .field = r->field,
                   .channel = r->channel, .state = r->state, .decision = r->decision,
                   .head = r->head, .delivery = r->delivery,
                   .submitted_at = {r->submitted_at}, .received_at = time_of(r->received_at),
                   .due_at = time_of(r->due_at), .finished_at = time_of(r->finished_at),
                   .ended_at = time_of(r->ended_at), .first_due_at = time_of(r->first_due_at),
                   .paused_at = time_of(r->paused_at), .until_day = (int32_t)r->until_day,
                   .supplements = r->supplements, .extensions = r->extensions,
                   .consults = r->consults,
                   .assignee_id = r->assignee_id.has ? r->assignee_id.v : 0,
                   .assignee_role = r->assignee_role};
  dossier_in_charge(c, r->unit_id, r->reception_unit_id, out);
}

err *dossier_by_code(ctx *c, str code, dossier *out) {
  dossier_row_by_code_row row;
  bool found = false;
  if (str_utf8(code)) TRY(dossier_row_by_code(c->db, c->a, code, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such dossier."));
  fill(c, &row, out);
  return NULL;
}

_Static_assert(sizeof(dossier_row_by_code_row) == sizeof(dossier_row_by_id_row),
               "the two queries give the same columns");

err *dossier_by_id(ctx *c, int64_t id, dossier *out) {
  union {
    dossier_row_by_id_row id;
    dossier_row_by_code_row code;
  } row;
  bool found;
  TRY(dossier_row_by_id(c->db, c->a, id, &row.id, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such dossier."));
  fill(c, &row.code, out);
  return NULL;
}

err *dossier_form_of(ctx *c, int64_t dossier_id, int64_t seq, str *form) {
  dossier_form_row_row filed;
  form_revisions_row *later;
  size_t n;
  bool found;
  *form = STR_NONE;
  if (seq > 1) {
    TRY(form_revisions(c->db, c->a, dossier_id, &later, &n));
    for (size_t i = 0; i < n; i++)
      if (later[i].seq <= seq) *form = later[i].form;
    if (form->p) return NULL;
  }
  TRY(dossier_form_row(c->db, c->a, dossier_id, &filed, &found));
  if (found) *form = filed.form;
  return NULL;
}

err *dossier_form(ctx *c, int64_t dossier_id, str *form) {
  return dossier_form_of(c, dossier_id, INT64_MAX, form);
}

err *dossier_papers(ctx *c, int64_t dossier_id, const dossier_paper **out, size_t *n) {
  dossier_paper_rows_row *rows;
  TRY(dossier_paper_rows(c->db, c->a, dossier_id, &rows, n));
  dossier_paper *all = arena_list(c->a, *n, dossier_paper);
  for (size_t i = 0; i < *n; i++)
    all[i] = (dossier_paper){.ordinal = rows[i].ordinal, .seq = rows[i].seq,
                             .size = rows[i].size,
                             .component = rows[i].component, .id = rows[i].public_id,
                             .name = rows[i].name, .media_type = rows[i].media_type,
                             .sha256 = rows[i].sha256};
  *out = all;
  return NULL;
}

static bool acts_for_holder(const actor *who, const dossier *d) {
  for (size_t i = 0; i < who->nmandates; i++) {
    const mandate_held *m = &who->mandates[i];
    bool covers = !m->procedure_id || m->procedure_id == d->procedure_id;
    if (covers && m->holder_id == d->holder_id) return true;
  }
  return false;
}

bool dossier_own(const actor *who, const dossier *d) {
  if (!who->officer && who->assurance < 2) return who->account_id == d->filed_by;
  return who->person_id == d->holder_id || acts_for_holder(who, d);
}

bool dossier_overdue(const dossier *d, instant now) {
  if (!instant_is(d->due_at)) return false;
  instant until = instant_is(d->finished_at) ? d->finished_at
                  : instant_is(d->ended_at)  ? d->ended_at
                  : instant_is(d->paused_at) ? d->paused_at
                                             : now;
  return until.us > d->due_at.us;
}

/* --- lists --- */
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

static err *cursor_read(arena *a, str text, cursor *out) {
  if (!text.p) return NULL;
  char *plain = arena_alloc(a, text.n + 2);
  for (size_t i = 0; i < text.n; i++)
    plain[i] = text.p[i] == '-' ? '+' : text.p[i] == '_' ? '/' : text.p[i];
  plain[text.n] = plain[text.n + 1] = '=';
  str raw = text.n == 22 ? base64_read(a, (str){plain, text.n + 2}) : STR_NONE;
  if (raw.n != CURSOR_BYTES)
    return err_at(ERR(BAD_REQUEST, N_("The place in the list is not one that was given out.")),
                  S("after"), STR_NONE);
  uint64_t parts[2] = {0};
  for (int i = 0; i < CURSOR_BYTES; i++)
    parts[i / 8] = parts[i / 8] << 8 | (unsigned char)raw.p[i];
  *out = (cursor){(int64_t)parts[0], (int64_t)parts[1]};
  return NULL;
}

/* All list queries give the columns of this one. */
typedef dossiers_at_unit_row list_row;
_Static_assert(sizeof(list_row) == sizeof(dossiers_held_row) &&
                   sizeof(list_row) == sizeof(dossiers_held_under_row) &&
                   sizeof(list_row) == sizeof(dossiers_filed_row) &&
                   sizeof(list_row) == sizeof(dossiers_asked_row) &&
                   sizeof(list_row) == sizeof(dossiers_at_reception_row) &&
                   sizeof(list_row) == sizeof(dossiers_of_field_at_unit_row) &&
                   sizeof(list_row) == sizeof(dossiers_of_field_at_reception_row),
               "the list queries give the same columns");

static dossier_line line_of(const list_row *r) {
  return (dossier_line){.code = r->code, .procedure = r->procedure, .state = r->state,
                        .channel = r->channel, .holder = r->holder, .status = r->status,
                        .version = r->version, .submitted_at = {r->submitted_at},
                        .received_at = time_of(r->received_at), .due_at = time_of(r->due_at),
                        .finished_at = time_of(r->finished_at), .unit_id = r->unit_id,
                        .reception_unit_id = r->reception_unit_id};
}

typedef struct row_list {
  const list_row *at;
  size_t n;
} row_list;

static err *list_filed(ctx *c, cursor at, row_list *out) {
  dossiers_filed_row *filed;
  TRY(dossiers_filed(c->db, c->a,
                     &(dossiers_filed_in){.account = c->who->account_id, .before = at.sort,
                                          .id = at.id, .most = LIST_PAGE + 1},
                     &filed, &out->n));
  out->at = (const list_row *)(const void *)filed;
  return NULL;
}

static err *list_held(ctx *c, int64_t holder_id, cursor at, row_list *out) {
  dossiers_held_row *held;
  TRY(dossiers_held(c->db, c->a,
                    &(dossiers_held_in){.holder = holder_id, .before = at.sort, .id = at.id,
                                        .most = LIST_PAGE + 1},
                    &held, &out->n));
  out->at = (const list_row *)(const void *)held;
  return NULL;
}

enum { QUEUES_MOST = 400 };
static err *list_mandate(ctx *c, const mandate_held *m, cursor at, row_list *out) {
  if (!m->procedure_id) return list_held(c, m->holder_id, at, out);
  dossiers_held_under_row *held;
  TRY(dossiers_held_under(c->db, c->a,
                          &(dossiers_held_under_in){.holder = m->holder_id,
                                                    .procedure = m->procedure_id,
                                                    .before = at.sort, .id = at.id,
                                                    .most = LIST_PAGE + 1},
                          &held, &out->n));
  out->at = (const list_row *)(const void *)held;
  return NULL;
}

typedef struct queue { /* what waits in one state for a unit's role: a range of one index */
  step_place where;
  int64_t unit_id;
  str state, field; /* field empty: every field */
} queue;

/* FN: the query of queues like q, from the cursor `at` up to `until`; into out. */
#define LIST_QUEUE(FN, ...)                                                                  \
  do {                                                                                       \
    FN##_row *rows_;                                                                         \
    TRY(FN(c->db, c->a,                                                                      \
           &(FN##_in){.unit = q->unit_id, .state = q->state, .after = at.sort, .id = at.id,  \
                      .until = until.sort, .until_id = until.id,                             \
                      .most = LIST_PAGE + 1 __VA_OPT__(,) __VA_ARGS__},                      \
           &rows_, &out->n));                                                                \
    out->at = (const list_row *)(const void *)rows_;                                         \
  } while (0)

/* What the unit is asked about: as many as it has been asked, whatever else there is. */
static err *list_asked(ctx *c, const queue *q, cursor at, row_list *out) {
  dossiers_asked_row *rows;
  TRY(dossiers_asked(c->db, c->a,
                     &(dossiers_asked_in){.unit = q->unit_id, .field = q->field,
                                          .after = at.sort, .id = at.id, .most = LIST_PAGE + 1},
                     &rows, &out->n));
  out->at = (const list_row *)(const void *)rows;
  return NULL;
}

static err *list_queue(ctx *c, const queue *q, cursor at, cursor until, row_list *out) {
  if (q->where == ASKED) return list_asked(c, q, at, out);
  bool here = q->where == COMPETENT;
  if (here && q->field.n) LIST_QUEUE(dossiers_of_field_at_unit, .field = q->field);
  else if (here) LIST_QUEUE(dossiers_at_unit);
  else if (q->field.n) LIST_QUEUE(dossiers_of_field_at_reception, .field = q->field);
  else LIST_QUEUE(dossiers_at_reception);
  return NULL;
}

static bool before(const list_row *x, const list_row *y) {
  return x->sort != y->sort ? x->sort < y->sort : x->id < y->id;
}

/* Two lists, both sorted upward or both downward, as one, at most a page and one row; a dossier in
 * both comes once. */
static row_list merge(arena *a, bool upward, row_list x, row_list y) {
  list_row *all = arena_list(a, LIST_PAGE + 1, list_row);
  size_t i = 0, k = 0, count = 0;
  while (count <= LIST_PAGE && (i < x.n || k < y.n)) {
    bool first = k >= y.n || (i < x.n && before(&x.at[i], &y.at[k]) == upward);
    if (i < x.n && k < y.n && x.at[i].id == y.at[k].id) k++, first = true;
    all[count++] = first ? x.at[i++] : y.at[k++];
  }
  return (row_list){all, count};
}

/* Is all of q in another queue of the list? */
static bool within(const queue *list, size_t n, const queue *q) {
  for (size_t i = 0; i < n; i++)
    if (list[i].where == q->where && list[i].unit_id == q->unit_id &&
        str_eq(list[i].state, q->state) && (!list[i].field.n || str_eq(list[i].field, q->field)))
      return true;
  return false;
}

/* A dissolved unit's queue is its successor's; the roles there have nothing left to do. */
static size_t add_queues(ctx *c, queue *list, size_t n, queue q) {
  const edition *e = c->edition;
  size_t before = 0;
  if (edition_successor(e, q.unit_id) != q.unit_id) return n;
  if (!within(list, n, &q)) list[n++] = q;
  int64_t *taken_over = edition_predecessors(e, c->a, q.unit_id, &before);
  for (size_t i = 0; i < before && n < QUEUES_MOST; i++) {
    q.unit_id = taken_over[i];
    if (!within(list, n, &q)) list[n++] = q;
  }
  return n;
}

/* The queues that wait for the actor's roles, each once. */
static size_t queues_of(ctx *c, queue *list) {
  size_t n = 0;
  for (int by_field = 0; by_field < 2; by_field++) /* first those that hold the others */
    for (size_t i = 0; i < c->who->nroles; i++) {
      const role_held *r = &c->who->roles[i];
      for (dossier_state k = 0; k < STATE_COUNT; k++) {
        const workflow_step *s = workflow_next(state_name(k));
        bool turn = s && !(s->who & BY(HOLDER)) && role_in(r->role, s->who) &&
                    (r->field.n > 0) == by_field;
        queue q = {turn ? s->where : COMPETENT, r->unit_id, state_name(k), r->field};
        if (turn && n < QUEUES_MOST) n = add_queues(c, list, n, q);
      }
      queue asked = {ASKED, r->unit_id, S(""), r->field};
      bool gives = role_in(r->role, workflow_action(S("opinion"))->who);
      bool more = gives && (r->field.n > 0) == by_field && n < QUEUES_MOST;
      if (more && !within(list, n, &asked)) list[n++] = asked;
    }
  return n;
}

static err *list_desk(ctx *c, cursor at, row_list *out) {
  queue *queues = arena_list(c->a, QUEUES_MOST, queue);
  size_t n = queues_of(c, queues);
  cursor until = {INT64_MAX, INT64_MAX}; /* once there is a page, only what comes before its end */
  *out = (row_list){0};
  for (size_t i = 0; i < n; i++) {
    row_list more;
    TRY(list_queue(c, &queues[i], at, until, &more));
    if (more.n) *out = merge(c->a, true, *out, more);
    if (out->n > LIST_PAGE) until = (cursor){out->at[LIST_PAGE].sort, out->at[LIST_PAGE].id};
  }
  return NULL;
}

/* dossier_own says the same of one. */
static err *list_mine(ctx *c, cursor at, row_list *out) {
  if (c->who->officer || c->who->assurance < 2) return list_filed(c, at, out);
  TRY(list_held(c, c->who->person_id, at, out));
  for (size_t i = 0; i < c->who->nmandates; i++) {
    row_list more;
    TRY(list_mandate(c, &c->who->mandates[i], at, &more));
    if (more.n) *out = merge(c->a, false, *out, more);
  }
  return NULL;
}

err *dossier_list_of(ctx *c, str view, str after, dossier_list *out) {
  bool desk = str_eq(view, S("desk"));
  if (!desk && !str_eq(view, S("mine")))
    return err_at(ERR(BAD_REQUEST, N_("A list is mine or desk.")), S("view"), STR_NONE);
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  cursor at = desk ? (cursor){INT64_MIN, INT64_MIN} : (cursor){INT64_MAX, INT64_MAX};
  TRY(cursor_read(c->a, after, &at));
  row_list rows;
  TRY(desk ? list_desk(c, at, &rows) : list_mine(c, at, &rows));
  size_t shown = rows.n > LIST_PAGE ? LIST_PAGE : rows.n;
  dossier_line *items = arena_list(c->a, shown, dossier_line);
  for (size_t i = 0; i < shown; i++) items[i] = line_of(&rows.at[i]);
  *out = (dossier_list){.items = items, .n = shown, .more = rows.n > shown};
  const list_row *last = shown ? &rows.at[shown - 1] : NULL;
  if (out->more) out->next = cursor_text(c->a, (cursor){last->sort, last->id});
  return NULL;
}
