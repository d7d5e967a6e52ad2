/* schema_build: one schema's keywords into its node's ops; see schema_impl.h. */
#include <string.h>

#include "office/schema_compile.h"

#define KIND(name) (1u << JSON_##name)
#define NUMBERS (KIND(INT) | KIND(REAL))
#define ANY_KIND 0xFFu

enum { OPS = 24 };

typedef struct building {
  schema_compiler *c;
  schema_position *at;
  const json *have[KEYWORDS];   /* NULL: the keyword is not there */
  schema_op ops[OPS];
  size_t n;
} building;

static schema_op *add_op(building *b, schema_check_fn check, unsigned kinds) {
  schema_op *op = &b->ops[b->n++];
  *op = (schema_op){.check = check, .kinds = kinds};
  return op;
}

/* --- nodes of other schemas --- */
static const schema_node *node_of(building *b, const json *text) {
  return text ? schema_position_of(b->c, text)->node : NULL;
}

/* The same, for a schema that looks at the same value as this one. */
static const schema_node *node_here(building *b, const json *text) {
  schema_compiler *c = b->c;
  if (!text) return NULL;
  if (c->nedges == c->edge_room) {
    uint32_t room = c->edge_room ? c->edge_room * 2 : 16;
    c->edges = arena_grow(c->scratch, c->edges, c->edge_room * sizeof *c->edges,
                          room * sizeof *c->edges);
    c->edge_room = room;
  }
  schema_position *to = schema_position_of(c, text);
  c->edges[c->nedges++] = to->number;
  b->at->nedges++;
  return to->node;
}

static const schema_node **nodes_of(building *b, const json *list, bool here) {
  const schema_node **all = arena_list(b->c->a, list->n, const schema_node *);
  for (size_t i = 0; i < list->n; i++)
    all[i] = here ? node_here(b, &list->items[i]) : node_of(b, &list->items[i]);
  return all;
}

static void add_nodes(building *b, schema_check_fn check, const json *list) {
  if (!list) return;
  schema_op *op = add_op(b, check, ANY_KIND);
  op->n = list->n;
  op->nodes = nodes_of(b, list, true);
}

/* --- any value --- */
static unsigned type_bits(str name) {
  static const struct {
    const char *name;
    unsigned bits;
  } types[] = {{"null", KIND(NULL)},          {"boolean", KIND(FALSE) | KIND(TRUE)},
               {"integer", KIND(INT)},        {"number", NUMBERS},
               {"string", KIND(STRING)},      {"array", KIND(ARRAY)},
               {"object", KIND(OBJECT)}};
  for (size_t i = 0; i < COUNT(types); i++)
    if (str_eq(name, str_of(types[i].name))) return types[i].bits;
  return 0;
}

static unsigned types_of(building *b, const json *v) {
  if (!v) return ANY_KIND;
  unsigned all = type_bits(json_str(v));
  bool good = v->kind == JSON_ARRAY ? v->n > 0 : all != 0;
  for (size_t i = 0; v->kind == JSON_ARRAY && i < v->n; i++) {
    unsigned one = type_bits(json_str(&v->items[i]));
    good &= one != 0;
    all |= one;
  }
  if (!good)
    schema_wrong(b->c, b->at, S("type"), N_("At {0} of the schema: the keyword has a wrong value."),
                 STR_NONE);
  return all;
}

static void build_enum(building *b, const json *v) {
  if (!v) return;
  names *texts = NULL;
  for (size_t i = 0; i < v->n; i++) {
    if (v->items[i].kind != JSON_STRING) continue;
    if (!texts) {
      texts = arena_new_of(b->c->a, names);
      *texts = names_in(b->c->a);
    }
    names_put(texts, v->items[i].s, 1);
  }
  if (texts) add_op(b, schema_op_texts, KIND(STRING))->texts = texts;
  add_op(b, schema_op_enum, texts ? ANY_KIND & ~KIND(STRING) : ANY_KIND)->value = v;
}

/* --- what is gathered for one kind --- */
static int64_t count_of(const json *v, int64_t otherwise) {
  static const json most = {.kind = JSON_INT, .i = INT64_MAX};
  if (!v) return otherwise;
  if (v->kind == JSON_INT) return v->i;
  return schema_order(v, &most) < 0 ? (int64_t)v->real : INT64_MAX;
}

static const pattern *pattern_of(building *b, str keyword, str source) {
  const pattern *p = NULL;
  err *e = pattern_compile(b->c->a, b->c->scratch, source, &b->c->effort, &p);
  if (e) schema_wrong(b->c, b->at, keyword, e->msgid, e->args[1]);
  return p;
}

static const schema_format *format_of(building *b, const json *v) {
  bool asserted = b->c->manner & SCHEMA_FORMATS ||
                  b->c->resources[b->at->resource].vocabularies & IN_ASSERTED;
  const schema_format *f = v && asserted ? schema_format_of(v->s) : NULL;
  if (v && asserted && !f)
    schema_wrong(b->c, b->at, S("format"),
                 N_("At {0} of the schema: the format is not known here."), STR_NONE);
  return f;
}

