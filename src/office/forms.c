/* forms: see forms.h.  Trees are rebuilt only where something is put in, so that the parts and the
 * few kinds of derived form are shared by all procedures of an edition. */
#include "office/forms.h"

#include <stdlib.h>

#include "base/buf.h"
#include "kit/text.h"
#include "office/catalogue.h"
#include "office/form_schema.h"
#include "office/place.h"
#include "office/schema.h"

enum { ORGANISATION_NO, ORGANISATION_MAY, ORGANISATION_MUST, ORGANISATIONS };

typedef struct derived { /* a kind of derived form, once it is needed */
  const json *schema;
  const schema_program *check;
  str text;
} derived;

struct forms {
  arena *a;
  const json *communes, *words; /* official codes in effect; words of all */
  const json *provinces, *names;
  const json *parts, *template;
  derived made[ORGANISATIONS][2]; /* by what the audiences are, and whether a commune decides */
};

/* --- trees --- */
static const json *without(arena *a, const json *object, str key) {
  size_t n = 0;
  json_member *members = arena_list(a, object->n, json_member);
  for (size_t i = 0; i < object->n; i++)
    if (!str_eq(object->keys[i], key))
      members[n++] = (json_member){object->keys[i], &object->items[i]};
  return json_of_members(a, members, n);
}

static const json *list_without(arena *a, const json *list, str text) {
  size_t n = 0, most = list ? list->n : 0;
  const json **items = arena_list(a, most + 1, const json *);
  for (size_t i = 0; i < most; i++)
    if (!str_eq(json_str(&list->items[i]), text)) items[n++] = &list->items[i];
  return json_of_list(a, items, n);
}

/* --- lists of units --- */
/* "Ủy ban nhân dân phường Hạ Long" is Phường Hạ Long. */
static str commune_name(arena *a, str name, str before) {
  static const struct {
    str small, large;
  } heads[] = {{{"p", 1}, {"P", 1}}, {{"x", 1}, {"X", 1}}, {{"đ", 2}, {"Đ", 2}}};
  str bare = str_starts(name, before) ? str_sub(name, before.n, name.n) : name;
  for (size_t i = 0; i < COUNT(heads); i++)
    if (str_starts(bare, heads[i].small))
      return str_cat(a, heads[i].large, str_sub(bare, heads[i].small.n, bare.n));
  return bare;
}

static int by_key(const void *x, const void *y) {
  return str_cmp(((const commune_named *)x)->key, ((const commune_named *)y)->key);
}

const commune_named *communes_of(const edition *e, arena *a, size_t *n) {
  const unit *centre = edition_unit_by_code(e, S(CENTRE_CODE));
  commune_named *all = arena_list(a, e->nunits, commune_named);
  *n = 0;
  for (size_t i = 0; centre && i < e->nunits; i++) {
    const unit *u = &e->units[i];
    if (!str_eq(u->kind, S("commune")) || !u->commune.n || u->parent_id != centre->parent_id)
      continue;
    str vi = commune_name(a, u->name, S("Ủy ban nhân dân "));
    all[(*n)++] = (commune_named){text_sort_key(a, vi), u->commune, vi,
                            commune_name(a, u->name_en, S("People's Committee of ")),
                            !u->valid_to || u->valid_to > e->day};
  }
  qsort(all, *n, sizeof *all, by_key);
  return all;
}

static void list_communes(forms *f, const edition *e) {
  size_t n, nopen = 0;
  const commune_named *all = communes_of(e, f->a, &n);
  const json **open = arena_list(f->a, n + 1, const json *);
  json_member *words = arena_list(f->a, n + 1, json_member);
  for (size_t i = 0; i < n; i++) {
    json_member both[] = {{S("vi"), json_of_text(f->a, all[i].vi)},
                          {S("en"), json_of_text(f->a, all[i].en)}};
    words[i] = (json_member){all[i].code, json_of_members(f->a, both, COUNT(both))};
    if (all[i].open) open[nopen++] = json_of_text(f->a, all[i].code);
  }
  f->communes = json_of_list(f->a, open, nopen);
  f->words = json_of_members(f->a, words, n);
}

