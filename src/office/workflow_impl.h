/* workflow_impl: what the files of the workflow share. */
#ifndef OFFICE_WORKFLOW_IMPL_H
#define OFFICE_WORKFLOW_IMPL_H
#include "office/workflow.h"

/* The rows beside the dossier that a step writes: pause, duty, request for an opinion, what is to
 * be paid, form and papers brought.  d as it was, next as it is; inside workflow_apply alone. */
err *workflow_rows(ctx *c, const dossier *d, const dossier *next, const step_record *r);
/* What somebody did whose duty it is, for messages (msgid). */
const char *duty_word(step_duty duty);
#endif
