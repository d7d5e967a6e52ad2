/* counter: the person who stands before a receptionist: found by card, phone or account, or
 * registered on the spot without one; and the note of who looked.
 *
 * A person is known by the personal ID number (person.personal_id is unique), so whoever is found
 * later by the same number is the same person.  Each look at somebody is a row of the append-only
 * table person_note. */
#ifndef OFFICE_COUNTER_H
#define OFFICE_COUNTER_H
#include "office/dossier.h"

enum { COUNTER_FOUND_MOST = 20, COUNTER_DOSSIERS = 50 };

typedef struct counter_hit {
  int64_t id;
  str public_id, full_name, personal_id; /* personal_id: or none */
  int32_t birth_day;                     /* 0: not known */
} counter_hit;
/* By personal ID number (12 digits), phone number, or login or mailbox of an account: what it is is
 * told by its shape; blanks, dots and hyphens in a number do not count.  Each hit is noted under
 * `route` in the same transaction, of its own.  *n 0: nobody.  ERR_INVALID at "q" for nothing. */
err *counter_find(ctx *c, str asked, const char *route, const counter_hit **out, size_t *n);

typedef struct counter_newcomer { /* what the card says, and how to reach them */
  str full_name, personal_id, sex, nationality; /* sex: male, female */
  int32_t birth_day;
  str phone, commune, address; /* or none; commune: official code of a unit */
} counter_newcomer;
/* Somebody who is there, without an account.  Who is known by that number under the same name is
 * that person: what was unknown of them is filled in, phone and address are brought up to date.
 * All errors at once: ERR_INVALID at its field.  In a transaction of its own, noted. */
err *counter_register(ctx *c, const counter_newcomer *w, str *public_id);

/* Files what is prepared for this counter and receives it at once, signed with the key that the PIN
 * opens (counter_file.c).  An error: nothing was filed; *later: it was, and this went wrong then.
 * Outside of transactions. */
typedef struct counter_wish {
  str pin;
  bool compared; /* the scans with the papers: each is signed as a digitised copy before */
} counter_wish;
err *counter_file(ctx *c, const prepared_filing *p, const counter_wish *w, dossier *made,
                  err **later);

typedef struct counter_result_wish { /* a result on paper, from before or from elsewhere */
  str person;                   /* public id */
  str type, issuer, number;     /* code of its kind (catalogue/paper-types.csv); issuer, number: as
                                   it says, or none */
  int32_t issued;               /* day; 0: it does not say */
  const attached *papers;       /* one, for the component "result", uploaded by c->who */
  size_t npapers;
  str pin;
} counter_result_wish;
/* Signs its scan as a digitised copy ("motcua/copy/1", docs/adr/0005) and puts it in the person's
 * store (counter_result.c).  All errors at once; ERR_CONFLICT: it is there already.  Outside of
 * transactions. */
err *counter_result(ctx *c, const counter_result_wish *w);

/* ERR_NOT_FOUND.  Need c->db. */
err *counter_person(ctx *c, str public_id, person *out);
/* The login of the person's account and its level; none, 0: they have none. */
err *counter_account_of(ctx *c, int64_t person_id, str *login, int64_t *level);
/* The address of a person, none where no counter has found them yet. */
err *counter_address_for(ctx *c, int64_t person_id, str *public_id);
/* The codes of the person's dossiers that c->who may read, newest first, of the newest
 * COUNTER_DOSSIERS. */
err *counter_dossiers_of(ctx *c, int64_t person_id, const dossier **out, size_t *n);
/* The person as who acts: with the mandates that they hold now; at level 2 where the number of a
 * card that was seen is known, which opens their store (office/store.h). */
err *counter_as_actor(ctx *c, int64_t person_id, actor *out);
#endif