static void list_provinces(forms *f, const edition *e) {
  const json **codes = arena_list(f->a, e->nprovinces + 1, const json *);
  json_member *names = arena_list(f->a, e->nprovinces + 1, json_member);
  for (size_t i = 0; i < e->nprovinces; i++) {
    json_member vi = {S("vi"), json_of_text(f->a, e->provinces[i].name)};
    names[i] = (json_member){e->provinces[i].code, json_of_members(f->a, &vi, 1)};
    codes[i] = json_of_text(f->a, e->provinces[i].code);
  }
  f->provinces = json_of_list(f->a, codes, e->nprovinces);
  f->names = json_of_members(f->a, names, e->nprovinces);
}

static const json *filled(const forms *f, const json *v);

static const json *filled_items(const forms *f, const json *v) {
  const json **items = arena_list(f->a, v->n, const json *);
  bool changed = false;
  for (size_t i = 0; i < v->n; i++) {
    items[i] = filled(f, &v->items[i]);
    changed = changed || items[i] != &v->items[i];
  }
  if (!changed) return v;
  if (v->kind == JSON_ARRAY) return json_of_list(f->a, items, v->n);
  json_member *members = arena_list(f->a, v->n, json_member);
  for (size_t i = 0; i < v->n; i++) members[i] = (json_member){v->keys[i], items[i]};
  return json_of_members(f->a, members, v->n);
}

/* The same tree with an enum wherever `ui.choices_from` is "communes" or "provinces". */
static const json *filled(const forms *f, const json *v) {
  if (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY) return v;
  const json *ui = json_get(v, S("ui"));
  str from = json_str(json_get(ui, S("choices_from")));
  bool provinces = str_eq(from, S("provinces"));
  if (!provinces && !str_eq(from, S("communes"))) return filled_items(f, v);
  const json *list = provinces ? f->provinces : f->communes;
  const json *own = list->n ? json_with(f->a, v, S("enum"), list) : v;
  return json_with(f->a, own, S("ui"),
              json_with(f->a, ui, S("choices"), provinces ? f->names : f->words));
}

/* --- parts --- */
static const json *add_parts(arena *a, const json *form, const json *parts) {
  const json *own = json_get(form, S("$defs")), *all = parts;
  for (size_t i = 0; own && i < own->n; i++) all = json_with(a, all, own->keys[i], &own->items[i]);
  return json_with(a, form, S("$defs"), all);
}

static err *read_file(arena *a, const char *name, const json **out) {
  return json_parse(a, catalogue_file(name), out);
}

err *forms_with_parts(arena *a, const json *form, const json **out) {
  const json *parts;
  TRY(read_file(a, "parts.json", &parts));
  *out = add_parts(a, form, parts);
  return NULL;
}

/* --- what every form has --- */
static const json *put_property(arena *a, const json *form, str name, const json *schema) {
  const json *all = json_get(form, S("properties"));
  if (json_get(all, name)) return form;
  return json_with(a, form, S("properties"), json_with(a, all, name, schema));
}

/* Not `required`, so that a program may leave it out; pages always ask. */
static const json *with_delivery(arena *a, const json *form) {
  json_member always = {S("always"), json_of_bool(a, true)};
  json_member all[] = {{S("$ref"), json_of_text(a, S("#/$defs/delivery"))},
                       {S("ui"), json_of_members(a, &always, 1)}};
  return put_property(a, form, S("delivery"), json_of_members(a, all, COUNT(all)));
}

/* --- cases --- */
const procedure_case *procedure_case_of(const procedure *p, str id) {
  for (size_t i = 0; i < p->ncases; i++)
    if (str_eq(p->cases[i].id, id)) return &p->cases[i];
  return NULL;
}

bool procedure_chooses(const procedure *p) {
  for (size_t i = 0; i < p->ncases; i++)
    if (!p->cases[i].when) return true;
  return false;
}

bool case_holds(const procedure_case *c, const json *fields, arena *scratch) {
  static const json empty = {.kind = JSON_OBJECT};
  if (!c->when) return str_eq(json_str(json_get(fields, S("case"))), c->id);
  return schema_check(c->check, fields ? fields : &empty, scratch, STR_NONE, NULL);
}

