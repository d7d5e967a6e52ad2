/* filing_page: the page of a procedure's form: new, from a draft, or once more with what is wrong;
 * see filing.h. */
#include "kit/json.h"
#include "office/counter.h"
#include "office/forms.h"
#include "office/known.h"
#include "office/mandate.h"
#include "office/reason.h"
#include "web/api.h"
#include "web/filing.h"
#include "web/fill.h"
#include "web/form.h"

enum { KEPT_MOST = 200 };

typedef struct held_paper {
  stored_paper paper;
  str of; /* whose, where there are several */
} held_paper;

typedef struct filled { /* what the page is drawn from */
  const procedure *p;
  const json *data;
  const attached *papers;
  size_t npapers;
  const err *errors;
  str draft, channel, mandate, problem, reception;
  int64_t version;
  v_change_list changes;
  const held_paper *offers; /* what the state has of those for whom one may file this */
  size_t noffers;
  const actor *as;     /* who files, or the person there */
  bool at_counter;     /* for the person below, who is there */
  person there;
  str there_id;
} filled;

/* --- what is known --- */
/* The person at the counter, when their id says one; the look is noted. */
static err *find_there(rq *r, str id, filled *w) {
  w->as = r->ctx.who;
  if (!r->ctx.who->officer || !id.n) return NULL;
  actor *there = arena_new_of(r->ctx.a, actor);
  TRY(counter_person(&r->ctx, id, &w->there));
  TRY(counter_as_actor(&r->ctx, w->there.id, there));
  w->as = there;
  w->at_counter = true;
  w->there_id = id;
  r->person_id = w->there.id;
  return NULL;
}

/* Of the person there, else of who files. */
static const person *of_whom(const filled *w) { return w->at_counter ? &w->there : NULL; }

/* Whom the state knows, so that they can be put where the form asks for somebody; or none. */
static str known_name(const rq *r, const filled *w) {
  const actor *who = r->ctx.who;
  if (w->at_counter) return w->there.full_name;
  return !who->officer && who->assurance == 2 ? who->name : STR_NONE;
}

/* Oneself, and those for whom one may file this; at a counter the same of the person there. */
static void whom(rq *r, const filled *w, v_choice_list *to) {
  const actor *who = w->as;
  v_choice *list = arena_list(r->ctx.a, who->nmandates + 1, v_choice);
  size_t n = 0;
  list[n] = (v_choice){.value = S(""), .label = N_("For myself"), .on = !w->mandate.n};
  if (w->at_counter) list[n].title = w->there.full_name;
  n++;
  for (size_t i = 0; i < who->nmandates; i++) {
    const mandate_held *m = &who->mandates[i];
    if (m->procedure_id && m->procedure_id != w->p->id) continue;
    list[n++] = (v_choice){.value = m->public_id, .title = m->holder,
                           .on = str_eq(w->mandate, m->public_id)};
  }
  *to = (v_choice_list){list, n > 1 ? n : 0};
}

/* --- papers --- */
static str field_of(arena *a, str id) { return str_cat(a, S("papers."), id); }

static const err *error_at(const err *errors, str field) {
  while (errors && !str_eq(errors->field, field)) errors = errors->next;
  return errors;
}

static str error_of(const rq *r, const err *errors, str field) {
  const err *e = error_at(errors, field);
  return e ? error_text(r, e) : STR_NONE;
}

/* The papers of a component that are uploaded already, by this account. */
static err *kept_papers(rq *r, const filled *w, str id, v_paper_list *v) {
  v_paper *list = arena_list(r->ctx.a, KEPT_MOST, v_paper);
  size_t n = 0;
  for (size_t i = 0; i < w->npapers && n < KEPT_MOST; i++) {
    paper p;
    bool own;
    if (!str_eq(w->papers[i].component, id)) continue;
    TRY(paper_own(&r->ctx, w->papers[i].paper, &p, &own));
    if (!own) continue;
    list[n++] = (v_paper){.id = p.public_id, .name = p.name, .media_type = p.media_type,
                          .size = p.size, .sha256 = hex_of(r->ctx.a, p.sha256)};
    if (p.stored_id) TRY(store_name(&r->ctx, p.stored_id, &list[n - 1].stored));
  }
  *v = (v_paper_list){list, n};
  return NULL;
}

