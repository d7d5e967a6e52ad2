/* fold: figures, exact at once and read alike however many dossiers there are.
 *
 * An event inserts deltas (office/measure.h) and waits for nobody.  A job takes some thousands of
 * them away and adds them to sums by unit and day, month, quarter and year, and by unit alone for
 * what stands now; for a unit with others below it also to sums with all of those.  Taking and
 * adding are one transaction, so a delta is either there or in the sums, whatever is killed when.
 * A reading sums both in one snapshot.  Who folds holds the row of fold_state: one at a time. */
#ifndef OFFICE_FOLD_H
#define OFFICE_FOLD_H
#include "office/measure.h"
#include "office/tally.h"

typedef struct period { /* a day, month, quarter or year; first and last day */
  fold_span span;
  int32_t first, last;
} period;
/* "2026", "2026-Q4", "2026-11", "2026-11-24"; false: none of these. */
bool period_parse(str s, period *out);
period period_of(fold_span span, int32_t day);
str period_text(arena *a, const period *p);

typedef struct figures {
  int64_t n[MEASURE_COUNT];
  int64_t late[MEASURE_COUNT]; /* of a stock kept apart by its due time: due before now */
} figures;
/* Of a unit with all below it: what stands now, and what happened in the period.  With what units
 * counted whose work one of them has taken over; of a dissolved unit what stood there is with its
 * successor.  `now` adds nothing to a period that does not hold c->now's day.  Needs c->db. */
err *figures_of(ctx *c, int64_t unit_id, const period *p, figures *out);
/* The same for each of n units; reads what waits once. */
err *figures_of_each(ctx *c, const unit *const *units, size_t n, const period *p, figures *out);

/* Is there anything to fold, or to be summed anew?  Needs c->db. */
err *fold_wanted(ctx *c, bool *wanted);
/* Folds one bite in a decide; *more while there may be others.  Sums with units below are made anew
 * after the tree of units has changed. */
err *fold_bite(ctx *c, bool *more);
/* Adds a delta to a tally as a fold has it; below: to the sums with units below, of each above. */
void fold_own(tally *t, int64_t unit_id, const delta *d, str name);
void fold_above(tally *t, const edition *e, const tally_key *own, int64_t n);
#endif