static void build_text(building *b) {
  const json *source = b->have[KW_pattern], *format = b->have[KW_format];
  if (!b->have[KW_min_length] && !b->have[KW_max_length] && !source && !format) return;
  schema_text t = {.least = count_of(b->have[KW_min_length], 0),
                   .most = count_of(b->have[KW_max_length], INT64_MAX),
                   .pattern = source ? pattern_of(b, S("pattern"), source->s) : NULL,
                   .format = format_of(b, format)};
  if (!t.least && t.most == INT64_MAX && !t.pattern && !t.format) return;
  schema_text *kept = arena_new_of(b->c->a, schema_text);
  *kept = t;
  add_op(b, schema_op_text, KIND(STRING))->text = kept;
}

static void build_number(building *b) {
  schema_number n = {b->have[KW_minimum], b->have[KW_maximum], b->have[KW_exclusive_minimum],
                     b->have[KW_exclusive_maximum], b->have[KW_multiple_of]};
  if (!n.minimum && !n.maximum && !n.above && !n.below && !n.multiple) return;
  schema_number *kept = arena_new_of(b->c->a, schema_number);
  *kept = n;
  add_op(b, schema_op_number, NUMBERS)->number = kept;
}

static bool yes(const json *v) { return v && v->kind == JSON_TRUE; }

static void build_array(building *b) {
  const json *prefix = b->have[KW_prefix_items];
  schema_array a = {.prefix = prefix ? nodes_of(b, prefix, false) : NULL,
                    .nprefix = prefix ? prefix->n : 0,
                    .items = node_of(b, b->have[KW_items]),
                    .least = count_of(b->have[KW_min_items], 0),
                    .most = count_of(b->have[KW_max_items], INT64_MAX),
                    .unique = yes(b->have[KW_unique_items])};
  if (a.prefix || a.items || a.least || a.most < INT64_MAX || a.unique) {
    schema_array *kept = arena_new_of(b->c->a, schema_array);
    *kept = a;
    add_op(b, schema_op_array, KIND(ARRAY))->array = kept;
  }
  if (!b->have[KW_contains]) return;
  schema_contains *c = arena_new_of(b->c->a, schema_contains);
  *c = (schema_contains){node_of(b, b->have[KW_contains]), count_of(b->have[KW_min_contains], 1),
                         count_of(b->have[KW_max_contains], INT64_MAX)};
  add_op(b, schema_op_contains, KIND(ARRAY))->contains = c;
}

/* --- objects --- */
static void add_field(schema_object *o, str name, const schema_node *node, bool required) {
  uint32_t known = names_get(&o->names, name);
  if (!known) {
    names_put(&o->names, name, known = (uint32_t)++o->n);
    o->fields[known - 1] = (schema_field){name, node, false};
  }
  o->fields[known - 1].required |= required;
}

static void build_fields(building *b, schema_object *o) {
  const json *properties = b->have[KW_properties], *required = b->have[KW_required];
  size_t most = (properties ? properties->n : 0) + (required ? required->n : 0);
  o->names = names_in(b->c->a);
  o->fields = arena_list(b->c->a, most, schema_field);
  for (size_t i = 0; properties && i < properties->n; i++)
    add_field(o, properties->keys[i], node_of(b, &properties->items[i]), false);
  for (size_t i = 0; required && i < required->n; i++)
    add_field(o, required->items[i].s, NULL, true);
}

static void build_patterns(building *b, schema_object *o) {
  const json *v = b->have[KW_pattern_properties];
  if (!v) return;
  o->npatterns = v->n;
  o->patterns = arena_list(b->c->a, v->n, const pattern *);
  o->pattern_nodes = nodes_of(b, v, false);
  for (size_t i = 0; i < v->n && !b->c->wrong; i++)
    o->patterns[i] = pattern_of(b, S("patternProperties"), v->keys[i]);
}

static void build_dependents(building *b, const json *v, bool schemas) {
  if (!v || !v->n) return;
  schema_dependents *all = arena_list(b->c->a, v->n, schema_dependents);
  for (size_t i = 0; i < v->n; i++) {
    const json *one = &v->items[i];
    all[i] = (schema_dependents){.name = v->keys[i], .node = schemas ? node_here(b, one) : NULL,
                                 .n = schemas ? 0 : one->n};
    str *needs = arena_list(b->c->a, all[i].n, str);
    for (size_t k = 0; k < all[i].n; k++) needs[k] = one->items[k].s;
    all[i].needs = needs;
  }
  schema_op *op = add_op(b, schema_op_dependents, KIND(OBJECT));
  op->n = v->n;
  op->dependents = all;
}

