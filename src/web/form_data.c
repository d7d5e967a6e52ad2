/* form_data: what was typed into a drawn form as data, and data as it is shown; see form.h. */
#include "kit/text.h"
#include "web/fill.h"
#include "web/form.h"
#include "web/form_schema.h"

enum { DEPTH_MOST = 8 };

/* --- reading --- */
typedef struct reading {
  arena *a;
  const json *root;
  const form *typed;
  err *errors;
} reading;

/* Every character of set replaced by another text, which may be empty. */
static str replaced(arena *a, str s, str set, str by) {
  buf b = buf_in(a);
  for (size_t i = 0; i < s.n; i++) {
    if (str_chr(set, s.p[i], 0) >= 0) buf_add(&b, by);
    else buf_char(&b, s.p[i]);
  }
  return buf_str(&b);
}

/* "31/08/2024", "31.8.2024" or "31-08-2024" as "2024-08-31"; anything else stays as it is. */
static str date_typed(arena *a, str s) {
  str rest = replaced(a, s, S(".-"), S("/")), part[3];
  int64_t n[3];
  for (int i = 0; i < 3; i++) {
    if (!str_split(&rest, '/', &part[i])) return s;
    part[i] = str_trim(part[i]);
    if (part[i].n > 4) return s;
    if (part[i].n == 2 && part[i].p[0] == '0') part[i] = str_sub(part[i], 1, 2);
    if (!str_to_i64(part[i], &n[i]) || n[i] < 1) return s;
  }
  if (rest.p || n[0] > 31 || n[1] > 12 || n[2] < 1000) return s;
  return str_fmt(a, "%04d-%02d-%02d", (int)n[2], (int)n[1], (int)n[0]);
}

/* The line ends of a text area are CRLF on the wire. */
static str plain_lines(arena *a, str s) {
  buf b = buf_in(a);
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] != '\r' || i + 1 == s.n || s.p[i + 1] != '\n') buf_char(&b, s.p[i]);
  return buf_str(&b);
}

static str text_typed(reading *d, str path) {
  const form_part *part = form_get(d->typed, path);
  if (!part || part->filename.p) return STR_NONE;
  str s = STR_NONE;
  err *e = text_nfc(d->a, part->value, &s);
  if (e) err_add(&d->errors, err_at(e, path, STR_NONE));
  return e ? STR_NONE : str_trim(plain_lines(d->a, s));
}

static const json *read_leaf(reading *d, const json *schema, str path, bool required) {
  str s = text_typed(d, path);
  int64_t number;
  if (schema_is(d->root, schema, S("boolean"))) {
    bool yes = str_eq(s, S("true")) || str_eq(s, S("on")) || str_eq(s, S("1"));
    if (!s.n && !required) return NULL;
    bool no = !s.n || str_eq(s, S("false")) || str_eq(s, S("0"));
    return yes || no ? json_of_bool(d->a, yes) : json_of_text(d->a, s);
  }
  if (!s.n) return NULL;
  if (schema_is(d->root, schema, S("integer")) && str_to_i64(s, &number))
    return json_of_int(d->a, number);
  str format = schema_text(d->root, schema, S("format"));
  if (str_eq(format, S("date"))) s = date_typed(d->a, s);
  if (str_eq(format, S("phone")) || str_eq(format, S("personal-id")))
    s = replaced(d->a, s, S(" .-()"), STR_NONE);
  return json_of_text(d->a, s);
}

static const json *read_object(reading *d, const json *object, str path, bool required, int depth) {
  const json *all = schema_key(d->root, object, S("properties"));
  size_t n = 0, most = all && all->kind == JSON_OBJECT ? all->n : 0;
  json_member *members = arena_list(d->a, most + 1, json_member);
  for (size_t i = 0; i < most; i++) {
    const json *schema = &all->items[i];
    str name = str_cat(d->a, path, S("."), all->keys[i]);
    bool needed = schema_requires(d->root, object, all->keys[i]);
    bool group = schema_is(d->root, schema, S("object"));
    if (group && depth == DEPTH_MOST) continue;
    const json *v = group ? read_object(d, schema, name, needed, depth + 1)
                          : read_leaf(d, schema, name, needed);
    if (v) members[n++] = (json_member){all->keys[i], v};
  }
  return n || required ? json_of_members(d->a, members, n) : NULL;
}

err *form_data(arena *a, const json *schema, const form *typed, const json **data) {
  reading d = {.a = a, .root = schema, .typed = typed};
  *data = read_object(&d, schema, S("fields"), true, 0);
  return d.errors;
}

/* --- showing --- */
typedef struct showing {
  rq *r;
  const json *root;
  v_shown_group *groups;
  size_t n, room;
} showing;

static str shown_value(const showing *s, const json *schema, const json *v) {
  bool vietnamese;
  int32_t day;
  if (v->kind == JSON_TRUE || v->kind == JSON_FALSE)
    return say(s->r, v->kind == JSON_TRUE ? N_("yes") : N_("no"), STR_NONE, STR_NONE);
  if (v->kind == JSON_INT) return str_fmt(s->r->ctx.a, "%lld", (long long)v->i);
  str text = json_str(v);
  if (schema_key(s->root, schema, S("enum")))
    return schema_choice(s->root, schema, text, s->r->lang, &vietnamese);
  if (!str_eq(schema_text(s->root, schema, S("format")), S("date")) || !day_parse(text, &day))
    return text;
  buf b = buf_in(s->r->ctx.a);
  put_day(&(out){.b = &b, .lang = s->r->lang}, day);
  return buf_str(&b);
}

static str label_of(const showing *s, const json *schema, str name, str *tag) {
  bool vietnamese;
  str text = schema_label(s->root, schema, S("title"), s->r->lang, &vietnamese);
  *tag = vietnamese ? S("vi") : S("en");
  return text.n ? text : name;
}

/* group: as which its own fields are shown. */
static void show_object(showing *s, const json *object, const json *data, v_shown_group group,
                        int depth) {
  const json *all = schema_key(s->root, object, S("properties"));
  size_t n = 0, most = all && all->kind == JSON_OBJECT ? all->n : 0;
  v_shown_field *fields = arena_list(s->r->ctx.a, most + 1, v_shown_field);
  for (size_t i = 0; i < most; i++) {
    const json *v = json_get(data, all->keys[i]);
    if (!v || v->kind == JSON_OBJECT || v->kind == JSON_ARRAY || v->kind == JSON_NULL) continue;
    v_shown_field *f = &fields[n++];
    f->label = label_of(s, &all->items[i], all->keys[i], &f->lang);
    f->value = shown_value(s, &all->items[i], v);
  }
  group.items = (v_shown_field_list){fields, n};
  if (n && s->n < s->room) s->groups[s->n++] = group;
  for (size_t i = 0; i < most && depth < DEPTH_MOST; i++) {
    const json *v = json_get(data, all->keys[i]);
    if (!v || v->kind != JSON_OBJECT) continue;
    v_shown_group inner = {0};
    inner.title = label_of(s, &all->items[i], all->keys[i], &inner.lang);
    show_object(s, &all->items[i], v, inner, depth + 1);
  }
}

v_shown_group_list form_shown(rq *r, const json *schema, const json *data) {
  enum { GROUPS_MOST = 64 };
  showing s = {.r = r, .root = schema, .room = GROUPS_MOST};
  s.groups = arena_list(r->ctx.a, GROUPS_MOST, v_shown_group);
  show_object(&s, schema, data, (v_shown_group){.lang = S("vi")}, 0);
  return (v_shown_group_list){s.groups, s.n};
}
