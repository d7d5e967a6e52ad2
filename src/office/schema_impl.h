/* schema_impl: what the files of the validator share; see schema.h.
 *
 * A schema is compiled into nodes, one for each object or boolean that stands where a schema may.
 * A node has for each kind of value a list of ops, in the order in which they are checked; most are
 * one keyword, the simple ones are gathered in one op for each kind. */
#ifndef OFFICE_SCHEMA_IMPL_H
#define OFFICE_SCHEMA_IMPL_H
#include "base/names.h"
#include "office/pattern.h"
#include "office/schema.h"

typedef struct schema_node schema_node;
typedef struct schema_op schema_op;
typedef struct schema_point schema_point;
typedef struct schema_walk schema_walk;

typedef struct schema_format {
  str name;
  bool (*valid)(str s);
  const char *fault; /* msgid */
} schema_format;

typedef struct schema_text { /* of a string; counts are 0 and INT64_MAX when not given */
  int64_t least, most;
  const pattern *pattern;
  const schema_format *format;
} schema_text;

typedef struct schema_number { /* NULL: no such bound */
  const json *minimum, *maximum, *above, *below, *multiple;
} schema_number;

typedef struct schema_array {
  const schema_node **prefix; /* prefixItems */
  size_t nprefix;
  const schema_node *items;   /* NULL: anything */
  int64_t least, most;
  bool unique;
} schema_array;

typedef struct schema_field { /* a member that the schema names */
  str name;
  const schema_node *node;    /* NULL: only required */
  bool required;
} schema_field;

typedef struct schema_object {
  names names;                /* to 1 + the number of the field */
  schema_field *fields;       /* in the order of `properties`, then of `required` */
  size_t n, nrequired;
  const pattern **patterns;
  const schema_node **pattern_nodes;
  size_t npatterns;
  const schema_node *additional, *each_name; /* NULL: any */
  int64_t least, most;
} schema_object;

typedef struct schema_contains {
  const schema_node *node;
  int64_t least, most;
} schema_contains;

typedef struct schema_dependents { /* dependentRequired and dependentSchemas */
  str name;
  const str *needs;
  size_t n;
  const schema_node *node;
} schema_dependents;

typedef struct schema_dynamic { /* nodes that a $dynamicAnchor names, one for each resource */
  const struct schema_dynamic *next;
  uint32_t resource;
  const schema_node *node;
} schema_dynamic;

/* True when the data fit. */
typedef bool (*schema_check_fn)(schema_walk *w, const schema_point *p, const schema_op *op);
struct schema_op {
  schema_check_fn check;      /* NULL ends a list */
  unsigned kinds;             /* bit per json_kind that it says something about */
  size_t n;
  union {
    const json *value;
    const schema_text *text;
    const schema_number *number;
    const schema_array *array;
    const schema_object *object;
    const schema_contains *contains;
    const schema_dependents *dependents;
    const schema_node *node;
    const schema_node **nodes; /* n; of `if`: if, then, else, each may be NULL */
    const names *texts;        /* of an enum that holds nothing but texts */
  };
  const schema_dynamic *dynamic;
};

struct schema_node {
  const json *text;
  str cites;                  /* the clause that it gives, or none */
  uint32_t resource;
  uint8_t types;              /* bit per json_kind that passes; a whole real is an integer */
  bool refused;               /* `false` */
  bool tracks;                /* has an unevaluated keyword */
  const schema_op *ops[JSON_OBJECT + 1]; /* NULL: nothing to check */
};

struct schema_program {
  const schema_node *root;
  bool dynamic;               /* has a $dynamicRef, so that scopes matter */
};

/* --- the walk --- */
typedef struct schema_place { /* where in the data; a list on the stack, innermost first */
  const struct schema_place *up;
  str key;                    /* of a member; none for an entry */
  size_t index;               /* of an entry */
} schema_place;

typedef struct schema_scope { /* the resources that are being checked, innermost first */
  const struct schema_scope *up;
  uint32_t resource;
} schema_scope;

typedef struct schema_marks { /* members or entries that were evaluated */
  uint64_t *bits, few;
  size_t n;
} schema_marks;

struct schema_walk {
  arena *a;
  str prefix, cites;          /* cites: of the nearest schema around, or none */
  err **errors;
  const schema_scope *scope;
  bool scoped;
  int quiet;                  /* above 0: only find out */
  int found, depth;
  int64_t left;               /* budget; below 0: the walk has given up, and nothing fits */
};

struct schema_point { /* one value under one node at one place */
  const schema_node *node;
  const json *data;
  const schema_place *at;
  schema_marks *marks;        /* NULL: nobody asks what was evaluated */
};

/* Checks data under n at p's own place (at the place given), adding to p's marks when both are of
 * the same value. */
bool schema_here(schema_walk *w, const schema_node *n, const schema_point *p);
bool schema_there(schema_walk *w, const schema_node *n, const json *data, const schema_place *at);
/* The same as schema_here without a report. */
bool schema_quietly(schema_walk *w, const schema_node *n, const schema_point *p);
/* Reports, unless quiet, and is false.  key names a missing or surplus member, or is none. */
bool schema_fault(schema_walk *w, const schema_point *p, str key, const char *msgid, str arg);
static inline void schema_mark(const schema_point *p, size_t i) {
  if (p->marks) p->marks->bits[i / 64] |= UINT64_C(1) << i % 64;
}

/* --- values: schema_value.c --- */
/* All take what they cost off *budget. */
bool schema_equal(const json *x, const json *y, int64_t *budget);
uint64_t schema_hash(const json *v, int64_t *budget);
int schema_order(const json *x, const json *y);            /* of numbers: -1, 0, 1 */
bool schema_whole(const json *v);                          /* a number without a fraction */
bool schema_multiple(const json *v, const json *of);
bool schema_divisor(const json *v); /* a number above 0 that schema_multiple can take as `of` */
/* The first two entries that are equal; false: there are none. */
bool schema_repeated(const json *list, arena *scratch, int64_t *budget, size_t pair[2]);

/* --- what is known: schema_format.c, schema_meta.c --- */
const schema_format *schema_format_of(str name);           /* NULL: not known */
extern const char schema_metaschema[];                     /* a JSON array of resources */

/* --- checks of schema_op.c, one for each op; schema_build.c puts them into nodes --- */
#define SCHEMA_CHECK(name) \
  bool schema_op_##name(schema_walk *w, const schema_point *p, const schema_op *op)
SCHEMA_CHECK(enum);
SCHEMA_CHECK(texts);
SCHEMA_CHECK(const);
SCHEMA_CHECK(text);
SCHEMA_CHECK(number);
SCHEMA_CHECK(array);
SCHEMA_CHECK(contains);
SCHEMA_CHECK(object);
SCHEMA_CHECK(dependents);
SCHEMA_CHECK(ref);
SCHEMA_CHECK(dynamic_ref);
SCHEMA_CHECK(all_of);
SCHEMA_CHECK(any_of);
SCHEMA_CHECK(one_of);
SCHEMA_CHECK(not);
SCHEMA_CHECK(if);
SCHEMA_CHECK(unevaluated_items);
SCHEMA_CHECK(unevaluated_members);
#endif
