/* form: a JSON Schema as a form without JavaScript, and what comes back from it.
 *
 * Every property is a control named by its dotted path ("fields.child.full_name"; an entry of a
 * list by its number, "fields.owners.0.name"), which is also its id, so that an error's field is a
 * link to it.  The keywords of `ui` and the texts in three languages: catalogue/README.md. */
#ifndef WEB_FORM_H
#define WEB_FORM_H
#include "web/web.h"


/* The controls of a schema's properties, a fieldset per object, with the data (which may fit the
 * schema or not, or be NULL).  Errors are written at their fields.  known: the name of whom the
 * state knows, or none; a group that may be about them gets a button that fills it in. */
html form_draw(rq *r, const json *schema, const json *data, const err *errors, str known);

/* The same within another form, which is sent at once: an entry to spare in each list in place of
 * the buttons that add and remove; files: it may bring some. */
html form_draw_once(rq *r, const json *schema, const json *data, const err *errors, bool files);

/* The title of a control by its path, after its group's: "The mother · Full name"; rank grows in
 * the order of the page.  None, at the end: no such. */
str form_label(const rq *r, const json *schema, str path, int64_t *rank);

/* What was typed, as data of the schema's types: integers from digits, booleans, dates as ISO
 * (dd/mm/yyyy and ddmmyyyy are understood too), numbers of phones and people without blanks, empty
 * left out, required objects always there.  A text that does not fit its type stays a text, for
 * schema_check to refuse at its field.  What was typed under a condition that does not hold and
 * empty entries of lists are left out, too. */
err *form_data(arena *a, const json *schema, const form *typed, const json **data);
/* The same with everything kept for going on later; action, which may be none, is the button that
 * was pressed: "add:PATH" puts an entry at a list's end, "remove:PATH.NUMBER" takes one out. */
err *form_kept(arena *a, const json *schema, const form *typed, str action, const json **data);

/* Data of the schema as labels and values in the reader's manner; files are among papers. */
v_shown_group_list form_shown(rq *r, const json *schema, const json *data,
                              const v_attached_list *papers);
/* "31/08/2024", "31.8.2024" or "31-08-2024" as "2024-08-31"; anything else stays as it is. */
str form_date(arena *a, str typed);
#endif
