/* cmd_import: `motcua import catalogue|units|calendar FILE`: the report as lines of
 * "line<TAB>code<TAB>kind<TAB>what" on stdout, the sum on stderr; of a refused file the rows that
 * refuse it (kind "refused").  See office/import.h. */
#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/lines.h"
#include "cmd.h"
#include "kit/crypto.h"
#include "office/import.h"

enum { MEMORY = 256 << 20, COMPILED_FROM = 20260701 };

/* A tab or line end inside a text would be another column. */
static void print_text(str s) {
  for (size_t i = 0; i < s.n; i++) putchar((unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
}

static void print_row(const import_row *row) {
  printf("%" PRId64 "\t", row->line);
  print_text(row->code);
  printf("\t%s\t", row->kind);
  print_text(row->what);
  putchar('\n');
}

/* The rows that refuse the file; what then is the error. */
static err *print_refused(const import_report *r, const char *name, err *e) {
  size_t n = r->nrefused < IMPORT_REFUSED_MOST ? r->nrefused : IMPORT_REFUSED_MOST;
  for (size_t i = 0; i < n; i++) {
    const import_refused *row = &r->refused[i];
    err why = {.msgid = row->why.p, .args = {row->arg}};
    print_row(&(import_row){row->line, row->code, "refused", err_text(r->a, &why, NULL)});
  }
  if (r->nrefused > n) printf("\t\trefused\tAnd %zu more lines.\n", r->nrefused - n);
  if (r->nrefused < 2) return err_keep(e);
  return ERR(INVALID, N_("{0}: {1} lines are refused. Nothing was changed."), str_of(name),
             str_fmt(r->a, "%zu", r->nrefused));
}

/* preview: the checksum of the file that was previewed, or none. */
static void print_sum(const import_report *r, bool written, str preview) {
  fprintf(stderr, "%" PRId64 " records read, %zu remarks", r->read, r->nrows);
  if (written)
    fprintf(stderr,
            "; %" PRId64 " new, %" PRId64 " changed, %" PRId64 " unchanged, %" PRId64 " kept",
            r->added, r->changed, r->same, r->kept);
  bool nothing = written && !r->added && !r->changed;
  if (preview.n || nothing) fputs(". Nothing was changed", stderr);
  if (preview.n) fprintf(stderr, "; sha256 %.*s", STR_ARG(preview));
  fputs(".\n", stderr);
}

static err *put(const conf *c, office *f, const import_source *s, import_report *r) {
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  ctx in = {.a = a, .office = f, .now = instant_now()};
  import_work *w;
  err *e = import_read(s, r, &w);
  if (!e) e = c->preview ? import_preview(&in, w) : import_run(&in, w);
  e = err_keep(e);
  arena_free(a);
  return e;
}

static err *check_sum(const conf *c, arena *a, str bytes, str *is) {
  *is = hex_of(a, sha256(a, bytes));
  if (!c->sha256 || str_eq_nocase(*is, str_of(c->sha256))) return NULL;
  return ERR(INVALID, N_("The file has another checksum: {0}. Nothing was changed."), *is);
}

static err *import(const conf *c, import_kind kind, import_report *r, str *sum) {
  if (c->compile && kind != IMPORT_CATALOGUE)
    return ERR(INVALID, N_("--compile is for the catalogue."));
  import_source s = {.kind = kind, .name = c->words[1]};
  r->lists_added = c->preview;
  office_options o = {.folder = c->data, .database = c->database, .secret_file = c->secret};
  office *f = NULL;
  if (!c->compile) TRY(office_open(&o, &f));
  err *e = lines_load(r->a, s.name, &s.bytes);
  if (!e) e = check_sum(c, r->a, s.bytes, sum);
  if (!e) e = c->compile ? import_compile(&s, c->compile, COMPILED_FROM, r) : put(c, f, &s, r);
  if (f) office_close(f);
  return e;
}

err *cmd_import(const conf *c) {
  import_kind kind = import_kind_of(str_of(c->words[0]));
  if (kind == IMPORT_KINDS)
    return ERR(INVALID, N_("There is no import of \"{0}\"; try catalogue, units or calendar."),
               str_of(c->words[0]));
  import_report r = {.a = arena_new(MEMORY)};
  if (!r.a) return ERR(UNAVAILABLE, N_("Out of memory."));
  str sum = STR_NONE;
  err *e = import(c, kind, &r, &sum);
  if (!e) {
    for (size_t i = 0; i < r.nrows; i++) print_row(&r.rows[i]);
    print_sum(&r, !c->compile, c->preview ? sum : STR_NONE);
  }
  e = print_refused(&r, c->words[1], e);
  arena_free(r.a);
  return e;
}
