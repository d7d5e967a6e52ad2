/* access: permission as a column.  The dispatcher asks before any handler runs; handlers never do.
 *
 * Somebody else's dossier is ERR_NOT_FOUND to a citizen and to officers outside its units and
 * field, so that its existence is not told (who has held the step's role there is told when it
 * ended); a wrong role inside the unit is ERR_FORBIDDEN; nobody signed in ERR_UNAUTHENTICATED. */
#ifndef OFFICE_ACCESS_H
#define OFFICE_ACCESS_H
#include "office/dossier.h"
#include "office/officer.h"

typedef enum access_who {
#define WHO(name, sign_in, dossier, meaning) WHO_##name,
#include "office/access.def"
#undef WHO
  WHO_COUNT
} access_who;

typedef struct access_rule {
  const char *name;
  bool sign_in, dossier;
  const char *meaning;
} access_rule;
extern const access_rule access_rules[WHO_COUNT];

/* May c->who act on d (NULL where the rule needs none)?  action: for STEP_TAKER, else
 * none.  Needs c->db. */
err *access_check(ctx *c, access_who who, const dossier *d, str action);
/* Is it the actor's own account, or is the actor an administrator? */
bool access_officer(const actor *who, const officer_info *o);
/* Reads the officer of a page that is OFFICER_OR_HEAD; ERR_NOT_FOUND to whoever is neither, nor an
 * administrator.  Needs c->db. */
err *access_officer_page(ctx *c, str id, officer_info *out);
/* Does the actor head the unit: is a leader of it, or of one above it? */
bool access_heads(const edition *e, const actor *who, int64_t unit_id);
/* True when the dossier is within the actor's units, its own, or one about which its unit is asked.
 * Needs c->db. */
err *access_reads(ctx *c, const dossier *d, bool *yes);
#endif
