/* indicator: what each event adds to the figures (deltas), and the recount. */
#ifndef OFFICE_INDICATOR_H
#define OFFICE_INDICATOR_H
#include "office/workflow.h"

typedef struct delta {
  str measure, channel;
  int64_t unit_id, procedure_id, n;
  int32_t day, due_day; /* due_day 0: none */
} delta;
enum { DELTAS_MOST = 8 };
/* The deltas of one event of d, a pure function of what the event says; besides the table, a seal
 * gives "finished_on_time" when it is not after due_at. */
size_t indicator_deltas(const dossier *d, str action, instant at, delta out[DELTAS_MOST]);
err *indicator_write(ctx *c, const dossier *d, str action, instant at, int64_t event_id);
#endif
