/* schema_keyword: the keywords of JSON Schema 2020-12 that forms may use, one function each, in the
 * table at the end. */
#include <inttypes.h>
#include <stdio.h>

#include "office/schema_impl.h"

/* --- any value --- */
unsigned schema_type_bits(str name) {
  static const struct {
    const char *name;
    unsigned bits;
  } types[] = {{"null", 1u << JSON_NULL},
               {"boolean", 1u << JSON_FALSE | 1u << JSON_TRUE},
               {"integer", 1u << JSON_INT},
               {"number", 1u << JSON_INT | 1u << JSON_REAL},
               {"string", 1u << JSON_STRING},
               {"array", 1u << JSON_ARRAY},
               {"object", 1u << JSON_OBJECT}};
  for (size_t i = 0; i < COUNT(types); i++)
    if (str_eq(name, str_of(types[i].name))) return types[i].bits;
  return 0;
}

static const char *type_fault(unsigned bits) {
  if (bits & 1u << JSON_STRING) return N_("This must be a text.");
  if (bits & 1u << JSON_REAL) return N_("This must be a number.");
  if (bits & 1u << JSON_INT) return N_("This must be a whole number.");
  if (bits & 1u << JSON_TRUE) return N_("This must be yes or no.");
  if (bits & 1u << JSON_ARRAY) return N_("This must be a list.");
  return N_("This must be a group of fields.");
}

static bool check_type(const schema_point *p, const json *value) {
  unsigned bits = value->kind == JSON_STRING ? schema_type_bits(value->s) : 0;
  for (size_t i = 0; value->kind == JSON_ARRAY && i < value->n; i++)
    bits |= schema_type_bits(json_str(&value->items[i]));
  if (bits >> p->data->kind & 1u) return true;
  return schema_fault(p, STR_NONE, type_fault(bits), STR_NONE);
}

static bool equal(const json *a, const json *b, int depth) {
  if (a->kind != b->kind || a->n != b->n || depth > 32) return false;
  if (a->kind == JSON_INT) return a->i == b->i;
  if (a->kind == JSON_REAL) return !(a->real < b->real) && !(a->real > b->real);
  if (a->kind == JSON_STRING) return str_eq(a->s, b->s);
  for (size_t i = 0; i < a->n; i++) {
    const json *other = a->kind == JSON_OBJECT ? json_get(b, a->keys[i]) : &b->items[i];
    if (!other || !equal(&a->items[i], other, depth + 1)) return false;
  }
  return true;
}

static bool check_enum(const schema_point *p, const json *value) {
  for (size_t i = 0; i < value->n; i++)
    if (equal(&value->items[i], p->data, 0)) return true;
  return schema_fault(p, STR_NONE, N_("Please choose one of the values offered."), STR_NONE);
}

static bool check_const(const schema_point *p, const json *value) {
  return equal(value, p->data, 0) ||
         schema_fault(p, STR_NONE, N_("Please choose one of the values offered."), STR_NONE);
}

/* --- numbers and sizes --- */
static bool too_far(const schema_point *p, const json *bound, const char *msgid) {
  char text[32];
  if (bound->kind == JSON_INT) snprintf(text, sizeof text, "%" PRId64, bound->i);
  else snprintf(text, sizeof text, "%g", bound->real);
  return schema_fault(p, STR_NONE, msgid, str_of(text));
}

static bool number(const json *v) { return v->kind == JSON_INT || v->kind == JSON_REAL; }

/* -1, 0, 1; integers are compared exactly. */
static int order(const json *a, const json *b) {
  if (a->kind == JSON_INT && b->kind == JSON_INT) return (a->i > b->i) - (a->i < b->i);
  double x = a->kind == JSON_INT ? (double)a->i : a->real;
  double y = b->kind == JSON_INT ? (double)b->i : b->real;
  return (x > y) - (x < y);
}

static bool check_minimum(const schema_point *p, const json *value) {
  return !number(p->data) || order(p->data, value) >= 0 ||
         too_far(p, value, N_("This must be at least {0}."));
}

static bool check_maximum(const schema_point *p, const json *value) {
  return !number(p->data) || order(p->data, value) <= 0 ||
         too_far(p, value, N_("This must be at most {0}."));
}

static int64_t characters(str s) {
  int64_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += (s.p[i] & 0xC0) != 0x80;
  return n;
}

static bool check_min_length(const schema_point *p, const json *value) {
  if (p->data->kind != JSON_STRING || characters(p->data->s) >= value->i) return true;
  if (!p->data->s.n) return schema_fault(p, STR_NONE, N_("Please fill this in."), STR_NONE);
  return too_far(p, value, N_("At least {0} characters are needed."));
}

static bool check_max_length(const schema_point *p, const json *value) {
  return p->data->kind != JSON_STRING || characters(p->data->s) <= value->i ||
         too_far(p, value, N_("At most {0} characters are allowed."));
}

static bool check_min_items(const schema_point *p, const json *value) {
  return p->data->kind != JSON_ARRAY || (int64_t)p->data->n >= value->i ||
         too_far(p, value, N_("At least {0} entries are needed."));
}

static bool check_max_items(const schema_point *p, const json *value) {
  return p->data->kind != JSON_ARRAY || (int64_t)p->data->n <= value->i ||
         too_far(p, value, N_("At most {0} entries are allowed."));
}

static bool check_format(const schema_point *p, const json *value) {
  const char *fault = p->data->kind == JSON_STRING && value->kind == JSON_STRING
                          ? schema_format_fault(value->s, p->data->s)
                          : NULL;
  return !fault || schema_fault(p, STR_NONE, fault, STR_NONE);
}

