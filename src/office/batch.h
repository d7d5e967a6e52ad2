/* batch: one step for several dossiers, each through the same gate as alone, with one PIN.
 *
 * What is refused stops nothing else, and says why.  The lines are written before the first step,
 * and a line is done in the transaction of its step: so after a kill it stands there which were
 * done, what is open can be gone on with, and nothing is done twice.  The steps are taken on a
 * thread of the office, so that whoever sent them can look how far they are. */
#ifndef OFFICE_BATCH_H
#define OFFICE_BATCH_H
#include "office/access.h"
#include "office/step.h"

enum { BATCH_MOST = 50, BATCH_QUIET = 15 };

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
  int64_t id, account_id;
  str public_id, action, officer;
  instant made_at, worked_at; /* worked_at: when a line ended last */
  batch_line *lines;
  size_t n;
} batch_info;

/* Does the action go by batch? */
bool batch_takes(str action);
/* Unlocks the keys and writes the lines; then the steps are taken one by one.  pin none: with the
 * key that is left open for the session, where that covers the step.  Nothing is done when the list
 * is empty, too long or broken (ERR_INVALID) or the PIN wrong.  Runs its own transactions; c->once
 * is kept with the first. */
err *batch_start(ctx *c, const batch_wish *w, batch_info *out);
/* The same, and every step was tried when it returns: out says what came of each. */
err *batch_run(ctx *c, const batch_wish *w, batch_info *out);
/* Goes on with what is open of one that was cut off (else ERR_CONFLICT). */
err *batch_go_on(ctx *c, str public_id, str pin);
/* Are there open lines with which nobody has gone on for BATCH_QUIET seconds? */
bool batch_cut_off(const batch_info *b, instant now);
/* Returns when nothing is open any more, it was cut off, or after us microseconds. */
err *batch_wait(ctx *c, str public_id, int64_t us);
/* Of whoever sent it (else ERR_NOT_FOUND).  Needs c->db. */
err *batch_get(ctx *c, str public_id, batch_info *out);
access_thing batch_thing(const batch_info *b);
#endif
