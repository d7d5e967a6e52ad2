/* ctx: what every function of the office is given: memory, time, who asks, and what is known.
 *
 * One per request, job or story step; nothing in it outlives the request. */
#ifndef OFFICE_CTX_H
#define OFFICE_CTX_H
#include "kit/lang.h"
#include "office/office.h"

typedef struct role_held {
  str role;         /* receptionist, appraiser, approver, sealer, returner, leader, admin */
  int64_t unit_id;
  str field;        /* of procedures; empty: every field */
  str behalf;       /* public id of the officer whose role it is, by delegation; none: one's own */
  str behalf_name;
} role_held;

typedef struct mandate_held { /* the person acts for another, or for an organisation */
  int64_t id, holder_id;
  int64_t procedure_id;  /* 0: in every procedure */
  str public_id, holder; /* holder: the name */
} mandate_held;

typedef struct actor { /* a signed-in account with what it may be asked about */
  int64_t account_id, person_id;
  str public_id, login, name;
  bool officer;
  int64_t assurance;     /* 2: identity seen at a counter */
  const role_held *roles; /* valid now: one's own, then those of others by delegation */
  size_t nroles;
  const mandate_held *mandates; /* valid now; none at level 1 */
  size_t nmandates;
  str token;             /* the session's secret as it was brought, kept nowhere; or none */
  instant shift_until;   /* signing is left open until then (office/shift.h), or none */
  str session;           /* the session's hash, or none; account_session_id is its name */
  bool given_password;   /* it was an administrator's to know: to be changed before anything else */
  instant used_at;       /* when the session was last used, to the hour */
} actor;

/* A request that may come twice (Idempotency-Key, IETF draft): scope is account, route and key.
 * The decide that succeeds sets location and version; ctx_write stores the row in the same
 * transaction. */
typedef struct once {
  str route, key, fingerprint; /* fingerprint: keyed HMAC of the body without the PIN, raw */
  int status;                  /* of the reply that is being made */
  str location;                /* set by the decide: "/dossiers/CODE" */
  int64_t version;
} once;

typedef struct ctx ctx;
struct ctx {
  arena *a;
  office *office;
  const edition *edition;
  db_conn *db;        /* inside a snapshot or a decide; NULL in prepare */
  instant now;
  const actor *who;   /* NULL: nobody is signed in */
  str network, agent; /* where a request comes from (office/attempt.h), by which browser; or none */
  lang language;      /* in which whoever asks reads */
  once *once;         /* NULL: the request carries no key */
  str ruling;         /* number of the decision that a job carries out (office/ruling.h), or none */
  err *(*beside)(ctx *c, void *arg); /* NULL, or what each decide writes besides */
  void *beside_arg;
};

/* Does the actor hold the role for the unit (0: for any), in whatever field? */
bool actor_has(const actor *who, str role, int64_t unit_id);
/* As what the actor may do the role's work for the unit (0: for any) in a field: by a role of one's
 * own if there is one, else on behalf of another.  NULL: not at all. */
const role_held *actor_role(const actor *who, str role, int64_t unit_id, str field);
/* Is the field one of the role's? */
bool role_covers(const role_held *r, str field);

/* Runs fn in a read snapshot with c->db set, or in a decide of the train (lane: a unit's id). */
typedef err *(*ctx_fn)(ctx *c, void *arg);
err *ctx_read(ctx *c, ctx_fn fn, void *arg);
err *ctx_write(ctx *c, int64_t lane, ctx_fn fn, void *arg);
/* What an earlier request under the same key got: found with o->status, location and version set;
 * ERR_INVALID when it had another body.  Needs c->db. */
err *once_look(ctx *c, once *o, bool *found);
/* Deletes rows older than 7 days; inside a decide. */
err *once_sweep(ctx *c);
#endif
