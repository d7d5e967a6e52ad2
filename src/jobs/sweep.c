/* sweep: what nobody needs any more; see jobs.h.  A row goes first, its file after the commit, so
 * that a row never names a file that is gone. */
#include "jobs/jobs.h"

#include "jobs/sweep.sql.h"
#include "office/attempt.h"
#include "office/burden.h"
#include "office/form_draft.h"
#include "office/mail.h"
#include "office/numbering.h"
#include "office/shift.h"

enum { AT_ONCE = 500, MEMORY = 256 << 20, HOURS = 24 };
#define KEPT_UNUSED DAY
#define KEPT_SESSIONS (90 * DAY)
#define KEPT_LISTS (90 * DAY)

typedef struct uploads {
  sweep_papers_row *rows;
  size_t n;
  bool *gone;
} uploads;

static err *look(ctx *c, void *arg) {
  uploads *r = arg;
  return sweep_papers(c->db, c->a, c->now.us - KEPT_UNUSED, AT_ONCE, &r->rows, &r->n);
}

static err *forget(ctx *c, void *arg) {
  uploads *r = arg;
  for (size_t i = 0; i < r->n; i++) {
    int64_t changed = 0;
    TRY(sweep_paper(c->db, r->rows[i].id, c->now.us - KEPT_UNUSED, &changed));
    sweep_named_row left = {0}; /* what was taken from the store has its file from there */
    bool found;
    TRY(sweep_named(c->db, c->a, r->rows[i].blob, &left, &found));
    r->gone[i] = changed == 1 && !left.n;
  }
  return NULL;
}

static err *forget_rows(ctx *c, void *arg) {
  (void)arg;
  TRY(once_sweep(c));
  TRY(form_draft_sweep(c));
  TRY(sweep_uploads(c->db, day_add(day_of(c->now), -1), NULL));
  TRY(sweep_signings(c->db, c->now.us - DAY, NULL));
  TRY(sweep_imports(c->db, c->now.us - KEPT_UNUSED, NULL)); /* the file is then named nowhere */
  TRY(sweep_codes(c->db, c->now.us - DAY, NULL));
  TRY(sweep_sessions(c->db, c->now.us - KEPT_SESSIONS, NULL));
  TRY(sweep_lines(c->db, c->now.us - KEPT_LISTS, NULL));
  TRY(sweep_lists(c->db, c->now.us - KEPT_LISTS, NULL));
  TRY(attempt_sweep(c));
  TRY(shift_sweep(c));
  TRY(mail_sweep(c));
  return number_close_years(c);
}

static err *fold(ctx *c, void *arg) { return burden_fold(c, arg); }

static err *sweep(ctx *c) {
  for (bool more = true; more;) TRY(ctx_write(c, 0, fold, &more));
  TRY(ctx_write(c, 0, forget_rows, NULL));
  uploads r = {0};
  TRY(ctx_read(c, look, &r));
  r.gone = arena_list(c->a, r.n + 1, bool);
  if (r.n) TRY(ctx_write(c, 0, forget, &r));
  for (size_t i = 0; i < r.n; i++)
    if (r.gone[i]) TRY(blob_gone(blob_remove(c->office->blobs, r.rows[i].blob)));
  int64_t hour = c->now.us / HOUR % HOURS;
  for (int part = (int)hour; part < BLOB_PARTS; part += HOURS) TRY(sweep_blobs(c, part));
  return NULL;
}

err *jobs_sweep(office *f) {
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  ctx c = {.a = a, .office = f, .now = instant_now()};
  c.edition = office_edition(f);
  err *e = sweep(&c);
  office_release(f, c.edition);
  arena_free(a);
  return e;
}
