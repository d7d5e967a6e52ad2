/* arena: see arena.h.  The reservation is one private anonymous mapping; the header sits in its
 * first bytes.  Fresh pages are zero; reused ones are cleared when they are handed out again. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/sanitize.h"

struct arena {
  size_t limit;  /* bytes of the mapping */
  size_t used;   /* bytes handed out, header included */
  size_t dirty;  /* high-water mark: bytes beyond are still zero */
};

#define ALIGN ((size_t)16)
#define PAGE ((size_t)4096)
static size_t up(size_t n, size_t to) { return (n + to - 1) & ~(to - 1); }

arena *arena_new(size_t limit) {
  size_t size = up(limit + sizeof(arena), PAGE);
  void *m = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                 -1, 0);
  if (m == MAP_FAILED) return NULL;
  arena *a = m;
  a->limit = size;
  a->used = a->dirty = up(sizeof(arena), ALIGN);
  return a;
}

void arena_free(arena *a) {
  if (!a) return;
  sanitize_unpoison(a, a->dirty); /* nothing beyond was ever poisoned */
  munmap(a, a->limit);
}

static _Noreturn void exhausted(const arena *a, size_t n) {
  fprintf(stderr, "motcua: a request wanted %zu bytes beyond its %zu\n", n, a->limit);
  abort();
}

void *arena_alloc(arena *a, size_t n) {
  size_t at = a->used, size = up(n ? n : 1, ALIGN);
  if (size < n || size > a->limit - at) exhausted(a, n);
  char *p = (char *)a + at;
  sanitize_unpoison(p, n);
  a->used = at + size;
  if (at < a->dirty) memset(p, 0, n < a->dirty - at ? n : a->dirty - at);
  if (a->used > a->dirty) a->dirty = a->used;
  return p;
}

void *arena_array(arena *a, size_t count, size_t size) {
  if (size && count > SIZE_MAX / 2 / size) exhausted(a, SIZE_MAX);
  return arena_alloc(a, count * size);
}

void *arena_grow(arena *a, void *p, size_t old, size_t n) {
  char *end = (char *)a + a->used;
  if (p && (char *)p + up(old ? old : 1, ALIGN) == end) {
    size_t more = up(n, ALIGN) - up(old ? old : 1, ALIGN);
    if (more > a->limit - a->used) exhausted(a, n);
    sanitize_unpoison(p, n);
    a->used += more;
    if (a->used > a->dirty) a->dirty = a->used;
    return p;
  }
  void *q = arena_alloc(a, n);
  if (old) memcpy(q, p, old);
  return q;
}

size_t arena_mark(const arena *a) { return a->used; }

void arena_rewind(arena *a, size_t mark) {
  a->used = mark;
  sanitize_poison((char *)a + mark, a->dirty - mark);
}

void arena_reset(arena *a, size_t keep) {
  size_t base = up(sizeof(arena), ALIGN), kept = up(base + keep, PAGE);
  arena_rewind(a, base);
  if (a->dirty > kept) {
    sanitize_unpoison((char *)a + kept, a->dirty - kept);
    madvise((char *)a + kept, up(a->dirty, PAGE) - kept, MADV_DONTNEED);
    a->dirty = kept;
  }
}

str str_dup(arena *a, str s) {
  if (!s.p) return STR_NONE;
  char *p = arena_alloc(a, s.n + 1);
  if (s.n) memcpy(p, s.p, s.n);
  return (str){p, s.n};
}

const char *str_z(arena *a, str s) { return str_dup(a, s).p; }
