/* entries: small forms whose fields are a table in the handler's file, not a schema; drawn by the
 * piece `entry` of pieces.html. */
#ifndef WEB_ENTRIES_H
#define WEB_ENTRIES_H
#include "web/web.h"

/* The table with what was typed into r->form (never a secret), and the errors at its fields. */
v_entry_list entries_of(const rq *r, const v_entry *table, size_t n, const err *e);
/* The same for a form that has not been sent: values are the table's own. */
v_entry_list entries_fresh(const rq *r, const v_entry *table, size_t n);
/* The choices with the one of that value chosen, on memory of a. */
v_choice_list choices_on(arena *a, v_choice_list all, str value);
/* All errors with the labels of their fields. */
v_field_error_list entries_errors(const rq *r, const v_entry *table, size_t n, const err *e);
#endif