static void build_object(building *b) {
  static const schema_keyword words[] = {KW_properties, KW_required, KW_pattern_properties,
                                         KW_additional, KW_property_names, KW_min_properties,
                                         KW_max_properties};
  bool any = false;
  for (size_t i = 0; i < COUNT(words); i++) any |= b->have[words[i]] != NULL;
  if (any) {
    schema_object *o = arena_new_of(b->c->a, schema_object);
    o->least = count_of(b->have[KW_min_properties], 0);
    o->most = count_of(b->have[KW_max_properties], INT64_MAX);
    o->additional = node_of(b, b->have[KW_additional]);
    o->each_name = node_of(b, b->have[KW_property_names]);
    build_fields(b, o);
    build_patterns(b, o);
    add_op(b, schema_op_object, KIND(OBJECT))->object = o;
  }
  build_dependents(b, b->have[KW_dependent_required], false);
  build_dependents(b, b->have[KW_dependent_schemas], true);
}

/* --- schemas in schemas --- */
static void build_refs(building *b) {
  const json *ref = b->have[KW_ref], *dynamic = b->have[KW_dynamic_ref];
  str anchor;
  schema_position *to = ref ? schema_target(b->c, b->at, S("$ref"), ref->s, &anchor) : NULL;
  if (to) add_op(b, schema_op_ref, ANY_KIND)->node = node_here(b, to->text);
  to = dynamic ? schema_target(b->c, b->at, S("$dynamicRef"), dynamic->s, &anchor) : NULL;
  if (!to) return;
  /* 8.2.3.2: where it first leads decides whether it is dynamic at all. */
  bool moves = anchor.p && str_eq(json_str(json_get(to->text, S("$dynamicAnchor"))), anchor);
  uint32_t i = moves ? names_get(&b->c->dynamic_names, anchor) : 0;
  if (!i) {
    add_op(b, schema_op_ref, ANY_KIND)->node = node_here(b, to->text);
    return;
  }
  schema_op *op = add_op(b, schema_op_dynamic_ref, ANY_KIND);
  op->node = to->node;
  op->dynamic = b->c->dynamics[i - 1];
  b->c->has_dynamic = true;
}

static void build_combined(building *b) {
  add_nodes(b, schema_op_all_of, b->have[KW_all_of]);
  add_nodes(b, schema_op_any_of, b->have[KW_any_of]);
  add_nodes(b, schema_op_one_of, b->have[KW_one_of]);
  if (b->have[KW_not])
    add_op(b, schema_op_not, ANY_KIND)->node = node_here(b, b->have[KW_not]);
  if (!b->have[KW_if]) return;
  const schema_node **three = arena_list(b->c->a, 3, const schema_node *);
  three[0] = node_here(b, b->have[KW_if]);
  three[1] = node_here(b, b->have[KW_then]);
  three[2] = node_here(b, b->have[KW_else]);
  add_op(b, schema_op_if, ANY_KIND)->nodes = three;
}

static void build_unevaluated(building *b) {
  const json *items = b->have[KW_unevaluated_items], *members = b->have[KW_unevaluated_properties];
  if (items) add_op(b, schema_op_unevaluated_items, KIND(ARRAY))->node = node_of(b, items);
  if (members) add_op(b, schema_op_unevaluated_members, KIND(OBJECT))->node = node_of(b, members);
  b->at->node->tracks = items || members;
}

/* --- the node --- */
/* Shares one list among the kinds that have the same ops. */
static void spread(building *b) {
  schema_node *n = b->at->node;
  unsigned passes = n->types | (n->types & KIND(INT) ? KIND(REAL) : 0);
  unsigned masks[JSON_OBJECT + 1] = {0};
  for (unsigned k = 0; k <= JSON_OBJECT; k++) {
    if (!(passes >> k & 1)) continue;
    for (size_t i = 0; i < b->n; i++) masks[k] |= (b->ops[i].kinds >> k & 1) << i;
    for (unsigned j = 0; j < k && masks[k]; j++)
      if (masks[j] == masks[k]) n->ops[k] = n->ops[j];
    if (!masks[k] || n->ops[k]) continue;
    schema_op *list = arena_list(b->c->a, (size_t)__builtin_popcount(masks[k]) + 1, schema_op);
    for (size_t i = 0, m = 0; i < b->n; i++)
      if (masks[k] >> i & 1) list[m++] = b->ops[i];
    n->ops[k] = list;
  }
}

void schema_build(schema_compiler *c, schema_position *at) {
  building b = {.c = c, .at = at};
  const json *v = at->text;
  *at->node = (schema_node){.text = v, .cites = json_str(json_get(v, S("cites"))),
                            .resource = at->resource, .refused = v->kind == JSON_FALSE};
  at->edges = c->nedges;
  for (size_t i = 0; v->kind == JSON_OBJECT && i < v->n; i++) {
    schema_keyword k = schema_keyword_of(c, at, v->keys[i]);
    if (k != KEYWORDS) b.have[k] = &v->items[i];
  }
  if (!at->node->refused) at->node->types = (uint8_t)types_of(&b, b.have[KW_type]);
  build_enum(&b, b.have[KW_enum]);
  if (b.have[KW_const]) add_op(&b, schema_op_const, ANY_KIND)->value = b.have[KW_const];
  build_text(&b);
  build_number(&b);
  build_array(&b);
  build_object(&b);
  build_refs(&b);
  build_combined(&b);
  build_unevaluated(&b);
  if (!c->wrong) spread(&b);
}
