/* verify_figures: what was counted against what the events say, to the last dossier; see
 * verify_impl.h.
 *
 * The deltas of an event are all there, and then each is as the event gives it; or none is, and
 * then they must be in the folds.  What must be there is summed while dossiers are replayed; at the
 * end the folds are taken from it, and nothing may be left. */
#include "office/fold.h"
#include "office/verify_impl.h"

/* Of the same line: a unit and those that have its work after it. */
static bool same_line(const edition *e, int64_t a, int64_t b) {
  return a == b || edition_successor(e, a) == edition_successor(e, b);
}

static bool has_delta(const edition *e, const verify_deltas_row *rows, size_t n, int64_t event_id,
                      const delta *d) {
  for (size_t i = 0; i < n; i++) {
    const verify_deltas_row *r = &rows[i];
    if (r->event_id == event_id && str_eq(r->measure, measure_name(d->measure)) &&
        same_line(e, r->unit_id, d->unit_id) && r->due == d->due && r->day == d->day &&
        r->n == d->n)
      return true;
  }
  return false;
}

static bool waits(const verify_deltas_row *rows, size_t n, int64_t event_id) {
  for (size_t i = 0; i < n; i++)
    if (rows[i].event_id == event_id) return true;
  return false;
}

static void expect(verifier *v, const delta *d) {
  tally_add(&v->counted,
            &(tally_key){.unit_id = edition_successor(v->c.edition, d->unit_id), .due = d->due,
                         .measure = measure_name(d->measure), .first = d->day,
                         .span = d->day ? SPAN_DAY : SPAN_NOW},
            d->n);
}

err *verify_figures(examined *x, const said *all) {
  verifier *v = x->v;
  verify_deltas_row *rows;
  size_t n, seen = 0;
  TRY(verify_deltas(v->c.db, v->c.a, x->d.id, &rows, &n));
  for (size_t i = 0; i < x->n; i++) {
    const verify_events_row *e = &x->events[i];
    delta deltas[DELTAS_MOST];
    dossier before = x->after[i ? i - 1 : 0]; /* but already in the hands of who took the step */
    before.unit_id = edition_unit_on(v->c.edition, before.unit_id, day_of((instant){e->at}));
    size_t m = measure_deltas(i ? &before : NULL, &x->after[i],
                              &(figure_event){e->id, e->action, {e->at}, x->p,
                                              all[i].stated.proof},
                              deltas);
    v->report->deltas += (int64_t)m;
    if (!waits(rows, n, e->id)) {
      for (size_t k = 0; k < m; k++) expect(v, &deltas[k]);
      continue;
    }
    for (size_t k = 0; k < m; k++)
      if (!has_delta(v->c.edition, rows, n, e->id, &deltas[k]))
        return wrong_event(x, e, str_cat(v->c.a, S("the figure \""),
                                         measure_name(deltas[k].measure),
                                         S("\" was not counted as the event says")));
    seen += m;
  }
  if (n != seen) return wrong(v, x->d.code, S("figures are counted that no event gives"));
  v->waiting += (int64_t)n;
  return NULL;
}

/* --- the folds --- */
typedef struct folds {
  verifier *v;
  tally sums; /* of sums among each other: what one kind says less what the other does */
  bool with_below;
} folds;

static str kept_name(tally *t, str name) {
  measure m = measure_number(name);
  return m == MEASURE_COUNT ? str_dup(t->a, name) : measure_name(m);
}

static err *one_fold(void *arg, const verify_fold_rows_row *row) {
  folds *f = arg;
  verifier *v = f->v;
  tally_key k = {.unit_id = row->unit_id, .due = row->due, .first = (int32_t)row->first,
                 .measure = kept_name(&v->counted, row->measure), .span = (uint8_t)row->span,
                 .below = row->below};
  if (k.below) {
    if (f->with_below) tally_add(&f->sums, &k, -row->n);
    return NULL;
  }
  if (f->with_below) fold_above(&f->sums, v->c.edition, &k, row->n);
  if (k.span > SPAN_DAY) tally_add(&f->sums, &k, -row->n);
  tally_key wider = k;
  for (fold_span span = SPAN_MONTH; k.span == SPAN_DAY && span <= SPAN_YEAR; span++) {
    wider.span = (uint8_t)span;
    wider.first = span_first(span, k.first);
    tally_add(&f->sums, &wider, row->n);
  }
  k.unit_id = edition_successor(v->c.edition, k.unit_id);
  if (k.span <= SPAN_DAY) tally_add(&v->counted, &k, -row->n);
  return NULL;
}

static err *nothing_left(verifier *v, const tally *t) {
  for (size_t i = 0; i < t->room; i++) {
    const tally_row *r = &t->rows[i];
    if (!r->used || !r->n) continue;
    const unit *u = edition_unit(v->c.edition, r->key.unit_id);
    period p = {r->key.span, r->key.first, r->key.first};
    str when = r->key.span == SPAN_NOW ? S("now") : period_text(v->c.a, &p);
    str where = str_cat(v->c.a, S("figures of "), u ? u->code : S("an unknown unit"),
                        r->key.below ? S(" with the units below it") : S(""));
    return wrong(v, where,
                 str_fmt(v->c.a, "\"%.*s\" (%.*s) is %s by %lld of what the events give",
                         STR_ARG(r->key.measure), STR_ARG(when), r->n > 0 ? "short" : "over",
                         (long long)(r->n > 0 ? r->n : -r->n)));
  }
  return NULL;
}

err *verify_folds(verifier *v) {
  verify_tree_row state;
  bool found;
  folds f = {.v = v, .sums = {.a = v->counted.a}};
  TRY(verify_tree(v->c.db, v->c.a, &state, &found));
  f.with_below = state.tree == v->c.edition->tree; /* else nobody reads them */
  TRY(verify_fold_rows(v->c.db, one_fold, &f));
  TRY(nothing_left(v, &v->counted));
  return nothing_left(v, &f.sums);
}
