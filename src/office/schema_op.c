/* schema_op: what the ops check; see schema_impl.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "office/schema_impl.h"

enum { FEW = 64, DEAR = 8 /* what a real costs */ };

#define FAULT(msgid) schema_fault(w, p, STR_NONE, msgid, STR_NONE)

static bool too_far(schema_walk *w, const schema_point *p, const json *bound, const char *msgid) {
  char text[32];
  if (w->quiet) return false;
  if (bound->kind == JSON_REAL && bound->s.p) return schema_fault(w, p, STR_NONE, msgid, bound->s);
  if (bound->kind == JSON_INT) snprintf(text, sizeof text, "%" PRId64, bound->i);
  else snprintf(text, sizeof text, "%g", bound->real);
  return schema_fault(w, p, STR_NONE, msgid, str_of(text));
}

static bool miscounted(schema_walk *w, const schema_point *p, int64_t bound, const char *msgid) {
  const json count = {.kind = JSON_INT, .i = bound};
  return too_far(w, p, &count, msgid);
}

/* --- any value --- */
SCHEMA_CHECK(texts) {
  w->left -= (int64_t)(p->data->s.n / 64);
  return names_get(op->texts, p->data->s) ||
         FAULT(N_("Please choose one of the values offered."));
}

SCHEMA_CHECK(enum) {
  for (size_t i = 0; i < op->value->n && w->left >= 0; i++, w->left--)
    if (schema_equal(&op->value->items[i], p->data, &w->left)) return true;
  return FAULT(N_("Please choose one of the values offered."));
}

SCHEMA_CHECK(const) {
  return schema_equal(op->value, p->data, &w->left) ||
         FAULT(N_("Please choose one of the values offered."));
}

/* --- numbers --- */
SCHEMA_CHECK(number) {
  const schema_number *n = op->number;
  const json *v = p->data;
  w->left -= v->kind == JSON_REAL ? DEAR : 0;
  if (n->minimum && schema_order(v, n->minimum) < 0)
    return too_far(w, p, n->minimum, N_("This must be at least {0}."));
  if (n->maximum && schema_order(v, n->maximum) > 0)
    return too_far(w, p, n->maximum, N_("This must be at most {0}."));
  if (n->above && schema_order(v, n->above) <= 0)
    return too_far(w, p, n->above, N_("This must be more than {0}."));
  if (n->below && schema_order(v, n->below) >= 0)
    return too_far(w, p, n->below, N_("This must be less than {0}."));
  return !n->multiple || schema_multiple(v, n->multiple) ||
         too_far(w, p, n->multiple, N_("This must be a multiple of {0}."));
}

/* --- texts --- */
static int64_t characters(str s) {
  int64_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += (s.p[i] & 0xC0) != 0x80;
  return n;
}

/* A character has one byte to four, which mostly answers already. */
static bool length_fits(const schema_text *t, str s) {
  int64_t bytes = (int64_t)s.n;
  if (bytes < t->least || (bytes + 3) / 4 > t->most) return false;
  if ((bytes + 3) / 4 >= t->least && bytes <= t->most) return true;
  int64_t n = characters(s);
  return n >= t->least && n <= t->most;
}

static bool wrong_length(schema_walk *w, const schema_point *p, const schema_text *t) {
  if (characters(p->data->s) > t->most)
    return miscounted(w, p, t->most, N_("At most {0} characters are allowed."));
  if (!p->data->s.n) return FAULT(N_("Please fill this in."));
  return miscounted(w, p, t->least, N_("At least {0} characters are needed."));
}

SCHEMA_CHECK(text) {
  const schema_text *t = op->text;
  str s = p->data->s;
  w->left -= (int64_t)(s.n / 64);
  if (!length_fits(t, s)) return wrong_length(w, p, t);
  if (t->pattern && !pattern_find(t->pattern, s, w->a, &w->left))
    return FAULT(s.n ? N_("This is not written in the form that is asked for.")
                     : N_("Please fill this in."));
  return !t->format || t->format->valid(s) || FAULT(t->format->fault);
}

