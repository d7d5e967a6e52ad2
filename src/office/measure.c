/* measure: deltas by the table measure.def; see measure.h. */
#include "office/measure.h"

#include "office/measure.sql.h"

/* --- the conditions of the table --- */
#define DATED(d) (instant_is((d)->received_at) && instant_is((d)->due_at))
enum { ASKED_TWICE = 2 }; /* Decision 766, 2.1: a second request counts as overdue */

static bool always(const dossier *d) { return d->id != 0; }
static bool is_settled(const dossier *d) {
  return DATED(d) && (instant_is(d->finished_at) || instant_is(d->ended_at));
}
static bool in_process(const dossier *d) { return DATED(d) && !is_settled(d); }
static bool on_the_clock(const dossier *d) {
  return in_process(d) && d->supplements < ASKED_TWICE;
}
static bool asked_twice(const dossier *d) { return in_process(d) && d->supplements >= ASKED_TWICE; }
static bool paused_in_time(const dossier *d) {
  return on_the_clock(d) && d->paused_at.us <= d->due_at.us;
}
static bool paused_late(const dossier *d) {
  return on_the_clock(d) && d->paused_at.us > d->due_at.us;
}
static bool without_date(const dossier *d) {
  return !instant_is(d->due_at) && !instant_is(d->ended_at);
}
static bool has_scans(const dossier *d) { return instant_is(d->received_at) && d->scans > 0; }
static bool scans_all_signed(const dossier *d) {
  return has_scans(d) && d->scans_signed == d->scans;
}
static bool result_reached(const dossier *d) { return instant_is(d->reached_at); }
static bool proved_handed(const dossier *d) { return instant_is(d->handed_at); }

/* --- how many an event counts --- */
typedef struct moment {
  const dossier *before, *d; /* before NULL: the filing */
  const figure_event *e;
} moment;

static int64_t one(const moment *m) { return m->d->id != 0; }
static int64_t from_the_store(const moment *m) { return m->d->reused > 0; }
static int64_t online(const moment *m) {
  return str_eq(m->d->channel, S("online")) || str_eq(m->d->channel, S("vneid"));
}
static int64_t full_online(const moment *m) {
  return online(m) && m->e->procedure && str_eq(m->e->procedure->service_level, S("full"));
}
static int64_t full_online_alone(const moment *m) {
  return full_online(m) && !m->d->support_unit_id;
}
static int64_t has_no_date(const moment *m) { return !instant_is(m->d->due_at); }
static int64_t in_time(const moment *m) {
  return instant_is(m->d->due_at) && m->e->at.us <= m->d->due_at.us;
}
/* By the date that was told at reception: neither pauses nor new dates are given back. */
static int64_t as_promised(const moment *m) {
  return instant_is(m->d->first_due_at) && m->e->at.us <= m->d->first_due_at.us;
}
static int64_t digital(const moment *m) { return m->d->scans_signed == m->d->scans; }
static int64_t stars(const moment *m) { return m->d->rating; }
static int64_t few_stars(const moment *m) { return m->d->rating <= 2; }
/* Opened by its holder, or sent by post. */
static int64_t nobody_came(const moment *m) {
  return full_online(m) && (str_eq(m->e->action, S("read")) || str_eq(m->e->proof, S("post")));
}
/* While something is waited for, the time of the request is the end. */
static int64_t ended_in_time(const moment *m) {
  bool paused = m->before && instant_is(m->before->paused_at);
  instant end = paused ? m->before->paused_at : m->e->at;
  return m->d->supplements < ASKED_TWICE && end.us <= m->d->due_at.us;
}

/* --- the table --- */
enum { TOGETHER = false, BY_DUE = true, EACH = false, ONCE = true };
typedef struct row {
  const char *name;
  uint32_t states;                     /* a stock */
  bool (*holds)(const dossier *d);     /* a stock, a turn */
  step_action when;                    /* a flow */
  int64_t (*counts)(const moment *m);  /* a flow, a turn; NULL: a stock */
  bool marked;
} row;
static const row rows[] = {
#define STOCK(name, states, holds, marked) {#name, states, holds, ACTION_COUNT, NULL, marked},
#define FLOW(name, when, marked, counts) {#name, 0, NULL, ACTION_##when, counts, marked},
#define TURN(name, holds, counts) {#name, 0, holds, ACTION_COUNT, counts, false},
#define CATALOGUE(name) {#name, 0, NULL, ACTION_COUNT, NULL, false},
#include "office/measure.def"
#undef CATALOGUE
#undef TURN
#undef FLOW
#undef STOCK
};

str measure_name(measure m) { return m < MEASURE_COUNT ? str_of(rows[m].name) : S(""); }

bool measure_stands(measure m) { return m < MEASURE_COUNT && rows[m].holds && !rows[m].counts; }

measure measure_number(str name) {
  measure m = 0;
  while (m < MEASURE_COUNT && !str_eq(name, str_of(rows[m].name))) m++;
  return m;
}

typedef struct adding {
  delta *list;
  size_t n;
} adding;

static void add(adding *to, delta d) {
  if (d.n && to->n < DELTAS_MOST) to->list[to->n++] = d;
}

static void add_stock(adding *to, measure which, const moment *m) {
  const row *r = &rows[which];
  const dossier *from = m->before, *d = m->d;
  bool was = from && state_in(from->state, r->states) && r->holds(from);
  bool is = state_in(d->state, r->states) && r->holds(d);
  bool moved = was && (from->unit_id != d->unit_id ||
                       (r->marked == BY_DUE && from->due_at.us != d->due_at.us));
  if (was && (!is || moved))
    add(to, (delta){which, from->unit_id, -1, r->marked == BY_DUE ? from->due_at.us : 0, 0});
  if (is && (!was || moved))
    add(to, (delta){which, d->unit_id, 1, r->marked == BY_DUE ? d->due_at.us : 0, 0});
}

size_t measure_deltas(const dossier *before, const dossier *after, const figure_event *e,
                      delta out[DELTAS_MOST]) {
  adding to = {out, 0};
  moment m = {before, after, e};
  step_action which = workflow_number(e->action);
  bool again = before && instant_is(before->ended_at);
  for (measure i = 0; i < MEASURE_COUNT; i++) {
    const row *r = &rows[i];
    if (r->holds && !r->counts) {
      add_stock(&to, i, &m);
      continue;
    }
    bool happens = r->holds ? r->holds(after) && !(before && r->holds(before))
                            : r->when == which && !(r->marked == ONCE && again);
    if (happens && r->counts)
      add(&to, (delta){i, after->unit_id, r->counts(&m), 0, day_of(e->at)});
  }
  return to.n;
}

err *measure_write(ctx *c, const dossier *before, const dossier *after, const figure_event *e) {
  delta deltas[DELTAS_MOST];
  size_t n = measure_deltas(before, after, e, deltas);
  for (size_t i = 0; i < n; i++)
    TRY(delta_insert(c->db,
                     &(delta_insert_in){.event = e->id, .measure = measure_name(deltas[i].measure),
                                        .unit = deltas[i].unit_id, .due = deltas[i].due,
                                        .day = deltas[i].day, .n = deltas[i].n},
                     NULL));
  return NULL;
}
