/* question: what holders have asked about their dossiers and nobody has answered yet.
 *
 * Asking and answering are steps (workflow.def: ask, answer); the text is their event's note. */
#ifndef OFFICE_QUESTION_H
#define OFFICE_QUESTION_H
#include "office/ctx.h"

typedef struct question_line {
  str code, procedure; /* of the dossier; the procedure's name */
  instant asked_at;
} question_line;
/* Those that c->who may answer, the longest waiting first, at most `most`.  Needs c->db. */
err *question_waiting(ctx *c, size_t most, question_line **out, size_t *n);
#endif
