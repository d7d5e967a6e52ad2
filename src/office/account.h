/* account: sign-in, sessions, identity. */
#ifndef OFFICE_ACCOUNT_H
#define OFFICE_ACCOUNT_H
#include "office/ctx.h"

enum { SESSION_HOURS = 12, SIGN_IN_TRIES = 5, SIGN_IN_LOCK_MINUTES = 15,
       LONGEST_PASSWORD = 800, /* bytes */ SHORTEST_PASSWORD = 8 /* characters */ };

typedef struct session {
  str token;          /* 256 bits, base64url; shown once, stored as SHA-256 */
  str via;            /* cookie | token */
  instant expires_at;
} session;

/* Checks the password outside any transaction, counts failures in a short one, and opens a session.
 * One answer and one time for unknown account and wrong password (ERR_UNAUTHENTICATED);
 * ERR_TOO_MANY with Retry-After after SIGN_IN_TRIES from one network, or many from networks where
 * the account was never used (office/attempt.h). */
err *account_sign_in(ctx *c, str login, str password, str via, session *out);
/* For the demonstration's one-click page alone: ERR_NOT_FOUND outside a demonstration. */
err *account_sign_in_demo(ctx *c, str login, session *out);
/* Who a token belongs to; *out NULL when unknown, expired or ended.  Needs c->db. */
err *account_by_token(ctx *c, str token, str via, const actor **out);
/* The person behind an account, for what is done without them; *out NULL when there is none, or it
 * is disabled.  Needs c->db. */
err *account_actor(ctx *c, int64_t account_id, const actor **out);
/* The same person with the roles of now, inside a decide; ERR_UNAUTHENTICATED when disabled
 * since. */
err *account_again(ctx *c, const actor **who);
/* The day on which the last such role for the unit ended of c->who, own or lent by delegation, 0
 * where there was none.  Needs c->db. */
err *account_lapsed(ctx *c, str role, int64_t unit_id, int32_t *day);
/* Ends the session, in a decide of its own; an unknown token changes nothing. */
err *account_sign_out(ctx *c, str token);

/* --- for the modules that open and check accounts --- */
/* A login as it is kept: an address in lower case. */
str account_login_key(arena *a, str login);
/* A token that is no session yet, and the hash that account_open_session stores in a decide. */
session account_new_session(const ctx *c, str via, str *hash);
err *account_open_session(ctx *c, int64_t account_id, str via, str hash);
/* Is this c->who's password?  Counts as a sign-in: ERR_INVALID at `old`, ERR_TOO_MANY. */
err *account_password_right(ctx *c, str password);
/* What a session is called where its owner sees it: says nothing about its token. */
str account_session_id(arena *a, str hash);

/* --- one's own account: account_own.c --- */
typedef struct own_session {
  str id, via, network, agent;
  instant created_at, used_at; /* used_at: to the hour */
  bool current;
} own_session;
typedef struct own_account {
  str mailbox, claimed_id;         /* or none */
  bool mails;                      /* notices come by mail, too */
  str language;                    /* of mails: the one in which the pages were last read */
  instant bound_at;                /* when a card was seen, or INSTANT_NONE */
  str bound_by;                    /* name of the officer, or none */
  int64_t bound_unit;              /* or 0 */
  const own_session *sessions;     /* open ones, newest first, a hundred at most */
  size_t nsessions;
} own_account;
/* Needs c->db and c->who. */
err *account_own(ctx *c, own_account *out);
/* Notes that the session is used, at most once an hour; in a decide of its own. */
err *account_touch(ctx *c);
/* Ends one of c->who's sessions by its id, or all (id none); ERR_NOT_FOUND. */
err *account_end_session(ctx *c, str id);
/* ERR_INVALID at field: too short (NIST SP 800-63B 5.1.1.2), too long, or one that everybody
 * guesses; login and name are what it must not be. */
err *account_password_fit(arena *a, str password, str login, str field);
/* Whether notices come by mail, too; the language of mails.  Each in a decide of its own. */
err *account_want_mails(ctx *c, bool mails);
err *account_speak(ctx *c, lang language);
/* With the old password, counted like signing in; ends all other sessions. */
err *account_change_password(ctx *c, str old, str password);

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
