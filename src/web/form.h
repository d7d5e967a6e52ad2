/* form: a JSON Schema as a form without JavaScript, and what comes back from it.
 *
 * Every property is a control named by its dotted path ("fields.child.full_name"), which is also
 * its id, so that an error's field is a link to it.  Labels and help are title and description, in
 * English title_en and description_en; catalogue/README.md has the keywords of `ui`. */
#ifndef WEB_FORM_H
#define WEB_FORM_H
#include "web/web.h"

/* The controls of a schema's properties, a fieldset per object.  Values: what was typed (typed, or
 * NULL), else what is known of the person by ui.source (known, or NULL).  Errors are written at
 * their fields. */
html form_draw(rq *r, const json *schema, const form *typed, const person *known,
               const err *errors);

/* The title of a control by its path, after its group's: "The mother · Full name"; rank grows in
 * the order of the page.  None, at the end: no such. */
str form_label(const rq *r, const json *schema, str path, int64_t *rank);

/* What was typed, as data of the schema's types: integers from digits, booleans, dates as ISO
 * (dd/mm/yyyy is understood too), numbers of phones and people without blanks, empty left out,
 * required objects always there.  A text that does not fit its type stays a text, for schema_check
 * to refuse at its field. */
err *form_data(arena *a, const json *schema, const form *typed, const json **data);

/* Data of the schema as labels and values in the reader's manner. */
v_shown_group_list form_shown(rq *r, const json *schema, const json *data);
#endif
