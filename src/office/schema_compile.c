/* schema_compile: finds the schemas within a schema, their addresses and anchors, has each built
 * (schema_build.c), and sees that none leads back to itself while it looks at one value. */
#include "office/schema_compile.h"
#include "office/uri.h"

enum { MEANWHILE = 64 << 20, STAYS = 8 << 20, ADDRESS = 2000, EFFORT = 1 << 22 };
#define DIALECT "https://json-schema.org/draft/2020-12/"

typedef enum shape {
  SHAPE_COUNT,      /* a whole number from 0 */
  SHAPE_NUMBER,
  SHAPE_DIVISOR,    /* a number above 0 */
  SHAPE_TEXT,
  SHAPE_ANCHOR,     /* a name */
  SHAPE_YES_NO,
  SHAPE_TYPE,       /* a type's name, or several */
  SHAPE_VALUES,     /* an array */
  SHAPE_ANY,
  SHAPE_NAMES,      /* an array of names */
  SHAPE_NAME_LISTS, /* an object of arrays of names */
  SHAPE_SCHEMA,
  SHAPE_SCHEMAS,    /* an array of schemas, one at least */
  SHAPE_SCHEMA_MAP  /* an object of schemas */
} shape;

static const struct {
  str word;
  unsigned vocabulary;
  shape shape;
} keywords[] = {
#define KEYWORD(name, word, vocabulary, shape) \
  {{word, sizeof word - 1}, IN_##vocabulary, SHAPE_##shape},
#include "office/schema.def"
#undef KEYWORD
};

/* --- complaints --- */
static void add_token(buf *b, str token) {
  buf_char(b, '/');
  for (size_t i = 0; i < token.n; i++) {
    if (token.p[i] == '~') buf_add(b, S("~0"));
    else if (token.p[i] == '/') buf_add(b, S("~1"));
    else buf_char(b, token.p[i]);
  }
}

static void add_place(buf *b, const schema_position *at) {
  if (at->up) add_place(b, at->up);
  if (!at->keyword.p) return;
  add_token(b, at->keyword);
  if (at->key.p) add_token(b, at->key);
  else if (at->entry) buf_fmt(b, "/%zu", at->index);
}

void schema_wrong(schema_compiler *c, const schema_position *at, str keyword, const char *msgid,
                  str arg) {
  if (c->wrong) return;
  buf b = buf_in(c->scratch);
  add_place(&b, at);
  if (keyword.p) add_token(&b, keyword);
  c->wrong = ERR(INVALID, msgid, b.n ? str_sub(buf_str(&b), 0, 300) : S("/"), str_sub(arg, 0, 300));
}

/* --- values of keywords --- */
static bool all_texts(const json *list) {
  for (size_t i = 0; list->kind == JSON_ARRAY && i < list->n; i++)
    if (list->items[i].kind != JSON_STRING) return false;
  return list->kind == JSON_ARRAY;
}

static bool name_lists(const json *v) {
  for (size_t i = 0; v->kind == JSON_OBJECT && i < v->n; i++)
    if (!all_texts(&v->items[i])) return false;
  return v->kind == JSON_OBJECT;
}

static bool number(const json *v) { return v->kind == JSON_INT || v->kind == JSON_REAL; }

static bool count(const json *v) {
  static const json zero = {.kind = JSON_INT};
  return number(v) && schema_whole(v) && schema_order(v, &zero) >= 0;
}

static bool name(str s) { /* [A-Za-z_][-A-Za-z0-9._]* */
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i], small = (char)(c | 0x20);
    bool letter = (small >= 'a' && small <= 'z') || c == '_';
    if (!letter && (!i || ((c < '0' || c > '9') && c != '-' && c != '.'))) return false;
  }
  return s.n > 0;
}