/* What holds today of whoever files and of those for whom they may file this. */
static err *find_offers(rq *r, filled *w) {
  const actor *who = w->as;
  held_paper *all = arena_list(r->ctx.a, OFFERS_MOST, held_paper);
  for (size_t i = 0; i <= who->nmandates && w->noffers < OFFERS_MOST; i++) {
    const mandate_held *m = i ? &who->mandates[i - 1] : NULL;
    int64_t whose = m ? m->holder_id : who->person_id;
    const stored_paper *papers;
    size_t n;
    if (m && m->procedure_id && m->procedure_id != w->p->id) continue;
    if (!access_for(who, whose, w->p->id)) continue;
    TRY(store_held(&r->ctx, whose, &papers, &n));
    for (size_t k = 0; k < n && w->noffers < OFFERS_MOST; k++)
      all[w->noffers++] = (held_paper){papers[k], m ? m->holder : STR_NONE};
  }
  w->offers = all;
  return NULL;
}

static bool kept_already(const v_paper_list *kept, const stored_paper *p) {
  for (size_t i = 0; i < kept->n; i++)
    if (str_eq(kept->items[i].stored, p->public_id)) return true;
  return false;
}

/* Where it is read; at a counter under the person, so that the look is noted as one at them. */
static str offer_path(const rq *r, const filled *w, const stored_paper *p) {
  if (!w->at_counter) return str_cat(r->ctx.a, S("/documents/"), p->public_id);
  return str_cat(r->ctx.a, S("/counter/people/"), w->there_id, S("/documents/"), p->public_id);
}

/* Those of a kind that the document asks for, a few of the newest. */
static v_offer_list offers_for(const rq *r, const filled *w, const component *c,
                               const v_paper_list *kept) {
  enum { SHOWN = 5 };
  const paper_type *types[TYPES_MOST];
  size_t ntypes = w->noffers ? paper_types_for(r->ctx.edition, c, r->ctx.a, types) : 0, n = 0;
  v_offer *list = arena_list(r->ctx.a, SHOWN, v_offer);
  for (size_t i = 0; i < w->noffers && n < SHOWN; i++) {
    const stored_paper *p = &w->offers[i].paper;
    if (!store_fits(p, types, ntypes) || kept_already(kept, p)) continue;
    list[n++] = (v_offer){.id = p->public_id, .title = p->title, .of = w->offers[i].of,
                          .origin_word = stored_word(p), .issuer = p->issuer,
                          .number = p->number, .issued = p->issued_day, .last = p->last_day,
                          .href = offer_path(r, w, p)};
  }
  return (v_offer_list){list, n};
}

/* Where a paper stands: 0 always needed, 1 … ncases by its case, then what may apply to anybody. */
static size_t group_of(const rq *r, const filled *w, const component *c) {
  const procedure *p = w->p;
  if (!c->ncases) return c->required ? 0 : p->ncases + 1;
  size_t first = p->ncases;
  for (size_t k = 0; k < p->ncases; k++)
    for (size_t i = 0; i < c->ncases; i++) {
      if (!str_eq(p->cases[k].id, c->cases[i])) continue;
      if (case_holds(&p->cases[k], w->data, r->ctx.a)) return k + 1;
      if (k < first) first = k;
    }
  return first + 1;
}

static void name_group(const rq *r, const filled *w, size_t g, v_paper_group *v) {
  const procedure *p = w->p;
  *v = (v_paper_group){.open = true};
  if (g == 0) return;
  if (g > p->ncases) {
    bool only = true;
    for (size_t i = 0; i < p->ncomponents; i++)
      only = only && group_of(r, w, &p->components[i]) == g;
    v->word = only ? N_("Documents, if they apply to you") : N_("Other documents, if they apply");
    v->folded = true;
    v->open = only;
    return;
  }
  const procedure_case *c = &p->cases[g - 1];
  bool holds = case_holds(c, w->data, r->ctx.a);
  v->title = fill_case(r, c, &v->lang);
  v->word = c->when || !holds ? N_("Only if:") : N_("For your case:");
  v->folded = !holds;
  v->open = c->when != NULL;
}

