/* schema_support: formats of texts, and whether a form's schema holds only what is checked. */
#include "base/time.h"
#include "office/schema_impl.h"

/* --- formats --- */
static bool digits(str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] < '0' || s.p[i] > '9') return false;
  return s.n > 0;
}

/* Three digits of the province, one of century and sex (0 and 1: born in the 1900s, 2 and 3: in the
 * 2000s), two of the year, six at random. */
bool personal_id_valid(str s) { return s.n == 12 && digits(s) && s.p[3] <= '3'; }

static bool date_valid(str s) {
  int32_t day;
  return day_parse(s, &day);
}

/* A Vietnamese number: ten digits from 0, eleven for 02x landlines, or +84 for the 0. */
static bool phone_valid(str s) {
  bool abroad = str_starts(s, S("+84"));
  str rest = abroad ? str_sub(s, 3, s.n) : str_starts(s, S("0")) ? str_sub(s, 1, s.n) : S("");
  return digits(rest) && rest.p[0] != '0' && (rest.n == 9 || (rest.n == 10 && rest.p[0] == '2'));
}

static bool email_valid(str s) {
  ptrdiff_t at = str_chr(s, '@', 0);
  if (at < 1 || at > 64 || s.n > 254 || str_chr(s, '@', (size_t)at + 1) >= 0) return false;
  str domain = str_sub(s, (size_t)at + 1, s.n);
  if (str_chr(domain, '.', 0) < 1 || str_ends(domain, S(".")) || str_find(domain, S("..")) >= 0)
    return false;
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] <= ' ' || s.p[i] >= 0x7f || str_chr(S("()<>,;:\\\"[]"), s.p[i], 0) >= 0)
      return false;
  return true;
}

static const struct {
  const char *name;
  bool (*valid)(str s);
  const char *fault;
} formats[] = {
    {"date", date_valid, N_("Please give a date that exists.")},
    {"personal-id", personal_id_valid, N_("This is not a personal ID number of 12 digits.")},
    {"phone", phone_valid, N_("This is not a phone number, such as 0912345678.")},
    {"email", email_valid, N_("This is not an e-mail address.")},
};

bool schema_format_known(str format) {
  for (size_t i = 0; i < COUNT(formats); i++)
    if (str_eq(format, str_of(formats[i].name))) return true;
  return false;
}

const char *schema_format_fault(str format, str text) {
  for (size_t i = 0; i < COUNT(formats); i++)
    if (str_eq(format, str_of(formats[i].name)))
      return formats[i].valid(text) ? NULL : formats[i].fault;
  return NULL;
}

/* --- is every keyword known? --- */
enum { DEPTH = 64 };

static bool annotation(str name) {
  static const char *const names[] = {
      "$schema",     "$id",            "$comment",       "title",      "title_en", "title_bn",
      "description", "description_en", "description_bn", "ui",         "cites",    "default",
      "examples",    "deprecated",     "readOnly",       "writeOnly"};
  for (size_t i = 0; i < COUNT(names); i++)
    if (str_eq(name, str_of(names[i]))) return true;
  return false;
}

static bool all_texts(const json *list) {
  for (size_t i = 0; list->kind == JSON_ARRAY && i < list->n; i++)
    if (list->items[i].kind != JSON_STRING) return false;
  return list->kind == JSON_ARRAY;
}

static bool type_known(const json *v) {
  if (v->kind == JSON_STRING) return schema_type_bits(v->s) != 0;
  for (size_t i = 0; v->kind == JSON_ARRAY && i < v->n; i++)
    if (!schema_type_bits(json_str(&v->items[i]))) return false;
  return v->kind == JSON_ARRAY && v->n > 0;
}

static bool supported(const json *root, const json *schema, int depth, str *bad);

static bool all_schemas(const json *root, const json *list, int depth, str *bad) {
  for (size_t i = 0; i < list->n; i++)
    if (!supported(root, &list->items[i], depth + 1, bad)) return false;
  return true;
}

static bool shape_fits(const json *root, const json *v, schema_shape shape) {
  switch (shape) {
    case SHAPE_COUNT: return v->kind == JSON_INT && v->i >= 0;
    case SHAPE_NUMBER: return v->kind == JSON_INT || v->kind == JSON_REAL;
    case SHAPE_TEXT: return v->kind == JSON_STRING;
    case SHAPE_TYPE: return type_known(v);
    case SHAPE_FORMAT: return schema_format_known(json_str(v));
    case SHAPE_REF: return v->kind == JSON_STRING && schema_ref(root, v->s);
    case SHAPE_VALUES: return v->kind == JSON_ARRAY && v->n > 0;
    case SHAPE_NAMES: return all_texts(v);
    case SHAPE_NAME_LISTS:
      for (size_t i = 0; v->kind == JSON_OBJECT && i < v->n; i++)
        if (!all_texts(&v->items[i])) return false;
      return v->kind == JSON_OBJECT;
    case SHAPE_SCHEMAS: return v->kind == JSON_ARRAY && v->n > 0;
    case SHAPE_SCHEMA_MAP: return v->kind == JSON_OBJECT;
    case SHAPE_SCHEMA:
    case SHAPE_ANY: return true;
  }
  return false;
}

static bool keyword_fits(const json *root, str name, const json *v, int depth, str *bad) {
  *bad = name;
  for (const schema_keyword *k = schema_keywords; k->name.p; k++) {
    if (!str_eq(name, k->name)) continue;
    if (!shape_fits(root, v, k->shape)) return false;
    if (k->shape == SHAPE_SCHEMA) return supported(root, v, depth + 1, bad);
    bool holds = k->shape == SHAPE_SCHEMAS || k->shape == SHAPE_SCHEMA_MAP;
    return !holds || all_schemas(root, v, depth, bad);
  }
  return annotation(name);
}

static bool supported(const json *root, const json *schema, int depth, str *bad) {
  if (schema->kind == JSON_TRUE || schema->kind == JSON_FALSE) return true;
  if (schema->kind != JSON_OBJECT || depth > DEPTH) return false;
  for (size_t i = 0; i < schema->n; i++)
    if (!keyword_fits(root, schema->keys[i], &schema->items[i], depth, bad)) return false;
  return true;
}

err *schema_supported(const json *schema) {
  str bad = S("form");
  if (supported(schema, schema, 0, &bad)) return NULL;
  return err_at(ERR(INVALID, N_("The form's keyword {0} is not known here, or has a wrong value."),
                    bad), S("form"), STR_NONE);
}
