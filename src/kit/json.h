/* json: a strict reader (no duplicate keys; depth and size bounded), a small immutable tree in an
 * arena, and the canonical writer of RFC 8785 for what is signed. */
#ifndef KIT_JSON_H
#define KIT_JSON_H
#include "base/err.h"
#include "base/buf.h"

typedef enum json_kind {
  JSON_NULL,
  JSON_FALSE,
  JSON_TRUE,
  JSON_INT,
  JSON_REAL,
  JSON_STRING,
  JSON_ARRAY,
  JSON_OBJECT
} json_kind;
typedef struct json json;
struct json {
  json_kind kind;
  int64_t i;         /* JSON_INT */
  double real;       /* JSON_REAL */
  str s;             /* JSON_STRING: UTF-8, NFC not yet applied; JSON_REAL: its text, or none */
  size_t n;          /* members of an array or object */
  const json *items; /* values, in the order of the text */
  const str *keys;   /* JSON_OBJECT: keys[i] belongs to items[i] */
};

enum { JSON_MOST_BYTES = 1 << 20, JSON_MOST_DEPTH = 64, JSON_MOST_VALUES = 50000 };

/* Parses one JSON text within these bounds.  ERR_BAD_REQUEST names line and column, ERR_TOO_LARGE
 * the bound.  Not taken are U+0000 in a text, whole numbers beyond 64 bits and reals beyond a
 * double. */
err *json_parse(arena *a, str text, const json **out);
/* The same with all that: a whole number beyond 64 bits is a JSON_REAL, whose s has all digits. */
err *json_parse_any(arena *a, str text, const json **out);
/* Member of an object, or NULL (also when v is NULL or no object). */
const json *json_get(const json *v, str key);
/* Through objects by a dotted path: json_at(v, S("child.full_name")). */
const json *json_at(const json *v, str path);
/* Strings, or none when it is not one. */
str json_str(const json *v);
bool json_int(const json *v, int64_t *out);

/* Builders; values are copied into a. */
const json *json_of_text(arena *a, str s); /* none is null */
const json *json_of_int(arena *a, int64_t i);
const json *json_of_bool(arena *a, bool b);
const json *json_of_list(arena *a, const json *const *items, size_t n);
typedef struct json_member {
  str key;
  const json *value; /* NULL is null */
} json_member;
const json *json_of_members(arena *a, const json_member *members, size_t n);
/* The object (NULL: an empty one) with that member, in its place or behind the others. */
const json *json_with(arena *a, const json *object, str key, const json *value);

/* Plain JSON text. */
void json_write(buf *b, const json *v);
/* The string with quotes and escapes. */
void json_write_str(buf *b, str s);
/* RFC 8785, restricted: keys ASCII, integers within ±(2^53−1), no reals; ERR_INVALID else. */
err *json_canonical(arena *a, const json *v, str *out);
#endif
