/* form_data: what was typed into a drawn form, as data; see form.h. */
#include "kit/text.h"
#include "web/form_impl.h"

/* --- reading --- */
typedef struct reading {
  arena *a;
  const json *root;
  const form *typed;
  err *errors;
  str action; /* a button's */
  bool keeps; /* all, for going on later */
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

/* "31082024" as "31/08/2024". */
static str date_of_digits(arena *a, str s) {
  int64_t n;
  bool digits = s.n == 8 && s.p[0] >= '0' && s.p[0] <= '9';
  bool plain = digits && str_to_i64(s.p[0] == '0' ? str_sub(s, 1, 8) : s, &n);
  if (!plain) return s;
  return str_cat(a, str_sub(s, 0, 2), S("/"), str_sub(s, 2, 4), S("/"), str_sub(s, 4, 8));
}

str form_date(arena *a, str s) {
  str latin = replaced(a, lang_latin(a, s), S(".-"), S("/"));
  str rest = date_of_digits(a, latin), part[3];
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

static const json *read_text(reading *d, const json *schema, str s) {
  int64_t number;
  bool integer = schema_is(d->root, schema, S("integer"));
  bool money = str_eq(json_str(schema_ui(d->root, schema, S("widget"))), S("money"));
  str latin = lang_latin(d->a, s);
  str digits = money ? replaced(d->a, latin, S("., "), STR_NONE) : latin;
  if (integer && str_to_i64(digits, &number)) return json_of_int(d->a, number);
  str format = schema_text(d->root, schema, S("format"));
  if (str_eq(format, S("date"))) s = form_date(d->a, s);
  if (str_eq(format, S("phone")) || str_eq(format, S("personal-id")))
    s = replaced(d->a, latin, S(" .-()"), STR_NONE);
  return json_of_text(d->a, s);
}

/* Ticks of one name. */
static const json *read_several(reading *d, str path) {
  const json **items = arena_list(d->a, d->typed->n + 1, const json *);
  size_t n = 0;
  for (size_t i = 0; i < d->typed->n; i++) {
    const form_part *p = &d->typed->parts[i];
    bool own = str_eq(p->name, path) && !p->filename.p && p->value.n;
    if (own && n < FORM_ENTRIES_MOST) items[n++] = json_of_text(d->a, p->value);
  }
  return n ? json_of_list(d->a, items, n) : NULL;
}

static const json *read_leaf(reading *d, const json *schema, str path, bool required) {
  if (schema_is(d->root, schema, S("array"))) return read_several(d, path);
  str s = text_typed(d, path);
  if (schema_is(d->root, schema, S("boolean"))) {
    bool yes = str_eq(s, S("true")) || str_eq(s, S("on")) || str_eq(s, S("1"));
    if (!s.n && !required) return NULL;
    bool no = !s.n || str_eq(s, S("false")) || str_eq(s, S("0"));
    return yes || no ? json_of_bool(d->a, yes) : json_of_text(d->a, s);
  }
  return s.n ? read_text(d, schema, s) : NULL;
}

static const json *read_object(reading *d, const json *object, str path, bool required, int depth);

/* One more than the greatest number behind the list's name. */
static size_t entries_typed(const reading *d, str path, size_t most) {
  str before = str_cat(d->a, path, S("."));
  size_t n = 0;
  for (size_t i = 0; i < d->typed->n; i++) {
    str name = d->typed->parts[i].name, number = STR_NONE;
    if (!str_starts(name, before)) continue;
    int64_t k;
    name = str_sub(name, before.n, name.n);
    str_split(&name, '.', &number);
    if (str_to_i64(number, &k) && k >= 0 && (size_t)k < most && (size_t)k >= n) n = (size_t)k + 1;
  }
  return n;
}

static const json *read_list(reading *d, const json *list, str path, bool required, int depth) {
  const json *entry = schema_key(d->root, list, S("items"));
  size_t most = schema_most(d->root, list), typed = entries_typed(d, path, most), n = 0;
  const json **items = arena_list(d->a, most + 1, const json *);
  for (size_t i = 0; i < typed; i++) {
    str name = str_fmt(d->a, "%.*s.%zu", STR_ARG(path), i);
    if (str_eq(d->action, str_cat(d->a, S("remove:"), name))) continue;
    const json *v = read_object(d, entry, name, d->keeps, depth + 1);
    if (v) items[n++] = v;
  }
  if (n < most && str_eq(d->action, str_cat(d->a, S("add:"), path)))
    items[n++] = json_of_members(d->a, NULL, 0);
  return n || required ? json_of_list(d->a, items, n) : NULL;
}

static const json *read_one(reading *d, const json *schema, str name, bool needed, int depth) {
  bool group = schema_is(d->root, schema, S("object")), list = schema_repeats(d->root, schema);
  if ((group || list) && depth == FORM_DEPTH_MOST) return NULL;
  if (list) return read_list(d, schema, name, needed, depth + 1);
  return group ? read_object(d, schema, name, needed, depth + 1)
               : read_leaf(d, schema, name, needed);
}

static const json *read_object(reading *d, const json *object, str path, bool required, int depth) {
  const json *all = schema_key(d->root, object, S("properties"));
  size_t n = 0, most = all && all->kind == JSON_OBJECT ? all->n : 0;
  json_member *members = arena_list(d->a, most + 1, json_member);
  for (size_t i = 0; i < most; i++) {
    str name = str_cat(d->a, path, S("."), all->keys[i]);
    bool needed = schema_requires(d->root, object, all->keys[i]);
    const json *v = read_one(d, &all->items[i], name, needed, depth);
    if (v) members[n++] = (json_member){all->keys[i], v};
  }
  return n || required ? json_of_members(d->a, members, n) : NULL;
}

/* --- what stands under a condition that does not hold --- */
typedef struct pruning {
  arena *a;
  const json *root, *data;
} pruning;

static const json *pruned(const pruning *p, const json *schema, const json *v, int depth) {
  const json *all = schema_key(p->root, schema, S("properties"));
  if (depth > 2 * FORM_DEPTH_MOST) return v;
  if (v->kind == JSON_ARRAY && schema_repeats(p->root, schema)) {
    const json **items = arena_list(p->a, v->n + 1, const json *);
    const json *entry = schema_key(p->root, schema, S("items"));
    for (size_t i = 0; i < v->n; i++) items[i] = pruned(p, entry, &v->items[i], depth + 1);
    return json_of_list(p->a, items, v->n);
  }
  if (v->kind != JSON_OBJECT) return v;
  size_t n = 0;
  json_member *members = arena_list(p->a, v->n + 1, json_member);
  for (size_t i = 0; i < v->n; i++) {
    form_when w;
    const json *own = json_get(all, v->keys[i]);
    if (own && schema_when(p->root, own, &w) && !when_holds(&w, p->data, v)) continue;
    members[n++] =
        (json_member){v->keys[i], own ? pruned(p, own, &v->items[i], depth + 1) : &v->items[i]};
  }
  return json_of_members(p->a, members, n);
}

err *form_data(arena *a, const json *schema, const form *typed, const json **data) {
  reading d = {.a = a, .root = schema, .typed = typed};
  *data = read_object(&d, schema, S("fields"), true, 0);
  *data = pruned(&(pruning){a, schema, *data}, schema, *data, 0);
  return d.errors;
}

err *form_kept(arena *a, const json *schema, const form *typed, str action, const json **data) {
  reading d = {.a = a, .root = schema, .typed = typed, .action = action, .keeps = true};
  *data = read_object(&d, schema, S("fields"), true, 0);
  return d.errors;
}
