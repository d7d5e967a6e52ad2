/* fold: see fold.h. */
#include "office/fold.h"

#include "base/buf.h"
#include "office/fold.sql.h"

enum { BITE = 5000, DEPTH_MOST = 16 };

/* --- periods --- */

static int32_t days_of_month(int32_t month_first) {
  return day_add(day_add(month_first, 31) / 100 * 100 + 1, -1);
}

period period_of(fold_span span, int32_t day) {
  period p = {span, span_first(span, day), day};
  if (span == SPAN_MONTH) p.last = days_of_month(p.first);
  if (span == SPAN_QUARTER) p.last = days_of_month(p.first + 200);
  if (span == SPAN_YEAR) p.last = p.first / 10000 * 10000 + 1231;
  return p;
}

static bool digits(str s, size_t from, size_t n, int32_t *out) {
  *out = 0;
  for (size_t i = from; i < from + n; i++) {
    if (i >= s.n || s.p[i] < '0' || s.p[i] > '9') return false;
    *out = *out * 10 + s.p[i] - '0';
  }
  return true;
}

bool period_parse(str s, period *out) {
  int32_t year, month = 1, day = 1, quarter;
  if (!digits(s, 0, 4, &year) || year < 1000 || (s.n > 4 && s.p[4] != '-')) return false;
  if (s.n == 7 && s.p[5] == 'Q' && digits(s, 6, 1, &quarter) && quarter >= 1 && quarter <= 4) {
    *out = period_of(SPAN_QUARTER, year * 10000 + (quarter * 3 - 2) * 100 + 1);
    return true;
  }
  bool has_month = s.n == 7 || s.n == 10, has_day = s.n == 10;
  if (s.n != 4 && !has_month) return false;
  if (has_month && (!digits(s, 5, 2, &month) || month < 1 || month > 12)) return false;
  if (has_day && (s.p[7] != '-' || !digits(s, 8, 2, &day))) return false;
  int32_t first = year * 10000 + month * 100 + 1;
  if (day < 1 || day > days_of_month(first) % 100) return false;
  *out = period_of(has_day ? SPAN_DAY : has_month ? SPAN_MONTH : SPAN_YEAR, first + day - 1);
  return true;
}

str period_text(arena *a, const period *p) {
  int year = p->first / 10000, month = p->first / 100 % 100;
  if (p->span == SPAN_YEAR) return str_fmt(a, "%04d", year);
  if (p->span == SPAN_QUARTER) return str_fmt(a, "%04d-Q%d", year, (month + 2) / 3);
  if (p->span == SPAN_MONTH) return str_fmt(a, "%04d-%02d", year, month);
  return str_fmt(a, "%04d-%02d-%02d", year, month, p->first % 100);
}

/* --- folding --- */

void fold_own(tally *t, int64_t unit_id, const delta *d, str name) {
  tally_key k = {.unit_id = unit_id, .measure = name, .due = d->due};
  if (!d->day) tally_add(t, &k, d->n);
  for (fold_span span = SPAN_DAY; d->day && span <= SPAN_YEAR; span++) {
    k.span = (uint8_t)span;
    k.first = span_first(span, d->day);
    tally_add(t, &k, d->n);
  }
}

void fold_above(tally *t, const edition *e, const tally_key *own, int64_t n) {
  tally_key k = *own;
  k.below = true;
  for (int depth = 0; k.unit_id && depth < DEPTH_MOST; depth++) {
    const unit *u = edition_unit(e, k.unit_id);
    if (u && u->has_below) tally_add(t, &k, n);
    k.unit_id = u ? u->parent_id : 0;
  }
}

static err *write_row(ctx *c, const tally_row *r) {
  const tally_key *k = &r->key;
  if (!r->n) return NULL;
  TRY(fold_add(c->db,
               &(fold_add_in){.unit = k->unit_id, .below = k->below, .span = k->span,
                              .first = k->first, .measure = k->measure, .due = k->due, .n = r->n},
               NULL));
  if (r->n > 0 || !k->due) return NULL; /* a due time at which nothing stands any more */
  return fold_drop_none(c->db,
                        &(fold_drop_none_in){.unit = k->unit_id, .below = k->below,
                                             .measure = k->measure, .due = k->due},
                        NULL);
}

static err *write_tally(ctx *c, const tally *t) {
  for (size_t i = 0; i < t->room; i++)
    if (t->rows[i].used) TRY(write_row(c, &t->rows[i]));
  return NULL;
}

/* The tree of units has changed: the sums with units below are made anew from the others. */
static err *sum_below(ctx *c) {
  fold_all_own_row *rows;
  size_t n;
  tally t = {.a = c->a};
  TRY(fold_drop_below(c->db, NULL));
  TRY(fold_all_own(c->db, c->a, &rows, &n));
  for (size_t i = 0; i < n; i++)
    fold_above(&t, c->edition,
               &(tally_key){.unit_id = rows[i].unit_id, .due = rows[i].due,
                            .measure = rows[i].measure, .first = (int32_t)rows[i].first,
                            .span = (uint8_t)rows[i].span},
               rows[i].n);
  TRY(write_tally(c, &t));
  return fold_tree_is(c->db, c->edition->tree, NULL);
}

