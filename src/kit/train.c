/* train: see train.h.  A lane is a queue, a writer thread and its connection.
 *
 * Callers lie on their own stacks as jobs, linked in the order they came; each sleeps on its own
 * semaphore, so that a commit wakes exactly those it answers.  A job is not touched after its
 * semaphore was posted. */
#include "kit/train.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "base/rand.h"

enum { LANES = 16, TRIES = 3, MOST_POSTGRESQL = 50, MOST_SQLITE = 1000 };

typedef struct job {
  train_decide decide;
  void *arg;
  arena *a;
  size_t mark; /* of a, to run decide again */
  err *e;
  sem_t answered;
  struct job *next;
} job;

typedef struct lane {
  train *t;
  pthread_t thread;
  pthread_mutex_t mutex; /* over first, last, stopping */
  pthread_cond_t wake;
  job *first, **last;
  bool stopping;
  bool ended; /* the thread was joined */
  db_conn *c;
} lane;

struct train {
  db *d;
  int lanes, most, running;
  atomic_int_least64_t commits, decides, failed, rerun, waiting;
  lane lane[LANES];
};

static err *connected(lane *l) {
  if (l->c && !db_broken(l->c)) return NULL;
  db_disconnect(l->c);
  l->c = NULL;
  return db_connect(l->t->d, &l->c);
}

/* --- one decide in a transaction of its own --- */

static err *try_alone(lane *l, job *j) {
  TRY(connected(l));
  TRY(db_begin(l->c));
  err *e = j->decide(l->c, j->a, j->arg);
  if (e) db_rollback(l->c);
  else e = db_commit(l->c);
  if (!e) atomic_fetch_add(&l->t->commits, 1);
  return e;
}

static void pause_before(int tries) {
  uint32_t r;
  rand_bytes(&r, sizeof r);
  long ns = (long)(1 + r % 20) * tries * 1000000;
  nanosleep(&(struct timespec){0, ns}, NULL);
}

/* ERR_UNIQUE: two processes may have made the same id; the next run makes another. */
static bool again(const err *e, int tries) {
  return e && ((e->kind == ERR_RETRY && tries < TRIES) || (e->kind == ERR_UNIQUE && tries == 1));
}

static void run_alone(lane *l, job *j) {
  err *e = try_alone(l, j);
  for (int tries = 1; again(e, tries); tries++) {
    pause_before(tries);
    arena_rewind(j->a, j->mark);
    atomic_fetch_add(&l->t->rerun, 1);
    e = try_alone(l, j);
  }
  j->e = e ? err_copy(j->a, e) : NULL;
}

/* --- many in one --- */

/* False when the transaction as a whole is lost. */
static bool aboard(lane *l, job *j) {
  for (int tries = 1;; tries++) {
    arena_rewind(j->a, j->mark);
    if (db_savepoint(l->c)) return false;
    err *e = j->decide(l->c, j->a, j->arg);
    j->e = e ? err_copy(j->a, e) : NULL;
    if (!e) return !db_savepoint_release(l->c);
    if (e->kind == ERR_RETRY || db_broken(l->c) || db_savepoint_rollback(l->c)) return false;
    if (!again(e, tries)) return true;
  }
}

/* False when every job must run again, alone. */
static bool run_together(lane *l, job *first) {
  if (connected(l) || db_begin(l->c)) return false;
  for (job *j = first; j; j = j->next)
    if (!aboard(l, j)) {
      db_rollback(l->c);
      return false;
    }
  err *e = db_commit(l->c);
  if (e && e->kind != ERR_UNAVAILABLE) return false;
  if (!e) atomic_fetch_add(&l->t->commits, 1);
  for (job *j = first; e && j; j = j->next) /* its fate is unknown: nobody may run it again */
    if (!j->e) j->e = err_copy(j->a, e);
  return true;
}

/* One by one; while the database is away everybody gets that answer at once. */
static void run_each(lane *l, job *first) {
  err *away = NULL;
  for (job *j = first; j; j = j->next) {
    arena_rewind(j->a, j->mark);
    if (!away) away = connected(l);
    if (away) j->e = err_copy(j->a, away);
    else run_alone(l, j);
  }
}

static void travel(lane *l, job *first, int n) {
  train *t = l->t;
  bool together = n > 1 && run_together(l, first);
  if (n > 1 && !together) atomic_fetch_add(&t->rerun, n);
  if (!together) run_each(l, first);
  for (job *j = first, *next; j; j = next) {
    next = j->next;
    if (j->e) atomic_fetch_add(&t->failed, 1);
    atomic_fetch_add(&t->decides, 1);
    atomic_fetch_sub(&t->waiting, 1);
    sem_post(&j->answered);
  }
  err_reset();
}

