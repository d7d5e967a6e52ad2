/* import_report: what an import says row by row: put right, looked at, refused; see
 * import_impl.h. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lines.h"
#include "office/import_impl.h"

enum { ARGUMENT_MOST = 80 };

/* --- rows --- */
void import_note(import_report *r, int64_t line, str code, const char *kind, str what) {
  if (r->nrows == r->room) {
    size_t room = r->room ? r->room * 2 : 256;
    import_row *rows = arena_list(r->a, room, import_row);
    if (r->nrows) memcpy(rows, r->rows, r->nrows * sizeof *rows);
    r->rows = rows;
    r->room = room;
  }
  r->rows[r->nrows++] = (import_row){line, str_dup(r->a, code), kind, str_dup(r->a, what)};
}

err *import_refuse_row(import_report *r, int64_t line, str code, err *e) {
  if (!e || e->kind != ERR_INVALID) return e;
  if (!r->refused) r->refused = arena_list(r->a, IMPORT_REFUSED_MOST, import_refused);
  bool cut = false;
  if (r->nrefused < IMPORT_REFUSED_MOST)
    r->refused[r->nrefused] =
        (import_refused){line, str_dup(r->a, code), str_dup(r->a, e->args[2]),
                         str_dup(r->a, import_shorten(r->a, e->args[3], ARGUMENT_MOST, &cut))};
  r->nrefused++;
  return NULL;
}

err *import_refuse_twice(import_report *r, const char *name, int64_t line, str code) {
  return import_refuse_row(
      r, line, code,
      lines_wrong_at(name, line, N_("the code {0} stands in an earlier line too."), code));
}

/* --- line by line --- */
static err *read_line(import_line *l, import_line_fn fn, void *arg) {
  bool more = true;
  err *e = lines_next(l->lines, &l->text, &more);
  l->number = lines_number(l->lines);
  l->last = !more;
  l->code = STR_NONE;
  return e || !more ? e : fn(arg, l);
}

err *import_lines(const import_source *s, import_report *r, import_line_fn fn, void *arg,
                  const size_t *n) {
  import_line l = {0};
  TRY(lines_of(r->a, s->name, s->bytes, &l.lines));
  while (!l.last) {
    size_t remarks = r->nrows;
    err *e = read_line(&l, fn, arg);
    if (e) r->nrows = remarks;
    TRY(import_refuse_row(r, l.number, l.code, e));
  }
  r->read = (int64_t)*n;
  if (*n || r->nrefused) return NULL;
  return import_refuse_row(r, l.number, STR_NONE,
                           lines_wrong(l.lines, N_("the file is empty."), STR_NONE));
}

/* --- what is refused, at the end --- */
static int by_line(const void *a, const void *b) {
  const import_refused *x = a, *y = b;
  return (x->line > y->line) - (x->line < y->line);
}

err *import_refusal(import_report *r, const char *name) {
  if (!r->nrefused) return NULL;
  size_t n = r->nrefused < IMPORT_REFUSED_MOST ? r->nrefused : IMPORT_REFUSED_MOST;
  import_refused *sorted = arena_list(r->a, n, import_refused); /* a decide may run twice */
  memcpy(sorted, r->refused, n * sizeof *sorted);
  qsort(sorted, n, sizeof *sorted, by_line);
  r->refused = sorted;
  err *list = NULL, **end = &list;
  for (size_t i = 0; i < n + (r->nrefused > n); i++) {
    const import_refused *row = &r->refused[i];
    err *e = i < n ? lines_wrong_at(name, row->line, row->why.p, row->arg)
                   : ERR(INVALID, N_("And {0} more lines."),
                         str_fmt(r->a, "%zu", r->nrefused - n));
    *end = err_copy(r->a, err_at(e, S("file"), STR_NONE));
    end = &(*end)->next;
  }
  return list;
}
