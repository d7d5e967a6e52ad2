/* retention: for how long dossiers are kept after their end, and which are due to be destroyed.
 *
 * Periods are dated data with a legal basis (the Law on Archives 33/2024/QH15 leaves them to each
 * field): of one procedure, or of every procedure without its own.  None entered: nothing is ever
 * due. */
#ifndef OFFICE_RETENTION_H
#define OFFICE_RETENTION_H
#include "office/ctx.h"

typedef struct retention_period_of {
  str procedure;              /* code; empty: every procedure without a row */
  int32_t valid_from;
  int64_t years;
  str basis;
} retention_period_of;
/* Those in effect, by procedure.  Need c->db. */
err *retention_periods_of(ctx *c, retention_period_of **out, size_t *n);
/* The first day whose dossiers of this procedure must still be kept: what ended before it may be
 * destroyed; 0: no period is entered. */
err *retention_kept_from(ctx *c, const procedure *p, int32_t *day);

typedef struct retention_due {
  const procedure *procedure;
  int64_t n;                  /* at most RETENTION_COUNT */
  instant oldest;             /* end of the oldest */
  int32_t kept_from;
} retention_due;
enum { RETENTION_COUNT = 1001, RETENTION_YEARS = 100 };
/* The procedures of which something is due, and how much; bounded by the number of procedures. */
err *retention_due_list(ctx *c, retention_due **out, size_t *n);

/* A period from a day on (0: today), in a decide with its entry in the journal.  ERR_INVALID at
 * procedure, years, basis, from. */
err *retention_set(ctx *c, const retention_period_of *p);
#endif
