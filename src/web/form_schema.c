/* form_schema: see form_schema.h. */
#include "web/form_schema.h"

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

str schema_label(const json *root, const json *schema, str what, lang l, bool *vietnamese) {
  bool name = str_eq(what, S("title"));
  str en = schema_text(root, schema, name ? S("title_en") : S("description_en"));
  *vietnamese = l == LANG_VI || !en.n;
  return *vietnamese ? schema_text(root, schema, name ? S("title") : S("description")) : en;
}

str schema_choice(const json *root, const json *schema, str value, lang l, bool *vietnamese) {
  const json *words = json_get(schema_ui(root, schema, S("choices")), value);
  str text = json_str(json_get(words, str_of(lang_tag(l))));
  *vietnamese = l == LANG_VI || !text.n;
  if (!text.n) text = json_str(json_get(words, S("vi")));
  return text.n ? text : value;
}
