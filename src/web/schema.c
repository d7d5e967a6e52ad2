/* schema: JSON Schema 2020-12 of views and bodies, as OpenAPI 3.1 embeds it; see view.h. */
#include "web/view.h"

static void add_type(buf *b, const char *type, bool optional) {
  buf_fmt(b, optional ? "\"type\":[\"%s\",\"null\"]" : "\"type\":\"%s\"", type);
}

static void add_ref(buf *b, const view_type *of) {
  buf_fmt(b, "{\"$ref\":\"#/components/schemas/%s\"}", of->name);
}

static void view_value(buf *b, const view_field *f) {
  if (f->kind == FIELD_VIEW) {
    add_ref(b, f->of);
    return;
  }
  buf_char(b, '{');
  switch (f->kind) {
    case FIELD_TEXT:
    case FIELD_MSGID: add_type(b, "string", f->optional); break;
    case FIELD_INT:
      add_type(b, "integer", f->optional), buf_add(b, S(",\"format\":\"int64\""));
      break;
    case FIELD_BOOL: add_type(b, "boolean", false); break;
    case FIELD_TIME:
      add_type(b, "string", f->optional), buf_add(b, S(",\"format\":\"date-time\""));
      break;
    case FIELD_DATE:
      add_type(b, "string", f->optional), buf_add(b, S(",\"format\":\"date\""));
      break;
    case FIELD_BYTES:
      add_type(b, "string", f->optional);
      buf_add(b, S(",\"contentEncoding\":\"base64\""));
      break;
    case FIELD_POINTER:
      buf_add(b, S("\"anyOf\":["));
      add_ref(b, f->of);
      buf_add(b, S(",{\"type\":\"null\"}]"));
      break;
    case FIELD_LIST:
      buf_add(b, S("\"type\":\"array\",\"items\":"));
      add_ref(b, f->of);
      break;
    case FIELD_TEXTS: buf_add(b, S("\"type\":\"array\",\"items\":{\"type\":\"string\"}")); break;
    case FIELD_RAW:
    case FIELD_VIEW:
    case FIELD_HTML: break;
  }
  buf_char(b, '}');
}

static void close_object(buf *b, str required, const char *rest) {
  buf_char(b, '}');
  if (required.n) buf_fmt(b, ",\"required\":[%.*s]", STR_ARG(required));
  buf_fmt(b, "%s}", rest);
}

static void add_name(buf *list, const char *name) {
  buf_fmt(list, "%s\"%s\"", list->n ? "," : "", name);
}

void view_schema(buf *b, const view_type *t) {
  buf required = buf_in(b->a);
  buf_add(b, S("{\"type\":\"object\",\"properties\":{"));
  for (size_t i = 0; i < t->n; i++) {
    const view_field *f = &t->fields[i];
    if (f->page_only) continue;
    buf_fmt(b, "%s\"%s\":", required.n ? "," : "", f->name);
    view_value(b, f);
    add_name(&required, f->name);
  }
  close_object(b, buf_str(&required), "");
}

static void add_bound(buf *b, const char *name, opt_i64 bound) {
  if (bound.has) buf_fmt(b, ",\"%s\":%lld", name, (long long)bound.v);
}

void body_field_schema(buf *b, const body_field *f) {
  buf_char(b, '{');
  switch (f->kind) {
    case FIELD_TEXT:
      add_type(b, "string", f->optional);
      add_bound(b, "minLength", f->min);
      add_bound(b, "maxLength", f->max);
      if (f->secret) buf_add(b, S(",\"format\":\"password\",\"writeOnly\":true"));
      if (!f->one_of) break;
      buf_add(b, S(",\"enum\":["));
      for (size_t i = 0; f->one_of[i]; i++) buf_fmt(b, "%s\"%s\"", i ? "," : "", f->one_of[i]);
      buf_add(b, f->optional ? S(",null]") : S("]"));
      break;
    case FIELD_INT:
      add_type(b, "integer", f->optional);
      add_bound(b, "minimum", f->min);
      add_bound(b, "maximum", f->max);
      break;
    case FIELD_BOOL: add_type(b, "boolean", f->optional); break;
    case FIELD_TEXTS:
      add_type(b, "array", f->optional);
      buf_add(b, S(",\"items\":{\"type\":\"string\""));
      add_bound(b, "minLength", f->min);
      add_bound(b, "maxLength", f->max);
      buf_fmt(b, "},\"maxItems\":%d", BODY_MOST_TEXTS);
      break;
    default: add_type(b, "object", f->optional); break;
  }
  if (f->about) {
    buf_add(b, S(",\"description\":"));
    json_write_str(b, str_of(f->about));
  }
  buf_char(b, '}');
}

void body_schema(buf *b, const body_type *t) {
  buf required = buf_in(b->a);
  buf_add(b, S("{\"type\":\"object\",\"properties\":{"));
  for (size_t i = 0; i < t->n; i++) {
    const body_field *f = &t->fields[i];
    buf_fmt(b, "%s\"%s\":", i ? "," : "", f->name);
    body_field_schema(b, f);
    if (!f->optional) add_name(&required, f->name);
  }
  close_object(b, buf_str(&required), ",\"additionalProperties\":false");
}
