/* pages_person: the counter's own page, where whoever is there is found or registered, and the page
 * of that person, from which a receptionist files for them. */
#include <string.h>

#include "office/counter.h"
#include "office/forms.h"
#include "office/search.h"
#include "office/workflow.h"
#include "web/api.h"
#include "web/entries.h"
#include "web/filing.h"
#include "web/fill.h"
#include "web/people.h"

enum { PROCEDURES_SHOWN = 20 };

enum { NUMBER, COMMUNE = CARD_ENTRIES + 1, ENTRIES = CARD_ENTRIES + 3 };
static const v_entry beside_card[] = {
    {.name = TEXT("phone"), .label = N_("Phone number"), .kind = TEXT("tel"),
     .autocomplete = TEXT("off"), .max = 40},
    {.name = TEXT("commune"), .label = N_("Commune, ward or special zone"), .kind = TEXT("text")},
    {.name = TEXT("address"), .label = N_("House number, street, hamlet"), .kind = TEXT("text"),
     .autocomplete = TEXT("off"), .max = 300}};

/* --- the counter --- */
static v_choice_list communes(const rq *r) {
  size_t n, k = 1;
  const commune_named *all = communes_of(r->ctx.edition, r->ctx.a, &n);
  v_choice *list = arena_list(r->ctx.a, n + 1, v_choice);
  list[0] = (v_choice){.value = S(""), .label = N_("Outside the province, or not stated")};
  for (size_t i = 0; i < n; i++)
    if (all[i].open) list[k++] = (v_choice){.value = all[i].code, .title = all[i].vi};
  return (v_choice_list){list, k};
}

typedef struct counter_showing {
  str asked;
  const counter_hit *hits;
  size_t n;
  bool looked, registers; /* looked: somebody was sought; registers: the form was sent */
  const err *e;
} counter_showing;

static err *counter_page(rq *r, const counter_showing *s) {
  v_entry table[ENTRIES];
  v_person_hit *items = arena_list(r->ctx.a, s->n, v_person_hit);
  memcpy(table, card_entries, sizeof card_entries);
  memcpy(table + CARD_ENTRIES, beside_card, sizeof beside_card);
  table[COMMUNE].options = communes(r);
  bool digits = s->asked.n == 12 && str_chr(s->asked, '@', 0) < 0;
  if (digits) table[NUMBER].value = s->asked; /* what was looked for is what is registered next */
  for (size_t i = 0; i < s->n; i++)
    items[i] = (v_person_hit){.id = s->hits[i].public_id, .name = s->hits[i].full_name,
                              .personal_id = s->hits[i].personal_id,
                              .birth_day = s->hits[i].birth_day};
  v_counter v = {.items = {items, s->n}, .asked = s->asked, .none = s->looked && !s->n,
                 .entries = entries_of(r, table, ENTRIES, s->e),
                 .errors = entries_errors(r, table, ENTRIES, s->e)};
  v.registering = s->registers || v.none;
  r->page.title = N_("At the counter");
  r->page.path = S("/counter");
  return REPLY(r, s->e ? err_http(s->e->kind) : 200, counter, &v);
}

err *counter_show(rq *r) { return counter_page(r, &(counter_showing){0}); }

static str person_path(const rq *r, str id) {
  return str_cat(r->ctx.a, S("/counter/people/"), id);
}

err *counter_search(rq *r) {
  const b_find_person *b = r->body;
  counter_showing s = {.asked = str_trim(b->q), .looked = true};
  r->ctx.once = NULL; /* asked again, it looks again */
  TRY(counter_find(&r->ctx, s.asked, r->route->name, &s.hits, &s.n));
  if (s.n == 1 && r->html && r->form)
    return reply_see_other(r, person_path(r, s.hits[0].public_id));
  return counter_page(r, &s);
}

static str typed(const rq *r, str name) {
  const form_part *part = r->form ? form_get(r->form, name) : NULL;
  return part && !part->filename.p ? part->value : STR_NONE;
}

err *counter_again(rq *r, err *e) {
  return counter_page(r, &(counter_showing){.asked = typed(r, S("q")), .e = e});
}

err *person_again(rq *r, err *e) {
  return counter_page(r, &(counter_showing){.registers = true, .e = e});
}

