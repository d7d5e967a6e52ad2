/* json: see json.h.  One pass over a copy of the text in the arena: texts are decoded where they
 * stand, which never makes them longer, and numbers keep their digits there. */
#include "kit/json.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"

static const int64_t safe_integer = (INT64_C(1) << 53) - 1; /* RFC 7493 2.2 */

/* --- reading --- */
enum { FEW = 48, DIGITS_MOST = 1000 };

typedef struct reader {
  arena *a;
  char *text, *p;   /* the copy ends with NUL, at which everything stops */
  size_t n;
  bool any;         /* U+0000 and numbers of any size */
  int depth;
  size_t values;
  json *items;      /* the values of the arrays and objects that are open */
  str *keys;        /* and their names */
  size_t used, room;
  const char *too;  /* msgid of the bound that was passed */
} reader;

static bool beyond(reader *r, const char *msgid) {
  r->too = msgid;
  return false;
}

static void blanks(reader *r) {
  while (*r->p == ' ' || *r->p == '\n' || *r->p == '\r' || *r->p == '\t') r->p++;
}

/* Bytes of the well-formed UTF-8 sequence at p (RFC 3629), 0: it is none. */
static size_t sequence(const char *at) {
  const unsigned char *p = (const unsigned char *)at;
  size_t n = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
  if (p[0] < 0xC2 || p[0] > 0xF4) return 0;
  for (size_t i = 1; i < n; i++)
    if ((p[i] & 0xC0) != 0x80) return 0;
  if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F)) return 0;
  return (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F) ? 0 : n;
}

static int32_t four_hex(const char *p) {
  int32_t v = 0;
  for (int i = 0; i < 4; i++) {
    char c = p[i], small = (char)(c | 0x20);
    if (c >= '0' && c <= '9') v = v << 4 | (c - '0');
    else if (small >= 'a' && small <= 'f') v = v << 4 | (small - 'a' + 10);
    else return -1;
  }
  return v;
}

static char *put_code(char *to, int32_t c) {
  if (c < 0x80) {
    *to++ = (char)c;
    return to;
  }
  int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  static const int head[] = {0, 0xC0, 0xE0, 0xF0};
  *to++ = (char)(head[more] | c >> (6 * more));
  while (more--) *to++ = (char)(0x80 | (c >> (6 * more) & 0x3F));
  return to;
}

/* Behind "\u"; *to goes on.  A half of a pair alone is not right. */
static bool unicode_escape(reader *r, char **to) {
  int32_t c = four_hex(r->p);
  if (c < 0 || (c == 0 && !r->any) || (c >= 0xDC00 && c <= 0xDFFF)) return false;
  r->p += 4;
  if (c >= 0xD800 && c <= 0xDBFF) {
    int32_t low = r->p[0] == '\\' && r->p[1] == 'u' ? four_hex(r->p + 2) : -1;
    if (low < 0xDC00 || low > 0xDFFF) return false;
    r->p += 6;
    c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
  }
  *to = put_code(*to, c);
  return true;
}

