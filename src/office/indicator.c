/* indicator: deltas by the table indicator.def; see indicator.h. */
#include "office/indicator.h"

#include "office/indicator.sql.h"

typedef struct measure {
  const char *name;
  step_action when;
  int64_t n;
} measure;

static const measure measures[] = {
#define MEASURE(name, when, n) {name, ACTION_##when, n},
#include "office/indicator.def"
#undef MEASURE
};

size_t indicator_deltas(const dossier *d, str name, instant at, delta out[DELTAS_MOST]) {
  step_action which = workflow_number(name);
  delta one = {.channel = d->channel, .unit_id = d->unit_id, .procedure_id = d->procedure_id,
               .n = 1, .day = day_of(at), .due_day = instant_is(d->due_at) ? day_of(d->due_at) : 0};
  size_t n = 0;
  for (size_t i = 0; i < COUNT(measures) && n < DELTAS_MOST; i++) {
    if (measures[i].when != which) continue;
    out[n] = one;
    out[n].measure = str_of(measures[i].name);
    out[n++].n = measures[i].n;
  }
  if (which == ACTION_SEAL && instant_is(d->due_at) && at.us <= d->due_at.us && n < DELTAS_MOST) {
    out[n] = one;
    out[n++].measure = S("finished_on_time");
  }
  return n;
}

err *indicator_write(ctx *c, const dossier *d, str name, instant at, int64_t event_id) {
  delta deltas[DELTAS_MOST];
  size_t n = indicator_deltas(d, name, at, deltas);
  for (size_t i = 0; i < n; i++)
    TRY(delta_insert(c->db,
                     &(delta_insert_in){.event = event_id, .measure = deltas[i].measure,
                                        .unit = deltas[i].unit_id,
                                        .procedure = deltas[i].procedure_id,
                                        .channel = deltas[i].channel, .day = deltas[i].day,
                                        .due_day = deltas[i].due_day, .n = deltas[i].n},
                     NULL));
  return NULL;
}
