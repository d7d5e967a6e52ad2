/* view: what replies hold and requests bring, described once in views.view.
 *
 * tools/gen_html makes of every `view NAME` a struct v_NAME with its descriptor v_NAME_type, of
 * every `body NAME` and `query NAME` b_NAME and b_NAME_type (web/views.h), and of every template
 * html_NAME (web/html.h).  A descriptor writes JSON (view.c), its schema (schema.c), and reads a
 * body from JSON or a form (body.c).  `out` and the put functions (out.c) are what templates are
 * made of. */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H
#include "base/buf.h"
#include "base/err.h"
#include "base/time.h"
#include "kit/form.h"
#include "kit/json.h"
#include "kit/lang.h"

/* Markup that is already safe: written as it is. */
typedef struct html {
  str s;
} html;

typedef struct text_list {
  const str *items;
  size_t n;
} text_list;

/* --- descriptors (generated) --- */
/* The C type; in JSON. */
typedef enum field_kind {
  FIELD_TEXT,    /* str */
  FIELD_INT,     /* int64_t; optional: opt_i64 */
  FIELD_BOOL,    /* bool */
  FIELD_TIME,    /* instant; RFC 3339 at +07:00 */
  FIELD_DATE,    /* int32_t yyyymmdd, 0 is none; ISO 8601 */
  FIELD_BYTES,   /* str; base64 */
  FIELD_RAW,     /* view: str of JSON text; body: const json *, an object */
  FIELD_MSGID,   /* const char *; the msgid */
  FIELD_HTML,    /* html; never in JSON */
  FIELD_VIEW,    /* the other struct inside */
  FIELD_POINTER, /* pointer to the other struct; NULL is null */
  FIELD_LIST,    /* v_NAME_list {items, n} */
  FIELD_TEXTS    /* text_list */
} field_kind;

typedef struct view_type view_type;
typedef struct view_field {
  const char *name;
  field_kind kind;
  bool optional, page_only; /* page_only: not in JSON */
  size_t offset;
  const view_type *of; /* FIELD_VIEW, FIELD_POINTER, FIELD_LIST */
} view_field;
struct view_type {
  const char *name;
  size_t size;
  const view_field *fields;
  size_t n;
};

typedef struct body_field {
  const char *name;
  field_kind kind;
  bool optional, secret;
  size_t offset;
  opt_i64 min, max;          /* text: characters, in texts of each; int: the value */
  const char *const *one_of; /* ends with NULL; or NULL */
  const char *about;         /* what it is, in English; or NULL */
} body_field;
typedef struct body_type {
  const char *name;
  size_t size;
  const body_field *fields;
  size_t n;
} body_type;

/* All of them, generated; for the OpenAPI components. */
extern const view_type *const view_types[];
extern const int view_type_count;
extern const body_type *const body_types[];
extern const int body_type_count;

/* --- JSON --- */
/* The view at v as a JSON object, fields in the order of views.view. */
void view_json(buf *b, const view_type *t, const void *v);
/* Its schema (JSON Schema 2020-12, as OpenAPI 3.1 takes it); other views by
 * "#/components/schemas/NAME". */
void view_schema(buf *b, const view_type *t);
void body_schema(buf *b, const body_type *t);
void body_field_schema(buf *b, const body_field *f);

/* --- bodies --- */
enum { BODY_MOST_TEXTS = 1000 };
/* Fills the struct at to (b_NAME, zeroed) from a JSON object.  Errors are a list of ERR_INVALID,
 * each with its field: missing, of the wrong type, out of bounds, or not known.  Texts are NFC, in
 * a. */
err *body_read(arena *a, const body_type *t, const json *v, void *to);

/* The same from a form's fields.  Empty texts are none; a bool is true by "on", "true" or "1";
 * names that the body does not know are ignored.  A raw field NAME is built from "NAME.a.b=x" as
 * {"a":{"b":"x"}}; a path that ends with [] makes a list of all its values; empty values are left
 * out. */
err *body_from_form(arena *a, const body_type *t, const form *f, void *to);

/* --- pages --- */
/* The frame of a page; {{page.FIELD}} in templates. */
typedef struct page {
  lang lang;
  const char *title; /* msgid */
  str account;       /* display name; none when nobody is signed in */
  str csrf;
  str path; /* this page's own path and query, for the language switch and return */
  str idempotency_key;
  str stamp; /* changes with the assets: /assets/NAME?v={{page.stamp}} */
  bool demo;
  str shift;  /* hh:mm until when signing is left open, or none */
  bool admin; /* an administrator reads it */
  int64_t unread; /* notices of who is signed in, 100 at most */
  bool filing; /* a form to be filed: the language switch keeps it as a draft */
} page;

typedef struct out {
  buf *b;
  lang lang;
  const page *page;
} out;

/* A template that stands for its view whatever the type: reply takes this. */
typedef struct html_page {
  const char *name;
  const view_type *type;
  void (*write)(out *o, const void *v);
} html_page;

/* put(o, x) writes x between tags: text escaped, numbers and times in the reader's manner (1.766,
 * 31/08/2024 15:30), a msgid translated.  put_attr(o, x) writes it into a quoted attribute value:
 * numbers plain, times as RFC 3339.  Dates are int32_t and need put_day and put_attr_day. */
#define put(o, x) \
  _Generic((x), str: put_str, int64_t: put_i64, int: put_int, bool: put_bool, instant: put_time, \
           html: put_html, const char *: put_msgid, opt_i64: put_opt)((o), (x))
#define put_attr(o, x) \
  _Generic((x), str: put_str, int64_t: put_attr_i64, int: put_attr_int, bool: put_bool,          \
           instant: put_attr_time, const char *: put_msgid, opt_i64: put_attr_opt)((o), (x))
/* Literal markup of a template. */
#define lit(o, text) buf_add((o)->b, S(text))

void put_str(out *o, str s);
void put_i64(out *o, int64_t n);
void put_int(out *o, int n);
void put_opt(out *o, opt_i64 n);
void put_bool(out *o, bool yes); /* "true" or "false" */
void put_time(out *o, instant t);
void put_day(out *o, int32_t day);
void put_html(out *o, html h);
void put_msgid(out *o, const char *msgid);
void put_attr_i64(out *o, int64_t n);
void put_attr_int(out *o, int n);
void put_attr_opt(out *o, opt_i64 n);
void put_attr_time(out *o, instant t);
void put_attr_day(out *o, int32_t day);
/* Percent-encoded but for unreserved characters (RFC 3986 2.3): a path segment or query value. */
void put_url(out *o, str s);
/* A text that begins href, src or action: nothing when it is neither a path, query or fragment of
 * this site nor http, https, mailto or tel. */
void put_link(out *o, str s);

/* A translated phrase with {0}..{3}: writes its texts and stops at each argument, whose number is
 * in arg, until false. */
typedef struct phrase {
  const char *rest;
  int arg;
} phrase;
phrase phrase_of(out *o, const char *msgid);
bool phrase_next(out *o, phrase *p);
#endif