static bool escape(reader *r, char **to) {
  static const char letter[] = "\"\\/bfnrt", code[] = "\"\\/\b\f\n\r\t";
  char c = *++r->p;
  const char *known = c ? strchr(letter, c) : NULL;
  r->p += c != 0;
  if (c == 'u') return unicode_escape(r, to);
  if (known) *(*to)++ = code[known - letter];
  return known != NULL;
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* A bit in the lowest byte of eight that is a control, a quote, a backslash or beyond ASCII. */
static uint64_t special(const char *p) {
  uint64_t x, top = EACH(0x80);
  memcpy(&x, p, sizeof x);
  uint64_t quote = x ^ EACH('"'), slash = x ^ EACH('\\');
  return (x | ((x - EACH(0x20)) & ~x) | ((quote - EACH(1)) & ~quote) |
          ((slash - EACH(1)) & ~slash)) & top;
}

/* The first byte that does not stand for itself in a text, or that is no UTF-8. */
static char *plain_end(char *p) {
  for (;;) {
    uint64_t found = special(p);
    if (!found) {
      p += 8;
      continue;
    }
    p += __builtin_ctzll(found) / 8;
    size_t n;
    do n = *p & 0x80 ? sequence(p) : 0, p += n;
    while (n);
    if ((*p & 0x80) || *p == '"' || *p == '\\' || (unsigned char)*p < 0x20) return p;
  }
}

/* The text whose opening quote is at p. */
static bool read_text(reader *r, str *s) {
  char *from = ++r->p, *to = from;
  for (;;) {
    char *plain = r->p;
    r->p = plain_end(plain);
    size_t n = (size_t)(r->p - plain);
    if (to != plain) memmove(to, plain, n);
    to += n;
    if (*r->p == '"') break;
    if (*r->p != '\\' || !escape(r, &to)) return false;
  }
  r->p++;
  *to = 0; /* at the closing quote or before it */
  *s = (str){from, (size_t)(to - from)};
  return true;
}

static const char *digits(const char *p) {
  while (*p >= '0' && *p <= '9') p++;
  return p;
}

/* Where the number at p ends; NULL: it is none. *whole: it has neither fraction nor exponent. */
static const char *number_end(const char *p, bool *whole) {
  if (*p == '-') p++;
  const char *from = p, *end = digits(p);
  if (end == from || (*from == '0' && end > from + 1)) return NULL;
  *whole = *end != '.' && *end != 'e' && *end != 'E';
  if (*end == '.') {
    from = end + 1;
    if ((end = digits(from)) == from) return NULL;
  }
  if (*end == 'e' || *end == 'E') {
    from = end + 1 + (end[1] == '+' || end[1] == '-');
    if ((end = digits(from)) == from) return NULL;
  }
  return end;
}

static bool whole_number(str s, int64_t *i) {
  if (s.n == 2 && s.p[0] == '-' && s.p[1] == '0') s = S("0");
  return str_to_i64(s, i);
}

static bool read_number(reader *r, json *v) {
  bool whole;
  const char *end = number_end(r->p, &whole);
  if (!end) return false;
  str s = {r->p, (size_t)(end - r->p)};
  if (s.n > DIGITS_MOST) return beyond(r, N_("The JSON holds a number of more than 1,000 digits."));
  if (whole && whole_number(s, &v->i)) {
    v->kind = JSON_INT;
  } else {
    v->kind = JSON_REAL;
    v->s = s;
    v->real = strtod(s.p, NULL); /* stops at the end, which is no part of a number */
    if (!r->any && (whole || !isfinite(v->real))) return false;
  }
  r->p += s.n;
  return true;
}

static bool read_word(reader *r, json *v, const char *word, json_kind kind) {
  size_t n = strlen(word);
  if (strncmp(r->p, word, n) != 0) return false;
  r->p += n;
  v->kind = kind;
  return true;
}

static bool read_value(reader *r, json *v);

/* Room for one more value among those that are open. */
static void make_room(reader *r) {
  if (r->used < r->room) return;
  json *items = arena_list(r->a, 2 * r->room, json);
  str *keys = arena_list(r->a, 2 * r->room, str);
  memcpy(items, r->items, r->used * sizeof *items);
  memcpy(keys, r->keys, r->used * sizeof *keys);
  r->items = items;
  r->keys = keys;
  r->room *= 2;
}

static bool repeated(reader *r, const str *keys, size_t n) {
  if (n <= 12) {
    for (size_t k = 1; k < n; k++)
      for (size_t i = 0; i < k; i++)
        if (str_eq(keys[i], keys[k])) return true;
    return false;
  }
  size_t mark = arena_mark(r->a);
  names seen = names_in(r->a);
  bool found = false;
  for (size_t i = 0; i < n && !found; i++) found = !names_put(&seen, keys[i], 1);
  arena_rewind(r->a, mark);
  return found;
}

/* What was read since `from` becomes the content of v. */
static bool take(reader *r, json *v, size_t from, bool object) {
  size_t n = r->used - from;
  if (object && repeated(r, r->keys + from, n)) return false;
  json *items = arena_list(r->a, n, json);
  if (n) memcpy(items, r->items + from, n * sizeof *items);
  str *keys = object ? arena_list(r->a, n, str) : NULL;
  if (object && n) memcpy(keys, r->keys + from, n * sizeof *keys);
  v->kind = object ? JSON_OBJECT : JSON_ARRAY;
  v->n = n;
  v->items = items;
  v->keys = keys;
  r->used = from;
  return true;
}

static bool read_member(reader *r, str *key) {
  blanks(r);
  if (*r->p != '"' || !read_text(r, key)) return false;
  blanks(r);
  return *r->p++ == ':' || (r->p--, false);
}

static bool read_many(reader *r, json *v) {
  bool object = *r->p++ == '{';
  char close = object ? '}' : ']';
  size_t from = r->used;
  if (++r->depth > JSON_MOST_DEPTH)
    return beyond(r, N_("The JSON is nested deeper than 64 levels."));
  blanks(r);
  while (*r->p != close) {
    json one = {0};
    str key = STR_NONE;
    if (r->used > from && *r->p++ != ',') return r->p--, false;
    if ((object && !read_member(r, &key)) || !read_value(r, &one)) return false;
    make_room(r);
    r->keys[r->used] = key;
    r->items[r->used++] = one;
    blanks(r);
  }
  r->p++;
  r->depth--;
  return take(r, v, from, object);
}

static bool read_value(reader *r, json *v) {
  if (++r->values > JSON_MOST_VALUES)
    return beyond(r, N_("The JSON holds more than 50,000 values."));
  blanks(r);
  switch (*r->p) {
    case '{':
    case '[': return read_many(r, v);
    case '"': v->kind = JSON_STRING; return read_text(r, &v->s);
    case 't': return read_word(r, v, "true", JSON_TRUE);
    case 'f': return read_word(r, v, "false", JSON_FALSE);
    case 'n': return read_word(r, v, "null", JSON_NULL);
    default: return read_number(r, v);
  }
}

static err *not_right(const reader *r) {
  char line_text[24], column_text[24];
  size_t line = 1, column = 1;
  for (const char *p = r->text; p < r->p; p++) {
    column += (*p & 0xC0) != 0x80;
    if (*p == '\n') line++, column = 1;
  }
  snprintf(line_text, sizeof line_text, "%zu", line);
  snprintf(column_text, sizeof column_text, "%zu", column);
  return ERR(BAD_REQUEST, N_("The JSON is not right at line {0}, column {1}."), str_of(line_text),
             str_of(column_text));
}

static err *parse(arena *a, str text, bool any, const json **out) {
  if (text.n > JSON_MOST_BYTES) return ERR(TOO_LARGE, N_("The JSON is longer than 1 MiB."));
  json few[FEW];
  str few_keys[FEW];
  reader r = {.a = a, .n = text.n, .any = any, .items = few, .keys = few_keys, .room = FEW};
  r.text = r.p = arena_alloc(a, text.n + 16); /* zeros behind it, as far as anything looks ahead */
  if (text.n) memcpy(r.text, text.p, text.n);
  json *v = arena_new_of(a, json);
  bool good = read_value(&r, v);
  if (good) blanks(&r);
  if (r.too) return ERR(TOO_LARGE, r.too);
  if (!good || r.p != r.text + r.n) return not_right(&r);
  *out = v;
  return NULL;
}

err *json_parse(arena *a, str text, const json **out) { return parse(a, text, false, out); }
err *json_parse_any(arena *a, str text, const json **out) { return parse(a, text, true, out); }

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

const json *json_with(arena *a, const json *object, str key, const json *value) {
  size_t most = object ? object->n : 0, n = 0;
  json_member *members = arena_list(a, most + 1, json_member);
  bool there = false;
  for (size_t i = 0; i < most; i++) {
    bool own = str_eq(object->keys[i], key);
    members[n++] = (json_member){object->keys[i], own ? value : &object->items[i]};
    there = there || own;
  }
  if (!there) members[n++] = (json_member){key, value};
  return json_of_members(a, members, n);
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
    case JSON_REAL:
      if (v->s.p) buf_add(b, v->s);
      else write_real(b, v->real);
      break;
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
