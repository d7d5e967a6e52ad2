/* form_schema: see form_schema.h. */
#include "office/form_schema.h"

#include <stdio.h>

#include "base/buf.h"
#include "office/paper.h"

static const json *target(const json *root, const json *schema) {
  str ref = json_str(json_get(schema, S("$ref")));
  if (!str_starts(ref, S("#/$defs/"))) return NULL;
  return json_get(json_get(root, S("$defs")), str_sub(ref, 8, ref.n));
}

const json *schema_key(const json *root, const json *schema, str keyword) {
  for (int depth = 0; schema && depth < 8; depth++) {
    const json *v = json_get(schema, keyword);
    if (v) return v;
    schema = target(root, schema);
  }
  return NULL;
}

str schema_text(const json *root, const json *schema, str keyword) {
  return json_str(schema_key(root, schema, keyword));
}

const json *schema_ui(const json *root, const json *schema, str keyword) {
  for (int depth = 0; schema && depth < 8; depth++) {
    const json *v = json_get(json_get(schema, S("ui")), keyword);
    if (v) return v;
    schema = target(root, schema);
  }
  return NULL;
}

bool schema_is(const json *root, const json *schema, str type) {
  return str_eq(schema_text(root, schema, S("type")), type);
}

bool schema_requires(const json *root, const json *object, str name) {
  const json *list = schema_key(root, object, S("required"));
  for (size_t i = 0; list && list->kind == JSON_ARRAY && i < list->n; i++)
    if (str_eq(json_str(&list->items[i]), name)) return true;
  return false;
}

bool schema_mine(const json *root, const json *schema) {
  const json *all = schema_key(root, schema, S("properties"));
  for (size_t i = 0; all && i < all->n; i++)
    if (schema_ui(root, &all->items[i], S("mine"))) return true;
  return false;
}

bool schema_repeats(const json *root, const json *schema) {
  const json *items = schema_key(root, schema, S("items"));
  return schema_is(root, schema, S("array")) && schema_is(root, items, S("object"));
}

size_t schema_most(const json *root, const json *schema) {
  int64_t most;
  bool said = json_int(schema_key(root, schema, S("maxItems")), &most);
  return said && most >= 0 && most < FORM_ENTRIES_MOST ? (size_t)most : FORM_ENTRIES_MOST;
}

const json *schema_at(const json *root, const json *object, str path) {
  const json *at = object;
  str part;
  while (at && str_split(&path, '.', &part)) {
    bool number = part.n && part.p[0] >= '0' && part.p[0] <= '9';
    bool entry = number && schema_is(root, at, S("array"));
    at = entry ? schema_key(root, at, S("items"))
               : json_get(schema_key(root, at, S("properties")), part);
  }
  return at;
}

/* --- files --- */
bool schema_holds_files(const json *root, const json *schema) {
  const json *items = schema_key(root, schema, S("items"));
  return items && schema_is(root, schema, S("array")) &&
         str_eq(schema_text(root, items, S("format")), S("paper"));
}

bool schema_accepts(const json *root, const json *schema, str media_type) {
  const json *list = schema_ui(root, schema, S("accept"));
  bool taken = !list || list->kind != JSON_ARRAY;
  for (size_t i = 0; !taken && i < list->n; i++)
    taken = str_eq(json_str(&list->items[i]), media_type);
  return taken;
}

int64_t schema_most_mb(const json *root, const json *schema) {
  int64_t mb;
  bool said = json_int(schema_ui(root, schema, S("most_mb")), &mb);
  return said && mb > 0 && mb < PAPER_MOST >> 20 ? mb : PAPER_MOST >> 20;
}

err *schema_file_fits(const json *root, const json *schema, str media_type, int64_t size) {
  int64_t mb = schema_most_mb(root, schema);
  char room[LANG_ROOM];
  if (!schema_accepts(root, schema, media_type))
    return ERR(INVALID, N_("This file is of another kind than is asked for here."));
  if (size > mb << 20)
    return ERR(INVALID, N_("A file may have {0} MB at most."), lang_number(LANG_EN, mb, room));
  return NULL;
}

typedef struct gathering {
  arena *a;
  const json *root;
  form_file *list;
  size_t n;
} gathering;

