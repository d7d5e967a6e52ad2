/* import_it: files of others into an installation of whole.h, and what is said of them. */
#ifndef TESTS_IMPORT_IT_H
#define TESTS_IMPORT_IT_H
#include "base/lines.h"
#include "office/import_file.h"
#include "whole.h"

#define IMPORTED "tests/data/import/"

static inline err *import_source_of(whole *w, const import_source *s, import_report *r) {
  *r = (import_report){.a = w->b->a};
  import_work *work;
  ctx c = w->c;
  TRY(import_read(s, r, &work));
  return import_run(&c, work);
}

/* At the command line, a file of tests/data/import or with its whole path. */
static inline err *import_it(whole *w, const char *name, bool units, import_report *r) {
  const char *path = name[0] == '/' ? name : str_fmt(w->b->a, IMPORTED "%s", name).p;
  import_source s = {.kind = units ? IMPORT_UNITS : IMPORT_CATALOGUE, .name = path};
  TRY(lines_load(w->b->a, path, &s.bytes));
  return import_source_of(w, &s, r);
}

static inline err *import_text(whole *w, import_kind kind, const char *text, import_report *r) {
  import_source s = {.kind = kind, .name = "file", .bytes = str_of(text)};
  return import_source_of(w, &s, r);
}

static inline str count_of(whole *w, const char *table) {
  return both_ask(w->b, str_fmt(w->b->a, "SELECT CAST(COUNT(*) AS TEXT) FROM %s", table).p);
}

static inline bool same(str s, const char *wanted) {
  if (!str_eq(s, str_of(wanted))) print_error("%.*s instead of %s\n", STR_ARG(s), wanted);
  return str_eq(s, str_of(wanted));
}

static inline const procedure *one(const whole *w, const char *code) {
  const procedure *p = edition_procedure(w->c.edition, str_of(code));
  assert_non_null(p);
  return p;
}

/* Whoever decides a procedure for a commune. */
static inline const unit *decides(const whole *w, const char *code, const char *commune) {
  const competence *c = edition_competence(w->c.edition, one(w, code), str_of(commune));
  assert_non_null(c);
  return edition_unit(w->c.edition, c->unit_id);
}
#endif
