/* filing: see filing.h. */
#include "web/filing.h"

#include "office/forms.h"
#include "office/reason.h"
#include "web/api.h"
#include "web/fill.h"
#include "web/form.h"

enum { PAPERS_MOST = 200 };

typedef struct papers { /* what is attached, gathered */
  attached *items;
  size_t n;
  err *errors;
} papers;

static papers papers_new(arena *a) {
  return (papers){.items = arena_list(a, PAPERS_MOST, attached)};
}

static void papers_add(papers *p, str for_, str id) {
  if (p->n < PAPERS_MOST)
    p->items[p->n++] = (attached){.component = for_, .paper = id};
  else if (p->n == PAPERS_MOST && !p->errors)
    err_add(&p->errors, err_at(ERR(INVALID, N_("Too many papers.")), S("papers"), STR_NONE));
}

static str field_of(arena *a, str id) { return str_cat(a, S("papers."), id); }

/* --- from a form --- */
/* Stores one file; gives the field that stands in its place, or false for an empty control. */
static bool keep_file(rq *r, const form_part *part, form_part *kept, papers *all) {
  if (!part->filename.n && !part->value.n) return false;
  str id = str_sub(part->name, 6, part->name.n);
  paper stored;
  err *e = paper_store(&r->ctx, part->value, part->filename, &stored);
  if (e) {
    err_add(&all->errors, err_at(e, field_of(r->ctx.a, id), STR_NONE));
    return false;
  }
  *kept = (form_part){.name = str_cat(r->ctx.a, S("kept."), id), .value = stored.public_id};
  return true;
}

