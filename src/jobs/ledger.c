/* ledger: gives events their places in the public ledger and publishes it; see jobs.h. */
#include "office/ledger.h"

#include "jobs/jobs.h"

/* A round costs some syncs of files: twice a second is within a second of every commit. */
#define PACE (SECOND / 2)

static err *round_of(ctx *c, size_t *n) {
  int64_t size;
  size_t placed;
  do {
    TRY(ledger_sequence(c, &placed));
    *n += placed;
  } while (placed);
  TRY(ledger_publish(c, &size));
  return NULL;
}

static err *go(office *f, arena *a, size_t *n) {
  ctx c = {.a = a, .office = f, .now = instant_now()};
  *n = 0;
  c.edition = office_edition(f);
  err *e = round_of(&c, n);
  office_release(f, c.edition);
  return e;
}

err *jobs_ledger(office *f, arena *a, size_t *n) {
  static _Thread_local int64_t last; /* monotonic us */
  int64_t now = ticks_us();
  *n = 0;
  if (last && now - last < PACE) return NULL;
  err *e = go(f, a, n);
  last = ticks_us();
  *n = 0; /* what came meanwhile has time until the next round */
  return e;
}

err *jobs_ledger_once(office *f) {
  arena *a = arena_new((size_t)128 << 20);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  size_t n = 1;
  err *e = NULL;
  while (n && !e) e = go(f, a, &n);
  arena_free(a);
  return e;
}
