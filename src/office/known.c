/* known: see known.h. */
#include "office/known.h"

#include "base/buf.h"
#include "office/access.h"
#include "office/form_schema.h"
#include "office/forms.h"

enum { DEPTH_MOST = 16 };

const json *known_value(arena *a, const person *p, str source) {
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
  return NULL;
}

typedef struct knowing {
  arena *a;
  const json *root;
  const form_knows *known;
} knowing;

static const json *known_of(const knowing *k, const json *schema, int depth) {
  const json *all = schema_key(k->root, schema, S("properties"));
  if (!all || all->kind != JSON_OBJECT) {
    str source = json_str(schema_ui(k->root, schema, S("source")));
    if (str_eq(source, S("filing.delivery"))) return json_of_text(k->a, k->known->delivery);
    const person *p = k->known->person;
    const json *v = p && source.n ? known_value(k->a, p, source) : NULL;
    return v ? v : schema_key(k->root, schema, S("default"));
  }
  size_t n = 0;
  json_member *members = arena_list(k->a, all->n + 1, json_member);
  for (size_t i = 0; i < all->n && depth < DEPTH_MOST; i++) {
    const json *v = known_of(k, &all->items[i], depth + 1);
    if (v) members[n++] = (json_member){all->keys[i], v};
  }
  return n || !depth ? json_of_members(k->a, members, n) : NULL;
}

const json *form_known(arena *a, const json *schema, const form_knows *known) {
  return known_of(&(knowing){a, schema, known}, schema, 0);
}

err *known_person(ctx *c, const person **out) {
  *out = NULL;
  if (!access_seen(c->who)) return NULL;
  person *p = arena_new_of(c->a, person);
  TRY(person_get(c, c->who->person_id, p));
  *out = p;
  return NULL;
}

err *known_data(ctx *c, const procedure *p, const person *there, const json **data) {
  form_knows knows = {.person = there,
                      .delivery = delivery_of(NULL, c->who->officer ? S("counter") : S("online"))};
  if (!there) TRY(known_person(c, &knows.person));
  *data = form_known(c->a, p->schema, &knows);
  return NULL;
}