/* Those that wait, at most t->most, in the order they came; NULL when the lane ends. */
static job *board(lane *l, int *n) {
  pthread_mutex_lock(&l->mutex);
  while (!l->first && !l->stopping) pthread_cond_wait(&l->wake, &l->mutex);
  job *first = l->first, **end = &l->first;
  for (*n = 0; *end && *n < l->t->most; ++*n) end = &(*end)->next;
  l->first = *end;
  if (!l->first) l->last = &l->first;
  *end = NULL;
  pthread_mutex_unlock(&l->mutex);
  return *n ? first : NULL;
}

static void *write_all(void *arg) {
  lane *l = arg;
  int n;
  for (job *first; (first = board(l, &n));) travel(l, first, n);
  return NULL;
}

/* --- the callers' side --- */

static bool enqueue(lane *l, job *j) {
  pthread_mutex_lock(&l->mutex);
  bool open = !l->stopping;
  if (open) {
    *l->last = j;
    l->last = &j->next;
    atomic_fetch_add(&l->t->waiting, 1);
    pthread_cond_signal(&l->wake);
  }
  pthread_mutex_unlock(&l->mutex);
  return open;
}

err *train_run(train *t, uint64_t lane_hash, arena *a, train_decide decide, void *arg) {
  job j = {.decide = decide, .arg = arg, .a = a, .mark = arena_mark(a)};
  sem_init(&j.answered, 0, 0);
  bool in = enqueue(&t->lane[lane_hash % (uint64_t)t->lanes], &j);
  while (in && sem_wait(&j.answered) && errno == EINTR) {}
  sem_destroy(&j.answered);
  return in ? j.e : err_copy(a, err_retry(ERR(UNAVAILABLE, N_("The server is stopping.")), 5));
}

/* --- start and stop --- */

static err *start_lane(train *t, lane *l) {
  *l = (lane){.t = t, .last = &l->first};
  TRY(connected(l));
  pthread_mutex_init(&l->mutex, NULL);
  pthread_cond_init(&l->wake, NULL);
  sigset_t all, old;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &old);
  int failed = pthread_create(&l->thread, NULL, write_all, l);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  if (!failed) {
    char name[16];
    snprintf(name, sizeof name, "train-%d", t->running++);
    pthread_setname_np(l->thread, name);
    return NULL;
  }
  pthread_cond_destroy(&l->wake);
  pthread_mutex_destroy(&l->mutex);
  db_disconnect(l->c);
  return ERR(UNAVAILABLE, N_("A writer thread cannot be started."));
}

err *train_start(db *d, int lanes, int most, train **out) {
  bool sqlite = db_kind_of(d) == DB_SQLITE;
  int cap = sqlite ? MOST_SQLITE : MOST_POSTGRESQL;
  train *t = calloc(1, sizeof *t);
  if (!t) return ERR(UNAVAILABLE, N_("A writer thread cannot be started."));
  t->d = d;
  t->lanes = sqlite || lanes < 1 ? 1 : lanes > LANES ? LANES : lanes;
  t->most = most < 1 ? 1 : most > cap ? cap : most;
  for (int i = 0; i < t->lanes; i++) {
    err *e = start_lane(t, &t->lane[i]);
    if (!e) continue;
    train_free(t);
    return e;
  }
  *out = t;
  return NULL;
}

void train_stop(train *t) {
  for (int i = 0; i < t->running; i++) {
    lane *l = &t->lane[i];
    pthread_mutex_lock(&l->mutex);
    l->stopping = true;
    pthread_cond_signal(&l->wake);
    pthread_mutex_unlock(&l->mutex);
  }
  for (int i = 0; i < t->running; i++) {
    lane *l = &t->lane[i];
    if (!l->ended) pthread_join(l->thread, NULL);
    l->ended = true;
    db_disconnect(l->c);
    l->c = NULL;
  }
}

void train_free(train *t) {
  if (!t) return;
  train_stop(t);
  for (int i = 0; i < t->running; i++) {
    pthread_cond_destroy(&t->lane[i].wake);
    pthread_mutex_destroy(&t->lane[i].mutex);
  }
  free(t);
}

train_figures train_read(const train *t) {
  train *u = (train *)(uintptr_t)t; /* atomic loads of C17 want no const */
  return (train_figures){.commits = atomic_load(&u->commits),
                         .decides = atomic_load(&u->decides),
                         .failed = atomic_load(&u->failed),
                         .rerun = atomic_load(&u->rerun),
                         .waiting = atomic_load(&u->waiting)};
}
