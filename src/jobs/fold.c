/* fold: the round that adds what events have counted to the sums; see jobs.h and office/fold.h. */
#include "jobs/jobs.h"
#include "office/fold.h"

enum { MEMORY = 256 << 20, KEPT_MEMORY = 4 << 20 };

static err *look(ctx *c, void *arg) { return fold_wanted(c, arg); }
static err *bite(ctx *c, void *arg) { return fold_bite(c, arg); }

err *jobs_fold(office *f) {
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  err *e = NULL;
  for (bool more = true; more && !e; arena_reset(a, KEPT_MEMORY)) {
    ctx c = {.a = a, .office = f, .now = instant_now()};
    c.edition = office_edition(f);
    e = ctx_read(&c, look, &more);
    if (!e && more) e = ctx_write(&c, 0, bite, &more);
    office_release(f, c.edition);
  }
  arena_free(a);
  return e;
}
