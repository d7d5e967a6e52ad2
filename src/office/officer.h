/* officer: the people who work here: their accounts, their roles by unit and field with dates, and
 * the state of their keys.
 *
 * Each change is one transaction with its entry in the journal (office/journal.h).  It names the
 * version of the officer's record that was seen, so that of two who change it at once the second
 * is told (ERR_STALE); -1 takes it as it is (the command line, where c->who is NULL). */
#ifndef OFFICE_OFFICER_H
#define OFFICE_OFFICER_H
#include "office/account.h"

struct access_thing;

typedef struct officer_info {
  int64_t account_id, person_id, version;
  str id, login, name;   /* id: public */
  str mailbox, language; /* mailbox: or none */
  instant created_at, disabled_at;
} officer_info;

typedef struct officer_role { /* one's own, not lent; holds on days from <= day < to */
  int64_t id, unit_id;
  str role, field;       /* field empty: every field */
  int32_t from, to;      /* to 0: without end */
} officer_role;

typedef struct officer_key { /* the key that the officer signs with now */
  bool known, locked, elsewhere; /* elsewhere: on a token or a remote service */
  str subject;
  instant from, until;   /* of its certificate */
  const char *refused;   /* msgid: why it signs nothing today; NULL: it does */
} officer_key;

/* All need c->db.  ERR_NOT_FOUND when there is none, or it is a citizen's account. */
err *officer_get(ctx *c, str id, officer_info *out);
err *officer_by_login(ctx *c, str login, officer_info *out);
/* The newest first, with those that have ended. */
err *officer_roles(ctx *c, int64_t account_id, const officer_role **out, size_t *n);
err *officer_key_of(ctx *c, const officer_info *o, officer_key *out);
bool officer_role_holds(const officer_role *r, int32_t day);
/* The account with the units of its roles today: whose it is (office/access.h). */
struct access_thing officer_thing(const officer_info *o);
/* Is there a procedure of this field? */
bool officer_field_known(const edition *e, str field);

/* The unit of that code if c->who sees it, the first of c->who's for none; else ERR_NOT_FOUND. */
err *officer_unit(ctx *c, str code, int64_t *unit_id);

typedef struct officer_search {
  str words;             /* of name or login, with or without diacritics; none: all */
  int64_t unit_id;       /* who has a role there now or later; 0: any */
  str after;             /* a login: those behind it; none: from the first */
} officer_search;
typedef struct officer_list {
  const officer_info *items;  /* by login */
  size_t n;
  bool more;
} officer_list;
enum { OFFICER_PAGE = 50 };
err *officer_find(ctx *c, const officer_search *s, officer_list *out);

/* --- changes --- */
/* Runs fn in a decide, after o's version was raised; with c->who's roles of now. */
typedef err *(*officer_fn)(ctx *c, const officer_info *o, void *arg);
typedef struct officer_seen {
  str id;                /* public id */
  int64_t version;       /* as seen, or -1 */
  const char *page;      /* address of the page that shows it, without the id: for c->once */
} officer_seen;
err *officer_change(ctx *c, const officer_seen *seen, officer_fn fn, void *arg);
/* The days [from, to) of a form: from is not before today, to (0: none) behind from.  ERR_INVALID
 * at "from" or "last" (the last day, which is what people write). */
err *officer_days(ctx *c, int32_t *from, int32_t last, int32_t *to);

/* The changes of administrators: ERR_FORBIDDEN when c->who is none any more. */

/* How an officer gets a first password, or a new one.  Where the account has a mailbox and letters
 * can be sent, by a code in a letter (registration.h): nobody else knows it.  Else it is made here,
 * told once and kept nowhere, and is to be changed before anything else (access.h). */
typedef struct officer_entry {
  str site;              /* our address for the letter, "https://…"; none: no letter */
  str password;          /* out: told once; none: a letter goes */
} officer_entry;
typedef struct officer_wish {
  str login, name, mailbox; /* mailbox: or none */
} officer_wish;
/* A new account.  ERR_INVALID or ERR_CONFLICT (login or mailbox are taken) with the field. */
err *officer_create(ctx *c, const officer_wish *w, officer_entry *entry, officer_info *out);

typedef struct role_wish {
  str role, field;       /* field none or empty: every field */
  int64_t unit_id;
  int32_t from, last;    /* from 0: today; last 0: without end */
} role_wish;
err *officer_give_role(ctx *c, const officer_seen *seen, const role_wish *w);
/* At once, with the delegations of it. */
err *officer_end_role(ctx *c, const officer_seen *seen, int64_t role_id);
/* Ends all sessions and delegations; nothing that was signed changes. */
err *officer_disable(ctx *c, const officer_seen *seen, bool disabled);
/* Ends all sessions. */
err *officer_new_password(ctx *c, const officer_seen *seen, officer_entry *entry);
/* A key that five wrong PINs have locked takes five tries again.  ERR_CONFLICT: not locked. */
err *officer_unlock(ctx *c, const officer_seen *seen);
#endif
