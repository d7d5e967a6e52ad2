/* step: what a step of workflow.def takes from a request. */
#ifndef WEB_STEP_H
#define WEB_STEP_H
#include "office/step.h"
#include "web/web.h"

/* Of all that a step may bring (`body step`) what this row asks for; in a. */
const body_type *step_body(arena *a, const workflow_step *s);
/* Does a body bring files with it? */
bool body_takes_files(const body_type *t);
/* Does a form bring the procedure's form anew? */
bool step_brings_fields(const form *f);
/* The wish that the request makes; files of a form are stored first.  Outside of transactions. */
err *step_wish_of(rq *r, step_wish *w);
#endif