/* --- the person --- */
static str commune_of(const rq *r, str code) {
  size_t n;
  const commune_named *all = communes_of(r->ctx.edition, r->ctx.a, &n);
  for (size_t i = 0; code.n && i < n; i++)
    if (str_eq(all[i].code, code)) return all[i].vi;
  return STR_NONE;
}

static str draft_of(const form_draft *drafts, size_t n, int64_t procedure_id) {
  for (size_t i = 0; i < n; i++)
    if (drafts[i].procedure_id == procedure_id) return drafts[i].public_id;
  return STR_NONE;
}

/* What the words find and a counter files, a page of the search at a time. */
static err *find_procedures(rq *r, str words, const form_draft *drafts, size_t ndrafts,
                            v_counter_person *v) {
  v_open_procedure *list = arena_list(r->ctx.a, PROCEDURES_SHOWN, v_open_procedure);
  size_t n = 0;
  search_wish w = {.words = words, .most = 50};
  search_hits h = {.more = true};
  while (h.more && n < PROCEDURES_SHOWN) {
    TRY(search_run(r->ctx.edition->search, r->ctx.a, &w, &h));
    for (size_t i = 0; i < h.n && n < PROCEDURES_SHOWN; i++) {
      const procedure *p = h.items[i];
      if (!procedure_takes(p, S("counter"))) continue;
      list[n++] = (v_open_procedure){.code = p->code, .name = p->name, .field = p->field,
                                     .draft = draft_of(drafts, ndrafts, p->id)};
    }
    if (h.more) w.after = h.items[h.n - 1]->code;
  }
  v->procedures = (v_open_procedure_list){list, n};
  v->none = n == 0;
  return NULL;
}

static err *fill_filed(rq *r, int64_t person_id, v_counter_person *v) {
  const dossier *all;
  size_t n;
  TRY(counter_dossiers_of(&r->ctx, person_id, &all, &n));
  v_person_dossier *list = arena_list(r->ctx.a, n, v_person_dossier);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_person_dossier){.code = all[i].code, .state = all[i].state,
                                 .state_word = state_word(all[i].state),
                                 .submitted_at = all[i].submitted_at,
                                 .procedure = fill_procedure_ref(r->ctx.edition,
                                                                 all[i].version_id)};
  v->dossiers = (v_person_dossier_list){list, n};
  return NULL;
}

/* --- a result on paper --- */
enum { KIND = 0, RESULT_ENTRIES = 4 };
static const v_entry result_table[RESULT_ENTRIES] = {
    [KIND] = {.name = TEXT("type"), .label = N_("Kind of result"), .kind = TEXT("text"),
              .needed = true},
    {.name = TEXT("issuer"), .label = N_("Issued by"), .kind = TEXT("text"),
     .autocomplete = TEXT("off"), .max = 200},
    {.name = TEXT("number"), .label = N_("Number"), .kind = TEXT("text"),
     .autocomplete = TEXT("off"), .max = 100},
    {.name = TEXT("issued"), .label = N_("Day of issue"), .hint = N_("Day/month/year."),
     .kind = TEXT("text"), .autocomplete = TEXT("off"), .max = 10}};

static v_choice_list kinds_of(const rq *r) {
  const edition *e = r->ctx.edition;
  v_choice *list = arena_list(r->ctx.a, e->npaper_types + 1, v_choice);
  list[0] = (v_choice){.value = S(""), .label = N_("Choose")};
  for (size_t i = 0; i < e->npaper_types; i++)
    list[i + 1] = (v_choice){.value = e->paper_types[i].type, .title = e->paper_types[i].name};
  return (v_choice_list){list, e->npaper_types + 1};
}

static str said_at(const rq *r, const err *e, const char *field) {
  for (; e; e = e->next)
    if (str_eq(e->field, str_of(field))) return error_text(r, e);
  return STR_NONE;
}

