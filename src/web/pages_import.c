/* pages_import: upload, preview and application of files; the way back to an earlier edition. */
#include "base/buf.h"
#include "office/admin.h"
#include "office/import_file.h"
#include "office/journal.h"
#include "office/restore.h"
#include "web/fill.h"
#include "web/pages_admin.h"

enum { RECENT = 20, NAME_SHOWN = 120 };

static const struct {
  const char *kind, *word, *hint;
} kinds[IMPORT_KINDS] = {
    [IMPORT_CATALOGUE] = {"catalogue", N_("Procedures"),
                          N_("One procedure a line, as the national database gives them (JSON).")},
    [IMPORT_UNITS] = {"units", N_("Units"),
                      N_("The columns of units.csv, or the country's communes.")},
    [IMPORT_CALENDAR] = {"calendar", N_("Calendar"), N_("The columns day, kind, source (CSV).")},
};

static const char *row_word(str kind) {
  static const struct {
    const char *kind, *word;
  } words[] = {{"repaired", N_("put right")}, {"flagged", N_("to be looked at")},
               {"unknown", N_("unknown")},    {"dropped", N_("left out")},
               {"kept", N_("kept")},          {"changed", N_("changed")},
               {"added", N_("new")}};
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_eq(str_of(words[i].kind), kind)) return words[i].word;
  return "";
}

/* --- the list --- */
static err *fill_editions(rq *r, v_edition_line_list *to) {
  arena *a = r->ctx.a;
  journal_row *rows;
  size_t n, count = 0;
  TRY(journal_list(&r->ctx, &(journal_wish){.kind = S("edition"), .most = RECENT}, &rows, &n));
  v_edition_line *list = arena_list(a, n, v_edition_line);
  for (size_t i = 0; i < n; i++) {
    int64_t number = 0;
    import_kind kind = import_kind_of(rows[i].subject);
    if (kind == IMPORT_KINDS) continue;
    if (!json_int(json_get(rows[i].detail, S("edition")), &number)) continue;
    list[count++] = (v_edition_line){.edition = number, .before = number - 1, .at = rows[i].at,
                                     .kind = rows[i].subject, .kind_word = kinds[kind].word,
                                     .word = act_words(rows[i].kind, rows[i].action),
                                     .file = json_str(json_get(rows[i].detail, S("file")))};
  }
  *to = (v_edition_line_list){list, count};
  return NULL;
}

err *page_imports(rq *r) {
  arena *a = r->ctx.a;
  import_file_kept *files;
  size_t n;
  TRY(import_file_recent(&r->ctx, RECENT, &files, &n));
  v_import_line *list = arena_list(a, n, v_import_line);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_import_line){.id = files[i].public_id, .kind = import_word(files[i].kind),
                              .kind_word = kinds[files[i].kind].word, .name = files[i].name,
                              .uploaded_at = files[i].uploaded_at,
                              .applied_at = files[i].applied_at};
  v_import_kind *offered = arena_list(a, IMPORT_KINDS, v_import_kind);
  for (size_t i = 0; i < IMPORT_KINDS; i++)
    offered[i] = (v_import_kind){str_of(kinds[i].kind), kinds[i].word, kinds[i].hint};
  v_imports v = {.items = {list, n}, .edition = r->ctx.edition->number,
                 .kinds = {offered, IMPORT_KINDS},
                 .problems = fill_errors(r, r->refused)};
  TRY(fill_editions(r, &v.editions));
  r->page.title = N_("Import");
  return REPLY(r, admin_status(r), imports, &v);
}

err *imports_show(rq *r) { return page_imports(r); }

/* --- one file --- */
static int64_t number_in(const json *v, const char *name) {
  int64_t n = 0;
  json_int(json_get(v, str_of(name)), &n);
  return n;
}