/* --- objects and lists --- */
static bool need_all(const schema_point *p, const json *names) {
  bool good = true;
  for (size_t i = 0; i < names->n; i++) {
    str name = json_str(&names->items[i]);
    if (name.p && !json_get(p->data, name))
      good = schema_fault(p, name, N_("Please fill this in."), STR_NONE);
  }
  return good;
}

static bool check_required(const schema_point *p, const json *value) {
  return p->data->kind != JSON_OBJECT || need_all(p, value);
}

static bool check_dependent(const schema_point *p, const json *value) {
  bool good = true;
  for (size_t i = 0; p->data->kind == JSON_OBJECT && i < value->n; i++)
    if (json_get(p->data, value->keys[i])) good &= need_all(p, &value->items[i]);
  return good;
}

static bool inside(const schema_point *p, const json *schema, const json *data,
                   const schema_place *at) {
  schema_point next = {p->w, schema, data, at, p->loud};
  return schema_valid(&next);
}

static bool check_properties(const schema_point *p, const json *value) {
  bool good = true;
  for (size_t i = 0; p->data->kind == JSON_OBJECT && i < value->n; i++) {
    const json *member = json_get(p->data, value->keys[i]);
    schema_place at = {p->at, value->keys[i], 0};
    if (member) good &= inside(p, &value->items[i], member, &at);
  }
  return good;
}

static bool check_additional(const schema_point *p, const json *value) {
  const json *known = json_get(p->schema, S("properties"));
  bool good = true;
  for (size_t i = 0; p->data->kind == JSON_OBJECT && i < p->data->n; i++) {
    str key = p->data->keys[i];
    if (json_get(known, key)) continue;
    schema_place at = {p->at, key, 0};
    if (value->kind == JSON_FALSE)
      good = schema_fault(p, key, N_("The form has no such field."), STR_NONE);
    else good &= inside(p, value, &p->data->items[i], &at);
  }
  return good;
}

static bool check_items(const schema_point *p, const json *value) {
  bool good = true;
  for (size_t i = 0; p->data->kind == JSON_ARRAY && i < p->data->n; i++) {
    schema_place at = {p->at, STR_NONE, i};
    good &= inside(p, value, &p->data->items[i], &at);
  }
  return good;
}

/* --- schemas in schemas --- */
static bool quietly(const schema_point *p, const json *schema) {
  schema_point silent = {p->w, schema, p->data, p->at, false};
  return schema_valid(&silent);
}

static bool check_ref(const schema_point *p, const json *value) {
  const json *target = value->kind == JSON_STRING ? schema_ref(p->w->root, value->s) : NULL;
  return target ? inside(p, target, p->data, p->at)
                : schema_fault(p, STR_NONE, N_("This is not allowed here."), STR_NONE);
}

static bool check_all_of(const schema_point *p, const json *value) {
  bool good = true;
  for (size_t i = 0; i < value->n; i++) good &= inside(p, &value->items[i], p->data, p->at);
  return good;
}

static bool check_any_of(const schema_point *p, const json *value) {
  for (size_t i = 0; i < value->n; i++)
    if (quietly(p, &value->items[i])) return true;
  return schema_fault(p, STR_NONE, N_("This does not fit any of the cases allowed."), STR_NONE);
}

static bool check_not(const schema_point *p, const json *value) {
  return !quietly(p, value) ||
         schema_fault(p, STR_NONE, N_("This is not allowed here."), STR_NONE);
}

static bool check_if(const schema_point *p, const json *value) {
  const json *next = json_get(p->schema, quietly(p, value) ? S("then") : S("else"));
  return !next || inside(p, next, p->data, p->at);
}

const schema_keyword schema_keywords[] = {
#define KEYWORD(name, shape, check) {{name, sizeof name - 1}, shape, check}
    KEYWORD("type", SHAPE_TYPE, check_type),
    KEYWORD("enum", SHAPE_VALUES, check_enum),
    KEYWORD("const", SHAPE_ANY, check_const),
    KEYWORD("minimum", SHAPE_NUMBER, check_minimum),
    KEYWORD("maximum", SHAPE_NUMBER, check_maximum),
    KEYWORD("minLength", SHAPE_COUNT, check_min_length),
    KEYWORD("maxLength", SHAPE_COUNT, check_max_length),
    KEYWORD("minItems", SHAPE_COUNT, check_min_items),
    KEYWORD("maxItems", SHAPE_COUNT, check_max_items),
    KEYWORD("format", SHAPE_FORMAT, check_format),
    KEYWORD("required", SHAPE_NAMES, check_required),
    KEYWORD("dependentRequired", SHAPE_NAME_LISTS, check_dependent),
    KEYWORD("properties", SHAPE_SCHEMA_MAP, check_properties),
    KEYWORD("additionalProperties", SHAPE_SCHEMA, check_additional),
    KEYWORD("items", SHAPE_SCHEMA, check_items),
    KEYWORD("$ref", SHAPE_REF, check_ref),
    KEYWORD("allOf", SHAPE_SCHEMAS, check_all_of),
    KEYWORD("anyOf", SHAPE_SCHEMAS, check_any_of),
    KEYWORD("not", SHAPE_SCHEMA, check_not),
    KEYWORD("if", SHAPE_SCHEMA, check_if),
    KEYWORD("then", SHAPE_SCHEMA, NULL),
    KEYWORD("else", SHAPE_SCHEMA, NULL),
    KEYWORD("$defs", SHAPE_SCHEMA_MAP, NULL),
#undef KEYWORD
    {{NULL, 0}, SHAPE_ANY, NULL},
};