bool component_applies(const procedure *p, const component *c, const json *fields,
                       arena *scratch) {
  bool applies = c->ncases == 0;
  for (size_t i = 0; i < c->ncases; i++) {
    const procedure_case *one = procedure_case_of(p, c->cases[i]);
    applies = applies || (one && case_holds(one, fields, scratch));
  }
  return applies;
}

str paper_title(arena *a, const procedure *p, str component_id, lang l) {
  const component *c = p ? procedure_component(p, component_id) : NULL;
  if (c) return c->title;
  str title = p && p->schema ? schema_path_title(a, p->schema, component_id, l) : STR_NONE;
  return title.n ? title : component_id;
}

/* The choice as the form's first property. */
static const json *with_case(arena *a, const json *form, const procedure *p) {
  if (!procedure_chooses(p) || json_get(json_get(form, S("properties")), S("case"))) return form;
  const json **ids = arena_list(a, p->ncases, const json *);
  json_member *words = arena_list(a, p->ncases, json_member);
  size_t n = 0;
  for (size_t i = 0; i < p->ncases; i++) {
    const procedure_case *c = &p->cases[i];
    if (c->when) continue;
    json_member texts[] = {{S("vi"), json_of_text(a, c->text)},
                           {S("en"), json_of_text(a, c->text_en)},
                           {S("bn"), json_of_text(a, c->text_bn)}};
    words[n] = (json_member){c->id, json_of_members(a, texts, COUNT(texts))};
    ids[n++] = json_of_text(a, c->id);
  }
  json_member ui = {S("choices"), json_of_members(a, words, n)};
  json_member members[] = {{S("type"), json_of_text(a, S("string"))},
                           {S("title"), json_of_text(a, S("Trường hợp"))},
                           {S("title_en"), json_of_text(a, S("Your case"))},
                           {S("title_bn"), json_of_text(a, S("আপনার ক্ষেত্র"))},
                           {S("enum"), json_of_list(a, ids, n)},
                           {S("ui"), json_of_members(a, &ui, 1)}};
  const json *all = json_get(form, S("properties"));
  const json *first = json_of_members(
      a, &(json_member){S("case"), json_of_members(a, members, COUNT(members))}, 1);
  for (size_t i = 0; i < all->n; i++) first = json_with(a, first, all->keys[i], &all->items[i]);
  const json *required = json_get(form, S("required"));
  size_t n_required = required ? required->n : 0;
  const json **names = arena_list(a, n_required + 1, const json *);
  names[0] = json_of_text(a, S("case"));
  for (size_t i = 0; i < n_required; i++) names[i + 1] = &required->items[i];
  form = json_with(a, form, S("required"), json_of_list(a, names, n_required + 1));
  return json_with(a, form, S("properties"), first);
}

/* Who need not pay, to be chosen where one has a fee at all. */
static const json *with_exemption(arena *a, const json *form, const procedure *p) {
  const json **ids = arena_list(a, p->ngrounds + 1, const json *);
  json_member *words = arena_list(a, p->ngrounds + 1, json_member);
  if (!p->ngrounds) return form;
  for (size_t i = 0; i < p->ngrounds; i++) {
    const fee_ground *g = &p->grounds[i];
    json_member texts[] = {{S("vi"), json_of_text(a, g->title)},
                           {S("en"), json_of_text(a, g->title_en)},
                           {S("bn"), json_of_text(a, g->title_bn)}};
    words[i] = (json_member){g->id, json_of_members(a, texts, COUNT(texts))};
    ids[i] = json_of_text(a, g->id);
  }
  json_member ui[] = {{S("widget"), json_of_text(a, S("select"))},
                      {S("choices"), json_of_members(a, words, p->ngrounds)}};
  json_member members[] = {{S("type"), json_of_text(a, S("string"))},
                           {S("title"), json_of_text(a, S("Lý do được miễn phí, lệ phí"))},
                           {S("title_en"), json_of_text(a, S("Why you are exempt from the fee"))},
                           {S("title_bn"), json_of_text(a, S("ফি মওকুফের কারণ"))},
                           {S("enum"), json_of_list(a, ids, p->ngrounds)},
                           {S("ui"), json_of_members(a, ui, COUNT(ui))}};
  return put_property(a, form, S("exemption"), json_of_members(a, members, COUNT(members)));
}

