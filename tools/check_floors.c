/* check_floors: reads every #include under a source folder and refuses what points upward.
 *
 *   check_floors src
 * Floors: base, kit, office, then jobs and web, then the program itself (src/NAME.c); box is a
 * second program.  Foreign headers belong in src/kit/NAME.c and src/box/NAME.c alone.  A macro with
 * a header's name counts as an include.  A finding is FILE:LINE and a reason, and makes the exit
 * status 1. */
#include <stdio.h>

#include "file.h"

static const struct floor {
  const char *name, *below; /* what it may include, itself apart */
} floors[] = {
    {"base", ""},
    {"kit", " base "},
    {"box", " base kit "},
    {"office", " base kit "},
    {"jobs", " base kit office "},
    {"web", " base kit office "},
};

/* ISO C17 and POSIX, with what glibc and the compilers bring. */
static const char *const own[] = {
    "alloca.h",     "arpa/inet.h",   "assert.h",       "ctype.h",      "dirent.h",
    "endian.h",     "errno.h",       "fcntl.h",        "float.h",      "grp.h",
    "inttypes.h",   "iso646.h",      "langinfo.h",     "libgen.h",     "limits.h",
    "locale.h",     "math.h",        "net/if.h",       "netdb.h",      "netinet/in.h",
    "netinet/tcp.h", "poll.h",       "pthread.h",      "pwd.h",        "sanitizer/asan_interface.h",
    "sched.h",      "semaphore.h",   "setjmp.h",       "signal.h",     "spawn.h",
    "stdalign.h",   "stdarg.h",      "stdatomic.h",    "stdbool.h",    "stddef.h",
    "stdint.h",     "stdio.h",       "stdlib.h",       "stdnoreturn.h", "string.h",
    "strings.h",    "syslog.h",      "termios.h",      "threads.h",    "time.h",
    "uchar.h",      "unistd.h",      "wchar.h",        "wctype.h",     "getopt.h",
    "ftw.h",        "fnmatch.h",     "glob.h",         "sysexits.h",   "byteswap.h"};

static arena *A;
static int findings, files;

static bool is_own(str header) {
  for (size_t i = 0; i < COUNT(own); i++)
    if (str_eq(header, str_of(own[i]))) return true;
  return str_starts(header, S("sys/")) || str_starts(header, S("linux/"));
}

static const struct floor *floor_of(str name) {
  for (size_t i = 0; i < COUNT(floors); i++)
    if (str_eq(name, str_of(floors[i].name))) return &floors[i];
  return NULL;
}

static bool may(const struct floor *from, str to) {
  if (!from || str_eq(to, str_of(from->name))) return true; /* the program itself: anything */
  return str_find(str_of(from->below), str_cat(A, S(" "), to, S(" "))) >= 0;
}

static void find(const char *path, int line, const char *why) {
  printf("%s:%d: %s\n", path, line, why);
  findings++;
}

/* The file's place: its floor (NULL for the program itself), and whether it is a .c. */
typedef struct place {
  const char *path;
  const struct floor *floor;
  bool c;
} place;

static void check_foreign(const place *p, int line, str header) {
  if (is_own(header)) return;
  str floor = p->floor ? str_of(p->floor->name) : STR_NONE;
  bool kit = str_eq(floor, S("kit")) || str_eq(floor, S("box"));
  if (kit && p->c) return;
  find(p->path, line,
       str_fmt(A, "<%.*s> is a foreign header: it belongs in src/kit/NAME.c%s", STR_ARG(header),
               kit ? ", not in a header" : "").p);
}

static void check_house(const place *p, int line, str header) {
  ptrdiff_t slash = str_chr(header, '/', 0);
  str to = slash < 0 ? STR_NONE : str_sub(header, 0, (size_t)slash);
  if (!to.p) {
    if (p->floor)
      find(p->path, line, str_fmt(A, "\"%.*s\" is named without its floor", STR_ARG(header)).p);
  } else if (!floor_of(to)) {
    find(p->path, line, str_fmt(A, "\"%.*s\" is of no floor", STR_ARG(header)).p);
  } else if (!may(p->floor, to)) {
    find(p->path, line, str_fmt(A, "%s may not include \"%.*s\" (floor %.*s)", p->floor->name,
                                STR_ARG(header), STR_ARG(to)).p);
  }
}

/* What follows #include, or #define NAME when that is a header's name; none for other lines. */
static str included(str line) {
  line = str_trim(line);
  if (!str_starts(line, S("#"))) return STR_NONE;
  str rest = str_trim(str_sub(line, 1, line.n));
  if (str_starts(rest, S("include"))) return str_trim(str_sub(rest, 7, rest.n));
  ptrdiff_t quote = str_chr(rest, '"', 0);
  bool header = str_find(rest, S(".h\"")) >= 0 || str_find(rest, S(".def\"")) >= 0;
  if (!str_starts(rest, S("define")) || quote < 0 || !header) return STR_NONE;
  return str_sub(rest, (size_t)quote, rest.n);
}

static void check_line(const place *p, int number, str line) {
  str rest = included(line);
  if (!rest.n || (rest.p[0] >= 'A' && rest.p[0] <= 'Z')) return; /* a macro: see included */
  ptrdiff_t end = rest.p[0] == '<'   ? str_chr(rest, '>', 1)
                  : rest.p[0] == '"' ? str_chr(rest, '"', 1)
                                     : -1;
  if (end < 0) return find(p->path, number, "an #include that is not \"FLOOR/NAME\" or <NAME>");
  str header = str_sub(rest, 1, (size_t)end);
  if (str_find(header, S("..")) >= 0) return find(p->path, number, "\"..\" hides the floor");
  if (rest.p[0] == '<') check_foreign(p, number, header);
  else check_house(p, number, header);
}

static void check_file(const char *path, const struct floor *floor) {
  place p = {path, floor, str_ends(str_of(path), S(".c"))};
  str rest = file_read(A, path), line;
  if (!rest.p) return find(path, 1, "cannot be read");
  for (int number = 1; str_split(&rest, '\n', &line); number++) check_line(&p, number, line);
  files++;
}

static void check_folder(const char *path, str top);

static void check_entry(void *arg, const folder_entry *e) {
  const str *top = arg;
  bool source = str_ends(e->name, S(".c")) || str_ends(e->name, S(".h")) ||
                str_ends(e->name, S(".def"));
  if (e->lost) find(e->path, 1, "cannot be read");
  else if (e->folder) check_folder(e->path, top->p ? *top : e->name);
  else if (source) check_file(e->path, top->p ? floor_of(*top) : NULL);
}

/* Every source file below a folder; top is the name of the folder right below src, or none. */
static void check_folder(const char *path, str top) {
  if (top.p && !floor_of(top)) find(path, 1, "a folder that is no floor");
  if (!folder_each(A, path, check_entry, &top)) find(path, 1, "cannot be opened");
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: check_floors FOLDER\n", stderr), 2;
  A = arena_new((size_t)256 << 20);
  if (!A) return fputs("check_floors: no memory\n", stderr), 1;
  check_folder(argv[1], STR_NONE);
  if (!files) find(argv[1], 1, "holds no source files");
  arena_free(A);
  return findings ? 1 : 0;
}
