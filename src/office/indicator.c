/* indicator: see indicator.h. */
#include "office/indicator.h"

#include "office/indicator.sql.h"

static const struct {
  const char *name, *word;
} parts[] = {
#define PART(code, json, word) {json, word},
#define INDICATOR(...)
#include "office/indicator.def"
#undef INDICATOR
#undef PART
};

str part_name(indicator_part p) { return p < PART_COUNT ? str_of(parts[p].name) : S(""); }
const char *part_word(indicator_part p) { return p < PART_COUNT ? parts[p].word : ""; }

#define OF(...) {__VA_ARGS__}
#define NOTHING {{NO_TERM, MEASURE_COUNT}}
#define ALL(m) {TERM_ALL, MEASURE_##m}
#define IN_TIME(m) {TERM_IN_TIME, MEASURE_##m}
#define LESS(m) {TERM_LESS, MEASURE_##m}
const indicator indicators[] = {
#define PART(...)
#define INDICATOR(code, part, name, source, numerator, denominator, direction, unit, beside, told) \
  {{code, sizeof code - 1}, PART_##part, name, told, source, numerator, denominator, direction,    \
   unit, {beside, sizeof beside - 1}},
#include "office/indicator.def"
#undef INDICATOR
#undef PART
};
const size_t indicator_count = COUNT(indicators);

const indicator *indicator_coded(str code) {
  for (size_t i = 0; i < COUNT(indicators); i++)
    if (str_eq(indicators[i].code, code)) return &indicators[i];
  return NULL;
}

static const struct {
  const char *name, *word;
} states[] = {[MEASURED] = {"measured", ""},
              [NOT_APPLICABLE] = {"not_applicable", N_("not applicable")},
              [NO_DATA] = {"no_data", N_("no data yet")},
              [TOO_FEW] = {"too_few", N_("too few to be shown")}};
str indicator_state_name(indicator_state s) { return str_of(states[s].name); }
const char *indicator_state_word(indicator_state s) { return states[s].word; }

/* --- one value --- */

static int64_t sum_of(const indicator_term *terms, const figures *f) {
  int64_t sum = 0;
  for (size_t i = 0; i < TERMS_MOST && terms[i].of != NO_TERM; i++) {
    int64_t n = f->n[terms[i].measure];
    if (terms[i].of == TERM_IN_TIME) n -= f->late[terms[i].measure];
    sum += terms[i].of == TERM_LESS ? -n : n;
  }
  return sum;
}

static bool few(int64_t n) { return n > 0 && n < FEW; }

/* Rounded to the nearest, a half up. */
static int64_t ratio(int64_t n, int64_t of, int64_t times) {
  return of > 0 && n > 0 ? (2 * n * times + of) / (2 * of) : 0;
}

static indicator_value value_of(const indicator *i, const figures *f, bool open) {
  indicator_value v = {.of = i, .state = NO_DATA, .points = -1};
  if (i->source == NOWHERE) return v;
  int64_t numerator = sum_of(i->numerator, f), denominator = sum_of(i->denominator, f);
  v.state = denominator > 0 ? MEASURED : NOT_APPLICABLE;
  bool kept_back = few(numerator) || few(denominator) || few(denominator - numerator);
  if (open && i->source == DOSSIERS && denominator > 0 && kept_back) v.state = TOO_FEW;
  if (v.state != MEASURED) return v;
  v.numerator = numerator;
  v.denominator = denominator;
  v.value = ratio(numerator, denominator, 10000);
  return v;
}

/* What the catalogue offers belongs to the whole, not to one of its units. */
static void count_catalogue(const ctx *c, const unit *u, figures *f) {
  bool whole = str_eq(u->kind, S("province")) || !u->parent_id;
  for (size_t i = 0; whole && i < c->edition->nprocedures; i++) {
    f->n[MEASURE_procedures]++;
    f->n[MEASURE_procedures_online] +=
        !str_eq(c->edition->procedures[i].service_level, S("information"));
  }
}

/* --- all of a unit --- */

static void give_points(indicator_value *v, const index_components_row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (!str_eq(rows[i].code, v->of->code)) continue;
    v->points = rows[i].points;
    v->threshold = rows[i].threshold;
    int64_t full = v->points * 100;
    bool reached = v->value >= v->threshold;
    if (v->state == MEASURED) v->score = reached ? full : ratio(full, v->threshold, v->value);
  }
}

err *indicators_of(ctx *c, const figures_wish *w, const figures *f, indicator_value **out) {
  figures all = *f;
  index_components_row *rows;
  size_t n;
  int32_t today = day_of(c->now), last = w->period.last;
  TRY(index_components(c->db, c->a, last < today ? last : today, &rows, &n));
  count_catalogue(c, w->unit, &all);
  indicator_value *list = arena_list(c->a, COUNT(indicators), indicator_value);
  for (size_t i = 0; i < COUNT(indicators); i++) {
    list[i] = value_of(&indicators[i], &all, w->open);
    give_points(&list[i], rows, n);
  }
  *out = list;
  return NULL;
}

err *indicator_of_below(ctx *c, const figures_wish *w, const indicator *i, indicator_below *out) {
  const edition *e = c->edition;
  const unit **units = arena_list(c->a, e->nunits, const unit *);
  size_t n = 0;
  for (size_t k = 0; k < e->nunits; k++) {
    const unit *u = e->units_by_code[k];
    if (u->parent_id == w->unit->id && edition_successor(e, u->id) == u->id) units[n++] = u;
  }
  figures *all = arena_list(c->a, n, figures);
  *out = (indicator_below){units, arena_list(c->a, n, indicator_value), n};
  TRY(figures_of_each(c, units, n, &w->period, all));
  for (size_t k = 0; k < n; k++) {
    count_catalogue(c, units[k], &all[k]);
    out->values[k] = value_of(i, &all[k], w->open);
  }
  return NULL;
}

index_score indicator_score(const indicator_value *values) {
  index_score s = {0};
  for (size_t i = 0; i < COUNT(indicators); i++) {
    if (values[i].points < 0) continue;
    s.all += values[i].points;
    if (values[i].state != MEASURED) continue;
    s.measurable += values[i].points;
    s.score += values[i].score;
  }
  return s;
}

/* --- plain figures --- */
static const struct {
  measure measure;
  const char *word;
} told[] = {
    {MEASURE_waiting, N_("waiting to be received")},
    {MEASURE_open, N_("being handled")},
    {MEASURE_undated, N_("of these without a due date")},
    {MEASURE_submitted, N_("submitted")},
    {MEASURE_received, N_("received")},
    {MEASURE_finished, N_("decided")},
    {MEASURE_finished_on_time, N_("of these in time")},
    {MEASURE_returned, N_("handed over")},
    {MEASURE_refused, N_("refused")},
    {MEASURE_withdrawn, N_("withdrawn")},
    {MEASURE_stopped, N_("stopped")},
    {MEASURE_supplement_asked, N_("requests for documents")},
    {MEASURE_extended, N_("new dates given")},
};

figure *indicator_counts(ctx *c, const figures_wish *w, const figures *f, size_t *n) {
  figure *list = arena_list(c->a, COUNT(told), figure);
  for (size_t k = 0; k < COUNT(told); k++) {
    int64_t count = f->n[told[k].measure];
    list[k] = (figure){measure_name(told[k].measure), told[k].word,
                       w->open && few(count) ? -1 : count};
  }
  *n = COUNT(told);
  return list;
}