err *fold_wanted(ctx *c, bool *wanted) {
  fold_state_tree_row state;
  fold_waits_row waiting;
  bool found;
  TRY(fold_state_tree(c->db, c->a, &state, &found));
  TRY(fold_waits(c->db, c->a, &waiting, &found));
  *wanted = waiting.n || state.tree != c->edition->tree;
  return NULL;
}

err *fold_bite(ctx *c, bool *more) {
  fold_hold_row state;
  fold_take_row *rows;
  size_t n;
  bool found;
  tally own = {.a = c->a}, above = {.a = c->a};
  *more = false;
  TRY(fold_hold(c->db, c->a, &state, &found));
  if (state.tree != c->edition->tree) TRY(sum_below(c));
  TRY(fold_take(c->db, c->a, BITE, &rows, &n));
  for (size_t i = 0; i < n; i++)
    fold_own(&own, rows[i].unit_id,
             &(delta){.due = rows[i].due, .day = (int32_t)rows[i].day, .n = rows[i].n},
             rows[i].measure);
  for (size_t i = 0; i < own.room; i++)
    if (own.rows[i].used) fold_above(&above, c->edition, &own.rows[i].key, own.rows[i].n);
  TRY(write_tally(c, &own));
  TRY(write_tally(c, &above));
  *more = n >= BITE;
  return NULL;
}

/* --- reading --- */
typedef struct reading {
  ctx *c;
  const period *p;
  bool summed;                     /* the sums with units below are of this tree */
  const fold_waiting_row *waiting; /* of every unit */
  size_t nwaiting;
} reading;

static void count(figures *to, str name, int64_t n, int64_t late) {
  measure m = measure_number(name);
  if (m == MEASURE_COUNT) return;
  to->n[m] += n;
  to->late[m] += late;
}

static err *sums_of(const reading *r, int64_t unit_id, bool below, figures *to) {
  fold_sums_row *rows;
  size_t n;
  TRY(fold_sums(r->c->db, r->c->a,
                &(fold_sums_in){.unit = unit_id, .below = below, .span = r->p->span,
                                .first = r->p->first, .now = r->c->now.us},
                &rows, &n));
  for (size_t i = 0; i < n; i++) count(to, rows[i].measure, rows[i].n, rows[i].late);
  for (size_t i = 0; i < r->nwaiting; i++) {
    const fold_waiting_row *w = &r->waiting[i];
    bool mine = below ? edition_unit_within(r->c->edition, w->unit_id, unit_id)
                      : w->unit_id == unit_id;
    if (mine) count(to, w->measure, w->n, w->late);
  }
  return NULL;
}

static void stock_alone(figures *f) {
  for (measure m = 0; m < MEASURE_COUNT; m++)
    if (!measure_stands(m)) f->n[m] = 0;
}

/* Work that was taken over across the tree: what a unit outside has counted for a successor inside,
 * and what stood in a unit inside for a successor outside. */
static err *taken_over(const reading *r, const unit *u, figures *to) {
  const edition *e = r->c->edition;
  for (size_t i = 0; i < e->nunits; i++) {
    const unit *x = &e->units[i];
    int64_t heir = x->successor_id ? edition_successor(e, x->id) : x->id;
    if (heir == x->id) continue;
    bool inside = edition_unit_within(e, x->id, u->id);
    if (inside == edition_unit_within(e, heir, u->id)) continue;
    figures own = {0};
    TRY(sums_of(r, x->id, false, &own));
    if (inside) stock_alone(&own);
    for (measure m = 0; m < MEASURE_COUNT; m++) {
      to->n[m] += inside ? -own.n[m] : own.n[m];
      to->late[m] += inside ? -own.late[m] : own.late[m];
    }
  }
  return NULL;
}

static err *figures_read(const reading *r, const unit *u, figures *out) {
  const edition *e = r->c->edition;
  *out = (figures){0};
  if (!u->has_below || r->summed) TRY(sums_of(r, u->id, u->has_below, out));
  for (size_t i = 0; u->has_below && !r->summed && i < e->nunits; i++)
    if (edition_unit_within(e, e->units[i].id, u->id))
      TRY(sums_of(r, e->units[i].id, false, out));
  TRY(taken_over(r, u, out));
  int32_t today = day_of(r->c->now);
  for (measure m = 0; m < MEASURE_COUNT && (today < r->p->first || today > r->p->last); m++)
    if (measure_stands(m)) out->n[m] = out->late[m] = 0;
  return NULL;
}

err *figures_of_each(ctx *c, const unit *const *units, size_t n, const period *p, figures *out) {
  fold_state_tree_row state;
  fold_waiting_row *waiting;
  bool found;
  reading r = {.c = c, .p = p};
  TRY(fold_state_tree(c->db, c->a, &state, &found));
  r.summed = state.tree == c->edition->tree;
  TRY(fold_waiting(c->db, c->a, p->first, p->last, c->now.us, &waiting, &r.nwaiting));
  r.waiting = waiting;
  for (size_t i = 0; i < n; i++) TRY(figures_read(&r, units[i], &out[i]));
  return NULL;
}

err *figures_of(ctx *c, int64_t unit_id, const period *p, figures *out) {
  const unit *u = edition_unit(c->edition, unit_id);
  *out = (figures){0};
  return u ? figures_of_each(c, &u, 1, p, out) : NULL;
}
