/* lines: see lines.h. */
#include "base/lines.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"

struct lines {
  FILE *f;
  const char *path;
  char *line; /* LINES_LONGEST bytes */
  int64_t number, bytes;
  size_t size;
};

err *lines_open(arena *a, const char *path, lines **out) {
  struct stat st;
  FILE *f = fopen(path, "re");
  if (!f || fstat(fileno(f), &st)) {
    err *e = ERR(NOT_FOUND, N_("The file {0} cannot be read: {1}."), str_of(path),
                 str_of(strerror(errno)));
    if (f) fclose(f);
    return e;
  }
  const char *why = NULL;
  if (!S_ISREG(st.st_mode)) why = N_("{0} is no ordinary file.");
  else if (st.st_size > LINES_MOST_BYTES) why = N_("{0} is larger than {1} MiB.");
  if (why) {
    fclose(f);
    return ERR(TOO_LARGE, why, str_of(path), str_fmt(a, "%d", LINES_MOST_BYTES >> 20));
  }
  lines *l = arena_new_of(a, lines);
  *l = (lines){.f = f, .path = path, .line = arena_alloc(a, LINES_LONGEST),
               .size = (size_t)st.st_size};
  *out = l;
  return NULL;
}

void lines_close(lines *l) {
  if (l && l->f) fclose(l->f);
  if (l) l->f = NULL;
}

int64_t lines_number(const lines *l) { return l->number; }

size_t lines_room(const lines *l, size_t shortest) { return l->size / shortest + 1; }

err *lines_wrong_at(const char *path, int64_t number, const char *reason, str arg) {
  char digits[24];
  snprintf(digits, sizeof digits, "%lld", (long long)number);
  err *why = ERR(INVALID, reason, arg);
  arena *a = arena_new((size_t)1 << 20);
  if (!a) return why;
  err *e = ERR(INVALID, N_("{0}, line {1}: {2}"), str_of(path), str_of(digits),
               err_text(a, why, NULL));
  arena_free(a);
  return e;
}

err *lines_wrong(const lines *l, const char *reason, str arg) {
  return lines_wrong_at(l->path, l->number, reason, arg);
}

/* Up to the line's end, which is not kept; false at the end of the file. */
static err *take(lines *l, size_t *n, bool *ended) {
  int c;
  while ((c = getc_unlocked(l->f)) != EOF && c != '\n') {
    if (*n == LINES_LONGEST) return lines_wrong(l, N_("it is too long."), STR_NONE);
    l->line[(*n)++] = (char)c;
  }
  l->bytes += (int64_t)*n + 1;
  if (l->bytes > LINES_MOST_BYTES + 1) return lines_wrong(l, N_("the file grows."), STR_NONE);
  *ended = c == '\n';
  if (ferror(l->f)) return lines_wrong(l, N_("it cannot be read."), STR_NONE);
  return NULL;
}

err *lines_next(lines *l, str *line, bool *more) {
  size_t n = 0;
  bool ended = false;
  l->number++;
  TRY(take(l, &n, &ended));
  *more = ended;
  if (!ended && n) return lines_wrong(l, N_("the file ends in the middle of it."), STR_NONE);
  if (!ended) return NULL;
  str s = {l->line, n};
  if (s.n && s.p[s.n - 1] == '\r') s.n--;
  if (l->number == 1 && str_starts(s, S("\xef\xbb\xbf"))) s = str_sub(s, 3, s.n);
  if (!str_utf8(s)) return lines_wrong(l, N_("it is not UTF-8."), STR_NONE);
  *line = s;
  return NULL;
}
