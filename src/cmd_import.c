/* cmd_import: `motcua import catalogue FILE` and `motcua import units FILE`: the report as lines of
 * "line<TAB>code<TAB>kind<TAB>what" on stdout, the sum on stderr; see office/import.h. */
#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "cmd.h"
#include "office/import.h"

enum { MEMORY = 256 << 20, COMPILED_FROM = 20260701 };

/* A tab or line end inside a text would be another column. */
static void print_text(str s) {
  for (size_t i = 0; i < s.n; i++) putchar((unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
}

static void print_rows(const import_report *r) {
  for (size_t i = 0; i < r->nrows; i++) {
    const import_row *row = &r->rows[i];
    printf("%" PRId64 "\t", row->line);
    print_text(row->code);
    printf("\t%s\t", row->kind);
    print_text(row->what);
    putchar('\n');
  }
}

static void print_sum(const import_report *r, bool written) {
  fprintf(stderr, "%" PRId64 " records read, %zu remarks", r->read, r->nrows);
  if (written)
    fprintf(stderr,
            "; %" PRId64 " new, %" PRId64 " changed, %" PRId64 " unchanged, %" PRId64 " kept",
            r->added, r->changed, r->same, r->kept);
  if (written && !r->added && !r->changed) fputs(". Nothing was changed", stderr);
  fputs(".\n", stderr);
}

static err *put(const conf *c, office *f, bool units, import_report *r) {
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  ctx in = {.a = a, .office = f, .now = instant_now()};
  err *e = units ? import_units(&in, c->words[1], r) : import_catalogue(&in, c->words[1], r);
  e = err_keep(e);
  arena_free(a);
  return e;
}

static err *import(const conf *c, bool units, import_report *r) {
  if (c->compile && units) return ERR(INVALID, N_("--compile is for the catalogue."));
  if (c->compile) return import_compile(r->a, c->words[1], c->compile, COMPILED_FROM, r);
  office_options o = cmd_office(c);
  office *f = NULL;
  TRY(office_open(&o, &f));
  err *e = put(c, f, units, r);
  office_close(f);
  return e;
}

err *cmd_import(const conf *c) {
  bool units = str_eq(str_of(c->words[0]), S("units"));
  if (!units && !str_eq(str_of(c->words[0]), S("catalogue")))
    return ERR(INVALID, N_("There is no import of \"{0}\"; try catalogue or units."),
               str_of(c->words[0]));
  import_report r = {.a = arena_new(MEMORY)};
  if (!r.a) return ERR(UNAVAILABLE, N_("Out of memory."));
  err *e = import(c, units, &r);
  if (!e) {
    print_rows(&r);
    print_sum(&r, !c->compile);
  }
  arena_free(r.a);
  return e;
}
