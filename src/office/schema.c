/* schema: see schema.h.  The walk and its bounds; its keywords are a table in schema_keyword.c. */
#include <stdio.h>

#include "office/schema_impl.h"

enum { STEPS = 100000, DEPTH = 128, ERRORS = 100, PATH = 256 };

/* --- reporting --- */
static size_t write_path(const schema_place *at, char out[PATH], size_t n) {
  if (!at) return n;
  n = write_path(at->up, out, n);
  int more = at->key.p ? snprintf(out + n, PATH - n, ".%.*s", STR_ARG(str_sub(at->key, 0, 80)))
                       : snprintf(out + n, PATH - n, ".%zu", at->index);
  n += more > 0 ? (size_t)more : 0;
  return n < PATH ? n : PATH - 1;
}

static void report(schema_walk *w, const schema_place *at, err *e, str cites) {
  char path[PATH];
  int head = snprintf(path, sizeof path, "%.*s", STR_ARG(w->prefix));
  size_t n = write_path(at, path, (size_t)head < PATH ? (size_t)head : PATH - 1);
  bool bare = !w->prefix.n && n; /* no prefix: the path begins without a dot */
  err_add(w->errors, err_at(e, (str){path + bare, n - bare}, cites));
}

bool schema_fault(const schema_point *p, str key, const char *msgid, str arg) {
  if (!p->loud || p->w->over || ++p->w->found > ERRORS) return false;
  schema_place member = {p->at, key, 0};
  const json *schema = p->schema;
  const json *own = key.p ? json_get(json_get(schema, S("properties")), key) : NULL;
  str cites = json_str(json_get(own ? own : schema, S("cites")));
  report(p->w, key.p ? &member : p->at, ERR(INVALID, msgid, arg), cites);
  return false;
}

/* --- the walk --- */
/* RFC 6901 within the document; "~0" and "~1" stand for "~" and "/". */
static bool same_name(str key, str escaped) {
  size_t k = 0;
  for (size_t i = 0; i < escaped.n; i++, k++) {
    char c = escaped.p[i];
    if (c == '~' && i + 1 < escaped.n) c = escaped.p[++i] == '1' ? '/' : '~';
    if (k >= key.n || key.p[k] != c) return false;
  }
  return k == key.n;
}

const json *schema_ref(const json *root, str ref) {
  if (str_eq(ref, S("#"))) return root;
  if (!str_starts(ref, S("#/"))) return NULL;
  str part, rest = str_sub(ref, 2, ref.n);
  const json *v = root;
  while (v && str_split(&rest, '/', &part)) {
    const json *next = NULL;
    for (size_t i = 0; v->kind == JSON_OBJECT && i < v->n; i++)
      if (same_name(v->keys[i], part)) next = &v->items[i];
    v = next;
  }
  return v;
}

static const schema_keyword *keyword_of(str name) {
  for (const schema_keyword *k = schema_keywords; k->name.p; k++)
    if (str_eq(name, k->name)) return k;
  return NULL;
}

static bool scalar(const json *v) { return v->kind != JSON_OBJECT && v->kind != JSON_ARRAY; }

/* All keywords of one schema object, "type" first; a single value gets one complaint. */
static bool check_all(const schema_point *p) {
  const json *type = json_get(p->schema, S("type"));
  if (type && !schema_keywords[0].check(p, type)) return false;
  bool good = true;
  for (size_t i = 0; i < p->schema->n && (good || !scalar(p->data)); i++) {
    const schema_keyword *k = keyword_of(p->schema->keys[i]);
    if (!k || !k->check || k == schema_keywords) continue;
    good &= k->check(p, &p->schema->items[i]);
    if (!good && !p->loud) return false;
  }
  return good;
}

bool schema_valid(const schema_point *p) {
  schema_walk *w = p->w;
  if (w->over || ++w->steps > STEPS || w->depth >= DEPTH) {
    w->over = true;
    return false;
  }
  if (p->schema->kind == JSON_TRUE) return true;
  if (p->schema->kind != JSON_OBJECT)
    return schema_fault(p, STR_NONE, N_("This is not allowed here."), STR_NONE);
  w->depth++;
  bool good = check_all(p);
  w->depth--;
  return good;
}

void schema_check(const json *schema, const json *data, str prefix, err **errors) {
  schema_walk w = {.root = schema, .prefix = prefix, .errors = errors};
  static const json nothing = {.kind = JSON_NULL};
  schema_point p = {&w, schema, data ? data : &nothing, NULL, true};
  bool good = schema_valid(&p);
  if (w.over || (!good && !w.found))
    report(&w, NULL, ERR(INVALID, N_("What was sent is too large or too deep to be checked.")),
           STR_NONE);
}
