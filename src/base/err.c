/* err: see err.h. */
#include "base/err.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/buf.h"

enum { ERROR_ARENA = 4 << 20, ERROR_KEPT = 1 << 20 }; /* a list may have a thousand */

static const struct {
  const char *name;
  int http;
  const char *title;
} kinds[] = {
#define ERROR_KIND(name, http, title) {#name, http, title},
#include "base/err.def"
#undef ERROR_KIND
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static void drop(void *a) { arena_free(a); }
static void make_key(void) {
  if (pthread_key_create(&key, drop)) abort();
}

static arena *mine(void) {
  pthread_once(&once, make_key);
  arena *a = pthread_getspecific(key);
  if (a) return a;
  a = arena_new(ERROR_ARENA);
  if (!a || pthread_setspecific(key, a)) abort();
  return a;
}

err *err_make(const char *file, int line, err_kind kind, const char *msgid, const str args[4]) {
  arena *a = mine();
  if (arena_mark(a) > ERROR_ARENA / 2) arena_reset(a, ERROR_KEPT); /* a loop that never resets */
  err *e = arena_new_of(a, err);
  *e = (err){.kind = kind, .msgid = msgid, .file = file, .line = line};
  for (size_t i = 0; i < 4; i++) e->args[i] = str_dup(a, str_sub(args[i], 0, 2048));
  return e;
}

err *err_at(err *e, str field, str cites) {
  if (field.p) e->field = str_dup(mine(), str_sub(field, 0, 256));
  if (cites.p) e->cites = str_dup(mine(), str_sub(cites, 0, 256));
  return e;
}

err *err_retry(err *e, int seconds) {
  e->retry_after = seconds;
  return e;
}

void err_add(err **list, err *e) {
  while (*list) list = &(*list)->next;
  *list = e;
}

size_t err_count(const err *e) {
  size_t n = 0;
  for (; e; e = e->next) n++;
  return n;
}

int err_http(err_kind kind) { return kinds[kind].http; }
const char *err_title(err_kind kind) { return kinds[kind].title; }
const char *err_name(err_kind kind) { return kinds[kind].name; }

static bool argument_at(str format, size_t i) {
  return format.p[i] == '{' && format.n - i > 2 && format.p[i + 1] >= '0' &&
         format.p[i + 1] <= '3' && format.p[i + 2] == '}';
}

/* An argument that is a message itself has the last one for its {0}. */
static void add_argument(buf *b, const err *e, int which) {
  str s = e->args[which];
  ptrdiff_t at = which < 3 && e->args[3].p ? str_find(s, S("{0}")) : -1;
  if (at < 0) {
    buf_add(b, s);
    return;
  }
  buf_add(b, str_sub(s, 0, (size_t)at));
  buf_add(b, e->args[3]);
  buf_add(b, str_sub(s, (size_t)at + 3, s.n));
}

str err_text(arena *a, const err *e, const char *translated) {
  str format = str_of(translated ? translated : e->msgid);
  buf b = buf_in(a);
  for (size_t i = 0; i < format.n; i++) {
    if (!argument_at(format, i)) {
      buf_char(&b, format.p[i]);
      continue;
    }
    add_argument(&b, e, format.p[i + 1] - '0');
    i += 2;
  }
  return buf_str(&b);
}

str err_line(arena *a, const err *e) {
  buf b = buf_in(a);
  buf_add(&b, err_text(a, e, NULL));
  if (e->field.p) buf_fmt(&b, " [%.*s]", STR_ARG(e->field));
  buf_fmt(&b, " (%s, %s:%d)", kinds[e->kind].name, e->file, e->line);
  return buf_str(&b);
}

err *err_copy(arena *a, const err *e) {
  err *first = NULL, **tail = &first;
  for (; e; e = e->next) {
    err *c = arena_new_of(a, err);
    *c = *e;
    for (size_t i = 0; i < 4; i++) c->args[i] = str_dup(a, e->args[i]);
    c->field = str_dup(a, e->field);
    c->cites = str_dup(a, e->cites);
    c->next = NULL;
    *tail = c;
    tail = &c->next;
  }
  return first;
}

err *err_keep(const err *e) { return e ? err_copy(mine(), e) : NULL; }

void err_reset(void) { arena_reset(mine(), ERROR_KEPT); }