bool schema_value_fits(schema_keyword k, const json *v) {
  switch (keywords[k].shape) {
    case SHAPE_COUNT: return count(v);
    case SHAPE_NUMBER: return number(v);
    case SHAPE_DIVISOR: return schema_divisor(v);
    case SHAPE_TEXT: return v->kind == JSON_STRING;
    case SHAPE_ANCHOR: return name(json_str(v));
    case SHAPE_YES_NO: return v->kind == JSON_TRUE || v->kind == JSON_FALSE;
    case SHAPE_VALUES: return v->kind == JSON_ARRAY;
    case SHAPE_NAMES: return all_texts(v);
    case SHAPE_NAME_LISTS: return name_lists(v);
    case SHAPE_SCHEMAS: return v->kind == JSON_ARRAY && v->n > 0;
    case SHAPE_SCHEMA_MAP: return v->kind == JSON_OBJECT;
    case SHAPE_TYPE:
    case SHAPE_SCHEMA:
    case SHAPE_ANY: return true;
  }
  return false;
}

schema_keyword schema_keyword_of(const schema_compiler *c, const schema_position *at, str word) {
  uint32_t k = names_get(&c->keywords, word);
  unsigned known = c->resources[at->resource].vocabularies;
  return k && keywords[k - 1].vocabulary & known ? (schema_keyword)(k - 1) : KEYWORDS;
}

/* --- positions --- */
static str address(const json *const *text) { return (str){(const char *)text, sizeof *text}; }

schema_position *schema_position_of(const schema_compiler *c, const json *text) {
  uint32_t n = names_get(&c->by_text, address(&text));
  return n ? c->positions[n - 1] : NULL;
}

static void *grown(arena *a, void *p, uint32_t *room, size_t size) {
  uint32_t more = *room ? *room * 2 : 16;
  void *q = arena_grow(a, p, *room * size, more * size);
  *room = more;
  return q;
}

static schema_position *add(schema_compiler *c, schema_position new) {
  schema_position *at = schema_position_of(c, new.text);
  if (at) return at;
  if (c->npositions == c->room)
    c->positions = grown(c->scratch, c->positions, &c->room, sizeof *c->positions);
  at = arena_new_of(c->scratch, schema_position);
  *at = new;
  at->number = c->npositions;
  at->node = arena_new_of(c->a, schema_node);
  c->positions[c->npositions++] = at;
  names_put(&c->by_text, address(&at->text), c->npositions);
  if (at->text->kind != JSON_OBJECT && at->text->kind != JSON_TRUE && at->text->kind != JSON_FALSE)
    schema_wrong(c, at, STR_NONE,
                 N_("At {0} of the schema: a schema is an object, true or false."), STR_NONE);
  return at;
}

static uint32_t add_resource(schema_compiler *c, str uri, const json *root) {
  if (c->nresources == c->resource_room)
    c->resources = grown(c->scratch, c->resources, &c->resource_room, sizeof *c->resources);
  c->resources[c->nresources] = (schema_resource){uri, root, IN_USUAL};
  names_put(&c->by_uri, uri, ++c->nresources);
  return c->nresources - 1;
}

/* --- what a schema says of itself --- */
static void read_id(schema_compiler *c, schema_position *at, str id) {
  schema_resource *own = &c->resources[at->resource];
  str fragment, uri = uri_resolve(c->scratch, own->uri, id, &fragment);
  uint32_t known = names_get(&c->by_uri, uri);
  if (fragment.n || uri.n > ADDRESS) {
    schema_wrong(c, at, S("$id"), N_("At {0} of the schema: the keyword has a wrong value."), id);
  } else if (known && (known - 1 != at->resource || own->root != at->text)) {
    schema_wrong(c, at, S("$id"),
                 N_("At {0} of the schema: this address or name stands there already."), id);
  } else if (own->root == at->text) {
    own->uri = uri;
    if (!known) names_put(&c->by_uri, uri, at->resource + 1);
  } else {
    unsigned usual = own->vocabularies;
    at->resource = add_resource(c, uri, at->text);
    c->resources[at->resource].vocabularies = usual;
  }
}

