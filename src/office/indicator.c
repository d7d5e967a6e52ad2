/* indicator: deltas by the table indicator.def; see indicator.h. */
#include "office/indicator.h"

#include "office/indicator.sql.h"

typedef struct stock {
  const char *name;
  uint32_t states;
} stock;
typedef struct flow {
  const char *name;
  step_action when;
  bool once;
} flow;

static const stock stocks[] = {
#define STOCK(name, states) {name, states},
#define FLOW(name, when, how_often)
#include "office/indicator.def"
#undef STOCK
#undef FLOW
};
enum { EACH = false, ONCE = true };
static const flow flows[] = {
#define STOCK(name, states)
#define FLOW(name, when, how_often) {name, ACTION_##when, how_often},
#include "office/indicator.def"
#undef STOCK
#undef FLOW
};

typedef struct adding {
  delta *list;
  size_t n;
} adding;

static void add(adding *to, const dossier *d, const char *measure, int64_t n, instant at) {
  if (to->n == DELTAS_MOST) return;
  to->list[to->n++] = (delta){.measure = str_of(measure), .channel = d->channel,
                              .unit_id = d->unit_id, .procedure_id = d->procedure_id, .n = n,
                              .day = day_of(at),
                              .due_day = instant_is(d->due_at) ? day_of(d->due_at) : 0};
}

static void add_stock(adding *to, const stock *s, const dossier *before, const dossier *after,
                      instant at) {
  bool was = before && state_in(before->state, s->states);
  bool is = state_in(after->state, s->states);
  bool moved = before && before->unit_id != after->unit_id;
  if (was && (!is || moved)) add(to, before, s->name, -1, at);
  if (is && (!was || moved)) add(to, after, s->name, 1, at);
}

size_t indicator_deltas(const dossier *before, const dossier *after, const figure_event *e,
                        delta out[DELTAS_MOST]) {
  adding to = {out, 0};
  step_action which = workflow_number(e->action);
  bool again = before && instant_is(before->ended_at);
  for (size_t i = 0; i < COUNT(stocks); i++) add_stock(&to, &stocks[i], before, after, e->at);
  for (size_t i = 0; i < COUNT(flows); i++)
    if (flows[i].when == which && !(flows[i].once && again))
      add(&to, after, flows[i].name, 1, e->at);
  if (which == ACTION_RATE) add(&to, after, "rated", 1, e->at);
  if (which == ACTION_RATE) add(&to, after, "rating", after->rating, e->at);
  bool in_time = instant_is(after->due_at) && e->at.us <= after->due_at.us;
  if (which == ACTION_SEAL && in_time && !again) add(&to, after, "finished_on_time", 1, e->at);
  if (which == ACTION_SUBMIT && after->reused) add(&to, after, "reused", 1, e->at);
  return to.n;
}

err *indicator_write(ctx *c, const dossier *before, const dossier *after, const figure_event *e) {
  delta deltas[DELTAS_MOST];
  size_t n = indicator_deltas(before, after, e, deltas);
  for (size_t i = 0; i < n; i++)
    TRY(delta_insert(c->db,
                     &(delta_insert_in){.event = e->id, .measure = deltas[i].measure,
                                        .unit = deltas[i].unit_id,
                                        .procedure = deltas[i].procedure_id,
                                        .channel = deltas[i].channel, .day = deltas[i].day,
                                        .due_day = deltas[i].due_day, .n = deltas[i].n},
                     NULL));
  return NULL;
}

/* --- read --- */
static const struct {
  const char *measure, *word;
  bool stock;
} told[] = {
    {"waiting", N_("waiting to be received"), true},
    {"open", N_("being handled"), true},
    {"submitted", N_("submitted this year"), false},
    {"received", N_("received this year"), false},
    {"finished", N_("decided this year"), false},
    {"finished_on_time", N_("of these in time"), false},
    {"returned", N_("handed over this year"), false},
    {"refused", N_("refused this year"), false},
    {"withdrawn", N_("withdrawn this year"), false},
    {"stopped", N_("stopped this year"), false},
};

static err *add_unit(ctx *c, int64_t unit_id, figure *list) {
  indicator_sums_row *rows;
  size_t n;
  TRY(indicator_sums(c->db, c->a, unit_id, day_of(c->now) / 10000 * 10000, &rows, &n));
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < COUNT(told); k++)
      if (str_eq(rows[i].measure, list[k].measure))
        list[k].n += told[k].stock ? rows[i].stock : rows[i].flow;
  return NULL;
}

err *indicator_of(ctx *c, int64_t unit_id, figure **out, size_t *n) {
  size_t before;
  int64_t *taken_over = edition_predecessors(c->edition, c->a, unit_id, &before);
  bool dissolved = edition_successor(c->edition, unit_id) != unit_id;
  figure *list = arena_list(c->a, COUNT(told), figure);
  for (size_t k = 0; k < COUNT(told); k++)
    list[k] = (figure){.measure = str_of(told[k].measure), .word = told[k].word};
  TRY(add_unit(c, unit_id, list));
  for (size_t i = 0; i < before; i++) TRY(add_unit(c, taken_over[i], list));
  for (size_t k = 0; k < COUNT(told); k++)
    if (dissolved && told[k].stock) list[k].n = 0;
  *out = list;
  *n = COUNT(told);
  return NULL;
}
