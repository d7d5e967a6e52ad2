/* indicator: what each event adds to the figures (deltas), and the recount. */
#ifndef OFFICE_INDICATOR_H
#define OFFICE_INDICATOR_H
#include "office/workflow.h"

typedef struct delta {
  str measure, channel;
  int64_t unit_id, procedure_id, n;
  int32_t day, due_day; /* due_day 0: none */
} delta;
enum { DELTAS_MOST = 16 };

typedef struct figure_event { /* an event as the figures see it */
  int64_t id;
  str action;
  instant at;
} figure_event;
/* The deltas of one event that leads from `before` (NULL: the filing) to `after`, by indicator.def,
 * a pure function; besides the table, the first seal gives "finished_on_time" when it is not after
 * due_at, a filing "reused" when at least one of its papers was taken from the store, and a rating
 * "rated" (how many) and "rating" (their sum). */
size_t indicator_deltas(const dossier *before, const dossier *after, const figure_event *e,
                        delta out[DELTAS_MOST]);
err *indicator_write(ctx *c, const dossier *before, const dossier *after, const figure_event *e);

typedef struct figure {
  str measure;
  const char *word;   /* msgid */
  int64_t n;
} figure;
/* The figures of a unit: what stands there now, and what happened in the year of c->now; with those
 * of the units whose work it has taken over (edition_predecessors).  A dissolved unit keeps what
 * happened there; what stood there is with its successor, 0 here.  Needs c->db. */
err *indicator_of(ctx *c, int64_t unit_id, figure **out, size_t *n);
#endif
