/* import_catalogue: the catalogue's file read line by line, and its records written as versions in
 * one transaction; see import.h.  Called by `motcua import` and by catalogue_install.c. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/lines.h"
#include "base/rand.h"
#include "kit/crypto.h"
#include "office/catalogue.h"
#include "office/catalogue.sql.h"
#include "office/import_impl.h"
#include "office/setting.h"

enum { RECORD_MEMORY = 64 << 20, REMARKS_MOST = 100000 };

/* --- reading --- */
typedef struct reading {
  arena *a, *one; /* of the file; of one record */
  import_tables tables;
  import_report *report;
  import_record *records;
  size_t n;
} reading;

/* What we made must be what the edition can read. */
static err *check_own(reading *w, const import_line *l, const import_record *r) {
  procedure p;
  err *e = procedure_read(w->one, import_content(w->one, r, 1, 20250701), &p);
  return e ? lines_wrong(l->lines, N_("the record does not make a procedure: {0}"),
                         err_text(w->one, e, NULL))
           : NULL;
}

static err *read_record(void *arg, import_line *l) {
  reading *w = arg;
  arena_reset(w->one, (size_t)1 << 20);
  l->last = w->n == IMPORT_MOST || w->report->nrows > REMARKS_MOST;
  if (w->n == IMPORT_MOST)
    return lines_wrong(l->lines, N_("there are too many records."), STR_NONE);
  if (l->last) return lines_wrong(l->lines, N_("there is too much to repair."), STR_NONE);
  if (!str_trim(l->text).n) return lines_wrong(l->lines, N_("it is empty."), STR_NONE);
  conversion c = {.a = w->one, .tables = &w->tables, .report = w->report, .line = l->number};
  err *e = json_parse(w->one, l->text, &c.object);
  if (e) return lines_wrong(l->lines, N_("it is no JSON: {0}"), err_text(w->one, e, NULL));
  str body = STR_NONE;
  TRY(import_convert(&c, &body));
  l->code = c.code;
  if (c.why) return lines_wrong(l->lines, c.why, c.why_arg);
  import_record *r = &w->records[w->n];
  *r = (import_record){c.line, str_dup(w->a, c.code), str_dup(w->a, body)};
  TRY(check_own(w, l, r));
  w->n++;
  return NULL;
}

static int by_code(const void *a, const void *b) {
  const import_record *x = a, *y = b;
  int order = str_cmp(x->code, y->code);
  return order ? order : (x->line > y->line) - (x->line < y->line);
}

static err *sorted(reading *w, const char *path) {
  qsort(w->records, w->n, sizeof *w->records, by_code);
  for (size_t i = 1; i < w->n; i++) {
    const import_record *r = &w->records[i];
    if (str_eq(r->code, r[-1].code)) TRY(import_refuse_twice(w->report, path, r->line, r->code));
  }
  return import_refusal(w->report, path);
}

err *import_read_catalogue(const import_source *s, import_report *r, import_file *out) {
  arena *a = r->a;
  reading w = {.a = a, .report = r};
  TRY(import_tables_read(a, &w.tables));
  w.one = arena_new(RECORD_MEMORY);
  err *e = w.one ? NULL : ERR(UNAVAILABLE, N_("Out of memory."));
  w.records = arena_list(a, IMPORT_MOST, import_record);
  if (!e) e = import_lines(s, r, read_record, &w, &w.n);
  if (w.one) arena_free(w.one);
  if (!e) e = sorted(&w, s->name);
  *out = (import_file){w.records, w.n};
  return e;
}

/* --- the catalogue's own form --- */
#define HEAD "{\"origin\":\"import\",\"code\":\""

str import_content(arena *a, const import_record *r, int64_t version, int32_t from) {
  return str_fmt(a, HEAD "%.*s\",\"version\":%" PRId64 ",\"valid_from\":\"%.*s\",%.*s}",
                 STR_ARG(r->code), version, STR_ARG(day_iso(a, from)), STR_ARG(r->body));
}

