/* import_file: see import_file.h.  Reading and judging happen outside any transaction. */
#include "office/import_file.h"

#include "base/buf.h"
#include "base/rand.h"
#include "kit/crypto.h"
#include "office/admin.h"
#include "office/import_file.sql.h"

/* --- what is kept of a report --- */
static const json *row_json(arena *a, const import_row *r) {
  json_member m[] = {{S("line"), json_of_int(a, r->line)},
                     {S("code"), json_of_text(a, r->code)},
                     {S("kind"), json_of_text(a, str_of(r->kind))},
                     {S("what"), json_of_text(a, r->what)}};
  return json_of_members(a, m, COUNT(m));
}

static str report_text(arena *a, const import_report *r) {
  size_t n = r->nrows < IMPORT_ROWS_MOST ? r->nrows : IMPORT_ROWS_MOST;
  const json **rows = arena_list(a, n, const json *);
  for (size_t i = 0; i < n; i++) rows[i] = row_json(a, &r->rows[i]);
  json_member m[] = {{S("read"), json_of_int(a, r->read)},
                     {S("added"), json_of_int(a, r->added)},
                     {S("changed"), json_of_int(a, r->changed)},
                     {S("same"), json_of_int(a, r->same)},
                     {S("kept"), json_of_int(a, r->kept)},
                     {S("remarks"), json_of_int(a, (int64_t)r->nrows)},
                     {S("rows"), json_of_list(a, rows, n)}};
  buf b = buf_in(a);
  json_write(&b, json_of_members(a, m, COUNT(m)));
  return buf_str(&b);
}

/* --- taking --- */
static err *insert(ctx *c, void *arg) { return import_file_insert(c->db, arg, NULL); }

static err *take(ctx *c, const import_source *s, import_report *r, str *public_id) {
  import_work *w;
  str blob, sha;
  TRY(import_read(s, r, &w));
  TRY(import_preview(c, w));
  TRY(blob_put(c->office->blobs, c->a, s->bytes, &blob, &sha));
  *public_id = rand_public_id(c->a);
  import_file_insert_in row = {.id = rand_id(), .public_id = *public_id,
                               .kind = import_word(s->kind), .name = str_of(s->name),
                               .blob = blob, .sha256 = sha, .size = (int64_t)s->bytes.n,
                               .edition = c->edition->number, .report = report_text(r->a, r),
                               .account = c->who->account_id, .at = c->now.us};
  ctx own = *c;
  own.once = NULL;
  return ctx_write(&own, 0, insert, &row);
}

err *import_file_take(ctx *c, const import_source *s, str *public_id) {
  import_report r = {.a = arena_new(IMPORT_MEMORY), .lists_added = true};
  if (!r.a) return ERR(UNAVAILABLE, N_("Out of memory."));
  err *e = err_keep(take(c, s, &r, public_id));
  arena_free(r.a);
  return e;
}

/* --- finding --- */
err *import_file_find(ctx *c, str public_id, import_file_kept *out) {
  import_file_row_row row;
  bool found;
  TRY(import_file_row(c->db, c->a, public_id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such file."));
  *out = (import_file_kept){.id = row.id, .public_id = row.public_id, .name = row.name,
                            .blob = row.blob, .sha256 = row.sha256,
                            .kind = import_kind_of(row.kind), .size = row.size,
                            .seen = row.edition, .uploaded_at = {row.uploaded_at},
                            .applied_at = row.applied_at.has ? (instant){row.applied_at.v}
                                                             : INSTANT_NONE};
  return json_parse(c->a, row.report, &out->report);
}

err *import_file_recent(ctx *c, size_t most, import_file_kept **out, size_t *n) {
  import_file_list_row *rows;
  TRY(import_file_list(c->db, c->a, (int64_t)most, &rows, n));
  *out = arena_list(c->a, *n, import_file_kept);
  for (size_t i = 0; i < *n; i++)
    (*out)[i] = (import_file_kept){.public_id = rows[i].public_id, .name = rows[i].name,
                                   .kind = import_kind_of(rows[i].kind), .seen = rows[i].edition,
                                   .uploaded_at = {rows[i].uploaded_at},
                                   .applied_at = rows[i].applied_at.has
                                                     ? (instant){rows[i].applied_at.v}
                                                     : INSTANT_NONE};
  return NULL;
}

/* --- applying --- */
typedef struct applying {
  const import_file_kept *file;
  import_work *work;
  import_report *report;
} applying;

static err *apply(ctx *c, void *arg) {
  const applying *w = arg;
  int64_t changed = 0;
  TRY(import_file_applied(c->db, w->file->id, c->now.us, &changed));
  if (!changed) return ERR(CONFLICT, N_("The file has been applied already."));
  TRY(import_write(c, w->work));
  if (!w->report->added && !w->report->changed)
    return ERR(CONFLICT, N_("The file changes nothing."));
  return import_record_act(c, w->work);
}

static err *apply_bytes(ctx *c, const import_file_kept *f, import_report *r) {
  import_source s = {.kind = f->kind, .name = str_z(r->a, f->name)};
  applying w = {.file = f, .report = r};
  TRY(blob_get(c->office->blobs, r->a, f->blob, (size_t)f->size, &s.bytes));
  if (!str_eq(sha256(r->a, s.bytes), f->sha256))
    return ERR(STORAGE, N_("The file is not what was previewed; upload it again."));
  TRY(import_read(&s, r, &w.work));
  return admin_change(c, f->seen, apply, &w);
}

err *import_file_apply(ctx *c, const import_file_kept *f) {
  import_report r = {.a = arena_new(IMPORT_MEMORY)};
  if (!r.a) return ERR(UNAVAILABLE, N_("Out of memory."));
  err *e = err_keep(apply_bytes(c, f, &r));
  arena_free(r.a);
  return e;
}
