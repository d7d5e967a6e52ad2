/* remind: the round that tells officers what is due and heads what is late; see jobs.h. */
#include "jobs/jobs.h"
#include "office/complaint.h"
#include "office/escalation.h"
#include "office/morning.h"

enum { AT_ONCE = 100, MEMORY = 128 << 20, KEPT_MEMORY = 4 << 20 };

typedef struct alarms {
  alarm_due *rows;
  size_t n;
} alarms;

typedef struct complaints {
  complaint_alarm *rows;
  size_t n;
} complaints;

static err *look(ctx *c, void *arg) {
  alarms *l = arg;
  return alarm_waiting(c, AT_ONCE, &l->rows, &l->n);
}

static err *ring(ctx *c, void *arg) { return alarm_ring(c, arg); }

static err *tell_heads(ctx *c, bool *more) {
  alarms l = {0};
  TRY(ctx_read(c, look, &l));
  for (size_t i = 0; i < l.n; i++) TRY(ctx_write(c, l.rows[i].dossier_id, ring, &l.rows[i]));
  *more = l.n == AT_ONCE;
  return NULL;
}

static err *look_complaints(ctx *c, void *arg) {
  complaints *l = arg;
  return complaint_alarms(c, AT_ONCE, &l->rows, &l->n);
}

static err *ring_complaint(ctx *c, void *arg) { return complaint_ring(c, arg); }

static err *tell_leaders(ctx *c, bool *more) {
  complaints l = {0};
  TRY(ctx_read(c, look_complaints, &l));
  for (size_t i = 0; i < l.n; i++) TRY(ctx_write(c, 0, ring_complaint, &l.rows[i]));
  *more = l.n == AT_ONCE;
  return NULL;
}

err *jobs_remind(office *f) {
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  err *e = NULL;
  bool more = true, lists = true, limits = true;
  for (; (more || lists || limits) && !e; arena_reset(a, KEPT_MEMORY)) {
    ctx c = {.a = a, .office = f, .now = instant_now()};
    c.edition = office_edition(f);
    if (more) e = tell_heads(&c, &more);
    if (limits && !e) e = tell_leaders(&c, &limits);
    if (lists && !e) e = morning_go_on(&c, &lists);
    office_release(f, c.edition);
  }
  arena_free(a);
  return e;
}
