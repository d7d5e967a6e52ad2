/* identity: at a counter an officer sees somebody's card and binds its number to their account.
 *
 * Level 1 becomes level 2: from then on the account is that person's, with what the state knows of
 * them and the dossiers filed for them before.  Where a person with that number is known already,
 * from a counter, the two become one; the dossiers of the account go with it.  Each binding is a
 * row of the append-only table identity_binding, and the person is told by mail. */
#ifndef OFFICE_IDENTITY_H
#define OFFICE_IDENTITY_H
#include "office/account.h"

typedef struct found_account { /* as an officer at a counter sees it */
  int64_t id, person_id, assurance;
  str public_id, login, mailbox, claimed_id, name; /* mailbox, claimed_id: or none */
} found_account;
/* A citizen's account by its login or mailbox; *found false: none.  Needs c->db. */
err *identity_find(ctx *c, str login, found_account *out, bool *found);

/* The unit at whose counter a receptionist is, 0: at none. */
int64_t identity_counter(const actor *who);

typedef struct identity_card {
  str account;                     /* public id */
  str personal_id, full_name, sex; /* sex: male, female */
  int32_t birth_day;
  str nationality, ethnicity, commune, address; /* or none: left as it is */
} identity_card;
/* All errors at once; ERR_CONFLICT: the account is bound already, or the number belongs to another
 * account.  c->who is a receptionist; *login: of the account. */
err *identity_bind(ctx *c, const identity_card *card, str *login);
/* When and by whom a card was seen for the account; INSTANT_NONE: never.  Needs c->db. */
err *identity_seen(ctx *c, int64_t account_id, instant *at, str *by);
#endif