static str anchor_key(const schema_compiler *c, uint32_t resource, str anchor) {
  return str_fmt(c->scratch, "%u#%.*s", resource, STR_ARG(anchor));
}

static void read_anchor(schema_compiler *c, schema_position *at, str word, str anchor) {
  if (!names_put(&c->anchors, anchor_key(c, at->resource, anchor), at->number + 1))
    schema_wrong(c, at, word,
                 N_("At {0} of the schema: this address or name stands there already."), anchor);
}

static void read_dynamic_anchor(schema_compiler *c, schema_position *at, str anchor) {
  read_anchor(c, at, S("$dynamicAnchor"), anchor);
  uint32_t i = names_get(&c->dynamic_names, anchor);
  if (!i) {
    if (c->dynamic_names.n == c->dynamic_room)
      c->dynamics = grown(c->scratch, c->dynamics, &c->dynamic_room, sizeof *c->dynamics);
    names_put(&c->dynamic_names, anchor, i = c->dynamic_names.n + 1);
    c->dynamics[i - 1] = arena_new_of(c->a, schema_dynamic);
    c->dynamics[i - 1]->resource = UINT32_MAX;
  }
  schema_dynamic *d = arena_new_of(c->a, schema_dynamic), *head = c->dynamics[i - 1];
  *d = (schema_dynamic){head->next, at->resource, at->node};
  head->next = d;
}

/* A metaschema of somebody's own: which vocabularies hold. */
static void read_vocabularies(schema_compiler *c, schema_position *at, const json *metaschema) {
  static const struct {
    str word;
    unsigned bits;
  } known[] = {{S("core"), IN_CORE}, {S("applicator"), IN_APPLICATOR},
               {S("unevaluated"), IN_UNEVALUATED}, {S("validation"), IN_VALIDATION},
               {S("format-annotation"), IN_FORMAT},
               {S("format-assertion"), IN_FORMAT | IN_ASSERTED},
               {S("content"), IN_CONTENT}, {S("meta-data"), IN_META_DATA}};
  const json *list = json_get(metaschema, S("$vocabulary"));
  if (!list || list->kind != JSON_OBJECT) return;
  unsigned all = IN_CORE;
  for (size_t i = 0; i < list->n; i++) {
    unsigned bits = 0;
    str uri = list->keys[i];
    for (size_t k = 0; k < COUNT(known); k++)
      if (str_starts(uri, S(DIALECT "vocab/")) &&
          str_eq(str_sub(uri, sizeof DIALECT "vocab/" - 1, uri.n), known[k].word))
        bits = known[k].bits;
    if (!bits && list->items[i].kind == JSON_TRUE)
      schema_wrong(c, at, S("$schema"),
                   N_("At {0} of the schema: this kind of schema is not known here: {1}."), uri);
    all |= bits;
  }
  c->resources[at->resource].vocabularies = all;
}

static void read_dialect(schema_compiler *c, schema_position *at, str uri) {
  if (str_ends(uri, S("#"))) uri.n--;
  const json *metaschema = json_get(c->others, uri);
  if (str_eq(uri, S(DIALECT "schema"))) c->resources[at->resource].vocabularies = IN_USUAL;
  else if (metaschema) read_vocabularies(c, at, metaschema);
  else
    schema_wrong(c, at, S("$schema"),
                 N_("At {0} of the schema: this kind of schema is not known here: {1}."), uri);
}

/* --- scanning --- */
static void add_below(schema_compiler *c, const schema_position *at, schema_keyword k,
                      const json *v) {
  schema_position below = {.text = v, .resource = at->resource, .up = at,
                           .keyword = keywords[k].word};
  shape s = keywords[k].shape;
  if (s == SHAPE_SCHEMA) add(c, below);
  for (size_t i = 0; (s == SHAPE_SCHEMAS || s == SHAPE_SCHEMA_MAP) && i < v->n; i++) {
    below.text = &v->items[i];
    below.index = i;
    below.entry = s == SHAPE_SCHEMAS;
    below.key = below.entry ? STR_NONE : v->keys[i];
    add(c, below);
  }
}

