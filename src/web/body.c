/* body: fills the struct of a body by its descriptor, from JSON or from a form; see view.h.  Both
 * ways end in the same checks (take_text, take_int), so that a program and a browser are told the
 * same. */
#include "kit/text.h"
#include "web/view.h"

enum { MOST_UNKNOWN = 20, MOST_NAME = 100, MOST_DEPTH = 8 };

#define INVALID(field, ...) err_at(ERR(INVALID, __VA_ARGS__), str_of((field)->name), STR_NONE)

static void *at(void *to, const body_field *f) { return (char *)to + f->offset; }

static int64_t characters(str s) {
  int64_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
  return n;
}

static err *missing(const body_field *f) { return INVALID(f, N_("This is needed.")); }

static str number(arena *a, opt_i64 n) { return str_fmt(a, "%lld", (long long)n.v); }

static err *one_of(arena *a, const body_field *f, str s) {
  buf all = buf_in(a);
  for (size_t i = 0; f->one_of[i]; i++) {
    if (str_eq(s, str_of(f->one_of[i]))) return NULL;
    buf_fmt(&all, "%s%s", i ? ", " : "", f->one_of[i]);
  }
  return INVALID(f, N_("One of these is expected: {0}."), buf_str(&all));
}

static err *take_text(arena *a, const body_field *f, str in, str *to) {
  if (text_nfc(a, in, to)) return INVALID(f, N_("The text holds characters that are not allowed."));
  int64_t n = characters(*to);
  if (f->max.has && n > f->max.v)
    return INVALID(f, N_("At most {0} characters are allowed."), number(a, f->max));
  if (f->min.has && n < f->min.v)
    return INVALID(f, N_("At least {0} characters are needed."), number(a, f->min));
  return f->one_of ? one_of(a, f, *to) : NULL;
}

static err *take_int(arena *a, const body_field *f, int64_t n, void *to) {
  if (f->max.has && n > f->max.v)
    return INVALID(f, N_("At most {0} is allowed."), number(a, f->max));
  if (f->min.has && n < f->min.v)
    return INVALID(f, N_("At least {0} is needed."), number(a, f->min));
  if (f->optional) *(opt_i64 *)to = SOME(n);
  else *(int64_t *)to = n;
  return NULL;
}

/* --- from JSON --- */
/* The tree with every text NFC. */
static err *normalised(arena *a, const json *v, json *to) {
  *to = *v;
  if (v->kind == JSON_STRING) return text_nfc(a, v->s, &to->s);
  if (v->kind != JSON_ARRAY && v->kind != JSON_OBJECT) return NULL;
  json *items = arena_list(a, v->n, json);
  for (size_t i = 0; i < v->n; i++) TRY(normalised(a, &v->items[i], &items[i]));
  to->items = items;
  return NULL;
}

static err *texts_of_json(arena *a, const body_field *f, const json *v, text_list *to) {
  if (v->kind != JSON_ARRAY) return INVALID(f, N_("A list of texts is expected."));
  if (v->n > BODY_MOST_TEXTS) return INVALID(f, N_("The list is too long."));
  str *items = arena_list(a, v->n, str);
  for (size_t i = 0; i < v->n; i++) {
    if (v->items[i].kind != JSON_STRING) return INVALID(f, N_("A list of texts is expected."));
    TRY(take_text(a, f, v->items[i].s, &items[i]));
  }
  *to = (text_list){items, v->n};
  return NULL;
}

static err *object_of_json(arena *a, const body_field *f, const json *v, const json **to) {
  if (v->kind != JSON_OBJECT) return INVALID(f, N_("An object is expected."));
  json *copy = arena_new_of(a, json);
  if (normalised(a, v, copy))
    return INVALID(f, N_("The text holds characters that are not allowed."));
  *to = copy;
  return NULL;
}

static err *field_of_json(arena *a, const body_field *f, const json *v, void *to) {
  if (!v || v->kind == JSON_NULL) return f->optional ? NULL : missing(f);
  switch (f->kind) {
    case FIELD_INT:
      if (v->kind != JSON_INT) return INVALID(f, N_("A whole number is expected."));
      return take_int(a, f, v->i, to);
    case FIELD_BOOL:
      if (v->kind != JSON_TRUE && v->kind != JSON_FALSE)
        return INVALID(f, N_("true or false is expected."));
      *(bool *)to = v->kind == JSON_TRUE;
      return NULL;
    case FIELD_TEXTS: return texts_of_json(a, f, v, to);
    case FIELD_RAW: return object_of_json(a, f, v, to);
    default: break;
  }
  if (v->kind != JSON_STRING) return INVALID(f, N_("A text is expected."));
  if (!v->s.n) return f->optional ? NULL : missing(f);
  return take_text(a, f, v->s, to);
}

static bool knows(const body_type *t, str name) {
  for (size_t i = 0; i < t->n; i++)
    if (str_eq(name, str_of(t->fields[i].name))) return true;
  return false;
}

/* The beginning of a name that somebody sent, cut between characters. */
static str clipped(str name) {
  if (name.n <= MOST_NAME) return name;
  size_t n = MOST_NAME;
  while (n && ((unsigned char)name.p[n] & 0xC0) == 0x80) n--;
  return str_sub(name, 0, n);
}

err *body_read(arena *a, const body_type *t, const json *v, void *to) {
  if (!v || v->kind != JSON_OBJECT) return ERR(INVALID, N_("A JSON object is expected."));
  err *list = NULL;
  for (size_t i = 0; i < t->n; i++) {
    const body_field *f = &t->fields[i];
    err *e = field_of_json(a, f, json_get(v, str_of(f->name)), at(to, f));
    if (e) err_add(&list, e);
  }
  for (size_t i = 0, unknown = 0; i < v->n && unknown < MOST_UNKNOWN; i++) {
    if (knows(t, v->keys[i])) continue;
    err_add(&list,
            err_at(ERR(INVALID, N_("There is no such field.")), clipped(v->keys[i]), STR_NONE));
    unknown++;
  }
  return list;
}