bool import_split(str content, import_record *out, int32_t *from) {
  static const str middle = {"\",\"version\":1,\"valid_from\":\"", 28};
  if (!str_starts(content, S(HEAD)) || !str_ends(content, S("}"))) return false;
  str rest = str_sub(content, sizeof HEAD - 1, content.n - 1);
  ptrdiff_t quote = str_chr(rest, '"', 0);
  if (quote < 1 || !str_starts(str_sub(rest, (size_t)quote, rest.n), middle)) return false;
  out->code = str_sub(rest, 0, (size_t)quote);
  rest = str_sub(rest, (size_t)quote + middle.n, rest.n);
  if (!day_parse(str_sub(rest, 0, 10), from)) return false;
  if (!str_starts(str_sub(rest, 10, rest.n), S("\","))) return false;
  out->body = str_sub(rest, 12, rest.n);
  return true;
}

/* --- writing --- */
static const catalogue_newest_row *known_of(const catalogue_newest_row *rows, size_t n, str code) {
  size_t low = 0, high = n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = str_cmp(rows[middle].code, code);
    if (order == 0) return &rows[middle];
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return NULL;
}

static err *add_version(ctx *c, int64_t id, const import_record *r, int64_t version, int32_t from) {
  str content = import_content(c->a, r, version, from);
  catalogue_add_version_in row = {.id = rand_id(), .procedure = id, .version = version,
                                  .valid_from = from, .content = content,
                                  .sha256 = sha256(c->a, content), .at = c->now.us};
  return catalogue_publish(c, &row);
}

static str name_of(arena *a, const import_record *r) {
  const json *v;
  str whole = str_cat(a, S("{"), r->body, S("}"));
  return json_parse(a, whole, &v) ? S("") : json_str(json_get(v, S("name")));
}

static err *put_record(ctx *c, const import_record *r, const catalogue_newest_row *known,
                       int32_t from, import_report *report) {
  if (!known) {
    int64_t id = rand_id();
    report->added++;
    if (report->lists_added) import_note(report, r->line, r->code, "added", name_of(c->a, r));
    TRY(catalogue_add_procedure(c->db, id, r->code, NULL));
    return add_version(c, id, r, 1, from);
  }
  if (!known->imported) {
    report->kept++;
    import_note(report, r->line, r->code, "kept",
                known->has_form ? S("has a form of its own") : S("has a version of its own"));
    return NULL;
  }
  int32_t begun = (int32_t)known->valid_from;
  str same = sha256(c->a, import_content(c->a, r, known->version, begun));
  if (str_eq(same, known->sha256)) {
    report->same++;
    return NULL;
  }
  int32_t next = begun > from ? begun : from;
  report->changed++;
  import_note(report, r->line, r->code, "changed",
              str_fmt(report->a, "version %" PRId64 " from %.*s", known->version + 1,
                      STR_ARG(day_iso(c->a, next))));
  return add_version(c, known->procedure_id, r, known->version + 1, next);
}

err *import_put(ctx *c, const import_file *f, int32_t from, import_report *r) {
  size_t n, outer = arena_mark(c->a);
  bool apart = r->a != c->a; /* else the report lies among what would be given back */
  catalogue_newest_row *rows;
  TRY(catalogue_newest(c->db, c->a, &rows, &n));
  for (size_t i = 0; i < f->n; i++) {
    size_t mark = arena_mark(c->a);
    TRY(put_record(c, &f->records[i], known_of(rows, n, f->records[i].code), from, r));
    if (apart) arena_rewind(c->a, mark);
  }
  if (apart) arena_rewind(c->a, outer);
  return NULL;
}

/* --- compiling --- */
static err *write_lines(FILE *f, const import_file *file, int32_t from) {
  arena *a = arena_new(RECORD_MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  for (size_t i = 0; i < file->n; i++) {
    arena_reset(a, (size_t)1 << 20);
    str content = import_content(a, &file->records[i], 1, from);
    fwrite(content.p, 1, content.n, f);
    fputc('\n', f);
  }
  arena_free(a);
  return NULL;
}

err *import_compile(const import_source *s, const char *to, int32_t from, import_report *r) {
  arena *a = r->a;
  import_file file;
  TRY(import_read_catalogue(s, r, &file));
  str fresh = str_cat(a, str_of(to), S(".new"));
  FILE *f = fopen(fresh.p, "we");
  err *e = f ? write_lines(f, &file, from) : NULL;
  bool good = f && !ferror(f);
  if (f && fclose(f)) good = false;
  if (!e && good && rename(fresh.p, to) == 0) return NULL;
  int why = errno;
  unlink(fresh.p);
  return e ? e : ERR(STORAGE, N_("The file {0} cannot be written: {1}."), str_of(to),
                     str_of(strerror(why)));
}
