/* form_schema: the few questions that drawing, reading and showing a form ask of its schema. */
#ifndef WEB_FORM_SCHEMA_H
#define WEB_FORM_SCHEMA_H
#include "kit/json.h"
#include "kit/lang.h"

/* The keyword of a schema, looked for behind $ref (#/$defs/NAME) too; NULL: none. */
const json *schema_key(const json *root, const json *schema, str keyword);
str schema_text(const json *root, const json *schema, str keyword);
/* A keyword of the schema's `ui` object. */
const json *schema_ui(const json *root, const json *schema, str keyword);
bool schema_is(const json *root, const json *schema, str type); /* its `type` */
/* Is name in the object's `required`? */
bool schema_requires(const json *root, const json *object, str name);
/* `title` or `description` (what) in the language, else in Vietnamese, which *vietnamese tells. */
str schema_label(const json *root, const json *schema, str what, lang l, bool *vietnamese);
/* The word for a value of an enum. */
str schema_choice(const json *root, const json *schema, str value, lang l, bool *vietnamese);
#endif
