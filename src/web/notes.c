/* notes: that an account has looked at a dossier or a person, or searched for dossiers, queued in
 * memory and written in batches; what its inbox holds of that dossier is then read.
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
#include "office/notice.h"
#include "web/door.h"
#include "web/notes.sql.h"

enum { MOST_NOTES = 1024, NOTES_ARENA = 1 << 20 };

typedef struct note {
  int64_t id, at, account, dossier, person; /* one of the last two; neither: a search */
  const char *route;  /* or what kind of thing was searched for */
  int64_t shown;      /* by a search */
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
  if (!n->dossier)
    return search_note_insert(c,
                              &(search_note_insert_in){.id = n->id, .at = n->at,
                                                       .account = n->account, .kind = where,
                                                       .shown = n->shown},
                              NULL);
  TRY(note_insert(c,
                  &(note_insert_in){.id = n->id, .at = n->at, .account = n->account,
                                    .dossier = n->dossier, .route = where},
                  NULL));
  return notice_seen(c, n->account, n->dossier, (instant){n->at});
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

static void keep(rq *r, note n) {
  n.id = rand_id();
  n.at = r->ctx.now.us;
  n.account = r->ctx.who->account_id;
  while (!enqueue(&n)) {
    err *e = web_flush_notes(r->web);
    if (!e) continue;
    log_err(LOG_ERROR_, "noting a look", e);
    return;
  }
}

/* What is neither a dossier's nor a person's is one's own upload. */
void note_look(rq *r) {
  if (r->paper.holder_id) r->person_id = r->paper.holder_id; /* the proof of a mandate */
  int64_t dossier_id = r->dossier.id ? r->dossier.id : r->paper.dossier_id;
  if (dossier_id) keep(r, (note){.dossier = dossier_id, .route = r->route->name});
  if (r->person_id) keep(r, (note){.person = r->person_id, .route = r->route->name});
}

static const char *kind_name(str kind) {
  static const char *const names[] = {"code", "name", "personal_id", "phone"};
  for (size_t i = 0; i < COUNT(names); i++)
    if (str_eq(kind, str_of(names[i]))) return names[i];
  return "";
}

void note_search(rq *r, const find_list *found) {
  for (size_t i = 0; i < found->list.n; i++)
    keep(r, (note){.dossier = found->list.items[i].id, .route = r->route->name});
  keep(r, (note){.route = kind_name(found->kind), .shown = (int64_t)found->list.n});
}

static _Atomic int64_t filed;
void count_filed(void) { atomic_fetch_add_explicit(&filed, 1, memory_order_relaxed); }
int64_t filed_so_far(void) { return atomic_load_explicit(&filed, memory_order_relaxed); }
