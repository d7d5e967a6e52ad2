/* form_impl: what the files that draw a form share; see form.h. */
#ifndef WEB_FORM_IMPL_H
#define WEB_FORM_IMPL_H
#include "web/form.h"
#include "office/form_schema.h"

enum { FORM_DEPTH_MOST = 8 };

typedef struct drawing {
  rq *r;
  out o;
  const json *root, *data;
  const err *errors;
  bool fixed;         /* sent at once: no buttons that draw the form again */
  bool files;         /* files can be added */
  str known;          /* who may be put into a group with a button; or none */
} drawing;

typedef struct control {
  const json *schema;
  const json *value;  /* NULL: nothing stated */
  const json *beside; /* data of the object it stands in; NULL: none */
  str path;           /* its name and id */
  bool required;      /* always */
  bool silent;        /* needed, but not always: nothing is said beside the title */
  size_t number;      /* of an entry, from 1; 0: none */
  str hint;
  const err *error;
} control;

/* c with its hint and the error at it. */
control control_ready(const drawing *d, control c);
/* One value, whatever its kind. */
void control_draw(drawing *d, control c);
/* Title, hint, error, and what ties a control to them. */
void control_title(drawing *d, const control *c);
void control_told(drawing *d, const control *c);
void control_described(drawing *d, const control *c);
/* A text of the form, marked where it is Vietnamese on another page. */
void form_text(drawing *d, str text, bool vietnamese);
void form_attr(drawing *d, const char *name, const char *prefix, str value);
/* As it stands in a control: dates as dd/mm/yyyy, money in groups. */
str form_typed(arena *a, const json *root, const json *schema, const json *value, lang l);
#endif