static papers form_papers(rq *r) {
  const form *f = r->form;
  papers all = papers_new(r->ctx.a);
  form_part *parts = arena_list(r->ctx.a, f->n + 1, form_part);
  size_t n = 0;
  for (size_t i = 0; i < f->n; i++) {
    const form_part *part = &f->parts[i];
    bool file = part->filename.p != NULL;
    if (file && !str_starts(part->name, S("paper."))) continue;
    if (!file) parts[n++] = *part;
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

static str form_text(const form *f, str name) {
  const form_part *part = form_get(f, name);
  return part && part->value.n ? part->value : STR_NONE;
}

static err *filing_of_form(rq *r, filing *to) {
  papers all = form_papers(r);
  *to = (filing){.procedure = form_text(r->form, S("procedure")),
                  .channel = form_text(r->form, S("channel")),
                  .fields = json_of_members(r->ctx.a, NULL, 0),
                  .papers = all.items, .npapers = all.n};
  const procedure *p = edition_procedure(r->ctx.edition, to->procedure);
  if (p && p->schema) {
    err *e = form_data(r->ctx.a, p->schema, r->form, &to->fields);
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

err *form_filing(rq *r, filing *to) {
  if (r->form) return filing_of_form(r, to);
  const b_filing *b = r->body;
  papers all = papers_new(r->ctx.a);
  json_papers(r->ctx.a, b->papers, &all);
  *to = (filing){.procedure = b->procedure, .channel = b->channel, .fields = b->fields,
                  .papers = all.items, .npapers = all.n};
  return all.errors;
}

err *form_attached(rq *r, const json *v, const attached **list, size_t *n) {
  papers all = r->form ? form_papers(r) : papers_new(r->ctx.a);
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

/* --- the page --- */
/* The papers of a component that are uploaded already, by this account. */
static err *kept_papers(rq *r, str id, v_paper_list *v) {
  v_paper *list = arena_list(r->ctx.a, PAPERS_MOST, v_paper);
  str name = str_cat(r->ctx.a, S("kept."), id);
  size_t n = 0;
  for (size_t i = 0; r->form && i < r->form->n && n < PAPERS_MOST; i++) {
    const form_part *part = &r->form->parts[i];
    paper p;
    if (!str_eq(part->name, name)) continue;
    err *e = paper_get(&r->ctx, part->value, &p);
    if (e && e->kind != ERR_NOT_FOUND) return e;
    if (e || p.owner_id != r->ctx.who->account_id) continue;
    list[n++] = (v_paper){.id = p.public_id, .name = p.name, .media_type = p.media_type,
                          .size = p.size, .sha256 = hex_of(r->ctx.a, p.sha256)};
  }
  *v = (v_paper_list){list, n};
  return NULL;
}

static str error_of(const rq *r, const err *errors, str field) {
  for (const err *e = errors; e; e = e->next)
    if (str_eq(e->field, field)) return error_text(r, e);
  return STR_NONE;
}

static str label_of(const rq *r, const procedure *p, str field, int64_t *rank) {
  const component *c = NULL;
  str label = form_label(r, p->schema, field, rank);
  if (str_starts(field, S("papers."))) c = procedure_component(p, str_sub(field, 7, field.n));
  return c ? c->title : label;
}

/* All errors in the order of the page. */
static v_field_error_list summary(const rq *r, const procedure *p, const err *errors) {
  size_t most = 0, n = 0;
  for (const err *e = errors; e; e = e->next) most++;
  v_field_error *list = arena_list(r->ctx.a, most + 1, v_field_error);
  int64_t *ranks = arena_list(r->ctx.a, most + 1, int64_t), rank;
  for (const err *e = errors; e; e = e->next, n++) {
    v_field_error one = {.field = e->field, .message = error_text(r, e),
                         .cites = clause_told(r->ctx.a, e->cites),
                         .label = label_of(r, p, e->field, &rank)};
    size_t i = n;
    for (; i > 0 && ranks[i - 1] > rank; i--) {
      list[i] = list[i - 1];
      ranks[i] = ranks[i - 1];
    }
    list[i] = one;
    ranks[i] = rank;
  }
  return (v_field_error_list){list, n};
}

/* What was typed, else what is known: of the person at identity level 2 alone. */
static err *data_of(rq *r, const procedure *p, const json **data) {
  const actor *who = r->ctx.who;
  person known;
  form_knows knows = {.delivery = delivery_of(NULL, who->officer ? S("counter") : S("online"))};
  if (r->form) {
    (void)form_kept(r->ctx.a, p->schema, r->form, STR_NONE, data);
    return NULL; /* what cannot be read is among the errors already */
  }
  if (!who->officer && who->assurance == 2) {
    TRY(person_get(&r->ctx, who->person_id, &known));
    knows.person = &known;
  }
  *data = form_known(r->ctx.a, p->schema, &knows);
  return NULL;
}

static err *fill_filing(rq *r, const procedure *p, const err *errors, v_filing *v) {
  const actor *who = r->ctx.who;
  const json *data;
  TRY(data_of(r, p, &data));
  *v = (v_filing){
      .procedure = {.code = p->code, .name = p->name, .version = p->version},
      .form = form_draw(r, p->schema, data, errors),
      .errors = summary(r, p, errors), .counter = who->officer,
      .prefilled = !who->officer && who->assurance == 2,
      .notes = {p->notes, p->nnotes},
      .channel = r->form ? form_text(r->form, S("channel")) : STR_NONE,
  };
  v_filing_paper *list = arena_list(r->ctx.a, p->ncomponents, v_filing_paper);
  for (size_t i = 0; i < p->ncomponents; i++) {
    const component *c = &p->components[i];
    list[i] = (v_filing_paper){.id = c->id, .title = c->title, .help = c->title_en,
                               .note = c->note, .required = c->required,
                               .error = error_of(r, errors, field_of(r->ctx.a, c->id))};
    TRY(kept_papers(r, c->id, &list[i].kept));
    v->required = v->required || c->required;
    v->others = v->others || !c->required;
    if (!c->required && (list[i].kept.n || list[i].error.n)) v->others_open = true;
  }
  v->components = (v_filing_paper_list){list, p->ncomponents};
  return NULL;
}

err *page_filing(rq *r, const procedure *p) {
  v_filing v;
  TRY(fill_filing(r, p, NULL, &v));
  r->page.title = N_("New application");
  return REPLY(r, 200, filing, &v);
}

typedef struct again {
  const procedure *p;
  const err *errors;
  v_filing v;
} again;

static err *draw_again(rq *r, void *arg) {
  again *x = arg;
  return fill_filing(r, x->p, x->errors, &x->v);
}

err *page_filing_again(rq *r, err *e) {
  const procedure *p = NULL;
  if (r->form) p = edition_procedure(r->ctx.edition, form_text(r->form, S("procedure")));
  if (!p || !p->schema || !r->html) return e;
  again x = {.p = p, .errors = e};
  TRY(rq_read(r, draw_again, &x));
  r->page.title = N_("Please correct what is marked");
  r->page.path = str_cat(r->ctx.a, S("/procedures/"), p->code, S("/file"));
  return REPLY(r, e->field.p ? err_http(ERR_INVALID) : err_http(e->kind), filing, &x.v);
}