static void scan(schema_compiler *c, schema_position *at) {
  const json *v = at->text, *id = json_get(v, S("$id"));
  str dialect = json_str(json_get(v, S("$schema")));
  if (json_str(id).p) read_id(c, at, id->s);
  if (c->resources[at->resource].root != v) dialect = STR_NONE; /* 8.1.1: in a root only */
  if (dialect.p) read_dialect(c, at, dialect);
  for (size_t i = 0; v->kind == JSON_OBJECT && i < v->n && !c->wrong; i++) {
    schema_keyword k = schema_keyword_of(c, at, v->keys[i]);
    const json *own = &v->items[i];
    if (k == KEYWORDS && c->manner & SCHEMA_STRICT)
      schema_wrong(c, at, v->keys[i], N_("At {0} of the schema: the keyword is not known here."),
                   STR_NONE);
    if (k == KEYWORDS) continue;
    if (!schema_value_fits(k, own))
      schema_wrong(c, at, v->keys[i], N_("At {0} of the schema: the keyword has a wrong value."),
                   STR_NONE);
    else if (k == KW_anchor) read_anchor(c, at, S("$anchor"), own->s);
    else if (k == KW_dynamic_anchor) read_dynamic_anchor(c, at, own->s);
    else add_below(c, at, k, own);
  }
}

static void bound(schema_compiler *c, const schema_position *at) {
  if (arena_mark(c->scratch) > MEANWHILE || arena_mark(c->a) - c->start > STAYS)
    schema_wrong(c, at, STR_NONE, N_("At {0} of the schema: it is too large."), STR_NONE);
}

static void scan_all(schema_compiler *c) {
  while (c->scanned < c->npositions && !c->wrong) {
    bound(c, c->positions[c->scanned]);
    scan(c, c->positions[c->scanned++]);
  }
}

/* --- references --- */
static void load_metaschema(schema_compiler *c) {
  const json *all;
  if (c->has_metaschema) return;
  c->has_metaschema = true;
  c->wrong = json_parse(c->a, str_of(schema_metaschema), &all);
  for (size_t i = 0; !c->wrong && i < all->n; i++) {
    const json *one = &all->items[i];
    uint32_t r = add_resource(c, json_str(json_get(one, S("$id"))), one);
    add(c, (schema_position){.text = one, .resource = r});
  }
  scan_all(c);
}

/* 1 + the resource, 0: not known. */
static uint32_t resource_at(schema_compiler *c, str uri) {
  uint32_t known = names_get(&c->by_uri, uri);
  if (known) return known;
  const json *other = json_get(c->others, uri);
  if (other) {
    uint32_t r = add_resource(c, uri, other);
    add(c, (schema_position){.text = other, .resource = r});
    scan_all(c);
  } else if (str_starts(uri, S(DIALECT))) {
    load_metaschema(c);
  }
  return names_get(&c->by_uri, uri);
}

static bool index_of(str token, size_t *i) {
  int64_t v;
  if (!str_to_i64(token, &v) || v < 0) return false;
  *i = (size_t)v;
  return true;
}

static schema_position *by_pointer(schema_compiler *c, uint32_t resource, str pointer) {
  const json *v = c->resources[resource].root;
  str token, rest = pointer;
  size_t i;
  while (v && rest.n) {
    if (!pointer_next(c->scratch, &rest, &token)) return NULL;
    if (v->kind == JSON_ARRAY) v = index_of(token, &i) && i < v->n ? &v->items[i] : NULL;
    else v = json_get(v, token);
    schema_position *at = v ? schema_position_of(c, v) : NULL;
    if (at) resource = at->resource;
  }
  if (!v || (v->kind != JSON_OBJECT && v->kind != JSON_TRUE && v->kind != JSON_FALSE)) return NULL;
  schema_position *at = add(c, (schema_position){.text = v, .resource = resource,
                                                 .keyword = str_sub(pointer, 1, pointer.n)});
  scan_all(c);
  return at;
}