static void gather(gathering *g, const json *schema, const json *v, str path, int depth) {
  enum { DEEPEST = 32 };
  const json *all = schema_key(g->root, schema, S("properties"));
  bool files = schema_holds_files(g->root, schema), list = schema_repeats(g->root, schema);
  bool object = v && v->kind == JSON_OBJECT && all && all->kind == JSON_OBJECT;
  if (!v || depth > DEEPEST || g->n == FORM_FILES_MOST) return;
  for (size_t i = 0; v->kind == JSON_ARRAY && (files || list) && i < v->n; i++) {
    str id = json_str(&v->items[i]);
    if (list)
      gather(g, schema_key(g->root, schema, S("items")), &v->items[i],
             str_fmt(g->a, "%.*s.%zu", STR_ARG(path), i), depth + 1);
    else if (id.n && g->n < FORM_FILES_MOST) g->list[g->n++] = (form_file){path, id, schema};
  }
  for (size_t i = 0; object && i < all->n; i++)
    gather(g, &all->items[i], json_get(v, all->keys[i]), str_cat(g->a, path, S("."), all->keys[i]),
           depth + 1);
}

const form_file *form_files(arena *a, const json *root, const json *data, size_t *n) {
  gathering g = {.a = a, .root = root, .list = arena_list(a, FORM_FILES_MOST, form_file)};
  gather(&g, root, data, S("fields"), 0);
  *n = g.n;
  return g.list;
}

/* --- words --- */
/* "title_en" and so on; Vietnamese has no ending. */
static str text_in(const json *root, const json *schema, const char *what, lang l) {
  char name[40];
  snprintf(name, sizeof name, "%s_%s", what, lang_tag(l));
  return schema_text(root, schema, str_of(name));
}

str schema_label(const json *root, const json *schema, str what, lang l, bool *vietnamese) {
  const char *word = str_eq(what, S("title")) ? "title" : "description";
  str own = l == LANG_VI ? STR_NONE : text_in(root, schema, word, l);
  *vietnamese = !own.n;
  return own.n ? own : schema_text(root, schema, str_of(word));
}

str schema_path_title(arena *a, const json *root, str path, lang l) {
  buf b = buf_in(a);
  const json *at = root;
  str name;
  if (!str_split(&path, '.', &name) || !str_eq(name, S("fields"))) return STR_NONE;
  while (at && path.p && str_split(&path, '.', &name)) {
    char room[LANG_ROOM];
    int64_t number = 0;
    bool vietnamese;
    bool entry = schema_is(root, at, S("array")) && str_to_i64(name, &number) && number >= 0 &&
                 number < FORM_ENTRIES_MOST;
    at = schema_at(root, at, name);
    if (entry) buf_char(&b, ' ');
    if (entry) buf_add(&b, lang_number(l, number + 1, room));
    str label = entry ? STR_NONE : schema_label(root, at, S("title"), l, &vietnamese);
    if (b.n && label.n) buf_add(&b, S(" · "));
    buf_add(&b, label);
  }
  return at && b.n ? buf_str(&b) : STR_NONE;
}

str schema_choice(const json *root, const json *schema, str value, lang l, bool *vietnamese) {
  const json *words = json_get(schema_ui(root, schema, S("choices")), value);
  str text = json_str(json_get(words, str_of(lang_tag(l))));
  *vietnamese = l == LANG_VI || !text.n;
  if (!text.n) text = json_str(json_get(words, S("vi")));
  return text.n ? text : value;
}

/* --- conditions --- */
bool schema_when(const json *root, const json *schema, form_when *w) {
  const json *when = schema_ui(root, schema, S("when"));
  str field = json_str(json_get(when, S("field")));
  const json *values = json_get(when, S("is"));
  if (!field.n || !values || values->kind != JSON_ARRAY) return false;
  bool near = field.p[0] == '.';
  *w = (form_when){near ? str_sub(field, 1, field.n) : field, near, values};
  return true;
}

static bool same(const json *a, const json *b) {
  if (a->kind != b->kind) return false;
  return a->kind == JSON_INT ? a->i == b->i : a->kind != JSON_STRING || str_eq(a->s, b->s);
}

bool when_holds(const form_when *w, const json *data, const json *object) {
  const json *answer = json_at(w->near ? object : data, w->field);
  for (size_t i = 0; answer && i < w->values->n; i++)
    if (same(answer, &w->values->items[i])) return true;
  return false;
}
