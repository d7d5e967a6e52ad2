/* export_own: what an export holds beside dossiers: the inbox, complaints, the files of what is
 * begun and the store; see export.h.  A page at a time is read in a snapshot, as dossiers are. */
#include "kit/lang.h"
#include "office/access.h"
#include "office/complaint.h"
#include "office/export.sql.h"
#include "office/export_impl.h"
#include "office/notice.h"
#include "office/store.h"

/* --- the inbox --- */
typedef struct inbox_reading {
  notice_list_page page;
  int64_t after;
} inbox_reading;

static err *inbox_page(ctx *c, void *arg) {
  inbox_reading *r = arg;
  return notice_inbox(c, r->after, &r->page);
}

/* The dossiers of an officer's list are other people's: it is told without them. */
static str inbox_line(ctx *c, const notice *n) {
  arena *a = c->a;
  notice_rule rule = notice_rule_of(n->what);
  json_member m[] = {{S("at"), when(a, n->at)}, {S("what"), text(a, n->what)},
                     {S("told"), text(a, str_of(lang_text(c->language, rule.happened)))},
                     {S("dossier"), text(a, n->code)}, {S("day"), day(a, n->day)},
                     {S("until"), day(a, n->until)}, {S("due_at"), when(a, n->due_at)},
                     {S("read_at"), when(a, n->read_at)},
                     {S("mailed_at"), when(a, n->mailed_at)}};
  return export_json(a, OBJECT(a, m));
}

static err *inbox(ctx *c, exporting *e) {
  inbox_reading r = {.page.more = true};
  TRY(export_lines_begin(c, &e->lines));
  while (r.page.more) {
    size_t mark = arena_mark(c->a);
    TRY(ctx_read(c, inbox_page, &r));
    for (size_t i = 0; i < r.page.n; i++) {
      TRY(export_lines_add(&e->lines, inbox_line(c, &r.page.items[i])));
      r.after = r.page.items[i].id;
    }
    arena_rewind(c->a, mark);
  }
  return export_lines_put(c, e, S("inbox.jsonl"), &e->lines);
}

/* --- complaints --- */
static err *complaint_line(ctx *c, const complaint *k, str *line) {
  arena *a = c->a;
  complaint_text *texts;
  size_t n;
  TRY(complaint_texts(c, k->id, &texts, &n));
  const json **said = arena_list(a, n + 1, const json *);
  for (size_t i = 0; i < n; i++) {
    json_member m[] = {{S("at"), when(a, texts[i].at)},
                       {S("who"), text(a, texts[i].author)},
                       {S("what"), text(a, texts[i].what)},
                       {S("text"), text(a, texts[i].text)}};
    said[i] = OBJECT(a, m);
  }
  json_member m[] = {{S("number"), text(a, k->number)},
                     {S("state"), text(a, k->state)},
                     {S("dossier"), text(a, k->dossier)},
                     {S("made_at"), when(a, k->made_at)},
                     {S("answer_by"), when(a, k->answer_by)},
                     {S("resolve_by"), when(a, k->resolve_by)},
                     {S("ended_at"), when(a, k->ended_at)},
                     {S("texts"), json_of_list(a, said, n)}};
  *line = export_json(a, OBJECT(a, m));
  return NULL;
}

typedef struct complaint_reading {
  export_complaints_row *rows;
  size_t n;
  int64_t after;
  str *lines;
} complaint_reading;

static err *complaint_page(ctx *c, void *arg) {
  complaint_reading *r = arg;
  complaint k;
  TRY(export_complaints(c->db, c->a, c->who->account_id, r->after, EXPORT_AT_ONCE, &r->rows,
                        &r->n));
  r->lines = arena_list(c->a, r->n + 1, str);
  for (size_t i = 0; i < r->n; i++) {
    TRY(complaint_get(c, r->rows[i].public_id, &k));
    TRY(complaint_line(c, &k, &r->lines[i]));
  }
  return NULL;
}

static err *complaints(ctx *c, exporting *e) {
  complaint_reading r = {.after = INT64_MIN, .n = EXPORT_AT_ONCE};
  TRY(export_lines_begin(c, &e->lines));
  while (r.n == EXPORT_AT_ONCE) {
    size_t mark = arena_mark(c->a);
    TRY(ctx_read(c, complaint_page, &r));
    for (size_t i = 0; i < r.n; i++) {
      TRY(export_lines_add(&e->lines, r.lines[i]));
      r.after = r.rows[i].id;
    }
    arena_rewind(c->a, mark);
  }
  return export_lines_put(c, e, S("complaints.jsonl"), &e->lines);
}

/* --- files of what is begun --- */
typedef struct begun_reading {
  export_begun_row *rows;
  size_t n;
  int64_t after;
} begun_reading;