/* --- lists --- */
SCHEMA_CHECK(array) {
  const schema_array *a = op->array;
  const json *list = p->data;
  size_t pair[2];
  bool good = true;
  if ((int64_t)list->n < a->least)
    good = miscounted(w, p, a->least, N_("At least {0} entries are needed."));
  if ((int64_t)list->n > a->most)
    good = miscounted(w, p, a->most, N_("At most {0} entries are allowed."));
  for (size_t i = 0; i < list->n && (good || !w->quiet) && w->left >= 0; i++) {
    const schema_node *n = i < a->nprefix ? a->prefix[i] : a->items;
    if (!n) break;
    schema_place at = {p->at, STR_NONE, i};
    good &= schema_there(w, n, &list->items[i], &at);
    schema_mark(p, i);
  }
  if (!good || !a->unique || !schema_repeated(list, w->a, &w->left, pair)) return good;
  schema_place at = {p->at, STR_NONE, pair[1]};
  schema_point entry = {p->node, p->data, &at, NULL};
  return miscounted(w, &entry, (int64_t)pair[0] + 1, N_("This is the same as entry {0}."));
}

SCHEMA_CHECK(contains) {
  const schema_contains *c = op->contains;
  const json *list = p->data;
  int64_t n = 0;
  w->quiet++;
  for (size_t i = 0; i < list->n && w->left >= 0 && (p->marks || n <= c->most); i++) {
    if (n >= c->least && c->most == INT64_MAX && !p->marks) break;
    if (!schema_there(w, c->node, &list->items[i], NULL)) continue;
    schema_mark(p, i);
    n++;
  }
  w->quiet--;
  if (n < c->least)
    return miscounted(w, p, c->least, N_("At least {0} entries of the kind asked for are needed."));
  return n <= c->most ||
         miscounted(w, p, c->most, N_("At most {0} entries of this kind are allowed."));
}

SCHEMA_CHECK(unevaluated_items) {
  bool good = true;
  for (size_t i = 0; i < p->data->n && (good || !w->quiet); i++) {
    if (p->marks->bits[i / 64] >> i % 64 & 1) continue;
    schema_place at = {p->at, STR_NONE, i};
    good &= schema_there(w, op->node, &p->data->items[i], &at);
    schema_mark(p, i);
  }
  return good;
}

/* --- objects --- */
/* A member that the schema does not name under `properties`; `false` gets a word of its own. */
static bool other_member(schema_walk *w, const schema_point *p, const schema_node *n, size_t i) {
  str key = p->data->keys[i];
  schema_mark(p, i);
  if (n->refused) return schema_fault(w, p, key, N_("The form has no such field."), STR_NONE);
  schema_place at = {p->at, key, 0};
  return schema_there(w, n, &p->data->items[i], &at);
}

/* patternProperties, additionalProperties, propertyNames of member i. */
static bool loose_member(schema_walk *w, const schema_point *p, const schema_object *o, size_t i,
                         bool declared) {
  bool good = true, matched = declared;
  str key = p->data->keys[i];
  for (size_t k = 0; k < o->npatterns && (good || !w->quiet) && w->left >= 0; k++) {
    if (!pattern_find(o->patterns[k], key, w->a, &w->left)) continue;
    matched = true;
    good &= other_member(w, p, o->pattern_nodes[k], i);
  }
  if (!matched && o->additional && w->left >= 0) good &= other_member(w, p, o->additional, i);
  if (!o->each_name) return good;
  const json name = {.kind = JSON_STRING, .s = key};
  w->quiet++;
  bool called = schema_there(w, o->each_name, &name, NULL);
  w->quiet--;
  return called ? good
                : schema_fault(w, p, key, N_("A field may not be called so."), STR_NONE);
}

/* Where the members are that the schema names: seen[field] is 1 + the number of the member. */
static bool look_for(schema_walk *w, const schema_point *p, const schema_object *o,
                     uint32_t *seen) {
  bool loose = o->npatterns || o->additional || o->each_name, good = true;
  size_t next = 0; /* members mostly come in the order of the fields */
  for (size_t i = 0; i < p->data->n && (good || !w->quiet); i++) {
    str key = p->data->keys[i];
    if ((w->left -= 1 + (int64_t)(key.n / 64)) < 0) return false;
    size_t field = next < o->n && str_eq(o->fields[next].name, key) ? next + 1
                                                                    : names_get(&o->names, key);
    if (field) {
      seen[field - 1] = (uint32_t)i + 1;
      next = field;
    }
    if (loose && (!field || !o->fields[field - 1].node || o->npatterns || o->each_name))
      good &= loose_member(w, p, o, i, field && o->fields[field - 1].node);
  }
  return good;
}

