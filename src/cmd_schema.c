/* cmd_schema: `motcua schema SCHEMA < DOCUMENT`: prints "field<TAB>fault<TAB>clause" for each fault
 * and exits 0 (none) or 1; 2 when schema or document cannot be read.  `motcua schema --batch` reads
 * lines {"schema": …, "data": …} and prints true or false for each; a line without a schema goes by
 * the schema of the line before, "resources" holds further schemas by their addresses.  A line that
 * cannot be judged is answered by "error: …", and the exit status is 2. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cmd.h"
#include "office/schema.h"

enum { MEMORY = 256 << 20, KEPT = 4 << 20 };

/* Whatever is wrong with what was given. */
static err *wrong_input(err *e) {
  if (e) e->kind = ERR_BAD_REQUEST;
  return e;
}

static err *read_all(arena *a, FILE *f, const char *name, str *text) {
  buf b = buf_in(a);
  while (b.n <= JSON_MOST_BYTES) {
    char *room = buf_room(&b, 1 << 16);
    size_t n = fread(room, 1, 1 << 16, f);
    b.n -= (1 << 16) - n;
    if (!n) break;
  }
  if (ferror(f))
    return ERR(STORAGE, N_("{0} cannot be read: {1}."), str_of(name), str_of(strerror(errno)));
  *text = buf_str(&b);
  return NULL;
}

static err *read_file(arena *a, const char *path, const json **value) {
  FILE *f = fopen(path, "re");
  str text = STR_NONE;
  if (!f)
    return ERR(BAD_REQUEST, N_("{0} cannot be read: {1}."), str_of(path), str_of(strerror(errno)));
  err *e = read_all(a, f, path, &text);
  fclose(f);
  return e ? e : json_parse_any(a, text, value);
}

static void print_text(str s) {
  for (size_t i = 0; i < s.n; i++) putchar((unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
}

static void print_fault(arena *a, const err *e) {
  print_text(e->field);
  putchar('\t');
  print_text(err_text(a, e, NULL));
  putchar('\t');
  print_text(e->cites);
  putchar('\n');
}

static err *one(const conf *c, arena *a, arena *scratch) {
  const json *text, *data;
  const schema_program *p;
  str document;
  TRY(wrong_input(read_file(a, c->words[0], &text)));
  TRY(wrong_input(schema_compile(a, text, c->formats ? SCHEMA_FORMATS : SCHEMA_PLAIN, NULL, &p)));
  TRY(wrong_input(read_all(a, stdin, "standard input", &document)));
  TRY(wrong_input(json_parse_any(a, document, &data)));
  err *errors = NULL;
  if (schema_check(p, data, scratch, STR_NONE, &errors)) return NULL;
  size_t n = 0;
  for (const err *e = errors; e; e = e->next, n++) print_fault(scratch, e);
  return ERR(INVALID, N_("The document does not fit the schema; faults: {0}."),
             str_fmt(a, "%zu", n));
}

/* --- lines --- */
typedef struct batch {
  const conf *c;
  arena *a[2], *scratch; /* one holds the schema that is in use, the other is for the next line */
  int kept;
  const schema_program *p;
} batch;

static err *judge(batch *b, str line, bool *fits) {
  arena *a = b->a[!b->kept];
  const json *all;
  arena_reset(a, KEPT);
  TRY(json_parse_any(a, line, &all));
  const json *text = json_get(all, S("schema")), *data = json_get(all, S("data"));
  if (!data) return ERR(BAD_REQUEST, N_("A line needs \"data\"."));
  if (text) {
    b->p = NULL;
    TRY(schema_compile(a, text, b->c->formats ? SCHEMA_FORMATS : SCHEMA_PLAIN,
                       json_get(all, S("resources")), &b->p));
    b->kept = !b->kept;
  }
  if (!b->p) return ERR(BAD_REQUEST, N_("A line needs \"schema\", or the line before."));
  *fits = schema_check(b->p, data, b->scratch, STR_NONE, NULL);
  return NULL;
}

static err *all_lines(batch *b) {
  char *line = NULL;
  size_t room = 0, number = 0, last = 0;
  ssize_t n;
  while ((n = getline(&line, &room, stdin)) >= 0) {
    bool fits = false;
    number++;
    err *e = judge(b, (str){line, (size_t)n}, &fits);
    if (e) {
      fputs("error: ", stdout);
      print_text(err_text(b->scratch, e, NULL));
      putchar('\n');
      last = number;
    } else {
      puts(fits ? "true" : "false");
    }
    arena_reset(b->scratch, KEPT);
    err_reset();
  }
  free(line);
  return last ? ERR(BAD_REQUEST, N_("Lines cannot be judged; the last is line {0}."),
                    str_fmt(b->scratch, "%zu", last))
              : NULL;
}

err *cmd_schema(const conf *c) {
  arena *a[3];
  for (int i = 0; i < 3; i++)
    if (!(a[i] = arena_new(MEMORY))) return ERR(UNAVAILABLE, N_("Out of memory."));
  batch b = {.c = c, .a = {a[0], a[1]}, .scratch = a[2]};
  err *e = c->batch ? all_lines(&b) : one(c, a[0], a[2]);
  e = err_keep(e);
  for (int i = 0; i < 3; i++) arena_free(a[i]);
  return e;
}
