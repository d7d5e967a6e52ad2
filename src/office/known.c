/* known: see known.h. */
#include "office/known.h"

#include "base/buf.h"
#include "office/access.h"
#include "office/form_schema.h"
#include "office/forms.h"

enum { DEPTH_MOST = 16 };

/* "Tổ 5, phường Hạ Long, tỉnh Quảng Ninh": with the commune and the province, unless the address
 * names them itself. */
static str residence(const edition *e, arena *a, const person *p) {
  static const str before = S("Ủy ban nhân dân ");
  const unit *u = NULL;
  str all = p->address;
  for (size_t i = 0; p->commune.n && !u && i < e->nunits; i++)
    if (str_eq(e->units[i].commune, p->commune) && str_eq(e->units[i].kind, S("commune")))
      u = &e->units[i];
  for (; u && str_starts(u->name, before); u = edition_unit(e, u->parent_id))
    if (str_find(all, str_sub(u->name, before.n, u->name.n)) < 0)
      all = str_cat(a, all, all.n ? S(", ") : S(""), str_sub(u->name, before.n, u->name.n));
  return all;
}

const json *known_value(const edition *e, arena *a, const person *p, str source) {
  bool natural = str_eq(p->kind, S("natural"));
  str mine = natural ? S("person.") : S("organisation.");
  if (!str_starts(source, mine)) return NULL;
  source = str_sub(source, mine.n, source.n);
  const struct {
    str name, value;
  } known[] = {
      {S("full_name"), p->full_name},     {S("sex"), p->sex},
      {S("personal_id"), p->personal_id}, {S("ethnicity"), p->ethnicity},
      {S("nationality"), p->nationality}, {S("phone"), p->phone},
      {S("email"), p->email},             {S("commune"), p->commune},
      {S("address"), p->address},
  };
  for (size_t i = 0; i < COUNT(known); i++)
    if (str_eq(known[i].name, source))
      return known[i].value.n ? json_of_text(a, known[i].value) : NULL;
  if (str_eq(source, S("birth_day")) && day_valid(p->birth_day))
    return json_of_text(a, day_iso(a, p->birth_day));
  str home = str_eq(source, S("residence")) ? residence(e, a, p) : STR_NONE;
  return home.n ? json_of_text(a, home) : NULL;
}

typedef struct knowing {
  arena *a;
  const json *root;
  const form_knows *known;
} knowing;

static const json *known_in(const knowing *k, const json *schema, int depth) {
  const json *all = schema_key(k->root, schema, S("properties"));
  if (!all || all->kind != JSON_OBJECT) {
    str source = json_str(schema_ui(k->root, schema, S("source")));
    if (str_eq(source, S("filing.delivery"))) return json_of_text(k->a, k->known->delivery);
    const person *p = k->known->person;
    const json *v = p && source.n ? known_value(k->known->edition, k->a, p, source) : NULL;
    return v ? v : schema_key(k->root, schema, S("default"));
  }
  size_t n = 0;
  json_member *members = arena_list(k->a, all->n + 1, json_member);
  for (size_t i = 0; i < all->n && depth < DEPTH_MOST; i++) {
    const json *v = known_in(k, &all->items[i], depth + 1);
    if (v) members[n++] = (json_member){all->keys[i], v};
  }
  return n || !depth ? json_of_members(k->a, members, n) : NULL;
}

const json *form_known(arena *a, const json *schema, const form_knows *known) {
  return known_in(&(knowing){a, schema, known}, schema, 0);
}

/* The group itself. */
static const json *put_mine(const knowing *k, const json *schema, const json *group) {
  const json *all = schema_key(k->root, schema, S("properties"));
  for (size_t i = 0; all && i < all->n; i++) {
    str mine = json_str(schema_ui(k->root, &all->items[i], S("mine")));
    const json *v = mine.n ? known_value(k->known->edition, k->a, k->known->person, mine) : NULL;
    if (v) group = json_with(k->a, group, all->keys[i], v);
  }
  return group;
}

/* What is left of the path leads from here. */
static const json *mine_at(const knowing *k, const json *schema, const json *data, str path) {
  str name;
  if (!str_split(&path, '.', &name)) return put_mine(k, schema, data);
  const json *next = schema_at(k->root, schema, name);
  int64_t at;
  if (!next || !data || data->kind != JSON_ARRAY)
    return next ? json_with(k->a, data, name, mine_at(k, next, json_get(data, name), path)) : data;
  if (!str_to_i64(name, &at) || at < 0 || at >= (int64_t)data->n) return data;
  const json **items = arena_list(k->a, data->n, const json *);
  for (size_t i = 0; i < data->n; i++)
    items[i] = i == (size_t)at ? mine_at(k, next, &data->items[i], path) : &data->items[i];
  return json_of_list(k->a, items, data->n);
}

const json *form_mine(arena *a, const json *schema, const json *data, str path,
                      const form_knows *known) {
  str name;
  if (!known->person || !str_split(&path, '.', &name) || !str_eq(name, S("fields"))) return data;
  const json *group = schema_at(schema, schema, path);
  if (!group || !schema_mine(schema, group)) return data;
  return mine_at(&(knowing){a, schema, known}, schema, data, path);
}

err *known_person(ctx *c, const person **out) {
  *out = NULL;
  if (!access_seen(c->who)) return NULL;
  person *p = arena_new_of(c->a, person);
  TRY(person_get(c, c->who->person_id, p));
  *out = p;
  return NULL;
}

err *known_of(ctx *c, const person *there, form_knows *out) {
  *out = (form_knows){.person = there, .edition = c->edition,
                      .delivery = delivery_of(NULL, c->who->officer ? S("counter") : S("online"))};
  return there ? NULL : known_person(c, &out->person);
}

err *known_data(ctx *c, const procedure *p, const person *there, const json **data) {
  form_knows knows;
  TRY(known_of(c, there, &knows));
  *data = form_known(c->a, p->schema, &knows);
  return NULL;
}
