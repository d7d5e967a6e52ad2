/* memo: see memo.h.  Open addressing, at most half full; an entry is complete before its pointer is
 * stored, and stays. */
#include "base/memo.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/arena.h"

typedef struct entry {
  str key;
  const str *texts;
  size_t n;
} entry;

struct memo {
  arena *a;
  pthread_mutex_t lock; /* over adding */
  size_t count, most, places, end;
  _Atomic(const entry *) place[];
};

memo *memo_new(size_t most, size_t bytes) {
  size_t places = 2 * most + 1, table = sizeof(memo) + places * sizeof(void *);
  arena *a = arena_new(table + bytes);
  if (!a) return NULL;
  memo *m = arena_alloc(a, table);
  m->a = a;
  m->most = most;
  m->places = places;
  m->end = arena_mark(a) + bytes;
  pthread_mutex_init(&m->lock, NULL);
  return m;
}

void memo_free(memo *m) {
  if (!m) return;
  pthread_mutex_destroy(&m->lock);
  arena_free(m->a);
}

/* Where key is, or the free place where it would be; *at is what is there. */
static size_t place_of(const memo *m, str key, const entry **at) {
  size_t i = str_hash(key) % m->places;
  for (;; i = (i + 1) % m->places) {
    *at = atomic_load_explicit(&m->place[i], memory_order_acquire);
    if (!*at || str_eq((*at)->key, key)) return i;
  }
}

const str *memo_get(const memo *m, str key, size_t *n) {
  const entry *at;
  place_of(m, key, &at);
  *n = at ? at->n : 0;
  return at ? at->texts : NULL;
}

static const entry *copy_of(arena *a, str key, const str *texts, size_t n) {
  str *copies = arena_list(a, n, str);
  for (size_t i = 0; i < n; i++) copies[i] = str_dup(a, texts[i]);
  entry *e = arena_new_of(a, entry);
  *e = (entry){str_dup(a, key), copies, n};
  return e;
}

/* More than copy_of takes, whatever the alignment. */
static size_t room_of(str key, const str *texts, size_t n) {
  size_t bytes = sizeof(entry) + key.n + 64 + n * (sizeof(str) + 32);
  for (size_t i = 0; i < n; i++) bytes += texts[i].n;
  return bytes;
}

void memo_put(memo *m, str key, const str *texts, size_t n) {
  pthread_mutex_lock(&m->lock);
  const entry *there;
  size_t i = place_of(m, key, &there);
  bool room = m->count < m->most && room_of(key, texts, n) <= m->end - arena_mark(m->a);
  if (!there && room) {
    m->count++;
    atomic_store_explicit(&m->place[i], copy_of(m->a, key, texts, n), memory_order_release);
  }
  pthread_mutex_unlock(&m->lock);
}
