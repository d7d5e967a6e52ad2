/* tally: sums of figures by key, in memory, as they are folded and as they are verified. */
#ifndef OFFICE_TALLY_H
#define OFFICE_TALLY_H
#include "base/arena.h"

/* What a sum is over; of what stands now `first` is 0. */
typedef enum fold_span { SPAN_NOW, SPAN_DAY, SPAN_MONTH, SPAN_QUARTER, SPAN_YEAR } fold_span;
/* First day (yyyymmdd) of the span in which the day lies. */
int32_t span_first(fold_span span, int32_t day);

typedef struct tally_key {
  int64_t unit_id, due;   /* due: us, or 0 */
  str measure;
  int32_t first;
  uint8_t span;           /* fold_span */
  bool below;             /* with all units below */
} tally_key;

typedef struct tally_row {
  tally_key key;
  int64_t n;
  bool used;
} tally_row;

typedef struct tally {
  arena *a;               /* where its rows and the measures' names lie */
  tally_row *rows;        /* those that are used, in no order */
  size_t room, used;
} tally;
/* Adds n to the sum of the key.  The name of a measure is borrowed: it must live as long. */
void tally_add(tally *t, const tally_key *key, int64_t n);
#endif