/* --- from a form --- */
typedef struct entry {
  str path, value;
} entry;

#define INVALID_AT(name, msgid) err_at(ERR(INVALID, msgid), clipped(name), STR_NONE)

static const json *list_of(arena *a, const entry *e, size_t n) {
  const json **items = arena_list(a, n, const json *);
  for (size_t i = 0; i < n; i++) items[i] = json_of_text(a, e[i].value);
  return json_of_list(a, items, n);
}

/* An object of the entries: those with the same first part of their path are one member. */
static err *object_of(arena *a, entry *all, size_t n, int depth, const json **to) {
  if (depth > MOST_DEPTH) return INVALID_AT(all[0].path, N_("The name of a field is not right."));
  json_member *members = arena_list(a, n, json_member);
  bool *used = arena_list(a, n, bool);
  entry *group = arena_list(a, n, entry);
  size_t count = 0;
  for (size_t i = 0; i < n; i++) {
    if (used[i]) continue;
    str rest = all[i].path, head = STR_NONE;
    str_split(&rest, '.', &head);
    bool leaf = !rest.p, list = leaf && str_ends(head, S("[]"));
    size_t in_group = 0;
    for (size_t k = i; k < n; k++) {
      str tail = all[k].path, first = STR_NONE;
      str_split(&tail, '.', &first);
      if (!str_eq(first, head)) continue;
      if (!first.n || !tail.p != leaf || (in_group && leaf && !list))
        return INVALID_AT(all[k].path, N_("The name of a field is not right."));
      used[k] = true;
      group[in_group++] = (entry){leaf ? first : tail, all[k].value};
    }
    json_member *m = &members[count++];
    m->key = list ? str_sub(head, 0, head.n - 2) : head;
    if (list) m->value = list_of(a, group, in_group);
    else if (leaf) m->value = json_of_text(a, group[0].value);
    else TRY(object_of(a, group, in_group, depth + 1, &m->value));
    for (size_t k = 0; k + 1 < count; k++)
      if (str_eq(members[k].key, m->key))
        return INVALID_AT(all[i].path, N_("The name of a field is not right."));
  }
  *to = json_of_members(a, members, count);
  return NULL;
}

static err *object_of_form(arena *a, const body_field *f, const form *in, const json **to) {
  str prefix = str_fmt(a, "%s.", f->name);
  entry *entries = arena_list(a, in->n, entry);
  size_t n = 0;
  for (size_t i = 0; i < in->n; i++) {
    const form_part *p = &in->parts[i];
    if (p->filename.p || !p->value.n || !str_starts(p->name, prefix)) continue;
    entry *e = &entries[n++];
    e->path = str_sub(p->name, prefix.n, p->name.n);
    if (text_nfc(a, p->value, &e->value))
      return INVALID_AT(p->name, N_("The text holds characters that are not allowed."));
  }
  if (!n && f->optional) return NULL;
  return object_of(a, entries, n, 1, to);
}

static err *texts_of_form(arena *a, const body_field *f, const form *in, text_list *to) {
  str *items = arena_list(a, in->n, str);
  size_t n = 0;
  for (size_t i = 0; i < in->n; i++) {
    const form_part *p = &in->parts[i];
    if (p->filename.p || !p->value.n || !str_eq(p->name, str_of(f->name))) continue;
    if (n == BODY_MOST_TEXTS) return INVALID(f, N_("The list is too long."));
    TRY(take_text(a, f, p->value, &items[n++]));
  }
  if (!n && !f->optional) return missing(f);
  *to = (text_list){items, n};
  return NULL;
}

static err *bool_of_form(const body_field *f, str s, bool *to) {
  *to = str_eq(s, S("on")) || str_eq(s, S("true")) || str_eq(s, S("1"));
  if (*to || !s.n || str_eq(s, S("off")) || str_eq(s, S("false")) || str_eq(s, S("0"))) return NULL;
  return INVALID(f, N_("true or false is expected."));
}

static err *field_of_form(arena *a, const body_field *f, const form *in, void *to) {
  if (f->kind == FIELD_RAW) return object_of_form(a, f, in, to);
  if (f->kind == FIELD_TEXTS) return texts_of_form(a, f, in, to);
  str value = STR_NONE;
  size_t times = 0;
  for (size_t i = 0; i < in->n; i++) {
    const form_part *p = &in->parts[i];
    if (p->filename.p || !str_eq(p->name, str_of(f->name))) continue;
    value = p->value;
    times++;
  }
  if (times > 1) return INVALID(f, N_("This is given more than once."));
  if (f->kind == FIELD_BOOL) return bool_of_form(f, value, to);
  if (!value.n) return f->optional ? NULL : missing(f);
  if (f->kind == FIELD_TEXT) return take_text(a, f, value, to);
  int64_t n;
  if (!str_to_i64(lang_latin(a, str_trim(value)), &n))
    return INVALID(f, N_("A whole number is expected."));
  return take_int(a, f, n, to);
}

err *body_from_form(arena *a, const body_type *t, const form *in, void *to) {
  err *list = NULL;
  for (size_t i = 0; i < t->n; i++) {
    const body_field *f = &t->fields[i];
    err *e = field_of_form(a, f, in, at(to, f));
    if (e) err_add(&list, e);
  }
  return list;
}
