/* batch: one step for several dossiers, each through the same gate as alone, with one PIN.
 *
 * What is refused stops nothing else, and says why.  The lines are written before the first step,
 * so that after a kill it stands there which were done; what is open then may be sent again. */
#ifndef OFFICE_BATCH_H
#define OFFICE_BATCH_H
#include "office/step.h"

enum { BATCH_MOST = 50 };

typedef struct batch_wish {
  str action;       /* a step that asks for nothing but a PIN, or assign */
  const str *items; /* "CODE@VERSION": the version that was seen */
  size_t n;
  str pin;          /* for steps that the officer signs */
  str officer;      /* public id, for assign */
} batch_wish;

typedef struct batch_line {
  str code, outcome; /* open | done | refused */
  int64_t seen;
  const err *reason; /* of a refused one */
} batch_line;
typedef struct batch_info {
  int64_t id;
  str public_id, action;
  instant made_at;
  batch_line *lines;
  size_t n;
} batch_info;

/* Does the action go by batch? */
bool batch_takes(str action);
/* Unlocks the keys, writes the lines, takes the steps one by one.  Nothing is done when the list is
 * empty, too long or broken (ERR_INVALID) or the PIN wrong.  Runs its own transactions; c->once is
 * kept with the first. */
err *batch_run(ctx *c, const batch_wish *w, batch_info *out);
/* One of c->who's own, else ERR_NOT_FOUND.  Needs c->db. */
err *batch_get(ctx *c, str public_id, batch_info *out);
#endif