static err *fill_import(rq *r, const import_file_kept *f, v_import *v) {
  const json *rows = json_get(f->report, S("rows"));
  size_t n = rows ? rows->n : 0;
  v_import_row *list = arena_list(r->ctx.a, n, v_import_row);
  for (size_t i = 0; i < n; i++) {
    str kind = json_str(json_get(&rows->items[i], S("kind")));
    list[i] = (v_import_row){.line = number_in(&rows->items[i], "line"),
                             .code = json_str(json_get(&rows->items[i], S("code"))),
                             .kind = kind, .word = row_word(kind),
                             .what = json_str(json_get(&rows->items[i], S("what")))};
  }
  const json *p = f->report;
  *v = (v_import){.id = f->public_id, .kind = import_word(f->kind),
                  .kind_word = kinds[f->kind].word, .name = f->name,
                  .sha256 = hex_of(r->ctx.a, f->sha256), .edition = f->seen,
                  .uploaded_at = f->uploaded_at, .applied_at = f->applied_at,
                  .read = number_in(p, "read"), .added = number_in(p, "added"),
                  .changed = number_in(p, "changed"), .same = number_in(p, "same"),
                  .kept = number_in(p, "kept"), .remarks = number_in(p, "remarks"),
                  .rows = {list, n}, .current = f->seen == r->ctx.edition->number};
  v->more = v->remarks - (int64_t)n;
  return NULL;
}

static err *show_file(rq *r, void *arg) {
  const str *id = arg;
  import_file_kept f;
  v_import v;
  TRY(import_file_find(&r->ctx, *id, &f));
  TRY(fill_import(r, &f, &v));
  r->page.title = N_("Import");
  return REPLY(r, str_eq(r->http->method, S("POST")) ? 201 : 200, import, &v);
}

err *import_show(rq *r) { return show_file(r, &r->params[0]); }

/* --- changes --- */
static err *one_part(const rq *r, const form_part **to) {
  const form_part *part = r->form ? form_get(r->form, S("file")) : NULL;
  if (!part || !part->filename.p || (!part->filename.n && !part->value.n))
    return err_at(ERR(INVALID, N_("Exactly one file is expected.")), S("file"), STR_NONE);
  *to = part;
  return NULL;
}

err *import_upload(rq *r) {
  import_kind kind = import_kind_of(r->params[0]);
  const form_part *part = NULL;
  str id, name = S("file");
  if (kind == IMPORT_KINDS) return ERR(NOT_FOUND, N_("There is nothing at this address."));
  TRY(one_part(r, &part));
  if (part->filename.n && str_utf8(part->filename)) name = str_sub(part->filename, 0, NAME_SHOWN);
  if (!str_utf8(name)) name = S("file"); /* cut within a character */
  import_source s = {.kind = kind, .name = str_z(r->http->a, name), .bytes = part->value};
  TRY(import_file_take(&r->ctx, &s, &id));
  str at = str_cat(r->http->a, S("/admin/imports/"), id);
  if (r->html && r->form && !r->bearer.p) return reply_see_other(r, at);
  TRY(rq_read(r, show_file, &id));
  reply_location(r, at);
  return NULL;
}

typedef struct wanted {
  str id;
  import_file_kept file;
} wanted;

static err *find(rq *r, void *arg) {
  wanted *w = arg;
  return import_file_find(&r->ctx, w->id, &w->file);
}

err *import_applied(rq *r) {
  wanted w = {.id = r->params[0]};
  TRY(rq_read(r, find, &w));
  TRY(import_file_apply(&r->ctx, &w.file));
  return admin_done(r, S("/admin/imports"));
}

static err *restore(ctx *c, void *arg) {
  const b_restore *b = arg;
  int64_t n;
  import_kind kind = b->kind.n ? import_kind_of(b->kind) : IMPORT_CATALOGUE;
  return edition_restore(c, kind, b->as_of, &n);
}

err *edition_restored(rq *r) {
  b_restore body = *(const b_restore *)r->body;
  TRY(admin_change(&r->ctx, r->seen_version, restore, &body));
  return admin_done(r, S("/admin/imports"));
}