schema_position *schema_target(schema_compiler *c, const schema_position *at, str keyword, str ref,
                               str *anchor) {
  ref = str_sub(ref, 0, ADDRESS);
  str fragment, uri = uri_resolve(c->scratch, c->resources[at->resource].uri, ref, &fragment);
  uint32_t r = resource_at(c, uri), n;
  schema_position *target = NULL;
  *anchor = STR_NONE;
  fragment = fragment.p ? uri_decode(c->scratch, fragment) : S("");
  if (r && (!fragment.n || fragment.p[0] == '/')) {
    target = by_pointer(c, r - 1, fragment);
  } else if (r) {
    *anchor = fragment;
    n = names_get(&c->anchors, anchor_key(c, r - 1, fragment));
    target = n ? c->positions[n - 1] : NULL;
  }
  if (!target)
    schema_wrong(c, at, keyword, N_("At {0} of the schema: the reference leads nowhere: {1}."),
                 ref);
  return target;
}

/* --- circles --- */
typedef struct step_down {
  uint32_t position, next;
} step_down;

/* Depth first, with a stack of its own; state 1: on the way, 2: done. */
static void find_circles(schema_compiler *c) {
  uint8_t *state = arena_list(c->scratch, c->npositions, uint8_t);
  step_down *stack = arena_list(c->scratch, c->npositions + 1, step_down);
  for (uint32_t first = 0; first < c->npositions; first++) {
    size_t n = 0;
    if (!state[first]) stack[n++] = (step_down){first, 0}, state[first] = 1;
    while (n > 0 && !c->wrong) {
      step_down *top = &stack[n - 1];
      const schema_position *at = c->positions[top->position];
      if (top->next == at->nedges) {
        state[top->position] = 2;
        n--;
        continue;
      }
      uint32_t to = c->edges[at->edges + top->next++];
      if (state[to] == 1)
        schema_wrong(c, at, STR_NONE,
                     N_("At {0} of the schema: this leads back to itself without going into the "
                        "value."),
                     STR_NONE);
      if (!state[to]) stack[n++] = (step_down){to, 0}, state[to] = 1;
    }
  }
}

static err *compile(schema_compiler *c, const json *text, const schema_program **made) {
  for (uint32_t k = 0; k < KEYWORDS; k++) names_put(&c->keywords, keywords[k].word, k + 1);
  add_resource(c, S(""), text);
  schema_position *root = add(c, (schema_position){.text = text});
  scan_all(c);
  for (uint32_t i = 0; i < c->npositions && !c->wrong; i++) {
    bound(c, c->positions[i]);
    schema_build(c, c->positions[i]);
  }
  if (!c->wrong) find_circles(c);
  if (c->wrong) return c->wrong;
  schema_program *p = arena_new_of(c->a, schema_program);
  *p = (schema_program){root->node, c->has_dynamic};
  *made = p;
  return NULL;
}

err *schema_compile(arena *a, const json *text, schema_manner manner, const json *others,
                    const schema_program **made) {
  arena *scratch = arena_new((size_t)2 * MEANWHILE);
  if (!scratch) return ERR(UNAVAILABLE, N_("Out of memory."));
  schema_compiler c = {.a = a, .scratch = scratch, .start = arena_mark(a), .effort = EFFORT,
                       .manner = manner, .others = others, .keywords = names_in(scratch),
                       .by_text = names_in(scratch), .by_uri = names_in(scratch),
                       .anchors = names_in(scratch), .dynamic_names = names_in(scratch)};
  err *e = compile(&c, text, made);
  arena_free(scratch);
  return e;
}
