/* schema_compile: what the files that compile a schema share; see schema_compile.c. */
#ifndef OFFICE_SCHEMA_COMPILE_H
#define OFFICE_SCHEMA_COMPILE_H
#include "office/schema_impl.h"

typedef enum schema_keyword {
#define KEYWORD(name, word, vocabulary, shape) KW_##name,
#include "office/schema.def"
#undef KEYWORD
  KEYWORDS
} schema_keyword;

typedef enum schema_vocabulary {
  IN_CORE = 1,
  IN_APPLICATOR = 2,
  IN_UNEVALUATED = 4,
  IN_VALIDATION = 8,
  IN_FORMAT = 16,
  IN_CONTENT = 32,
  IN_META_DATA = 64,
  IN_ASSERTED = 128, /* formats are asserted */
  IN_USUAL = 127
} schema_vocabulary;

typedef struct schema_position { /* where a schema stands */
  const json *text;
  uint32_t number, resource;
  const struct schema_position *up;
  str keyword, key;              /* of the schema around it; key none: it is an entry, or alone */
  size_t index;
  bool entry;
  schema_node *node;
  uint32_t edges, nedges;        /* in compiler.edges: nodes that see the same value */
} schema_position;

typedef struct schema_resource {
  str uri;                       /* without fragment; empty when it has none */
  const json *root;
  unsigned vocabularies;
} schema_resource;

typedef struct schema_compiler {
  arena *a, *scratch;            /* what stays, and what is needed meanwhile */
  size_t start;                  /* of what stays */
  int64_t effort;                /* for the tables of patterns */
  schema_manner manner;
  const json *others;
  names keywords;                /* to 1 + schema_keyword */
  schema_position **positions;
  schema_resource *resources;
  uint32_t npositions, room, scanned, nresources, resource_room, dynamic_room;
  names by_text;                 /* the address of a json, to 1 + position */
  names by_uri;                  /* to 1 + resource */
  names anchors;                 /* "resource#name", to 1 + position */
  names dynamic_names;           /* to 1 + index in dynamics */
  schema_dynamic **dynamics;     /* a head for each name, whose own resource is none */
  uint32_t *edges;
  uint32_t nedges, edge_room;
  bool has_dynamic, has_metaschema;
  err *wrong;                    /* the first thing wrong */
} schema_compiler;

/* Keeps the first complaint: at a keyword of a position, and of its member or entry. */
void schema_wrong(schema_compiler *c, const schema_position *at, str keyword, const char *msgid,
                  str arg);
/* The position at which a schema of the text stands. */
schema_position *schema_position_of(const schema_compiler *c, const json *text);
/* Where a reference leads from a position; NULL: nowhere, which has been said.  *anchor: the name
 * in it, or none. */
schema_position *schema_target(schema_compiler *c, const schema_position *at, str keyword, str ref,
                               str *anchor);
/* The keyword of a name, when the position's resource has its vocabulary; KEYWORDS: none. */
schema_keyword schema_keyword_of(const schema_compiler *c, const schema_position *at, str name);
bool schema_value_fits(schema_keyword k, const json *v);
/* Fills in the node of a position. */
void schema_build(schema_compiler *c, schema_position *at);
#endif
