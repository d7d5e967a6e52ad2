/* check_habits: refuses source files that have outgrown the house (docs/architecture.md, "Habits").
 *
 *   check_habits FOLDER...
 * A .c or .h begins with a comment and has at most 600 lines of 100 characters (not bytes), 70
 * lines a function, five parameters (callbacks of libmicrohttpd apart, whose shape is given); no
 * file holds a note of unfinished work.  A finding is FILE:LINE and a reason, exit status 1. */
#include <ctype.h>
#include <string.h>

#include "file.h"

enum { COLUMNS = 100, FILE_LINES = 600, FUNCTION_LINES = 70, PARAMETERS = 5 };

static arena *A;
static int findings, files;

static void find(const char *path, int line, const char *why) {
  printf("%s:%d: %s\n", path, line, why);
  findings++;
}

static bool word_char(char c) { return isalnum((unsigned char)c) || c == '_'; }

static bool has_word(str line, str word) {
  for (size_t i = 0; i + word.n <= line.n; i++) {
    bool alone = (i == 0 || !word_char(line.p[i - 1])) &&
                 (i + word.n == line.n || !word_char(line.p[i + word.n]));
    if (alone && str_eq(str_sub(line, i, i + word.n), word)) return true;
  }
  return false;
}

/* What a line alone tells. */
static void check_line(const char *path, int number, str line, bool code) {
  static const char *const unfinished[] = {"TO" "DO", "FIX" "ME", "XX" "X", "HA" "CK"};
  for (size_t i = 0; i < COUNT(unfinished); i++)
    if (has_word(line, str_of(unfinished[i]))) find(path, number, "a note of unfinished work");
  if (!code) return;
  int columns = 0;
  for (size_t i = 0; i < line.n; i++) columns += ((unsigned char)line.p[i] & 0xc0) != 0x80;
  if (columns > COLUMNS) find(path, number, str_fmt(A, "%d columns", columns).p);
  if (line.n && (line.p[line.n - 1] == ' ' || memchr(line.p, '\t', line.n)))
    find(path, number, "a tab, or blanks at the end");
}

/* The end of the comment, text or directive that starts at i, or i where none does. */
static size_t past_quiet(str s, size_t i, bool line_start) {
  char c = s.p[i];
  if (c == '/' && i + 1 < s.n && s.p[i + 1] == '*') {
    ptrdiff_t end = str_find(str_sub(s, i + 2, s.n), S("*/"));
    return end < 0 ? s.n : i + 4 + (size_t)end;
  }
  if (c == '/' && i + 1 < s.n && s.p[i + 1] == '/') {
    ptrdiff_t end = str_chr(s, '\n', i);
    return end < 0 ? s.n : (size_t)end;
  }
  if (c == '"' || c == '\'') {
    for (size_t at = i + 1; at < s.n; at++) {
      if (s.p[at] == '\\') at++;
      else if (s.p[at] == c) return at + 1;
    }
    return s.n;
  }
  if (c != '#' || !line_start) return i;
  while (i < s.n && !(s.p[i] == '\n' && s.p[i - 1] != '\\')) i++;
  return i;
}

/* The text with all that is no code blanked out, line ends kept. */
static str code_of(str text) {
  char *p = arena_alloc(A, text.n + 1);
  bool line_start = true;
  for (size_t i = 0; i < text.n;) {
    size_t end = past_quiet(text, i, line_start);
    for (size_t at = i; at < end; at++) p[at] = text.p[at] == '\n' ? '\n' : ' ';
    if (end > i) {
      if (text.p[i] == '"') p[i] = '"'; /* a text is an argument, however blank */
      i = end;
      continue;
    }
    p[i] = text.p[i];
    if (p[i] == '\n') line_start = true;
    else if (p[i] != ' ') line_start = false;
    i++;
  }
  return (str){p, text.n};
}

/* Parameters of a declaration: those of the first parentheses behind a name that is no attribute.
 * *name gets that name; -1 where there is none. */