/* The form for it; e: why it is shown again. */
static err *fill_bringing(rq *r, const err *e, v_counter_person *v) {
  v_entry table[RESULT_ENTRIES];
  memcpy(table, result_table, sizeof table);
  table[KIND].options = kinds_of(r);
  v->entries = entries_of(r, table, RESULT_ENTRIES, e);
  v->scan = (v_filing_paper){.id = S("result"), .title = str_of(tr(r, N_("The scan"))),
                             .error = said_at(r, e, "papers.result")};
  v->pin_error = said_at(r, e, "pin");
  v->bringing = e != NULL;
  if (!e) return NULL;
  v->errors = entries_errors(r, table, RESULT_ENTRIES, e);
  return kept_files(r, S("result"), &v->scan.kept);
}

static err *fill_person(rq *r, str id, str words, v_counter_person *v) {
  person p;
  const form_draft *drafts;
  int64_t level;
  TRY(counter_person(&r->ctx, id, &p));
  r->person_id = p.id;
  *v = (v_counter_person){.id = id, .name = p.full_name, .personal_id = p.personal_id,
                          .birth_day = p.birth_day, .phone = p.phone, .commune = p.commune,
                          .commune_name = commune_of(r, p.commune), .address = p.address,
                          .asked = words};
  TRY(counter_account_of(&r->ctx, p.id, &v->account, &level));
  if (level) v->level = SOME(level);
  TRY(form_draft_list_for(&r->ctx, p.id, &drafts, &v->drafts.n));
  v->drafts = fill_draft_lines(r, drafts, v->drafts.n);
  if (words.n) TRY(find_procedures(r, words, drafts, v->drafts.n, v));
  TRY(fill_bringing(r, r->refused, v));
  return fill_filed(r, p.id, v);
}

err *person_show(rq *r) {
  const b_person_page *b = r->body;
  v_counter_person v;
  TRY(fill_person(r, r->params[0], b->q.n ? str_trim(b->q) : STR_NONE, &v));
  v.stored = b->stored.n > 0;
  r->page.title = N_("Person at the counter");
  return REPLY(r, 200, counter_person, &v);
}

static err *show_entered(rq *r, void *arg) {
  v_counter_person v;
  TRY(fill_person(r, *(const str *)arg, STR_NONE, &v));
  return reply_json(r, 201, &v_counter_person_type, &v);
}

err *reply_person(rq *r, str id) { return rq_read(r, show_entered, &id); }

err *person_enter(rq *r) {
  const b_newcomer *b = r->body;
  str id;
  counter_newcomer w = {.full_name = b->full_name, .personal_id = str_trim(b->personal_id),
                        .sex = b->sex, .nationality = b->nationality,
                        .birth_day = day_typed(r->ctx.a, b->birth_day),
                        .phone = b->phone.p ? str_trim(b->phone) : STR_NONE,
                        .commune = b->commune, .address = b->address};
  r->once.status = 201;
  TRY(counter_register(&r->ctx, &w, &id));
  if (r->html && r->form) return reply_see_other(r, person_path(r, id));
  TRY(reply_person(r, id));
  reply_location(r, person_path(r, id));
  return NULL;
}

err *result_bring(rq *r) {
  const b_paper_result *b = r->body;
  counter_result_wish w = {.person = r->params[0], .type = b->type, .issuer = b->issuer,
                           .number = b->number, .issued = day_typed(r->ctx.a, b->issued),
                           .pin = b->pin};
  once *kept = r->ctx.once;
  r->ctx.once = NULL; /* the file is not what the key stands for */
  err *e = form_attached(r, b->papers, &w.papers, &w.npapers);
  r->ctx.once = kept;
  r->once.status = 201;
  TRY(e ? e : counter_result(&r->ctx, &w));
  str at = person_path(r, r->params[0]);
  if (r->html && r->form) return reply_see_other(r, str_cat(r->ctx.a, at, S("?stored=yes")));
  TRY(reply_person(r, r->params[0]));
  reply_location(r, at);
  return NULL;
}

static err *show_again(rq *r, void *arg) {
  return fill_person(r, r->params[0], STR_NONE, arg);
}

err *result_again(rq *r, err *e) {
  v_counter_person v;
  r->refused = e;
  TRY(rq_read(r, show_again, &v));
  r->page.title = err_title(e->kind);
  r->page.path = person_path(r, r->params[0]);
  return REPLY(r, err_http(e->kind), counter_person, &v);
}