static str text_of(arena *a, const json *v) {
  buf b = buf_in(a);
  json_write(&b, v);
  return buf_str(&b);
}

/* --- derived --- */
static int organisation_of(const procedure *p) {
  static const char *const natural[] = {"Công dân", "Người", "Cán bộ", "Đảng viên"};
  size_t people = 0;
  for (size_t i = 0; i < p->naudiences; i++)
    for (size_t k = 0; k < COUNT(natural); k++)
      people += str_starts(p->audiences[i], str_of(natural[k]));
  if (p->naudiences && people == p->naudiences) return ORGANISATION_NO;
  return p->naudiences && !people ? ORGANISATION_MUST : ORGANISATION_MAY;
}

static const json *drop(arena *a, const json *form, str name, bool property) {
  form = json_with(a, form, S("required"), list_without(a, json_get(form, S("required")), name));
  if (!property) return form;
  return json_with(a, form, S("properties"), without(a, json_get(form, S("properties")), name));
}

static err *derive(forms *f, int organisation, bool commune, derived *out) {
  if (out->schema) return NULL;
  const json *form = json_get(f->template, S("form"));
  if (!json_get(form, S("properties"))) return ERR(INTERNAL, "derived.json has no form");
  if (organisation != ORGANISATION_MUST)
    form = drop(f->a, form, S("organisation"), organisation == ORGANISATION_NO);
  if (!commune) form = drop(f->a, form, S("place"), true);
  form = filled(f, with_delivery(f->a, add_parts(f->a, form, f->parts)));
  const schema_program *check;
  TRY(schema_compile(f->a, form, SCHEMA_FORM, NULL, &check));
  *out = (derived){form, check, text_of(f->a, form)};
  return NULL;
}

bool procedure_filed_here(const procedure *p) {
  return !p->operated_elsewhere.n &&
         (procedure_channel(p, S("online")) || procedure_channel(p, S("counter")) ||
          procedure_channel(p, S("post")));
}

err *forms_complete(forms *f, procedure *p) {
  if (p->schema) {
    const json *form = add_parts(f->a, p->schema, f->parts);
    form = with_delivery(f->a, with_exemption(f->a, form, p));
    p->schema = filled(f, with_case(f->a, form, p));
    p->schema_text = text_of(f->a, p->schema);
    return schema_compile(f->a, p->schema, SCHEMA_FORM, NULL, &p->check);
  }
  if (!procedure_filed_here(p)) return NULL;
  bool commune = str_eq(p->level, S("commune"));
  int organisation = organisation_of(p);
  derived *d = &f->made[organisation][commune];
  TRY(derive(f, organisation, commune, d));
  p->derived = true;
  p->schema = with_case(f->a, with_exemption(f->a, d->schema, p), p);
  bool shared = p->schema == d->schema;
  p->schema_text = shared ? d->text : text_of(f->a, p->schema);
  if (shared) p->check = d->check;
  else TRY(schema_compile(f->a, p->schema, SCHEMA_FORM, NULL, &p->check));
  p->paper = json_get(f->template, S("paper"));
  p->holder_path = S("applicant");
  p->commune_path = commune ? S("place.commune") : STR_NONE;
  p->register_type = json_str(json_get(f->template, S("register_type")));
  return NULL;
}

err *forms_open(const edition *e, forms **out) {
  forms *f = arena_new_of(e->a, forms);
  f->a = e->a;
  const json *parts;
  TRY(read_file(f->a, "parts.json", &parts));
  TRY(read_file(f->a, "derived.json", &f->template));
  list_communes(f, e);
  list_provinces(f, e);
  f->parts = filled(f, parts);
  *out = f;
  return NULL;
}

/* --- receiving the result --- */
str delivery_of(const json *fields, str channel) {
  str said = json_str(json_at(fields, S("delivery.method")));
  if (said.p) return said;
  return str_eq(channel, S("counter")) || str_eq(channel, S("post")) ? S("counter") : S("online");
}
