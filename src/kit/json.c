/* json: see json.h.  The text is bounded before jansson sees it, so that neither its recursion nor
 * its memory depends on who sent it.  Its tree takes its memory from the arena, as ours does, which
 * shares its texts; so nothing is given back, and a parse cannot run out of memory. */
#include "kit/json.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* jansson has kinds of the same names. */
#define JSON_OBJECT JANSSON_OBJECT
#define JSON_ARRAY JANSSON_ARRAY
#define JSON_STRING JANSSON_STRING
#define JSON_INTEGER JANSSON_INTEGER
#define JSON_REAL JANSSON_REAL
#define JSON_TRUE JANSSON_TRUE
#define JSON_FALSE JANSSON_FALSE
#define JSON_NULL JANSSON_NULL
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_STRING
#undef JSON_INTEGER
#undef JSON_REAL
#undef JSON_TRUE
#undef JSON_FALSE
#undef JSON_NULL

static const int64_t safe_integer = (INT64_C(1) << 53) - 1; /* RFC 7493 2.2 */

/* --- reading --- */
static err *not_right(arena *a, int line, int column) {
  return ERR(BAD_REQUEST, N_("The JSON is not right at line {0}, column {1}."),
             str_fmt(a, "%d", line), str_fmt(a, "%d", column));
}

/* Counts what opens and what a comma adds, outside of texts. */
static err *bounded(str text) {
  if (text.n > JSON_MOST_BYTES) return ERR(TOO_LARGE, N_("The JSON is longer than 1 MiB."));
  int depth = 0, values = 1;
  bool quoted = false;
  for (size_t i = 0; i < text.n; i++) {
    char c = text.p[i];
    if (quoted && c == '\\') {
      i++;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted) {
      if (c == '[' || c == '{') depth++, values++;
      if ((c == ']' || c == '}') && depth > 0) depth--;
      if (c == ',') values++;
      if (depth > JSON_MOST_DEPTH)
        return ERR(TOO_LARGE, N_("The JSON is nested deeper than 64 levels."));
      if (values > JSON_MOST_VALUES)
        return ERR(TOO_LARGE, N_("The JSON holds more than 50,000 values."));
    }
  }
  return NULL;
}

static void copy(arena *a, json_t *from, json *to);

static void copy_array(arena *a, json_t *from, json *to) {
  to->kind = JSON_ARRAY;
  to->n = json_array_size(from);
  json *items = arena_list(a, to->n, json);
  for (size_t i = 0; i < to->n; i++) copy(a, json_array_get(from, i), &items[i]);
  to->items = items;
}

static void copy_object(arena *a, json_t *from, json *to) {
  to->kind = JSON_OBJECT;
  to->n = json_object_size(from);
  json *items = arena_list(a, to->n, json);
  str *keys = arena_list(a, to->n, str);
  size_t i = 0;
  for (void *at = json_object_iter(from); at; at = json_object_iter_next(from, at), i++) {
    keys[i] = (str){json_object_iter_key(at), json_object_iter_key_len(at)};
    copy(a, json_object_iter_value(at), &items[i]);
  }
  to->items = items;
  to->keys = keys;
}

static void copy(arena *a, json_t *from, json *to) {
  switch (json_typeof(from)) {
    case JANSSON_OBJECT: copy_object(a, from, to); break;
    case JANSSON_ARRAY: copy_array(a, from, to); break;
    case JANSSON_STRING:
      to->kind = JSON_STRING;
      to->s = (str){json_string_value(from), json_string_length(from)};
      break;
    case JANSSON_INTEGER:
      to->kind = JSON_INT;
      to->i = json_integer_value(from);
      break;
    case JANSSON_REAL:
      to->kind = JSON_REAL;
      to->real = json_real_value(from);
      break;
    case JANSSON_TRUE: to->kind = JSON_TRUE; break;
    case JANSSON_FALSE: to->kind = JSON_FALSE; break;
    case JANSSON_NULL: to->kind = JSON_NULL; break;
  }
}

static _Thread_local arena *room; /* of the parse that is going on */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void *take(size_t n) { return arena_alloc(room, n); }
static void leave(void *p) { (void)p; }
static void settle(void) { json_set_alloc_funcs(take, leave); }

err *json_parse(arena *a, str text, const json **out) {
  TRY(bounded(text));
  pthread_once(&once, settle);
  room = a;
  json_error_t where;
  json_t *tree =
      json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &where);
  if (!tree) return not_right(a, where.line, where.column);
  json *v = arena_new_of(a, json);
  copy(a, tree, v);
  *out = v;
  return NULL;
}

const json *json_get(const json *v, str key) {
  if (!v || v->kind != JSON_OBJECT) return NULL;
  for (size_t i = 0; i < v->n; i++)
    if (str_eq(v->keys[i], key)) return &v->items[i];
  return NULL;
}

const json *json_at(const json *v, str path) {
  str part;
  while (v && str_split(&path, '.', &part)) v = json_get(v, part);
  return v;
}

str json_str(const json *v) { return v && v->kind == JSON_STRING ? v->s : STR_NONE; }

bool json_int(const json *v, int64_t *out) {
  if (!v || v->kind != JSON_INT) return false;
  *out = v->i;
  return true;
}

/* --- making --- */
static json *made(arena *a, json_kind kind) {
  json *v = arena_new_of(a, json);
  v->kind = kind;
  return v;
}

