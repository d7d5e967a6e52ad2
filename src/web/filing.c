/* filing: what a filing brings, from a form or from JSON; see filing.h.  Its page is
 * filing_page.c. */
#include "web/filing.h"

#include "office/counter.h"
#include "web/api.h"
#include "web/form.h"
#include "office/form_schema.h"

enum { PAPERS_MOST = 200 };

typedef struct papers { /* what is attached, gathered */
  attached *items;
  size_t n;
  const json *schema; /* of the form, or NULL */
  err *errors;
} papers;

static papers papers_new(arena *a) {
  return (papers){.items = arena_list(a, PAPERS_MOST, attached)};
}

static void papers_add(papers *p, str for_, str id) {
  for (size_t i = 0; i < p->n; i++) /* the same file once more */
    if (str_eq(p->items[i].component, for_) && str_eq(p->items[i].paper, id)) return;
  if (p->n < PAPERS_MOST)
    p->items[p->n++] = (attached){.component = for_, .paper = id};
  else if (p->n == PAPERS_MOST && !p->errors)
    err_add(&p->errors, err_at(ERR(INVALID, N_("Too many papers.")), S("papers"), STR_NONE));
}

static str field_of(arena *a, str id) { return str_cat(a, S("papers."), id); }

/* --- from a form --- */
/* Whose store is open: one's own, at a counter that of the person there. */
static err *find_whose(rq *r, void *arg) {
  const actor **as = arg;
  str there = r->form ? filing_text(r->form, S("for")) : STR_NONE;
  person p;
  *as = r->ctx.who;
  if (!r->ctx.who->officer || !there.n) return NULL;
  actor *acts = arena_new_of(r->ctx.a, actor);
  TRY(counter_person(&r->ctx, there, &p));
  r->person_id = p.id;
  TRY(counter_as_actor(&r->ctx, p.id, acts));
  *as = acts;
  return NULL;
}

/* One of the person's papers that was ticked stands as a paper, as a file that was stored does. */
static bool take_stored(rq *r, const form_part *part, form_part *kept, papers *all) {
  str id = str_sub(part->name, 7, part->name.n);
  const actor *as;
  paper taken;
  err *e = rq_read(r, find_whose, &as);
  if (!e) e = store_take(&r->ctx, as, part->value, &taken);
  if (e) {
    err_add(&all->errors, err_at(e, field_of(r->ctx.a, id), STR_NONE));
    return false;
  }
  *kept = (form_part){.name = str_cat(r->ctx.a, S("kept."), id), .value = taken.public_id};
  return true;
}

/* A file that was chosen, of a document ("paper.ID") or of a field of the form ("file.PATH"). */
static bool is_file(const form_part *part) {
  return part->filename.p &&
         (str_starts(part->name, S("paper.")) || str_starts(part->name, S("file.fields.")));
}

/* Stores one file; gives the field that stands in its place, or false for an empty control. */
static bool keep_file(rq *r, const form_part *part, form_part *kept, papers *all) {
  if (!part->filename.n && !part->value.n) return false;
  bool in_form = str_starts(part->name, S("file."));
  str id = str_sub(part->name, in_form ? 5 : 6, part->name.n);
  str path = in_form ? str_sub(id, 7, id.n) : STR_NONE; /* behind "fields." */
  const json *files = in_form && all->schema ? schema_at(all->schema, all->schema, path) : NULL;
  paper stored;
  err *e = paper_store(&r->ctx, part->value, part->filename, &stored);
  if (!e && files)
    e = schema_file_fits(all->schema, files, stored.media_type, stored.size);
  if (e) {
    err_add(&all->errors, err_at(e, in_form ? id : field_of(r->ctx.a, id), STR_NONE));
    return false;
  }
  *kept = (form_part){.name = in_form ? id : str_cat(r->ctx.a, S("kept."), id),
                      .value = stored.public_id};
  return true;
}

/* The file that the button pressed takes away: "drop:COMPONENT:ID", "drop:fields.PATH:ID". */
static bool is_dropped(const rq *r, const form_part *part) {
  str action = filing_action(r), id = STR_NONE, wanted = part->name;
  if (!str_starts(action, S("drop:"))) return false;
  if (str_starts(wanted, S("kept."))) wanted = str_sub(wanted, 5, wanted.n);
  else if (!str_starts(wanted, S("fields."))) return false;
  str dropped = str_sub(action, 5, action.n), of;
  if (str_split(&dropped, ':', &of)) id = dropped;
  return str_eq(of, wanted) && id.p && str_eq(id, part->value);
}

