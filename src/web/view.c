/* view: JSON of a view by its descriptor; see view.h. */
#include "web/view.h"

#include <string.h>

static const void *at(const void *v, const view_field *f) { return (const char *)v + f->offset; }

static str text_at(const void *p) { return *(const str *)p; }

static void write_text(buf *b, const view_field *f, str s) {
  if (!s.p && f->optional) buf_add(b, S("null"));
  else json_write_str(b, s);
}

static void write_int(buf *b, const view_field *f, const void *p) {
  opt_i64 n = f->optional ? *(const opt_i64 *)p : SOME(*(const int64_t *)p);
  if (n.has) buf_int(b, n.v);
  else buf_add(b, S("null"));
}

/* Lists of all types have the same members; the pointer is read as bytes, whatever it points to. */
static void write_list(buf *b, const view_field *f, const void *p) {
  struct {
    const char *items;
    size_t n;
  } list;
  memcpy(&list, p, sizeof list);
  buf_char(b, '[');
  for (size_t i = 0; i < list.n; i++) {
    if (i) buf_char(b, ',');
    if (f->kind == FIELD_TEXTS) json_write_str(b, ((const str *)(const void *)list.items)[i]);
    else view_json(b, f->of, list.items + i * f->of->size);
  }
  buf_char(b, ']');
}

static void write_quoted(buf *b, bool is, str s) {
  if (is) json_write_str(b, s);
  else buf_add(b, S("null"));
}

static void write_value(buf *b, const view_field *f, const void *p) {
  const void *other;
  switch (f->kind) {
    case FIELD_TEXT: write_text(b, f, text_at(p)); break;
    case FIELD_INT: write_int(b, f, p); break;
    case FIELD_BOOL: buf_add(b, *(const bool *)p ? S("true") : S("false")); break;
    case FIELD_TIME: {
      instant t = *(const instant *)p;
      write_quoted(b, instant_is(t), instant_is(t) ? instant_rfc3339(b->a, t) : STR_NONE);
      break;
    }
    case FIELD_DATE: {
      int32_t day = *(const int32_t *)p;
      write_quoted(b, day != 0, day ? day_iso(b->a, day) : STR_NONE);
      break;
    }
    case FIELD_BYTES:
      write_text(b, f, text_at(p).p ? base64_of(b->a, text_at(p)) : STR_NONE);
      break;
    case FIELD_RAW: buf_add(b, text_at(p).n ? text_at(p) : S("null")); break;
    case FIELD_MSGID: write_text(b, f, str_of(*(const char *const *)p)); break;
    case FIELD_VIEW: view_json(b, f->of, p); break;
    case FIELD_POINTER:
      memcpy(&other, p, sizeof other);
      if (other) view_json(b, f->of, other);
      else buf_add(b, S("null"));
      break;
    case FIELD_LIST:
    case FIELD_TEXTS: write_list(b, f, p); break;
    case FIELD_HTML: break;
  }
}

void view_json(buf *b, const view_type *t, const void *v) {
  buf_char(b, '{');
  bool first = true;
  for (size_t i = 0; i < t->n; i++) {
    const view_field *f = &t->fields[i];
    if (f->page_only) continue;
    if (!first) buf_char(b, ',');
    first = false;
    json_write_str(b, str_of(f->name));
    buf_char(b, ':');
    write_value(b, f, at(v, f));
  }
  buf_char(b, '}');
}
