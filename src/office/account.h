/* account: sign-in, sessions, identity. */
#ifndef OFFICE_ACCOUNT_H
#define OFFICE_ACCOUNT_H
#include "office/ctx.h"

enum { SESSION_HOURS = 12, SIGN_IN_TRIES = 5, SIGN_IN_LOCK_MINUTES = 15 };

typedef struct session {
  str token;          /* 256 bits, base64url; shown once, stored as SHA-256 */
  str via;            /* cookie | token */
  instant expires_at;
} session;

/* Checks the password outside any transaction, counts failures in a short one, and opens a session.
 * One answer and one time for unknown account and wrong password (ERR_UNAUTHENTICATED);
 * ERR_TOO_MANY with Retry-After when locked. */
err *account_sign_in(ctx *c, str login, str password, str via, session *out);
/* For the demonstration's one-click page alone: ERR_NOT_FOUND outside a demonstration. */
err *account_sign_in_demo(ctx *c, str login, session *out);
/* Who a token belongs to; *out NULL when unknown, expired or ended.  Needs c->db. */
err *account_by_token(ctx *c, str token, str via, const actor **out);
/* The same person with the roles of now, inside a decide; ERR_UNAUTHENTICATED when disabled
 * since. */
err *account_again(ctx *c, const actor **who);
/* The day on which the last such role for the unit ended of c->who, own or lent by delegation, 0
 * where there was none.  Needs c->db. */
err *account_lapsed(ctx *c, str role, int64_t unit_id, int32_t *day);
/* Ends the session, in a decide of its own; an unknown token changes nothing. */
err *account_sign_out(ctx *c, str token);

/* What the state knows of a person, for prefilling and for papers. */
typedef struct person {
  int64_t id;
  str kind, full_name, sex, personal_id, ethnicity, nationality, phone, email, commune, address;
  int32_t birth_day; /* yyyymmdd, 0: not known */
} person;
/* ERR_NOT_FOUND: no such person.  Needs c->db. */
err *person_get(ctx *c, int64_t person_id, person *out);

typedef struct demo_account {
  str login, name, what; /* what: one line for the page, msgid */
} demo_account;
/* The accounts of the demonstration in the order of the story. */
extern const demo_account demo_accounts[];
extern const size_t demo_account_count;
#endif
