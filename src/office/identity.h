/* identity: at a counter an officer sees somebody's card and binds its number to their account.
 *
 * Level 1 becomes level 2: from then on the account is that person's, with what the state knows of
 * them and the dossiers filed for them before.  Where a person with that number is known already,
 * from a counter, the two become one; the dossiers of the account go with it.  Each binding is a
 * row of the append-only table identity_binding, and the person is told by mail.  A name that is
 * wrong here is corrected with the card at hand; a number that is bound to the wrong account is
 * taken away from it by an administrator (identity_unbind.c).  Both are in the journal. */
#ifndef OFFICE_IDENTITY_H
#define OFFICE_IDENTITY_H
#include "office/account.h"

typedef struct found_account { /* as an officer at a counter sees it */
  int64_t id, person_id, assurance;
  str public_id, login, mailbox, claimed_id, name; /* mailbox, claimed_id: or none */
} found_account;
/* A citizen's account by its login or mailbox; *found false: none.  Needs c->db. */
err *identity_find(ctx *c, str login, found_account *out, bool *found);
/* The login of a citizen's account by its public id, none: there is no such.  Needs c->db. */
err *identity_login(ctx *c, str public_id, str *login);

/* The unit at whose counter a receptionist is, 0: at none. */
int64_t identity_counter(const actor *who);

typedef struct identity_card {
  str account;                     /* public id */
  str personal_id, full_name, sex; /* sex: male, female */
  int32_t birth_day;
  str nationality, ethnicity, commune, address; /* or none: left as it is */
  str correct; /* why what is known here is not what the card says: misspelt | changed; or none */
} identity_card;
/* All errors at once; ERR_CONFLICT: the account is bound already, or the number belongs to another
 * account.  With `correct` what is known under the number is made what the card says, of an account
 * that is bound to it or is to be.  c->who is a receptionist; *login: of the account. */
err *identity_bind(ctx *c, const identity_card *card, str *login);
/* When and by whom a card was seen for the account; INSTANT_NONE: never.  Needs c->db. */
err *identity_seen(ctx *c, int64_t account_id, instant *at, str *by);

typedef struct unbinding {
  str account;        /* public id */
  str reason;         /* wrong_account | wrong_number | asked */
  str basis;          /* number of the document that says so */
} unbinding;
/* Takes the number away: the account is at level 1 with a fresh person, keeps what was entered from
 * it, loses its mandates, its sessions and the drafts begun since; the person of the number stays
 * with what was filed for them elsewhere.  ERR_CONFLICT: no number is bound.  c->who administers;
 * *login: of the account. */
err *identity_unbind(ctx *c, const unbinding *w, str *login);

/* The newest looks at a person's account or mandates, newest first. */
typedef struct person_look {
  instant at;
  str by, unit, route; /* name; of a unit of theirs now, or none; of the page */
} person_look;
enum { PERSON_LOOKS = 20 };
err *identity_looks(ctx *c, int64_t person_id, person_look **out, size_t *n);
#endif
