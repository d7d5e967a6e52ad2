/* store: the person's papers that the state has already: results of procedures, papers digitised at
 * a counter, papers of earlier dossiers.
 *
 * A paper goes in when the event that signs its hash comes: a result when it is handed over, papers
 * when the dossier is received (catalogue/paper-types.csv says which kinds are asked for again).
 * It is offered by its kind to the person and to those who act for them, while it holds: not after
 * its last day, nor once it is revoked or replaced.  What is taken becomes a paper of the account
 * with the same file, so that drafts and filings know papers alone; whether it still holds is asked
 * once more when the dossier is filed, in the same transaction. */
#ifndef OFFICE_STORE_H
#define OFFICE_STORE_H
#include "office/dossier.h"
#include "office/paper.h"
#include "office/paper_type.h"

typedef struct stored_paper {
  int64_t id, person_id, dossier_id, seq, ordinal; /* dossier, event and paper it came by; ordinal
                                                      0: the dossier's result */
  int64_t copy_id;            /* signed as a digitised copy by this, beside any dossier; then
                                 dossier_id and seq are 0 and code is none */
  str public_id;
  str type, title;            /* code of its kind; as it is shown */
  str origin;                 /* result, digitised, received */
  str issuer, number;         /* name of the authority; or none */
  int32_t issued_day, last_day; /* 0: not known; without end */
  str blob, sha256, media_type, name; /* sha256 raw */
  int64_t size;
  instant stored_at, ended_at; /* ended_at INSTANT_NONE: it has not ended */
  str ended_by;               /* revoked, replaced */
  str code;                   /* of the dossier; when read */
} stored_paper;

/* Puts a paper in, inside the decide of the event that signs its hash; of the same person, kind and
 * bytes it is there once.  id, public_id, stored_at and ended_* are the store's own; last_day 0
 * with an issued_day takes what the list of kinds says. */
err *store_put(ctx *c, const stored_paper *p);
/* The papers of a dossier whose kinds are asked for again: digitised by whoever received it on
 * paper, else as they were sent; those taken from the store are there already.  In a decide. */
err *store_received(ctx *c, const dossier *d, int64_t seq);
/* The scan of a dossier's paper was signed after it came here.  In a decide. */
err *store_digitised(ctx *c, int64_t dossier_id, int64_t ordinal);
/* The result that is handed over, when it grants; it replaces an earlier one of the dossier. */
err *store_result(ctx *c, const dossier *d, int64_t seq);
/* The dossier's result holds no more.  In a decide. */
err *store_revoke(ctx *c, const dossier *d);

enum { OFFERS_MOST = 200 };
/* What holds of a person's papers today, newest first, OFFERS_MOST at most.  Needs c->db; the
 * caller has asked access_for. */
err *store_held(ctx *c, int64_t person_id, const stored_paper **out, size_t *n);
/* Does some document of the procedure ask for this kind? */
bool store_asked_for(ctx *c, int64_t procedure_id, str type);
/* Is it of a kind that the document asks for? */
bool store_fits(const stored_paper *p, const paper_type *const *types, size_t n);
/* All of a person's, newest first, LIST_PAGE at most; after: the last public id seen, or none.
 * Needs c->db. */
typedef struct stored_page {
  const stored_paper *items;
  size_t n;
  bool more;
} stored_page;
err *store_list(ctx *c, int64_t person_id, str after, stored_page *out);
access_thing store_thing(const stored_paper *p);
/* ERR_NOT_FOUND: no such paper, or none that `as` may see: c->who, or at a counter the person who
 * is there (counter_as_actor).  Needs c->db. */
err *store_get(ctx *c, const actor *as, str public_id, stored_paper *out);
/* Makes it a paper of c->who's account (office/paper.h), in a transaction of its own.
 * ERR_NOT_FOUND; ERR_INVALID when it holds no more. */
err *store_take(ctx *c, const actor *as, str public_id, paper *out);
/* The public id in the store of a taken paper.  Needs c->db. */
err *store_name(ctx *c, int64_t stored_id, str *public_id);
/* Does a taken paper still hold, and is it the holder's?  NULL, or ERR_INVALID without a field.
 * Needs c->db. */
err *store_still(ctx *c, int64_t stored_id, int64_t holder_id);
#endif
