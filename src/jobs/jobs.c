/* jobs: the threads that do what follows a commit; see jobs.h.  Kinds of work are in the table
 * below, the most urgent first, one file each; rows come from office/outbox.c. */
#include "jobs/jobs.h"

#include <pthread.h>
#include <time.h>

#include "base/buf.h"
#include "base/log.h"

enum { MEMORY = 128 << 20, KEPT_MEMORY = 4 << 20, AT_ONCE = 64, LOOK_MS = 200,
       REMIND_SECONDS = 5, FOLD_SECONDS = 2 };

typedef struct kind {
  const char *kind;
  err *(*run)(ctx *c, const outbox_row *r);
} kind;
static const kind kinds[] = {{"draft", job_draft}, {"notice", job_notice},
                             {"proof", job_proof}, {"keys", job_keys}};

typedef struct worker {
  jobs *jobs;
  err *(*round)(jobs *j, struct worker *w, size_t *n); /* one look and what it found */
  arena *a;
  pthread_t thread;
} worker;

struct jobs {
  office *office;
  arena *mine; /* this struct */
  worker workers[3];
  size_t nworkers;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  int64_t wakings; /* so that each worker sees each of them */
  bool stopping;
};

/* --- one row --- */

typedef struct taking {
  const outbox_row *row;
  bool mine;
  str error;
} taking;

static err *take(ctx *c, void *arg) {
  taking *t = arg;
  return outbox_take(c, t->row, 2 * MINUTE, &t->mine);
}

static err *fail(ctx *c, void *arg) {
  taking *t = arg;
  return outbox_failed(c, t->row, t->error);
}

/* An error returned is the database's; a job's own is noted in its row. */
static err *run_row(ctx *c, const kind *k, const outbox_row *r) {
  taking t = {.row = r};
  c->now = instant_now(); /* the lease begins now, not when the rows were looked up */
  TRY(ctx_write(c, r->dossier_id, take, &t));
  if (!t.mine) return NULL;
  err *e = k->run(c, r);
  if (!e) return NULL;
  log_err(LOG_WARNING_, "a job", e);
  t.error = err_line(c->a, e);
  return ctx_write(c, r->dossier_id, fail, &t);
}

typedef struct due { /* what waits, kind by kind: a draft never stands behind a heap of notices */
  outbox_row *rows[COUNT(kinds)];
  size_t n[COUNT(kinds)];
} due;

static err *look(ctx *c, void *arg) {
  due *d = arg;
  for (size_t k = 0; k < COUNT(kinds); k++)
    TRY(outbox_waiting(c, str_of(kinds[k].kind), AT_ONCE, &d->rows[k], &d->n[k]));
  return NULL;
}

/* One look and what it found; *n says how many rows there were. */
static err *run_due(office *f, arena *a, size_t *n) {
  ctx c = {.a = a, .office = f, .now = instant_now()};
  c.edition = office_edition(f);
  due d = {0};
  err *e = ctx_read(&c, look, &d);
  *n = 0;
  for (size_t k = 0; k < COUNT(kinds); k++)
    for (size_t i = 0; i < d.n[k] && !e; i++, ++*n) {
      size_t mark = arena_mark(a);
      e = run_row(&c, &kinds[k], &d.rows[k][i]);
      arena_rewind(a, mark);
    }
  size_t bites = 0;
  if (!e) e = jobs_ruling(&c, &bites);
  *n += bites;
  office_release(f, c.edition);
  return e;
}

err *jobs_run_once(office *f) {
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  err *e = NULL;
  for (size_t n = 1; n && !e; arena_reset(a, KEPT_MEMORY)) e = run_due(f, a, &n);
  arena_free(a);
  return e;
}

/* --- the threads --- */

/* Waits for a wake-up or a fifth of a second; false when the thread shall end. */
static bool wait_for_work(jobs *j, int64_t *seen) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_nsec += LOOK_MS * 1000000L;
  until.tv_sec += until.tv_nsec / 1000000000L;
  until.tv_nsec %= 1000000000L;
  pthread_mutex_lock(&j->lock);
  while (j->wakings == *seen && !j->stopping)
    if (pthread_cond_timedwait(&j->wake, &j->lock, &until)) break;
  *seen = j->wakings;
  bool go_on = !j->stopping;
  pthread_mutex_unlock(&j->lock);
  return go_on;
}

