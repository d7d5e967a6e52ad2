/* measure: what each event adds to the figures (deltas), by measure.def. */
#ifndef OFFICE_MEASURE_H
#define OFFICE_MEASURE_H
#include "office/workflow.h"

typedef enum measure { /* MEASURE_name, for each row */
#define STOCK(name, ...) MEASURE_##name,
#define FLOW STOCK
#define TURN STOCK
#define CATALOGUE STOCK
#include "office/measure.def"
#undef CATALOGUE
#undef TURN
#undef FLOW
#undef STOCK
  MEASURE_COUNT
} measure;
str measure_name(measure m);
/* Is it a stock: what stands so now? */
bool measure_stands(measure m);
/* MEASURE_COUNT for another name. */
measure measure_number(str name);

typedef struct delta {
  measure measure;
  int64_t unit_id, n;
  int64_t due;  /* us; of a stock that is kept apart by it, else 0 */
  int32_t day;  /* 0: of a stock */
} delta;
enum { DELTAS_MOST = 16 };

typedef struct figure_event { /* an event as the figures see it */
  int64_t id;
  str action;
  instant at;
  const procedure *procedure; /* in the dossier's version */
  str proof;                  /* how the result was handed over, or none */
} figure_event;
/* The deltas of one event that leads from `before` (NULL: the filing) to `after`; pure. */
size_t measure_deltas(const dossier *before, const dossier *after, const figure_event *e,
                      delta out[DELTAS_MOST]);
/* Writes them, in the decide of the event; one statement each. */
err *measure_write(ctx *c, const dossier *before, const dossier *after, const figure_event *e);
#endif
