/* indicator: the figures of a unit. */
#ifndef OFFICE_INDICATOR_H
#define OFFICE_INDICATOR_H
#include "office/fold.h"

typedef struct figure {
  str measure;
  const char *word;   /* msgid */
  int64_t n;
} figure;
/* The plain figures of a unit with all below it: what stands there now, and what happened in the
 * year of c->now (fold.h: figures_of).  Needs c->db. */
err *indicator_of(ctx *c, int64_t unit_id, figure **out, size_t *n);
#endif
