/* access: permission as a column.  The dispatcher asks before any handler runs; handlers never do.
 * What a body names (a paper, a unit) and whoever decides in a transaction with the roles of now
 * ask the same rules.
 *
 * A rule sees who asks and whose the thing is.  Somebody else's dossier, draft or paper is
 * ERR_NOT_FOUND to a citizen and to officers outside its units and field, as one that never was, so
 * that its existence is not told (who has held the step's role there is told when it ended); a
 * wrong role inside the unit is ERR_FORBIDDEN; nobody signed in ERR_UNAUTHENTICATED. */
#ifndef OFFICE_ACCESS_H
#define OFFICE_ACCESS_H
#include "office/dossier.h"
#include "office/officer.h"

typedef enum access_about {
#define THING(name, missing) ABOUT_##name,
#include "office/access.def"
  ABOUT_COUNT
} access_about;

typedef enum access_who {
#define WHO(name, sign_in, about, predicate, meaning) WHO_##name,
#include "office/access.def"
  WHO_COUNT
} access_who;

typedef struct access_party { /* persons: agent acts for holder */
  int64_t holder_id, agent_id;
} access_party;

/* Whose a thing is; rules look at what their thing has.  All zero: it is nobody's, or there is no
 * such thing. */
typedef struct access_thing {
  int64_t id;                 /* of its row */
  int64_t account_id;         /* who uploaded, began, made or proposed it; whose account it is */
  int64_t about_id;           /* account of the officer whom a complaint is about */
  int64_t person_id;          /* whose papers hold it in the store */
  str type;                   /* of what kind it is there */
  bool loose;                 /* a paper that came to no dossier yet */
  const access_party *parties; /* of a mandate; of those that a paper proves */
  size_t nparties;
  const int64_t *units;       /* that handle it; in which the officer has a role today */
  size_t nunits;
  const dossier *dossiers;    /* the dossier; those to which a paper came */
  size_t ndossiers;
  err *(*more)(ctx *c, struct access_thing *t); /* reads the rest when it is needed; or NULL */
  int64_t by_dossier, by_person; /* out: the dossier, the holder of a mandate by which it is open */
} access_thing;
#define DOSSIER_THING(d) (&(access_thing){.dossiers = (d), .ndossiers = 1})

typedef struct access_asking access_asking;
typedef struct access_rule {
  const char *name;
  bool sign_in;
  access_about about;
  err *(*may)(access_asking *q);
  const char *meaning;
} access_rule;
extern const access_rule access_rules[WHO_COUNT];

/* May c->who do it?  t: what it is about, or NULL; action: for STEP_TAKER, else none.  Needs
 * c->db. */
err *access_check(ctx *c, access_who who, access_thing *t, str action);
/* Inside a decide: c->who with the roles of now, then the rule, about nothing. */
err *access_now(ctx *c, access_who who);
/* Is there such an address for a request from this machine (or not) at all? */
bool access_place(const office *o, access_who who, bool this_machine);

/* --- what the rules are made of --- */
/* A citizen whose identity was seen at a counter. */
bool access_seen(const actor *who);
/* Whose identity was seen, and who is that person, or acts for them in everything or in the one
 * procedure (0: none). */
bool access_for(const actor *who, int64_t person_id, int64_t procedure_id);
/* Is the dossier theirs?  Whose identity nobody has seen has what this account itself has filed;
 * else as access_for its holder.  An officer's account has none. */
bool access_own(const actor *who, const dossier *d);
/* Is the actor a leader of the unit, or of one above it? */
bool access_heads(const edition *e, const actor *who, int64_t unit_id);
/* Has the actor a role in the unit, or heads it? */
bool access_works_in(const edition *e, const actor *who, int64_t unit_id);
/* A leader of a province or ministry? */
bool access_high_leader(const edition *e, const actor *who);
/* True when the dossier is within the actor's units, their own, or one about which their unit is
 * asked.  Needs c->db. */
err *access_reads(ctx *c, const dossier *d, bool *yes);
#endif
