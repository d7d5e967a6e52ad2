/* step: what somebody states in a step, checked against the row of workflow.def and fixed; and the
 * steps that the server signs.
 *
 * An officer's signed steps are begun and completed by office/signature.h; both ways state and make
 * the signed bytes here. */
#ifndef OFFICE_STEP_H
#define OFFICE_STEP_H
#include "office/event.h"
#include "office/reason.h"

typedef struct step_wish {
  str code, action;
  str note, decision;   /* decision none: grant where the step decides */
  int64_t seen_version;
  given_reason reason;        /* id, and what its list leaves open */
  str until, due;       /* days as 2026-12-01 */
  str unit, officer;    /* code of a unit, public id of an account */
  str receipt, method;  /* of a payment: cash or transfer */
  str ground;           /* of an exemption; none: the one that was claimed */
  opt_i64 amount;       /* đồng */
  bool warned;
  const str *copies;    /* public ids of papers whose scans are signed */
  size_t ncopies;
  str proof, carrier, shipment; /* of handing over */
  opt_i64 rating;       /* 1 to 5 */
  const str *because;   /* codes of rating.def */
  size_t nbecause;
  const json *fields;   /* the form anew, or NULL */
  const attached *papers;
  size_t npapers;
} step_wish;

typedef struct step_at { /* a step of a dossier that may be taken now */
  dossier d;
  const workflow_step *step;
  step_taker as;
  const procedure *p;
  instant at;           /* never before the previous event's */
} step_at;
/* The dossier, the version seen (412), the row, whether it is allowed, the time.  Needs c->db. */
err *step_look(ctx *c, const step_wish *w, step_at *out);
/* What the wish states.  All that is missing or wrong at once: ERR_INVALID, each at its field, also
 * for what the step does not ask for.  Needs c->db. */
err *step_state(ctx *c, const step_at *at, const step_wish *w, stated *out);
typedef struct rating_reason {
  str code;
  bool good;
  const char *words;    /* msgid */
} rating_reason;
extern const rating_reason rating_reasons[];
extern const size_t rating_reason_count;
/* Does the step turn the holder away, so that a reason must be given? */
bool step_needs_reason(const workflow_step *s, str decision);

/* The content with all that the step states; papers and form as filed where the row covers them.
 * The caller adds what it knows besides (draft, result, number) and makes the bytes. */
err *step_content_of(ctx *c, const step_at *at, const stated *said, str salt, step_content *out);
/* What is brought beside the content, as JSON, and back: for steps that wait for a signature. */
err *step_brought(arena *a, const stated *said, str *text);
err *step_restore(ctx *c, const dossier *d, str content, str brought, stated *out);

/* What an event says, as far as it stands there: form, papers and reason by HMAC alone, so
 * these stay none. */
void step_said(ctx *c, const json *content, stated *out);
/* Of the copies that an event signs, those of papers filed that must be digitised: must_scan. */
void step_scans(ctx *c, const procedure *p, const dossier_paper *papers, size_t n, stated *out);
/* The due date of a running dossier under the calendar of now, with its pauses; a date that was
 * given anew stays, or moves to the next working day.  Needs c->db. */
err *step_redue(ctx *c, const dossier *d, instant *due);

/* One whole step that the server signs, inside a decide. */
err *step_by_server(ctx *c, const step_wish *w);
/* One whole step that the server signs (workflow_server_signs), in a transaction of its own. */
err *step_take(ctx *c, const step_wish *w);
/* Would the server sign it for c->who?  Needs no rights: who may not take it is told either way. */
bool step_is_light(const ctx *c, str action);
#endif
