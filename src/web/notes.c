/* notes: that an account has looked at a dossier or a person, queued in memory and written in
 * batches.
 *
 * The queue is bounded; a request that finds it full writes it out itself, so that no look goes
 * unnoted.  Notes leave the queue once their commit is durable. */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/defer.h"
#include "base/log.h"
#include "base/rand.h"
#include "office/counter.sql.h"
#include "web/door.h"
#include "web/notes.sql.h"

enum { MOST_NOTES = 1024, NOTES_ARENA = 1 << 20 };

typedef struct note {
  int64_t id, at, account, dossier, person; /* one of the last two is 0 */
  const char *route;
} note;

static struct {
  pthread_mutex_t lock, writing; /* writing: one batch at a time */
  note notes[MOST_NOTES];
  size_t n;
} queue = {.lock = PTHREAD_MUTEX_INITIALIZER, .writing = PTHREAD_MUTEX_INITIALIZER};

typedef struct batch {
  const note *notes;
  size_t n;
} batch;

DEFER_FOR(arena, arena_free)

static err *write_note(db_conn *c, const note *n) {
  str where = str_of(n->route);
  if (n->person)
    return counter_note(c,
                        &(counter_note_in){.id = n->id, .at = n->at, .account = n->account,
                                           .person = n->person, .route = where},
                        NULL);
  return note_insert(c,
                     &(note_insert_in){.id = n->id, .at = n->at, .account = n->account,
                                       .dossier = n->dossier, .route = where},
                     NULL);
}

static err *write_batch(db_conn *c, arena *a, void *arg) {
  const batch *b = arg;
  (void)a;
  for (size_t i = 0; i < b->n; i++) TRY(write_note(c, &b->notes[i]));
  return NULL;
}

/* Another process has used an id: the notes would stand in the way for ever. */
static void renew_ids(size_t n) {
  pthread_mutex_lock(&queue.lock);
  for (size_t i = 0; i < n; i++) queue.notes[i].id = rand_id();
  pthread_mutex_unlock(&queue.lock);
}

static err *flush(web *w, arena *a) {
  note *copy = arena_list(a, MOST_NOTES, note);
  pthread_mutex_lock(&queue.lock);
  batch b = {copy, queue.n};
  memcpy(copy, queue.notes, b.n * sizeof *copy);
  pthread_mutex_unlock(&queue.lock);
  if (!b.n) return NULL;
  err *e = train_run(w->office->train, 0, a, write_batch, &b);
  if (e && e->kind == ERR_UNIQUE) renew_ids(b.n);
  TRY(e);
  pthread_mutex_lock(&queue.lock);
  queue.n -= b.n;
  memmove(queue.notes, queue.notes + b.n, queue.n * sizeof *copy);
  pthread_mutex_unlock(&queue.lock);
  return NULL;
}

err *web_flush_notes(web *w) {
  DEFER(arena_free_at) arena *a = arena_new(NOTES_ARENA);
  if (!a) return ERR(UNAVAILABLE, N_("The system gives no memory."));
  pthread_mutex_lock(&queue.writing);
  err *e = flush(w, a);
  if (e) e = err_make(e->file, e->line, e->kind, e->msgid, e->args); /* a ends here */
  pthread_mutex_unlock(&queue.writing);
  return e;
}

static bool enqueue(const note *n) {
  pthread_mutex_lock(&queue.lock);
  bool room = queue.n < MOST_NOTES;
  if (room) queue.notes[queue.n++] = *n;
  pthread_mutex_unlock(&queue.lock);
  return room;
}

static void note_one(rq *r, int64_t dossier_id, int64_t person_id) {
  if (!dossier_id && !person_id) return; /* one's own upload */
  note n = {.id = rand_id(),
            .at = r->ctx.now.us,
            .account = r->ctx.who->account_id,
            .dossier = dossier_id,
            .person = person_id,
            .route = r->route->name};
  while (!enqueue(&n)) {
    err *e = web_flush_notes(r->web);
    if (!e) continue;
    log_err(LOG_ERROR_, "noting a look", e);
    return;
  }
}

void note_look(rq *r) {
  note_one(r, r->dossier.id ? r->dossier.id : r->paper.dossier_id, 0);
  note_one(r, 0, r->person_id);
}

static _Atomic int64_t filed;
void count_filed(void) { atomic_fetch_add_explicit(&filed, 1, memory_order_relaxed); }
int64_t filed_so_far(void) { return atomic_load_explicit(&filed, memory_order_relaxed); }
