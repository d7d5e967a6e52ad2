/* officer_keys: officers' signing keys: ordered by an administrator, made by the officer with a PIN
 * that nobody else knows, ended by an administrator.
 *
 * Where this installation issues certificates itself (a demonstration), a key is made here; keys
 * on tokens come with certificates of their own authority.  An ended key signs no more, its
 * certificate is on the list of revocations; what it signed before stays good. */
#ifndef OFFICE_OFFICER_KEYS_H
#define OFFICE_OFFICER_KEYS_H
#include "office/officer.h"

enum { KEY_ORDER_DAYS = 7, KEY_YEARS = 5, PIN_SHORTEST = 6, PIN_LONGEST = 20, KEYS_PAGE = 50 };

/* The officer may make a key within KEY_ORDER_DAYS.  ERR_CONFLICT: no certificates are issued
 * here. */
err *officer_key_order(ctx *c, const officer_seen *seen);
/* At once, as from c->now.  reason: lost | disclosed | left.  ERR_CONFLICT: there is none. */
err *officer_key_end(ctx *c, const officer_seen *seen, str reason);

/* Until when c->who may make a key; INSTANT_NONE: none is ordered.  Needs c->db. */
err *own_key_ordered(ctx *c, instant *until);
/* Makes c->who's key, which takes the place of the one before.  The password is asked for again,
 * and counted like signing in.  ERR_INVALID at `account_password` or `pin`; ERR_CONFLICT: none is
 * ordered. */
err *own_key_make(ctx *c, str password, str pin);

typedef struct key_line {
  int64_t id;
  str officer, login, name, serial; /* officer: public id */
  instant from, until, ended_at;    /* from, until: of the certificate; ended_at or INSTANT_NONE */
  bool locked, elsewhere;
  const char *refused;              /* msgid: why it signs nothing now; NULL: it does */
} key_line;
/* Newest first, at most KEYS_PAGE, those with smaller ids than before (0: from the newest); of one
 * officer (0: of all).  Needs c->db. */
typedef struct key_wish {
  int64_t before, account_id;
} key_wish;
err *officer_keys(ctx *c, const key_wish *w, key_line **out, size_t *n, bool *more);
#endif
