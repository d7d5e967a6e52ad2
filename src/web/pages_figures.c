/* pages_figures: what a unit has reached: indicators with their definitions, the index, counts, and
 * one indicator for each unit below. */
#include "base/buf.h"
#include "office/indicator.h"
#include "web/fill.h"

/* --- numbers in the reader's manner --- */

/* Hundredths: 99,1 in Vietnamese, 99.1 else; two places where the second is not 0. */
static str decimal(const rq *r, int64_t hundredths) {
  char whole[LANG_ROOM], places[LANG_ROOM], text[8];
  int64_t rest = hundredths % 100;
  str number = lang_number(r->lang, hundredths / 100, whole);
  if (!rest) return str_dup(r->ctx.a, number);
  if (rest % 10) snprintf(text, sizeof text, "%02d", (int)rest);
  else snprintf(text, sizeof text, "%d", (int)(rest / 10));
  return str_cat(r->ctx.a, number, r->lang == LANG_VI ? S(",") : S("."),
                 lang_digits(r->lang, str_of(text), places));
}

static str percent(const rq *r, int64_t hundredths) {
  return str_cat(r->ctx.a, decimal(r, hundredths), r->lang == LANG_BN ? S("%") : S(" %"));
}

static str whole(const rq *r, int64_t n) { return decimal(r, n * 100); }

/* --- one figure --- */
static const char *const sources[] = {[DOSSIERS] = "dossiers", [CATALOGUE] = "catalogue",
                                      [NOWHERE] = "none"};

static v_figure_value fill_value(const rq *r, const indicator_value *x) {
  const indicator *i = x->of;
  v_figure_value v = {
      .code = i->code, .name = say(r, i->name, STR_NONE, STR_NONE),
      .definition = say(r, i->definition, STR_NONE, STR_NONE),
      .source = str_of(sources[i->source]), .unit = S("percent"),
      .better = i->direction == UP ? S("up") : S("down"),
      .state = indicator_state_name(x->state), .state_word = indicator_state_word(x->state),
      .beside = i->beside.n ? i->beside : STR_NONE};
  bool measured = x->state == MEASURED;
  if (measured) {
    v.value = SOME(x->value);
    v.numerator = SOME(x->numerator);
    v.denominator = SOME(x->denominator);
    v.shown = percent(r, x->value);
    v.counted = say(r, N_("{0} of {1}"), whole(r, x->numerator), whole(r, x->denominator));
  }
  if (x->points < 0) return v;
  v.points = SOME(x->points);
  v.threshold = SOME(x->threshold);
  if (measured) v.score = SOME(x->score);
  v.score_shown = measured ? say(r, N_("{0} of {1} points"), decimal(r, x->score),
                                 whole(r, x->points))
                           : say(r, N_("{0} points"), whole(r, x->points), STR_NONE);
  v.threshold_shown =
      say(r, N_("all points from {0}"), percent(r, x->threshold), STR_NONE);
  return v;
}

/* --- the page --- */
typedef struct figures_page {
  figures_wish wish;
  const indicator *below; /* NULL: none is wanted for each unit */
  str period, here;
} figures_page;

static str link_of(const rq *r, const unit *u, const figures_page *p, const indicator *below) {
  str base = str_cat(r->ctx.a, S("/units/"), u->code, S("/figures?period="), p->period);
  return below ? str_cat(r->ctx.a, base, S("&indicator="), below->code, S("#below")) : base;
}

static bool has_units(const rq *r, const unit *u) {
  const edition *e = r->ctx.edition;
  for (size_t i = 0; u->has_below && i < e->nunits; i++)
    if (e->units[i].parent_id == u->id) return true;
  return false;
}

static void fill_parts(const rq *r, const figures_page *p, const indicator_value *values,
                       v_figures *v) {
  arena *a = r->ctx.a;
  bool units = has_units(r, p->wish.unit);
  v_figure_part *parts = arena_list(a, PART_COUNT, v_figure_part);
  for (indicator_part k = 0; k < PART_COUNT; k++) {
    v_figure_value *items = arena_list(a, indicator_count, v_figure_value);
    size_t n = 0;
    for (size_t i = 0; i < indicator_count; i++) {
      if (indicators[i].part != k) continue;
      items[n] = fill_value(r, &values[i]);
      if (units && indicators[i].source == DOSSIERS)
        items[n].below = link_of(r, p->wish.unit, p, &indicators[i]);
      n++;
    }
    parts[k] = (v_figure_part){.code = part_name(k),
                               .name = say(r, part_word(k), STR_NONE, STR_NONE),
                               .items = {items, n}};
  }
  v->parts = (v_figure_part_list){parts, PART_COUNT};
  index_score s = indicator_score(values);
  v->score = s.score;
  v->measurable = s.measurable;
  v->points = s.all;
  v->score_shown = say(r, N_("{0} of {1} points"), decimal(r, s.score), whole(r, s.measurable));
}

static void fill_counts(rq *r, const figures_page *p, const figures *f, v_figures *v) {
  size_t n;
  const figure *list = indicator_counts(&r->ctx, &p->wish, f, &n);
  v_figure_count *counts = arena_list(r->ctx.a, n, v_figure_count);
  for (size_t i = 0; i < n; i++)
    counts[i] = (v_figure_count){.measure = list[i].measure, .word = list[i].word,
                                 .n = list[i].n < 0 ? NONE_I64 : SOME(list[i].n),
                                 .few = list[i].n < 0};
  v->counts = (v_figure_count_list){counts, n};
}