static err *begun_page(ctx *c, void *arg) {
  begun_reading *r = arg;
  return export_begun(c->db, c->a, c->who->account_id, r->after, EXPORT_AT_ONCE, &r->rows, &r->n);
}

static err *begun_file(ctx *c, exporting *e, const export_begun_row *row) {
  arena *a = c->a;
  str file = str_fmt(a, "drafts/%.*s.%s", STR_ARG(row->public_id), export_ending(row->media_type));
  json_member m[] = {{S("file"), text(a, file)}, {S("name"), text(a, row->name)},
                     {S("uploaded_at"), when(a, (instant){row->uploaded_at})}};
  TRY(export_lines_add(&e->lines, export_json(a, OBJECT(a, m))));
  return export_put_file(c, e, &(export_file){file, row->blob});
}

static err *begun(ctx *c, exporting *e) {
  begun_reading r = {.after = INT64_MIN, .n = EXPORT_AT_ONCE};
  TRY(export_lines_begin(c, &e->lines));
  while (r.n == EXPORT_AT_ONCE) {
    size_t mark = arena_mark(c->a);
    TRY(ctx_read(c, begun_page, &r));
    for (size_t i = 0; i < r.n; i++) {
      TRY(begun_file(c, e, &r.rows[i]));
      r.after = r.rows[i].id;
    }
    arena_rewind(c->a, mark);
  }
  return export_lines_put(c, e, S("drafts.jsonl"), &e->lines);
}

/* --- the store --- */
typedef struct store_reading {
  stored_page page;
  char after[64]; /* the last public id; outlives the page */
} store_reading;

static err *store_page(ctx *c, void *arg) {
  store_reading *r = arg;
  return store_list(c, c->who->person_id, r->after[0] ? str_of(r->after) : STR_NONE, &r->page);
}

/* What signs a scan that came in beside any dossier; none: its dossier's event does. */
typedef struct copy_reading {
  const stored_paper *of;
  export_copy_row row;
  bool found;
} copy_reading;

static err *copy_read(ctx *c, void *arg) {
  copy_reading *r = arg;
  return export_copy(c->db, c->a, r->of->id, &r->row, &r->found);
}

static err *stored_line(ctx *c, exporting *e, const stored_paper *p, str file) {
  arena *a = c->a;
  json_member m[] = {{S("file"), text(a, file)}, {S("type"), text(a, p->type)},
                     {S("title"), text(a, p->title)},
                     {S("origin"), text(a, p->origin)},
                     {S("issuer"), text(a, p->issuer)},
                     {S("number"), text(a, p->number)},
                     {S("issued"), day(a, p->issued_day)},
                     {S("last_day"), day(a, p->last_day)},
                     {S("dossier"), text(a, p->code)},
                     {S("stored_at"), when(a, p->stored_at)},
                     {S("ended_at"), when(a, p->ended_at)},
                     {S("ended_by"), text(a, p->ended_by)},
                     {S("sha256"), text(a, hex_of(a, p->sha256))}};
  return export_lines_add(&e->lines, export_json(a, OBJECT(a, m)));
}

static err *stored(ctx *c, exporting *e, const stored_paper *p) {
  str name = str_cat(c->a, S("store/"), p->public_id);
  str file = str_fmt(c->a, "%.*s.%s", STR_ARG(name), export_ending(p->media_type));
  TRY(stored_line(c, e, p, file));
  TRY(export_put_file(c, e, &(export_file){file, p->blob}));
  copy_reading copy = {.of = p};
  TRY(ctx_read(c, copy_read, &copy));
  if (!copy.found) return NULL;
  TRY(export_put(c, e, str_cat(c->a, name, S(".json")), p->stored_at, copy.row.content));
  return export_put(c, e, str_cat(c->a, name, S(".p7s")), p->stored_at, copy.row.signature);
}

static err *store(ctx *c, exporting *e) {
  store_reading r = {.page.more = access_seen(c->who)};
  TRY(export_lines_begin(c, &e->lines));
  while (r.page.more) {
    size_t mark = arena_mark(c->a);
    TRY(ctx_read(c, store_page, &r));
    for (size_t i = 0; i < r.page.n; i++) {
      const stored_paper *p = &r.page.items[i];
      TRY(stored(c, e, p));
      snprintf(r.after, sizeof r.after, "%.*s", STR_ARG(p->public_id));
    }
    arena_rewind(c->a, mark);
  }
  return export_lines_put(c, e, S("store.jsonl"), &e->lines);
}

err *export_own(ctx *c, exporting *e) {
  TRY(inbox(c, e));
  TRY(complaints(c, e));
  TRY(begun(c, e));
  return store(c, e);
}
