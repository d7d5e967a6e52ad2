/* schema_impl: what the files of the validator share; see schema.h. */
#ifndef OFFICE_SCHEMA_IMPL_H
#define OFFICE_SCHEMA_IMPL_H
#include "office/schema.h"

/* What a keyword's value must look like. */
typedef enum schema_shape {
  SHAPE_COUNT,      /* a whole number from 0 */
  SHAPE_NUMBER,
  SHAPE_TEXT,
  SHAPE_TYPE,       /* a type's name, or several */
  SHAPE_FORMAT,     /* a known format */
  SHAPE_REF,        /* "#/…" that leads somewhere */
  SHAPE_VALUES,     /* an array */
  SHAPE_ANY,
  SHAPE_NAMES,      /* an array of names */
  SHAPE_NAME_LISTS, /* an object of arrays of names */
  SHAPE_SCHEMA,
  SHAPE_SCHEMAS,    /* an array of schemas */
  SHAPE_SCHEMA_MAP  /* an object of schemas */
} schema_shape;

typedef struct schema_place { /* where in the data; a list on the stack, innermost first */
  const struct schema_place *up;
  str key;          /* of a member; none for an entry */
  size_t index;     /* of an entry */
} schema_place;

typedef struct schema_walk {
  const json *root;
  str prefix;
  err **errors;
  int found, steps, depth;
  bool over; /* a bound was passed: nothing more is checked, and the form is refused */
} schema_walk;

/* One value under one schema at one place. */
typedef struct schema_point {
  schema_walk *w;
  const json *schema, *data;
  const schema_place *at;
  bool loud; /* report, or only find out */
} schema_point;

/* True when the data pass. */
typedef bool (*schema_keyword_fn)(const schema_point *p, const json *value);
typedef struct schema_keyword {
  str name;
  schema_shape shape;
  schema_keyword_fn check; /* NULL: checked along with another keyword */
} schema_keyword;
/* Ends with a name that is none; the first is "type". */
extern const schema_keyword schema_keywords[];

bool schema_valid(const schema_point *p);
/* Reports, when loud, and is false.  key names a missing or surplus member, or is none. */
bool schema_fault(const schema_point *p, str key, const char *msgid, str arg);
const json *schema_ref(const json *root, str ref); /* NULL: leads nowhere */
/* The complaint about a text under a format, or NULL when it is good or the format is unknown. */
const char *schema_format_fault(str format, str text);
bool schema_format_known(str format);
/* Bit per json_kind for a type's name, 0 for an unknown one. */
unsigned schema_type_bits(str name);
#endif