const json *json_of_text(arena *a, str s) {
  json *v = made(a, s.p ? JSON_STRING : JSON_NULL);
  v->s = str_dup(a, s);
  return v;
}

const json *json_of_int(arena *a, int64_t i) {
  json *v = made(a, JSON_INT);
  v->i = i;
  return v;
}

const json *json_of_bool(arena *a, bool b) { return made(a, b ? JSON_TRUE : JSON_FALSE); }

const json *json_of_list(arena *a, const json *const *items, size_t n) {
  json *v = made(a, JSON_ARRAY), *all = arena_list(a, n, json);
  for (size_t i = 0; i < n; i++)
    if (items[i]) all[i] = *items[i];
  v->n = n;
  v->items = all;
  return v;
}

const json *json_of_members(arena *a, const json_member *members, size_t n) {
  json *v = made(a, JSON_OBJECT), *all = arena_list(a, n, json);
  str *keys = arena_list(a, n, str);
  for (size_t i = 0; i < n; i++) {
    keys[i] = str_dup(a, members[i].key);
    if (members[i].value) all[i] = *members[i].value;
  }
  v->n = n;
  v->items = all;
  v->keys = keys;
  return v;
}

/* --- writing --- */
void json_write_str(buf *b, str s) {
  static const char named[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
  buf_char(b, '"');
  size_t from = 0;
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    buf_add(b, str_sub(s, from, i));
    from = i + 1;
    ptrdiff_t name = str_chr(str_of(named), (char)c, 0);
    if (name >= 0) buf_fmt(b, "\\%c", letter[name]);
    else buf_fmt(b, "\\u%04x", c);
  }
  if (from < s.n) buf_add(b, str_sub(s, from, s.n));
  buf_char(b, '"');
}

/* The shortest of three precisions that reads back the same, always with a point or an exponent. */
static void write_real(buf *b, double real) {
  char digits[40];
  for (int precision = 15; precision <= 17; precision++) {
    snprintf(digits, sizeof digits, "%.*g", precision, real);
    if (strtod(digits, NULL) == real) break;
  }
  str s = str_of(digits);
  buf_add(b, s);
  if (str_chr(s, '.', 0) < 0 && str_chr(s, 'e', 0) < 0) buf_add(b, S(".0"));
}

void json_write(buf *b, const json *v) {
  switch (v ? v->kind : JSON_NULL) {
    case JSON_NULL: buf_add(b, S("null")); break;
    case JSON_FALSE: buf_add(b, S("false")); break;
    case JSON_TRUE: buf_add(b, S("true")); break;
    case JSON_INT: buf_int(b, v->i); break;
    case JSON_REAL: write_real(b, v->real); break;
    case JSON_STRING: json_write_str(b, v->s); break;
    case JSON_ARRAY:
    case JSON_OBJECT: {
      bool object = v->kind == JSON_OBJECT;
      buf_char(b, object ? '{' : '[');
      for (size_t i = 0; i < v->n; i++) {
        if (i) buf_char(b, ',');
        if (object) json_write_str(b, v->keys[i]), buf_char(b, ':');
        json_write(b, &v->items[i]);
      }
      buf_char(b, object ? '}' : ']');
      break;
    }
  }
}

/* --- canonical --- */
static err *canonical(buf *b, const json *v);

static int by_key(const void *x, const void *y, void *keys) {
  const str *k = keys;
  return str_cmp(k[*(const size_t *)x], k[*(const size_t *)y]);
}

static bool ascii(str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] >= 0x80 || !s.p[i]) return false;
  return true;
}

static err *canonical_object(buf *b, const json *v) {
  size_t *order = arena_list(b->a, v->n, size_t);
  str *keys = arena_list(b->a, v->n, str);
  for (size_t i = 0; i < v->n; i++) {
    if (!ascii(v->keys[i])) return ERR(INVALID, N_("Names in signed content are ASCII."));
    order[i] = i;
    keys[i] = v->keys[i];
  }
  qsort_r(order, v->n, sizeof *order, by_key, keys);
  buf_char(b, '{');
  for (size_t i = 0; i < v->n; i++) {
    size_t at = order[i];
    if (i && str_eq(keys[at], keys[order[i - 1]]))
      return ERR(INVALID, N_("A name stands twice in signed content."));
    if (i) buf_char(b, ',');
    json_write_str(b, keys[at]);
    buf_char(b, ':');
    TRY(canonical(b, &v->items[at]));
  }
  buf_char(b, '}');
  return NULL;
}

static err *canonical(buf *b, const json *v) {
  if (v->kind == JSON_OBJECT) return canonical_object(b, v);
  if (v->kind == JSON_REAL ||
      (v->kind == JSON_INT && (v->i > safe_integer || v->i < -safe_integer)))
    return ERR(INVALID, N_("Numbers in signed content are whole and within 2^53."));
  if (v->kind == JSON_STRING && !str_utf8(v->s))
    return ERR(INVALID, N_("A text in signed content is not UTF-8."));
  if (v->kind != JSON_ARRAY) {
    json_write(b, v);
    return NULL;
  }
  buf_char(b, '[');
  for (size_t i = 0; i < v->n; i++) {
    if (i) buf_char(b, ',');
    TRY(canonical(b, &v->items[i]));
  }
  buf_char(b, ']');
  return NULL;
}

err *json_canonical(arena *a, const json *v, str *out) {
  buf b = buf_in(a);
  TRY(canonical(&b, v));
  *out = buf_str(&b);
  return NULL;
}