static bool check_fields(schema_walk *w, const schema_point *p, const schema_object *o) {
  uint32_t few[FEW], *seen = few;
  size_t mark = arena_mark(w->a);
  if (o->n > FEW) {
    seen = arena_list(w->a, o->n, uint32_t);
    w->left -= (int64_t)(o->n / 8);
  } else {
    memset(few, 0, o->n * sizeof *few);
  }
  bool good = look_for(w, p, o, seen);
  for (size_t f = 0; f < o->n && (good || !w->quiet) && w->left >= 0; f++) {
    const schema_field *field = &o->fields[f];
    if (!seen[f] && field->required)
      good = schema_fault(w, p, field->name, N_("Please fill this in."), STR_NONE);
    if (!seen[f] || !field->node) continue;
    schema_place at = {p->at, field->name, 0};
    schema_mark(p, seen[f] - 1);
    good &= schema_there(w, field->node, &p->data->items[seen[f] - 1], &at);
  }
  arena_rewind(w->a, mark);
  return good;
}

SCHEMA_CHECK(object) {
  const schema_object *o = op->object;
  int64_t n = (int64_t)p->data->n;
  bool good = true;
  if (n < o->least) good = miscounted(w, p, o->least, N_("At least {0} fields are needed."));
  if (n > o->most) good = miscounted(w, p, o->most, N_("At most {0} fields are allowed."));
  return (good || !w->quiet) && check_fields(w, p, o) && good;
}

SCHEMA_CHECK(dependents) {
  bool good = true;
  for (size_t i = 0; i < op->n && (good || !w->quiet) && w->left >= 0; i++) {
    const schema_dependents *d = &op->dependents[i];
    w->left -= 1 + (int64_t)(p->data->n / 16);
    if (!json_get(p->data, d->name)) continue;
    for (size_t k = 0; k < d->n; k++) {
      w->left -= 1 + (int64_t)(p->data->n / 16);
      if (w->left >= 0 && !json_get(p->data, d->needs[k]))
        good = schema_fault(w, p, d->needs[k], N_("Please fill this in."), STR_NONE);
    }
    if (d->node) good &= schema_here(w, d->node, p);
  }
  return good;
}

SCHEMA_CHECK(unevaluated_members) {
  bool good = true;
  for (size_t i = 0; i < p->data->n && (good || !w->quiet); i++)
    if (!(p->marks->bits[i / 64] >> i % 64 & 1)) good &= other_member(w, p, op->node, i);
  return good;
}

/* --- schemas in schemas --- */
SCHEMA_CHECK(ref) { return schema_here(w, op->node, p); }

/* The outermost resource that is being checked and has the anchor; there is one: where the
 * reference first leads. */
SCHEMA_CHECK(dynamic_ref) {
  const schema_node *target = op->node;
  for (const schema_scope *s = w->scope; s; s = s->up)
    for (const schema_dynamic *d = op->dynamic; d; d = d->next, w->left--)
      if (d->resource == s->resource) target = d->node;
  return schema_here(w, target, p);
}

SCHEMA_CHECK(all_of) {
  bool good = true;
  for (size_t i = 0; i < op->n && (good || !w->quiet); i++)
    good &= schema_here(w, op->nodes[i], p);
  return good;
}

SCHEMA_CHECK(any_of) {
  bool good = false;
  for (size_t i = 0; i < op->n && (!good || p->marks); i++)
    good |= schema_quietly(w, op->nodes[i], p);
  return good || FAULT(N_("This does not fit any of the cases allowed."));
}

SCHEMA_CHECK(one_of) {
  size_t n = 0;
  for (size_t i = 0; i < op->n && n < 2; i++) n += schema_quietly(w, op->nodes[i], p);
  if (n == 1) return true;
  return FAULT(n ? N_("This fits more than one of the cases, of which only one is allowed.")
                 : N_("This does not fit any of the cases allowed."));
}

SCHEMA_CHECK(not) {
  schema_point apart = {p->node, p->data, p->at, NULL}; /* what fits there is not evaluated here */
  return !schema_quietly(w, op->node, &apart) || FAULT(N_("This is not allowed here."));
}

SCHEMA_CHECK(if) {
  const schema_node *next = op->nodes[schema_quietly(w, op->nodes[0], p) ? 1 : 2];
  return !next || schema_here(w, next, p);
}
