/* signature: a step is begun, signed and completed (docs/adr/0001, "Begin and complete"). */
#ifndef OFFICE_SIGNATURE_H
#define OFFICE_SIGNATURE_H
#include "office/access.h"
#include "office/step.h"

enum { SIGNING_MINUTES = 10, PIN_TRIES = 5 };

typedef struct signing signing; /* a begun step */

/* Whose a certificate is, as its subject's serialNumber says: "account:ID" with '.' for each '_',
 * which a PrintableString (X.520 6.2.9) cannot hold; "unit:CODE". */
str holder_account(arena *a, str public_id);
str holder_unit(arena *a, str code);

/* Fixes the bytes: checks workflow_allowed and what is stated, the key and its certificate
 * (expired, revoked, of somebody else, locked: each refused with its reason), the draft
 * (ERR_CONFLICT with Retry-After while it is being drawn), reserves a number for a seal.  Runs its
 * own transactions. */
err *signing_begin(ctx *c, const step_wish *w, signing **out);
/* Keeps a begun step for a later signature; gives its public id. */
err *signing_keep(ctx *c, signing *s, str *id);
/* Signs with keys held here, unlocked by the PIN (a wrong one is counted in its own transaction;
 * the fifth locks the key), then completes. */
err *signing_with_pin(ctx *c, signing *s, str pin);
/* A kept one by its public id, of whoever began it (else ERR_NOT_FOUND); ERR_GONE when it lapsed,
 * ERR_CONFLICT when it was completed. */
err *signing_find(ctx *c, str id, signing **out);
access_thing signing_thing(const signing *s);
/* Completes with signatures made elsewhere, in the order of signing_digests. */
err *signing_complete(ctx *c, signing *s, const str *signatures, size_t n);

typedef struct signing_digest {
  str what;        /* step | pdf */
  str certificate; /* DER */
  str digest, attributes, content;
} signing_digest;
void signing_digests(arena *a, const signing *s, const signing_digest **out, size_t *n);
str signing_dossier(const signing *s);
str signing_action(const signing *s);
instant signing_expires(const signing *s);
#endif
