/* form_schema: the few questions that drawing, reading and showing a form, and drawing a result,
 * ask of its schema. */
#ifndef OFFICE_FORM_SCHEMA_H
#define OFFICE_FORM_SCHEMA_H
#include "kit/json.h"
#include "kit/lang.h"

enum { FORM_ENTRIES_MOST = 50 }; /* of a list, whatever its maxItems */

/* The keyword of a schema, looked for behind $ref (#/$defs/NAME) too; NULL: none. */
const json *schema_key(const json *root, const json *schema, str keyword);
str schema_text(const json *root, const json *schema, str keyword);
/* A keyword of the schema's `ui` object. */
const json *schema_ui(const json *root, const json *schema, str keyword);
bool schema_is(const json *root, const json *schema, str type); /* its `type` */
/* An array whose entries are objects: a group that repeats. */
bool schema_repeats(const json *root, const json *schema);
/* How many entries a list may have: maxItems, at most FORM_ENTRIES_MOST. */
size_t schema_most(const json *root, const json *schema);
/* Is name in the object's `required`? */
bool schema_requires(const json *root, const json *object, str name);
/* The schema of a path within an object's schema; entries of lists by number.  NULL: no such. */
const json *schema_at(const json *root, const json *object, str path);
/* `title` or `description` (what) in the language, else in Vietnamese, which *vietnamese tells. */
str schema_label(const json *root, const json *schema, str what, lang l, bool *vietnamese);
/* The word for a value of an enum. */
str schema_choice(const json *root, const json *schema, str value, lang l, bool *vietnamese);

/* ui.when: the control is there only while another answer is one of some values. */
typedef struct form_when {
  str field;          /* of the whole form, or of the same object when it began with a dot */
  bool near;          /* the same object's */
  const json *values; /* array */
} form_when;
bool schema_when(const json *root, const json *schema, form_when *w); /* false: always there */
/* Does it hold, for the whole form's data and those of the object that the control stands in? */
bool when_holds(const form_when *w, const json *data, const json *object);
#endif
