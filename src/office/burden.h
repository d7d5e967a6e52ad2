/* burden: what forms ask for that the state knows already: for each field and paper how often it
 * was asked, was known, was changed though it had been filled in, was reused.
 *
 * A filing writes one row of its own, so that filings never wait for each other; a job adds these
 * up by day.  A reading sums both, so a figure is exact at once.  Rows hold names of fields and
 * papers, never what was stated. */
#ifndef OFFICE_BURDEN_H
#define OFFICE_BURDEN_H
#include "office/dossier.h"

/* One thing that was asked: "fields.child.full_name", "papers.identity_paper", or "" for the filing
 * as a whole (reused: at least one paper was). */
typedef struct burden_line {
  str name;
  int64_t asked, known, edited, reused;
} burden_line;

typedef struct burden_filing {
  const procedure *procedure;
  const json *fields;
  const dossier_paper *papers;
  size_t npapers;
  int64_t holder_id;      /* 0: not known yet */
  const person *there;    /* at a counter, who is there; NULL: c->who is asked */
  const actor *as;      /* whose store was open: who files, or the person at the counter */
} burden_filing;
/* What this filing of c->who was asked, as one text to be kept.  A field is asked where its
 * condition holds; a list is one field.  A paper is asked where it is needed or was given; it is
 * known when the store holds one, and edited when another was sent.  Needs c->db. */
err *burden_told(ctx *c, const burden_filing *f, str *told);
/* Keeps it, in the decide of the filing. */
err *burden_write(ctx *c, int64_t procedure_id, str told);
/* Adds up what waits, some hundreds of rows; in a decide.  Sets *more while some are left. */
err *burden_fold(ctx *c, bool *more);
/* Of a procedure since a day, by name.  Needs c->db. */
err *burden_of(ctx *c, int64_t procedure_id, int32_t since, const burden_line **out, size_t *n);
#endif