static papers form_papers(rq *r, const json *schema) {
  const form *f = r->form;
  papers all = papers_new(r->ctx.a);
  all.schema = schema;
  form_part *parts = arena_list(r->ctx.a, f->n + 1, form_part);
  size_t n = 0;
  for (size_t i = 0; i < f->n; i++) {
    const form_part *part = &f->parts[i];
    bool file = part->filename.p != NULL;
    if (file && !is_file(part)) continue;
    if (!file && is_dropped(r, part)) continue;
    bool stored = !file && str_starts(part->name, S("stored."));
    if (stored) n += take_stored(r, part, &parts[n], &all);
    else if (!file) parts[n++] = *part;
    else if (keep_file(r, part, &parts[n], &all)) n++;
  }
  for (size_t i = 0; i < n; i++)
    if (str_starts(parts[i].name, S("kept.")) && parts[i].value.n)
      papers_add(&all, str_sub(parts[i].name, 5, parts[i].name.n), parts[i].value);
  form *with_ids = arena_new_of(r->ctx.a, form);
  *with_ids = (form){parts, n};
  r->form = with_ids;
  return all;
}

str filing_text(const form *f, str name) {
  const form_part *part = form_get(f, name);
  return part && part->value.n ? part->value : STR_NONE;
}

str filing_action(const rq *r) { return r->form ? filing_text(r->form, S("do")) : STR_NONE; }

static err *filing_of_form(rq *r, bool keeps, filing *to) {
  arena *a = r->ctx.a;
  const procedure *p =
      edition_procedure(r->ctx.edition, filing_text(r->form, S("procedure")));
  papers all = form_papers(r, p ? p->schema : NULL);
  *to = (filing){.procedure = filing_text(r->form, S("procedure")),
                  .channel = filing_text(r->form, S("channel")),
                  .mandate = filing_text(r->form, S("mandate")),
                  .for_person = filing_text(r->form, S("for")),
                  .reception = filing_text(r->form, S("reception")),
                  .draft = filing_text(r->form, S("draft")), .draft_version = r->seen_version,
                  .fields = json_of_members(a, NULL, 0), .papers = all.items, .npapers = all.n};
  if (p && p->schema) {
    err *e = keeps ? form_kept(a, p->schema, r->form, filing_action(r), &to->fields)
                   : form_data(a, p->schema, r->form, &to->fields);
    if (e) err_add(&all.errors, e);
  }
  return all.errors;
}

/* --- from JSON --- */
static void json_papers(arena *a, const json *v, papers *all) {
  for (size_t i = 0; v && i < v->n; i++) {
    const json *ids = &v->items[i];
    bool good = ids->kind == JSON_ARRAY;
    for (size_t k = 0; good && k < ids->n; k++) {
      str id = json_str(&ids->items[k]);
      good = id.p != NULL;
      if (good) papers_add(all, v->keys[i], id);
    }
    if (!good)
      err_add(&all->errors, err_at(ERR(INVALID, N_("A list of paper ids is expected.")),
                                   field_of(a, v->keys[i]), STR_NONE));
  }
}

err *form_filing(rq *r, bool keeps, filing *to) {
  if (r->form) return filing_of_form(r, keeps, to);
  const b_filing *b = r->body;
  papers all = papers_new(r->ctx.a);
  json_papers(r->ctx.a, b->papers, &all);
  *to = (filing){.procedure = b->procedure, .channel = b->channel, .mandate = b->mandate,
                  .for_person = b->for_, .reception = b->reception,
                  .fields = b->fields,
                  .papers = all.items, .npapers = all.n, .draft = b->draft,
                  .draft_version = r->seen_version};
  return all.errors;
}

err *form_attached(rq *r, const json *v, const attached **list, size_t *n) {
  papers all = r->form ? form_papers(r, NULL) : papers_new(r->ctx.a);
  if (!r->form) json_papers(r->ctx.a, v, &all);
  *list = all.items;
  *n = all.n;
  return all.errors;
}

err *errors_joined(err *first, err *more) {
  if (!first) return more;
  for (err *e = more, *next; e; e = next) {
    next = e->next;
    const err *same = first;
    while (same && !str_eq(same->field, e->field)) same = same->next;
    e->next = NULL;
    if (!same && e->kind == ERR_INVALID) err_add(&first, e);
  }
  return first;
}