static err *fill_group(rq *r, const filled *w, size_t g, v_paper_group *v) {
  const procedure *p = w->p;
  v_filing_paper *list = arena_list(r->ctx.a, p->ncomponents, v_filing_paper);
  size_t n = 0;
  name_group(r, w, g, v);
  for (size_t i = 0; i < p->ncomponents; i++) {
    const component *c = &p->components[i];
    if (group_of(r, w, c) != g) continue;
    v_filing_paper *one = &list[n++];
    const err *e = error_at(w->errors, field_of(r->ctx.a, c->id));
    *one = (v_filing_paper){.id = c->id, .title = c->title, .help = fill_help(r, c),
                            .note = c->note, .needed = c->required,
                            .required = c->required && component_applies(p, c, w->data, r->ctx.a),
                            .error = e ? error_text(r, e) : STR_NONE,
                            .cites = e ? clause_told(r->ctx.a, e->cites) : STR_NONE};
    TRY(kept_papers(r, w, c->id, &one->kept));
    one->offers = offers_for(r, w, c, &one->kept);
    if (one->kept.n || one->error.n || one->offers.n) v->open = true;
  }
  v->items = (v_filing_paper_list){list, n};
  return NULL;
}

/* What is needed now comes first. */
static err *fill_groups(rq *r, const filled *w, v_filing *v) {
  size_t most = w->p->ncases + 2, n = 0;
  v_paper_group *groups = arena_list(r->ctx.a, most, v_paper_group);
  for (int folded = 0; folded <= 1; folded++)
    for (size_t g = 0; g < most; g++) {
      v_paper_group one;
      TRY(fill_group(r, w, g, &one));
      if (one.items.n && one.folded == (bool)folded) groups[n++] = one;
    }
  v->groups = (v_paper_group_list){groups, n};
  return NULL;
}

/* --- errors --- */
static str label_of(const rq *r, const procedure *p, str field, int64_t *rank) {
  const component *c = NULL;
  str label = form_label(r, p->schema, field, rank);
  if (str_starts(field, S("papers."))) c = procedure_component(p, str_sub(field, 7, field.n));
  return c ? c->title : label;
}

