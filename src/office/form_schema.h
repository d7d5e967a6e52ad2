/* form_schema: the few questions that drawing, reading and showing a form, and drawing a result,
 * ask of its schema. */
#ifndef OFFICE_FORM_SCHEMA_H
#define OFFICE_FORM_SCHEMA_H
#include "base/err.h"
#include "kit/json.h"
#include "kit/lang.h"

enum { FORM_ENTRIES_MOST = 50 }; /* of a list, whatever its maxItems */

/* The keyword of a schema, looked for behind $ref (#/$defs/NAME) too; NULL: none. */
const json *schema_key(const json *root, const json *schema, str keyword);
str schema_text(const json *root, const json *schema, str keyword);
/* A keyword of the schema's `ui` object. */
const json *schema_ui(const json *root, const json *schema, str keyword);
bool schema_is(const json *root, const json *schema, str type); /* its `type` */
/* A group that may be about whom the state knows: a property says `ui.mine`. */
bool schema_mine(const json *root, const json *schema);
/* An array whose entries are objects: a group that repeats. */
bool schema_repeats(const json *root, const json *schema);
/* Files: an array whose entries are of the format "paper", ids of uploads (office/paper.h).  `ui`:
 * accept, the media types that are taken (else all that an upload may have); most_mb, how large
 * each may be (else as an upload). */
bool schema_holds_files(const json *root, const json *schema);
bool schema_accepts(const json *root, const json *schema, str media_type);
int64_t schema_most_mb(const json *root, const json *schema);
/* NULL, or ERR_INVALID without a field: the file is of another kind, or larger. */
err *schema_file_fits(const json *root, const json *schema, str media_type, int64_t size);
enum { FORM_FILES_MOST = 100 };
typedef struct form_file {
  str path, id;       /* "fields.members.0.photo"; as the data names it */
  const json *schema; /* of the list it stands in */
} form_file;
/* The files that a form's data names, FORM_FILES_MOST at most. */
const form_file *form_files(arena *a, const json *root, const json *data, size_t *n);
/* How many entries a list may have: maxItems, at most FORM_ENTRIES_MOST. */
size_t schema_most(const json *root, const json *schema);
/* Is name in the object's `required`? */
bool schema_requires(const json *root, const json *object, str name);
/* The schema of a path within an object's schema; entries of lists by number.  NULL: no such. */
const json *schema_at(const json *root, const json *object, str path);
/* `title` or `description` (what) in the language, else in Vietnamese, which *vietnamese tells. */
str schema_label(const json *root, const json *schema, str what, lang l, bool *vietnamese);
/* The title of a control by its path ("fields.mother.full_name"), after its groups': "The mother ·
 * Full name"; entries of lists by number.  None: no such. */
str schema_path_title(arena *a, const json *root, str path, lang l);
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