static bool ending(jobs *j) {
  pthread_mutex_lock(&j->lock);
  bool stopping = j->stopping;
  pthread_mutex_unlock(&j->lock);
  return stopping;
}

static void note_failure(const char *doing, err *e) {
  if (e) log_err(LOG_WARNING_, doing, e);
}

static void make_rounds(jobs *j) {
  /* monotonic us; the first sweep after an hour */
  static _Thread_local int64_t renewed, folded, reminded, swept;
  int64_t now = ticks_us();
  if (!swept) swept = reminded = folded = renewed = now;
  if (now - renewed >= SECOND / 2) { /* seen everywhere within a second */
    renewed = now;
    note_failure("renewing the edition", office_renew(j->office));
  }
  if (now - folded >= FOLD_SECONDS * SECOND) {
    folded = now;
    note_failure("folding the figures", jobs_fold(j->office));
  }
  if (now - reminded >= REMIND_SECONDS * SECOND) {
    reminded = now;
    note_failure("telling what is due", jobs_remind(j->office));
  }
  if (now - swept >= HOUR) {
    swept = now;
    note_failure("sweeping", jobs_sweep(j->office));
  }
}

/* However long the heap of rows is, the rounds are made. */
static err *outbox_round(jobs *j, worker *w, size_t *n) {
  err *e = run_due(j->office, w->a, n);
  note_failure("looking for jobs", e);
  make_rounds(j);
  return e;
}

static err *mail_round(jobs *j, worker *w, size_t *n) {
  err *e = jobs_mail(j->office, w->a, n);
  note_failure("looking for mail", e);
  return e;
}

static err *ledger_round(jobs *j, worker *w, size_t *n) {
  err *e = jobs_ledger(j->office, w->a, n);
  note_failure("the ledger", e);
  return e;
}

static void *run(void *arg) {
  worker *w = arg;
  int64_t seen = 0;
  while (wait_for_work(w->jobs, &seen)) {
    size_t n = 1;
    for (err *e = NULL; n && !e && !ending(w->jobs); arena_reset(w->a, KEPT_MEMORY)) {
      err_reset();
      e = w->round(w->jobs, w, &n);
    }
  }
  return NULL;
}

static bool monotonic_cond(pthread_cond_t *cond) {
  pthread_condattr_t how;
  if (pthread_condattr_init(&how)) return false;
  bool good = !pthread_condattr_setclock(&how, CLOCK_MONOTONIC) && !pthread_cond_init(cond, &how);
  pthread_condattr_destroy(&how);
  return good;
}

static bool start_worker(jobs *j, err *(*round)(jobs *, worker *, size_t *)) {
  worker *w = &j->workers[j->nworkers];
  *w = (worker){.jobs = j, .round = round, .a = arena_new(MEMORY)};
  if (w->a && !pthread_create(&w->thread, NULL, run, w)) {
    j->nworkers++;
    return true;
  }
  if (w->a) arena_free(w->a);
  return false;
}

err *jobs_start(office *f, jobs **out) {
  arena *mine = arena_new(sizeof(jobs) + 4096);
  jobs *j = mine ? arena_new_of(mine, jobs) : NULL;
  *out = NULL;
  if (j) {
    *j = (jobs){.office = f, .mine = mine};
    bool ready = !pthread_mutex_init(&j->lock, NULL) && monotonic_cond(&j->wake);
    if (ready && start_worker(j, outbox_round) && start_worker(j, mail_round) &&
        start_worker(j, ledger_round)) {
      *out = j;
      return NULL;
    }
    jobs_stop(j);
  }
  return ERR(UNAVAILABLE, N_("The thread for jobs cannot be started."));
}

void jobs_wake(jobs *j) {
  pthread_mutex_lock(&j->lock);
  j->wakings++;
  pthread_cond_broadcast(&j->wake);
  pthread_mutex_unlock(&j->lock);
}

void jobs_stop(jobs *j) {
  if (!j) return;
  pthread_mutex_lock(&j->lock);
  j->stopping = true;
  pthread_cond_broadcast(&j->wake);
  pthread_mutex_unlock(&j->lock);
  for (size_t i = 0; i < j->nworkers; i++) {
    pthread_join(j->workers[i].thread, NULL);
    arena_free(j->workers[i].a);
  }
  pthread_mutex_destroy(&j->lock);
  pthread_cond_destroy(&j->wake);
  arena_free(j->mine);
}
