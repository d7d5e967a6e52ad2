/* form: what people's browsers send, parsed from complete bytes.
 *
 * Bodies of type application/x-www-form-urlencoded (WHATWG URL) and multipart/form-data (RFC 7578),
 * query strings, cookies (RFC 6265) and Accept (RFC 9110 section 12.5.1).  Values are views of the
 * body where nothing had to be decoded, else copies in the arena.  Strict: the first fault refuses
 * the whole. */
#ifndef KIT_FORM_H
#define KIT_FORM_H
#include "base/err.h"

typedef struct form_part {
  str name;
  str value;        /* a field: UTF-8 without NUL; a file: its bytes */
  str filename;     /* none for a field; of a file the last part of the name sent, may be empty */
  str content_type; /* of a file, as claimed, or none */
} form_part;

typedef struct form {
  const form_part *parts; /* in the order sent; names may repeat */
  size_t n;
} form;

enum { FORM_MOST_PARTS = 1000, FORM_MOST_NAME = 256, FORM_MOST_FILENAME = 512 };

/* Reads a body by its Content-Type.  ERR_MEDIA: another type; ERR_BAD_REQUEST: not well formed;
 * ERR_TOO_LARGE: too many parts. */
err *form_read(arena *a, str content_type, str body, form *out);
/* Reads a query string (none gives an empty form). */
err *form_query(arena *a, str query, form *out);
/* The first field or file of this name, or NULL. */
const form_part *form_get(const form *f, str name);

/* A percent-encoded path segment, decoded: UTF-8 without NUL; none on anything else. */
str form_decode(arena *a, str s);
/* The same for a query's name or value: '+' is a space. */
str form_decode_query(arena *a, str s);

/* The value of a cookie; none when it is absent, malformed, or there twice with different values
 * (somebody else may have set one of the two). */
str cookie_get(str header, str name);

/* Whether a page shall be sent: text/html or application/xhtml+xml is named with q > 0 (a wildcard
 * does not count) and application/json is not named with a higher q.  Malformed ranges count as
 * absent. */
bool http_accepts_html(str accept);
#endif
