/* pages_catalogue: search, one procedure, its form, the events of life.  All of it is answered from
 * the edition on the I/O thread and is the same for everybody. */
#include "kit/text.h"
#include "office/life.h"
#include "office/place.h"
#include "office/search.h"
#include "web/entries.h"
#include "web/fill.h"

enum { PROCEDURES_PAGE = 50 };

/* --- the search form --- */
static void offer_words(arena *a, const b_procedures *b, v_procedures *v) {
  const v_choice levels[] = {{.value = S(""), .label = N_("All levels")},
                             {.value = S("province"), .label = N_("Province level")},
                             {.value = S("commune"), .label = N_("Commune level")},
                             {.value = S("ministry"), .label = N_("Ministry level")}};
  const v_choice services[] = {{.value = S(""), .label = N_("All service levels")},
                               {.value = S("full"), .label = N_("fully online")},
                               {.value = S("partial"), .label = N_("partly online")},
                               {.value = S("information"), .label = N_("information only")}};
  v->levels = choices_on(a, (v_choice_list){levels, COUNT(levels)}, b->level);
  v->services = choices_on(a, (v_choice_list){services, COUNT(services)}, b->online);
}

typedef struct offer { /* names that are Vietnamese, with one word before them */
  arena *a;
  v_choice *list;
  size_t n;
  str asked;
  bool found;
} offer;

static offer offer_of(arena *a, size_t most, const char *all, str asked) {
  offer o = {.a = a, .list = arena_list(a, most + 2, v_choice), .n = 1, .asked = asked};
  o.list[0] = (v_choice){.value = S(""), .label = all};
  if (asked.n) o.asked = text_fold(a, asked);
  return o;
}

static void offer_name(offer *o, str name, str shown) {
  bool on = o->asked.n && str_eq(text_fold(o->a, name), o->asked);
  o->found = o->found || on;
  o->list[o->n++] = (v_choice){.value = name, .title = shown, .on = on};
}

/* What is asked for stays chosen although nothing has it. */
static v_choice_list offered(offer *o, str asked) {
  if (asked.n && !o->found)
    o->list[o->n++] = (v_choice){.value = asked, .title = asked, .on = true};
  return (v_choice_list){o->list, o->n};
}

static void offer_names(const rq *r, const b_procedures *b, const search_hits *h, v_procedures *v) {
  arena *a = r->ctx.a;
  offer fields = offer_of(a, h->nfields, N_("All fields"), b->field);
  for (size_t i = 0; i < h->nfields; i++)
    offer_name(&fields, h->fields[i].name,
               str_fmt(a, "%.*s (%lld)", STR_ARG(h->fields[i].name), (long long)h->fields[i].hits));
  v->fields = offered(&fields, b->field);
  size_t n;
  const str *names = search_audiences(r->ctx.edition->search, &n);
  offer audiences = offer_of(a, n, N_("Everybody"), b->audience);
  for (size_t i = 0; i < n; i++) offer_name(&audiences, names[i], names[i]);
  v->audiences = offered(&audiences, b->audience);
}

/* --- addresses --- */
static void add_pair(buf *b, const char *name, str value) {
  if (!value.n) return;
  bool first = str_eq(buf_str(b), S("/procedures"));
  buf_fmt(b, "%c%s=", first ? '?' : '&', name);
  put_url(&(out){.b = b}, value);
}

static str address(arena *a, const b_procedures *q, bool filters, str after) {
  buf b = buf_in(a);
  buf_add(&b, S("/procedures"));
  add_pair(&b, "q", q->q);
  if (filters) {
    add_pair(&b, "level", q->level);
    add_pair(&b, "field", q->field);
    add_pair(&b, "audience", q->audience);
    add_pair(&b, "agency", q->agency);
    add_pair(&b, "online", q->online);
  }
  add_pair(&b, "after", after);
  return buf_str(&b);
}

/* --- search --- */
err *procedure_list(rq *r) {
  const b_procedures *b = r->body;
  arena *a = r->ctx.a;
  search_wish w = {.words = b->q, .level = b->level, .field = b->field, .audience = b->audience,
                   .agency = b->agency, .online = b->online, .after = b->after,
                   .most = PROCEDURES_PAGE};
  search_hits h;
  TRY(search_run(r->ctx.edition->search, a, &w, &h));
  v_procedures v = {.items = fill_procedure_lines(r, h.items, h.n),
                    .total = SOME(h.total),
                    .more = h.more,
                    .near = fill_procedure_lines(r, h.near, h.nnear),
                    .catalogue = (int64_t)r->ctx.edition->nprocedures,
                    .q = b->q,
                    .agency = b->agency,
                    .unfiltered = address(a, b, false, STR_NONE)};
  if (h.more) v.next = h.items[h.n - 1]->code;
  if (h.more) v.next_page = address(a, b, true, v.next);
  v.filtered = b->level.n || b->field.n || b->audience.n || b->agency.n || b->online.n;
  offer_words(a, b, &v);
  offer_names(r, b, &h, &v);
  r->page.title = N_("Procedures");
  return REPLY(r, 200, procedures, &v);
}

/* --- one --- */
static err *procedure_asked(const rq *r, const procedure **p) {
  *p = edition_procedure(r->ctx.edition, r->params[0]);
  return *p ? NULL : ERR(NOT_FOUND, N_("There is no procedure {0}."), r->params[0]);
}

err *procedure_show(rq *r) {
  const procedure *p;
  TRY(procedure_asked(r, &p));
  v_procedure v;
  fill_procedure(r, p, &v);
  r->page.title = str_z(r->ctx.a, p->name);
  return REPLY(r, 200, procedure, &v);
}

err *procedure_form(rq *r) {
  const procedure *p;
  TRY(procedure_asked(r, &p));
  if (!p->schema)
    return ERR(NOT_FOUND, N_("Procedure {0} is not filed here; its page says where."), p->code);
  return reply_text(r, S("application/schema+json"), p->schema_text);
}

/* --- addresses --- */
err *places_show(rq *r) {
  const province *p = province_of(r->ctx.edition, r->params[0]);
  if (!p) return ERR(NOT_FOUND, N_("There is no such province."));
  v_place *list = arena_list(r->ctx.a, p->n, v_place);
  for (size_t i = 0; i < p->n; i++)
    list[i] = (v_place){p->places[i].code, p->places[i].name, p->places[i].name_en};
  v_places v = {.code = p->code, .name = p->name, .items = {list, p->n}};
  return reply_json(r, 200, &v_places_type, &v);
}

/* --- events of life --- */
err *life_event_show(rq *r) {
  const edition *e = r->ctx.edition;
  v_life_card_list cards = fill_life_cards(r);
  for (size_t i = 0; i < e->nlife_events; i++) {
    const life_event *l = &e->life_events[i];
    if (!str_eq(l->event, r->params[0])) continue;
    v_life_event v = {.event = l->event, .name = cards.items[i].name,
                      .about = cards.items[i].about,
                      .items = fill_procedure_lines(r, l->procedures, l->n)};
    r->page.title = str_z(r->ctx.a, v.name);
    return REPLY(r, 200, life_event, &v);
  }
  return ERR(NOT_FOUND, N_("There is no such event in life: {0}."), r->params[0]);
}
