/* form_draft: what somebody has begun to fill in, to go on later on any device.
 *
 * One for each account and procedure (and at a counter for each person who is there), with the
 * papers chosen so far; its version guards against two tabs.
 * It remembers the procedure's version for which it was filled in.  Not the drawn paper that an
 * approver signs, which is a draft in office/result.h. */
#ifndef OFFICE_FORM_DRAFT_H
#define OFFICE_FORM_DRAFT_H
#include "office/access.h"

enum { FORM_DRAFT_DAYS = 90, FORM_DRAFT_MOST = 256 << 10 /* bytes of its fields */ };

typedef struct form_draft {
  int64_t id, account_id, procedure_id, version_id, version;
  int64_t person_id;              /* for whom at a counter; 0: nobody who is known */
  str person_name;                /* or none */
  str public_id, channel, fields; /* fields: JSON text of an object */
  str mandate;                    /* under which it will be filed; empty: for oneself */
  instant updated_at;
  const attached *papers;         /* paper: public id */
  size_t npapers;
} form_draft;

/* Any; ERR_NOT_FOUND.  Needs c->db. */
err *form_draft_get(ctx *c, str public_id, form_draft *out);
access_thing form_draft_thing(const form_draft *d);
/* That of c->who for a procedure and, at a counter, for the person (0: nobody who is known); found
 * false: none.  Needs c->db. */
err *form_draft_for(ctx *c, int64_t procedure_id, int64_t person_id, form_draft *out, bool *found);
/* Those of c->who for a person, newest first, LIST_PAGE at most, without papers.  Needs c->db. */
err *form_draft_list_for(ctx *c, int64_t person_id, const form_draft **out, size_t *n);
/* Those of c->who, newest first, LIST_PAGE at most; after: the public id of the last one seen, or
 * none.  Papers are left out.  Needs c->db. */
err *form_draft_list(ctx *c, str after, const form_draft **out, size_t *n, bool *more);

typedef struct form_draft_wish {
  filing filing;        /* procedure, channel, mandate, fields, papers; others' papers are left
                           out */
  str public_id;        /* none: a new one */
  int64_t seen_version; /* of it; -1: whatever it is */
} form_draft_wish;
/* Keeps it, in a transaction of its own.  ERR_STALE: it was saved elsewhere meanwhile, or there is
 * one for this procedure already; ERR_GONE: it was sent or thrown away meanwhile; ERR_INVALID: no
 * such procedure, or one that is not filed here; ERR_TOO_LARGE. */
err *form_draft_save(ctx *c, const form_draft_wish *w, form_draft *out);
/* Throws it away, in a transaction of its own. */
err *form_draft_drop(ctx *c, const form_draft *d);
/* Inside a decide: the draft that a filing came from goes; of another version than was seen it
 * stays, since something else was typed there. */
err *form_draft_sent(ctx *c, str public_id, int64_t seen_version);
/* Those not touched for 90 days; inside a decide. */
err *form_draft_sweep(ctx *c);
#endif