/* All errors at fields, in the order of the page. */
static v_field_error_list summary(const rq *r, const procedure *p, const err *errors) {
  size_t most = err_count(errors), n = 0;
  v_field_error *list = arena_list(r->ctx.a, most + 1, v_field_error);
  int64_t *ranks = arena_list(r->ctx.a, most + 1, int64_t), rank;
  for (const err *e = errors; e; e = e->next, n++) {
    v_field_error one = fill_error(r, e);
    one.label = label_of(r, p, e->field, &rank);
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

/* --- the page --- */
static err *fill_filing(rq *r, filled *w, v_filing *v) {
  const actor *who = r->ctx.who;
  const procedure *p = w->p;
  *v = (v_filing){
      .procedure = {.code = p->code, .name = p->name, .version = p->version},
      .short_name = fill_short(r, p),
      .form = form_draw(r, p->schema, w->data, w->errors, known_name(r, w)),
      .counter = who->officer,
      .errors = w->problem.p ? (v_field_error_list){0} : summary(r, p, w->errors),
      .prefilled = !who->officer && who->assurance == 2,
      .whom_error = error_of(r, w->errors, S("mandate")),
      .for_error = error_of(r, w->errors, S("for")),
      .pin_error = error_of(r, w->errors, S("pin")),
      .compared = r->form && filing_text(r->form, S("compared")).n,
      .elsewhere = str_eq(w->reception, S("competent")),
      .notes = {p->notes, p->nnotes}, .fees = fill_fees(r, p),
      .exemptions = fill_exemptions(r, p),
      .channel = w->channel, .draft = w->draft, .version = w->version, .problem = w->problem,
      .changes = w->changes, .chooses = procedure_chooses(p), .saved_at = INSTANT_NONE,
  };
  r->page.filing = true;
  TRY(find_offers(r, w));
  if (w->at_counter) {
    v_person_there *there = arena_new_of(r->ctx.a, v_person_there);
    *there = (v_person_there){.id = w->there_id, .name = w->there.full_name,
                              .personal_id = w->there.personal_id};
    v->there = there;
  }
  whom(r, w, &v->whom);
  return fill_groups(r, w, v);
}

/* Where papers hang on a choice, it comes first. */
static err *page_cases(rq *r, const procedure *p, str for_person) {
  v_case *list = arena_list(r->ctx.a, p->ncases, v_case);
  size_t n = 0;
  for (size_t i = 0; i < p->ncases; i++) {
    if (p->cases[i].when) continue;
    list[n].id = p->cases[i].id;
    list[n].text = fill_case(r, &p->cases[i], &list[n].lang);
    list[n++].chosen = true;
  }
  v_filing_case v = {.procedure = {.code = p->code, .name = p->name, .version = p->version},
                     .items = {list, n}, .for_ = for_person};
  r->page.title = N_("Your case");
  return REPLY(r, 200, filing_case, &v);
}

static const json *with_case(arena *a, const json *data, str id) {
  return json_with(a, data, S("case"), json_of_text(a, id));
}

/* An officer's draft for nobody who is known is offered, any other is where the form leads. */
static err *other_draft(rq *r, const filled *w, v_filing *v, bool *lead) {
  form_draft d;
  bool found, offered = r->ctx.who->officer && !w->at_counter;
  *lead = false;
  TRY(form_draft_for(&r->ctx, w->p->id, w->there.id, &d, &found));
  if (found && offered) v->other_draft = d.public_id;
  if (!found || offered || !r->html) return NULL;
  *lead = true;
  return reply_see_other(r, str_cat(r->ctx.a, S("/drafts/"), d.public_id));
}

err *page_filing(rq *r, const procedure *p, str case_id, str for_person) {
  v_filing v = {0};
  filled w = {.p = p};
  bool lead;
  TRY(find_there(r, for_person, &w));
  TRY(other_draft(r, &w, &v, &lead));
  if (lead) return NULL;
  const procedure_case *chosen = case_id.n ? procedure_case_of(p, case_id) : NULL;
  if (r->html && procedure_chooses(p) && (!chosen || chosen->when))
    return page_cases(r, p, for_person);
  TRY(known_data(&r->ctx, p, of_whom(&w), &w.data));
  if (chosen && !chosen->when) w.data = with_case(r->ctx.a, w.data, chosen->id);
  str other = v.other_draft;
  TRY(fill_filing(r, &w, &v));
  v.other_draft = other;
  r->page.title = N_("New application");
  return REPLY(r, 200, filing, &v);
}

err *page_draft(rq *r, const form_draft *d) {
  const procedure *old = edition_version(r->ctx.edition, d->version_id);
  const procedure *p = old ? edition_procedure(r->ctx.edition, old->code) : NULL;
  if (!p || !p->schema)
    return ERR(CONFLICT, N_("Procedure {0} is not filed here; its page says where."),
               old ? old->code : S("?"));
  filled w = {.p = p, .papers = d->papers, .npapers = d->npapers, .draft = d->public_id,
              .channel = d->channel, .mandate = d->mandate, .version = d->version,
              .as = r->ctx.who,
              .changes = draft_changes(r, d, p)};
  str there;
  if (d->person_id) TRY(counter_address_for(&r->ctx, d->person_id, &there));
  if (d->person_id) TRY(find_there(r, there, &w));
  TRY(json_parse(r->ctx.a, d->fields, &w.data));
  v_filing v;
  TRY(fill_filing(r, &w, &v));
  v.saved_at = d->updated_at;
  r->page.title = N_("Draft");
  return REPLY(r, 200, filing, &v);
}

err *filing_untouched(rq *r, const filing *f, bool *untouched) {
  const procedure *p = edition_procedure(r->ctx.edition, f->procedure);
  const json *known;
  filled w = {.p = p};
  *untouched = false;
  if (!p || !p->schema || f->npapers || f->draft.n || f->mandate.n) return NULL;
  TRY(find_there(r, f->for_person, &w));
  TRY(known_data(&r->ctx, p, of_whom(&w), &known));
  str id = json_str(json_get(f->fields, S("case")));
  if (id.n) known = with_case(r->ctx.a, known, id);
  str one, other;
  if (json_canonical(r->ctx.a, known, &one) || json_canonical(r->ctx.a, f->fields, &other))
    return NULL;
  *untouched = str_eq(one, other);
  return NULL;
}

err *filing_mine(rq *r, filing *f, str path) {
  const procedure *p = edition_procedure(r->ctx.edition, f->procedure);
  filled w = {.p = p};
  form_knows knows;
  if (!p || !p->schema) return NULL;
  TRY(find_there(r, f->for_person, &w));
  TRY(known_of(&r->ctx, of_whom(&w), &knows));
  f->fields = form_mine(r->ctx.a, p->schema, f->fields, path, &knows);
  return NULL;
}

/* --- once more --- */
/* The papers named in the form: form_filing has stored its files. */
static void papers_again(rq *r, filled *w) {
  attached *list = arena_list(r->ctx.a, r->form->n + 1, attached);
  for (size_t i = 0; i < r->form->n; i++) {
    const form_part *part = &r->form->parts[i];
    if (str_starts(part->name, S("kept.")) && part->value.n)
      list[w->npapers++] = (attached){str_sub(part->name, 5, part->name.n), part->value};
  }
  w->papers = list;
}

typedef struct again {
  filled w;
  const err *errors;
  v_filing v;
} again;

/* What was saved elsewhere is named, so that saving once more is a choice. */
static err *draft_again(rq *r, filled *w, const err *e) {
  form_draft d;
  bool found = false;
  w->draft = filing_text(r->form, S("draft"));
  w->version = r->seen_version;
  if (e->kind == ERR_STALE || e->kind == ERR_GONE || r->form_draft.id) {
    TRY(form_draft_for(&r->ctx, w->p->id, w->there.id, &d, &found));
    w->draft = found ? d.public_id : STR_NONE;
    w->version = found ? d.version : -1;
  }
  return NULL;
}

static err *draw_again(rq *r, void *arg) {
  again *x = arg;
  const err *e = x->errors;
  filled *w = &x->w;
  err *gone = find_there(r, filing_text(r->form, S("for")), w);
  if (gone && gone->kind != ERR_NOT_FOUND) return gone;
  TRY(draft_again(r, w, e));
  if (!e->field.p && e->kind != ERR_INVALID) w->problem = error_text(r, e);
  (void)form_kept(r->ctx.a, w->p->schema, r->form, filing_action(r), &w->data);
  papers_again(r, w); /* what of the form cannot be read is among the errors already */
  TRY(fill_filing(r, w, &x->v));
  if (e->kind == ERR_STALE) x->v.other_draft = w->draft;
  return NULL;
}

err *page_filing_again(rq *r, err *e) {
  const procedure *p = NULL;
  if (r->form) p = edition_procedure(r->ctx.edition, filing_text(r->form, S("procedure")));
  if (!p || !p->schema || !r->html) return e;
  again x = {.errors = e,
             .w = {.p = p, .errors = e, .channel = filing_text(r->form, S("channel")),
                   .mandate = filing_text(r->form, S("mandate")),
                   .reception = filing_text(r->form, S("reception"))}};
  TRY(rq_read(r, draw_again, &x));
  r->page.title = e->field.p ? N_("Please correct what is marked") : err_title(e->kind);
  r->page.path = str_cat(r->ctx.a, S("/procedures/"), p->code, S("/file"));
  return REPLY(r, e->field.p ? err_http(ERR_INVALID) : err_http(e->kind), filing, &x.v);
}
