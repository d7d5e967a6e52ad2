/* form_schema: see form_schema.h. */
#include "office/form_schema.h"

#include <stdio.h>


static const json *target(const json *root, const json *schema) {
  str ref = json_str(json_get(schema, S("$ref")));
  if (!str_starts(ref, S("#/$defs/"))) return NULL;
  return json_get(json_get(root, S("$defs")), str_sub(ref, 8, ref.n));
}

const json *schema_key(const json *root, const json *schema, str keyword) {
  for (int depth = 0; schema && depth < 8; depth++) {
    const json *v = json_get(schema, keyword);
    if (v) return v;
    schema = target(root, schema);
  }
  return NULL;
}

str schema_text(const json *root, const json *schema, str keyword) {
  return json_str(schema_key(root, schema, keyword));
}

const json *schema_ui(const json *root, const json *schema, str keyword) {
  for (int depth = 0; schema && depth < 8; depth++) {
    const json *v = json_get(json_get(schema, S("ui")), keyword);
    if (v) return v;
    schema = target(root, schema);
  }
  return NULL;
}

bool schema_is(const json *root, const json *schema, str type) {
  return str_eq(schema_text(root, schema, S("type")), type);
}

bool schema_requires(const json *root, const json *object, str name) {
  const json *list = schema_key(root, object, S("required"));
  for (size_t i = 0; list && list->kind == JSON_ARRAY && i < list->n; i++)
    if (str_eq(json_str(&list->items[i]), name)) return true;
  return false;
}

bool schema_repeats(const json *root, const json *schema) {
  const json *items = schema_key(root, schema, S("items"));
  return schema_is(root, schema, S("array")) && schema_is(root, items, S("object"));
}

size_t schema_most(const json *root, const json *schema) {
  int64_t most;
  bool said = json_int(schema_key(root, schema, S("maxItems")), &most);
  return said && most >= 0 && most < FORM_ENTRIES_MOST ? (size_t)most : FORM_ENTRIES_MOST;
}

const json *schema_at(const json *root, const json *object, str path) {
  const json *at = object;
  str part;
  while (at && str_split(&path, '.', &part)) {
    bool number = part.n && part.p[0] >= '0' && part.p[0] <= '9';
    bool entry = number && schema_is(root, at, S("array"));
    at = entry ? schema_key(root, at, S("items"))
               : json_get(schema_key(root, at, S("properties")), part);
  }
  return at;
}

/* --- words --- */
/* "title_en" and so on; Vietnamese has no ending. */
static str text_in(const json *root, const json *schema, const char *what, lang l) {
  char name[40];
  snprintf(name, sizeof name, "%s_%s", what, lang_tag(l));
  return schema_text(root, schema, str_of(name));
}

str schema_label(const json *root, const json *schema, str what, lang l, bool *vietnamese) {
  const char *word = str_eq(what, S("title")) ? "title" : "description";
  str own = l == LANG_VI ? STR_NONE : text_in(root, schema, word, l);
  *vietnamese = !own.n;
  return own.n ? own : schema_text(root, schema, str_of(word));
}

str schema_choice(const json *root, const json *schema, str value, lang l, bool *vietnamese) {
  const json *words = json_get(schema_ui(root, schema, S("choices")), value);
  str text = json_str(json_get(words, str_of(lang_tag(l))));
  *vietnamese = l == LANG_VI || !text.n;
  if (!text.n) text = json_str(json_get(words, S("vi")));
  return text.n ? text : value;
}

/* --- conditions --- */
bool schema_when(const json *root, const json *schema, form_when *w) {
  const json *when = schema_ui(root, schema, S("when"));
  str field = json_str(json_get(when, S("field")));
  const json *values = json_get(when, S("is"));
  if (!field.n || !values || values->kind != JSON_ARRAY) return false;
  bool near = field.p[0] == '.';
  *w = (form_when){near ? str_sub(field, 1, field.n) : field, near, values};
  return true;
}

static bool same(const json *a, const json *b) {
  if (a->kind != b->kind) return false;
  return a->kind == JSON_INT ? a->i == b->i : a->kind != JSON_STRING || str_eq(a->s, b->s);
}

bool when_holds(const form_when *w, const json *data, const json *object) {
  const json *answer = json_at(w->near ? object : data, w->field);
  for (size_t i = 0; answer && i < w->values->n; i++)
    if (same(answer, &w->values->items[i])) return true;
  return false;
}