static int parameters_of(str d, str *name) {
  for (size_t i = 0; i < d.n; i++) {
    if (d.p[i] == '=') return -1;
    if (d.p[i] != '(') continue;
    str before = str_trim(str_sub(d, 0, i));
    size_t from = before.n;
    while (from && word_char(before.p[from - 1])) from--;
    *name = str_sub(before, from, before.n);
    int depth = 0, commas = 0;
    bool empty = true;
    for (; i < d.n; i++) {
      if (d.p[i] == '(') depth++;
      else if (d.p[i] == ')' && --depth == 0) break;
      else if (d.p[i] == ',' && depth == 1) commas++;
      else if (!isspace((unsigned char)d.p[i])) empty = false;
    }
    bool pointer = i + 1 < d.n && d.p[i + 1] == '('; /* typedef err *(*fn)(...): the next ones */
    if (name->n && !pointer && !str_starts(*name, S("__"))) return empty ? 0 : commas + 1;
  }
  return -1;
}

/* Where a declaration's first character of code stands. */
static int first_line(str code, size_t from, int line) {
  for (size_t i = from; i < code.n && isspace((unsigned char)code.p[i]); i++)
    line += code.p[i] == '\n';
  return line;
}

static void check_declaration(const char *path, int line, str declaration) {
  str name;
  int n = parameters_of(declaration, &name);
  if (str_find(declaration, S("enum MHD_Result")) >= 0) return;
  if (n > PARAMETERS && islower((unsigned char)name.p[0]))
    find(path, line, str_fmt(A, "%.*s has %d parameters", STR_ARG(name), n).p);
}

static void check_functions(const char *path, str code) {
  size_t from = 0;     /* of the declaration being read */
  int from_line = 1, line = 1, depth = 0, begin = 0;
  for (size_t i = 0; i < code.n; i++) {
    char c = code.p[i];
    if (c == '\n') line++;
    if (c == '{' && depth++ == 0) {
      str d = str_trim(str_sub(code, from, i));
      begin = d.n && d.p[d.n - 1] == ')' ? first_line(code, from, from_line) : 0;
      if (begin) check_declaration(path, begin, d);
    }
    if (c == '}' && --depth == 0 && begin && line - begin + 1 > FUNCTION_LINES)
      find(path, begin, str_fmt(A, "a function of %d lines", line - begin + 1).p);
    if (depth || (c != ';' && c != '}')) continue;
    if (c == ';')
      check_declaration(path, first_line(code, from, from_line), str_sub(code, from, i));
    from = i + 1;
    from_line = line;
  }
  if (depth) find(path, line, "braces do not balance");
}

static void check_file(const char *path, bool code) {
  size_t mark = arena_mark(A);
  str text = file_read(A, path), rest = text, line;
  if (!text.p) return find(path, 1, "cannot be read");
  int number = 0;
  if (str_ends(text, S("\n"))) rest.n--;
  while (str_split(&rest, '\n', &line)) check_line(path, ++number, line, code);
  if (code && number > FILE_LINES) find(path, number, str_fmt(A, "%d lines", number).p);
  if (code && !str_starts(text, S("/*"))) find(path, 1, "does not begin by saying what it is");
  if (code) check_functions(path, code_of(text));
  arena_rewind(A, mark);
  files++;
}

static bool is_one_of(str name, const char *const *endings) {
  for (; *endings; endings++)
    if (str_ends(name, str_of(*endings))) return true;
  return false;
}

static void check_folder(const char *path);

static void check_entry(void *arg, const folder_entry *e) {
  static const char *const code[] = {".c", ".h", NULL};
  static const char *const other[] = {".def", ".sql", ".html", ".view", ".sh", ".mjs", ".md", NULL};
  (void)arg;
  if (e->lost) find(e->path, 1, "cannot be read");
  else if (e->folder) check_folder(e->path);
  else if (is_one_of(e->name, code)) check_file(e->path, true);
  else if (is_one_of(e->name, other)) check_file(e->path, false);
}

static void check_folder(const char *path) {
  if (!folder_each(A, path, check_entry, NULL)) find(path, 1, "cannot be opened");
}

int main(int argc, char **argv) {
  if (argc < 2) return fputs("usage: check_habits FOLDER...\n", stderr), 2;
  A = arena_new((size_t)256 << 20);
  if (!A) return fputs("check_habits: no memory\n", stderr), 1;
  for (int i = 1; i < argc; i++) check_folder(argv[i]);
  if (!files) find(argv[1], 1, "holds no source files");
  arena_free(A);
  return findings ? 1 : 0;
}
