/* lines: see lines.h. */
#include "base/lines.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"

struct lines {
  const char *name;
  str rest; /* not read yet */
  size_t size;
  int64_t number;
};

/* --- a file --- */
static err *too_large(arena *a, FILE *f, const char *path) {
  int64_t line = 1;
  for (int i = 0, c; i < LINES_MOST_BYTES && (c = getc_unlocked(f)) != EOF; i++) line += c == '\n';
  return ERR(TOO_LARGE, N_("{0}, line {1}: here the file is larger than {2} MiB."), str_of(path),
             str_fmt(a, "%lld", (long long)line), str_fmt(a, "%d", LINES_MOST_BYTES >> 20));
}

static err *check_file(arena *a, FILE *f, const char *path, size_t *size) {
  struct stat st;
  if (!f || fstat(fileno(f), &st))
    return ERR(NOT_FOUND, N_("The file {0} cannot be read: {1}."), str_of(path),
               str_of(strerror(errno)));
  if (!S_ISREG(st.st_mode)) return ERR(TOO_LARGE, N_("{0} is no ordinary file."), str_of(path));
  if (st.st_size > LINES_MOST_BYTES) return too_large(a, f, path);
  *size = (size_t)st.st_size;
  return NULL;
}

err *lines_load(arena *a, const char *path, str *bytes) {
  FILE *f = fopen(path, "re");
  size_t size = 0;
  err *e = check_file(a, f, path, &size);
  char *p = e ? NULL : arena_alloc(a, size + 1);
  size_t n = e ? 0 : fread(p, 1, size, f);
  if (!e && (n != size || ferror(f)))
    e = ERR(STORAGE, N_("The file {0} cannot be read: {1}."), str_of(path), S("read"));
  if (f) fclose(f);
  *bytes = (str){p, n};
  return e;
}

/* --- its lines --- */
err *lines_of(arena *a, const char *name, str bytes, lines **out) {
  if (bytes.n > LINES_MOST_BYTES)
    return ERR(TOO_LARGE, N_("{0} is larger than {1} MiB."), str_of(name),
               str_fmt(a, "%d", LINES_MOST_BYTES >> 20));
  lines *l = arena_new_of(a, lines);
  *l = (lines){.name = name, .rest = bytes, .size = bytes.n};
  *out = l;
  return NULL;
}

err *lines_open(arena *a, const char *path, lines **out) {
  str bytes;
  TRY(lines_load(a, path, &bytes));
  return lines_of(a, path, bytes, out);
}

int64_t lines_number(const lines *l) { return l->number; }

size_t lines_room(const lines *l, size_t shortest) { return l->size / shortest + 1; }

err *lines_wrong_at(const char *name, int64_t number, const char *reason, str arg) {
  char digits[24];
  snprintf(digits, sizeof digits, "%lld", (long long)number);
  return ERR(INVALID, N_("{0}, line {1}: {2}"), str_of(name), str_of(digits), str_of(reason),
             arg.p ? arg : S(""));
}

err *lines_wrong(const lines *l, const char *reason, str arg) {
  return lines_wrong_at(l->name, l->number, reason, arg);
}

err *lines_next(lines *l, str *line, bool *more) {
  l->number++;
  *more = l->rest.n > 0;
  if (!*more) return NULL;
  ptrdiff_t end = str_chr(l->rest, '\n', 0);
  str s = end < 0 ? l->rest : str_sub(l->rest, 0, (size_t)end);
  l->rest = str_sub(l->rest, s.n + 1, l->rest.n);
  if (s.n > LINES_LONGEST) return lines_wrong(l, N_("it is too long."), STR_NONE);
  if (end < 0) return lines_wrong(l, N_("the file ends in the middle of it."), STR_NONE);
  if (s.n && s.p[s.n - 1] == '\r') s.n--;
  if (l->number == 1 && str_starts(s, S("\xef\xbb\xbf"))) s = str_sub(s, 3, s.n);
  if (!str_utf8(s)) return lines_wrong(l, N_("it is not UTF-8."), STR_NONE);
  *line = s;
  return NULL;
}
