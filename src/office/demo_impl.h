/* demo_impl: the people and authorities of the demonstration, and what its files share. */
#ifndef OFFICE_DEMO_IMPL_H
#define OFFICE_DEMO_IMPL_H
#include "kit/cms.h"
#include "office/ctx.h"
#include "office/demo.h"
#include "office/demo.sql.h"

extern const char *const demo_seals[]; /* codes of the units that have a seal of their own */
extern const size_t demo_seal_count;

typedef struct demo_person {
  const char *login, *kind, *name, *sex;
  const char *personal_id; /* NULL and no role: nobody has seen a card, level 1 */
  const char *phone, *commune, *address;
  int32_t birth_day;
  const char *role, *unit; /* NULL: a citizen */
} demo_person;
extern const demo_person demo_people[];
extern const size_t demo_person_count;

typedef struct demo_company {
  const char *code, *name, *representative; /* enterprise code; login */
} demo_company;
extern const demo_company demo_companies[];
extern const size_t demo_company_count;

/* What demo_fill makes before its transaction: the random, the slow, the signed. */
typedef struct made_key {
  int64_t id;
  str certificate, secret, salt;
} made_key;
/* A key of one's own: certificate by `by` for the holder, PKCS#12 under the PIN. */
err *demo_officer_key(ctx *c, const issuer *by, const issue *what, str pin, made_key *out);
/* A certificate is revoked as from now: the new list is made in an own snapshot (none where this
 * installation issues no certificates), then published inside the decide that ends the key;
 * ERR_RETRY when another was published meanwhile.  office_renew follows. */
typedef struct revocation {
  issuer ca;
  str before, after, crl; /* serials until now and from now on; the list */
} revocation;
err *demo_revocation(ctx *c, str certificate, revocation *r);
err *demo_publish(ctx *c, const revocation *r);
/* A root, an issuing CA or a revocation list.  Inside a decide. */
err *demo_trust(ctx *c, str kind, str der);
/* The demonstration's issuing CA, its private key unboxed.  Needs c->db. */
err *demo_issuer(ctx *c, issuer *out);
/* The form of the i-th birth, as fields of 1.001193. */
const json *demo_birth(arena *a, int64_t i, instant now);
#endif