static void fill_units(rq *r, const figures_page *p, v_figures *v) {
  const edition *e = r->ctx.edition;
  const unit *u = p->wish.unit;
  v_unit_ref *list = arena_list(r->ctx.a, e->nunits, v_unit_ref);
  size_t n = 0;
  for (size_t i = 0; u->has_below && i < e->nunits; i++)
    if (e->units_by_code[i]->parent_id == u->id) list[n++] = fill_unit(e, e->units_by_code[i]->id);
  v->units = (v_unit_ref_list){list, n};
  if (!u->parent_id) return;
  v_unit_ref *parent = arena_new_of(r->ctx.a, v_unit_ref);
  *parent = fill_unit(e, u->parent_id);
  v->parent = parent;
}

static err *fill_below(rq *r, const figures_page *p, v_figures *v) {
  indicator_below all;
  if (!p->below) return NULL;
  TRY(indicator_of_below(&r->ctx, &p->wish, p->below, &all));
  v_figure_below *list = arena_list(r->ctx.a, all.n, v_figure_below);
  for (size_t i = 0; i < all.n; i++)
    list[i] = (v_figure_below){.unit = fill_unit(r->ctx.edition, all.units[i]->id),
                               .value = fill_value(r, &all.values[i]),
                               .href = link_of(r, all.units[i], p,
                                               all.units[i]->has_below ? p->below : NULL)};
  v->below = (v_figure_below_list){list, all.n};
  v->below_name = say(r, p->below->name, STR_NONE, STR_NONE);
  return NULL;
}

static v_choice period_choice(const rq *r, const figures_page *p, const period *at) {
  int year = at->first / 10000, month = at->first / 100 % 100;
  str text = period_text(r->ctx.a, at), title = text;
  str y = lang_digits(r->lang, str_fmt(r->ctx.a, "%d", year), arena_alloc(r->ctx.a, LANG_ROOM));
  if (at->span == SPAN_YEAR) title = say(r, N_("year {0}"), y, STR_NONE);
  if (at->span == SPAN_QUARTER)
    title = say(r, N_("quarter {0} of {1}"), whole(r, (month + 2) / 3), y);
  if (at->span == SPAN_MONTH) title = say(r, N_("month {0} of {1}"), whole(r, month), y);
  return (v_choice){.value = text, .label = "", .title = title,
                    .lang = str_of(lang_tag(r->lang)), .on = str_eq(text, p->period)};
}

/* This year, quarter, month, the ones before, and what was asked for. */
static void fill_periods(const rq *r, const figures_page *p, v_figures *v) {
  int32_t today = day_of(r->ctx.now), before = day_add(span_first(SPAN_MONTH, today), -1);
  period quarter = period_of(SPAN_QUARTER, today);
  const period offered[] = {period_of(SPAN_YEAR, today), quarter, period_of(SPAN_MONTH, today),
                            period_of(SPAN_MONTH, before),
                            period_of(SPAN_QUARTER, day_add(quarter.first, -1)),
                            period_of(SPAN_YEAR, today - 10000), p->wish.period};
  v_choice *list = arena_list(r->ctx.a, COUNT(offered), v_choice);
  size_t n = 0;
  bool on = false;
  for (size_t i = 0; i < COUNT(offered); i++) {
    v_choice one = period_choice(r, p, &offered[i]);
    if (i + 1 == COUNT(offered) && on) break;
    on = on || one.on;
    list[n++] = one;
  }
  v->periods = (v_choice_list){list, n};
}

static err *read_wish(rq *r, figures_page *p) {
  const b_figures *b = r->body;
  p->wish.open = !(r->ctx.who && r->ctx.who->officer);
  p->wish.period = period_of(SPAN_YEAR, day_of(r->ctx.now));
  if (b->period.n && !period_parse(b->period, &p->wish.period))
    return err_at(ERR(INVALID, N_("{0} is no period: 2026, 2026-Q4, 2026-11 or 2026-11-24."),
                      b->period), S("period"), STR_NONE);
  p->period = period_text(r->ctx.a, &p->wish.period);
  if (b->indicator.n && !(p->below = indicator_coded(b->indicator)))
    return err_at(ERR(INVALID, N_("There is no indicator {0}."), b->indicator), S("indicator"),
                  STR_NONE);
  return NULL;
}

static err *show(rq *r, const unit *u) {
  figures_page p = {.wish = {.unit = u}};
  figures f;
  indicator_value *values;
  TRY(read_wish(r, &p));
  p.here = str_cat(r->ctx.a, S("/units/"), u->code, S("/figures"));
  TRY(figures_of(&r->ctx, u->id, &p.wish.period, &f));
  TRY(indicators_of(&r->ctx, &p.wish, &f, &values));
  v_figures v = {.unit = fill_unit(r->ctx.edition, u->id), .period = p.period,
                 .from = p.wish.period.first, .to = p.wish.period.last, .exact = !p.wish.open,
                 .here = p.here};
  fill_parts(r, &p, values, &v);
  fill_counts(r, &p, &f, &v);
  fill_units(r, &p, &v);
  fill_periods(r, &p, &v);
  TRY(fill_below(r, &p, &v));
  r->page.title = N_("Figures");
  return REPLY(r, 200, figures, &v);
}

/* The province, or what stands at the top where there is none. */
err *figures_home(rq *r) {
  const edition *e = r->ctx.edition;
  const unit *top = NULL;
  for (size_t i = 0; i < e->nunits; i++) {
    const unit *u = &e->units[i];
    if (str_eq(u->kind, S("province"))) return show(r, u);
    if (!u->parent_id && !top) top = u;
  }
  return top ? show(r, top) : ERR(NOT_FOUND, N_("There are no units."));
}

err *figures_show(rq *r) {
  const unit *u = edition_unit_by_code(r->ctx.edition, r->params[0]);
  return u ? show(r, u) : ERR(NOT_FOUND, N_("There is no unit {0}."), r->params[0]);
}
