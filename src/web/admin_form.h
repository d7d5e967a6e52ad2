/* admin_form: the forms of administration, made of the bodies that their routes take.
 *
 * A page has several forms, a row each: the control of a field follows from its name and its kind
 * in views.view, its label from office/act.def, what stands in it from the page, or from what was
 * typed when the form has just been refused.  One function shows a page again after a refusal, so
 * that nothing that was typed is lost. */
#ifndef WEB_ADMIN_FORM_H
#define WEB_ADMIN_FORM_H
#include "web/web.h"

typedef struct admin_row { /* one form of a page */
  route_handler handler;   /* of the POST that takes it */
  const char *id;          /* of its controls and errors, unlike those of other forms */
  const body_type *body;
  const char *title, *button, *hint; /* msgids; hint may be NULL */
  str of;                  /* of which of several: the first parameter of the address; or none */
} admin_row;

typedef struct admin_value { /* what stands in a control at first */
  const char *name;
  str value;
} admin_value;

/* action: the address that takes it.  The list of values ends with a name that is NULL. */
v_admin_form admin_form(rq *r, const admin_row *row, str action, const admin_value *values);

/* What a change is answered with: the edition that has it, or for a form the page `back`. */
err *admin_done(rq *r, str back);
/* Shows the page of a form that failed again, with the reason; e itself where there is none. */
err *admin_again(rq *r, err *e);
/* The reply of a page of forms: 200, or the status of what was refused. */
int admin_status(const rq *r);

/* "2026-12-01", or nothing for 0; ERR_INVALID at the field when a text is no day. */
err *admin_day_of(const char *field, str text, int32_t *day);
/* "07:30" as minutes, ERR_INVALID at the field. */
err *admin_minutes(const char *field, str text, int *minutes);
/* The word of a value that a body may take: kinds of units, levels, weekdays … msgid. */
const char *admin_word(const char *name, str value);
#endif
