/* delegation: an officer lends a role in a unit to another officer of it, for some days and by a
 * document; leave, and who acts meanwhile.
 *
 * A role that is lent stays its owner's: the other acts, and signs that it is on the owner's behalf
 * (docs/adr/0001, `behalf`).  Decree 30/2020, art. 13: in writing, for a limited time, and not
 * lent on; so only roles of one's own can be lent, for at most setting `delegation_days`.  It ends
 * on its day, when revoked, and with the owner's role or account.  Who may change it: the owner,
 * who heads the unit, an administrator.  All changes run in officer_change. */
#ifndef OFFICE_DELEGATION_H
#define OFFICE_DELEGATION_H
#include "office/officer.h"

enum { DELEGATION_LIST = 100 };

typedef struct delegation {
  int64_t id, unit_id;
  str role, field;                    /* field empty: every field */
  str other, other_login, other_name; /* who acts, or whose role it is */
  str basis;                          /* number of the document */
  int32_t from, to;                   /* [from, to) */
  instant made_at, ended_at;          /* ended_at: revoked, or INSTANT_NONE */
  bool leave;                         /* made by a leave */
} delegation;
/* Those that the officer has given, or received; newest first, DELEGATION_LIST at most.  Needs
 * c->db. */
err *delegation_given(ctx *c, int64_t account_id, const delegation **out, size_t *n);
err *delegation_received(ctx *c, int64_t account_id, const delegation **out, size_t *n);
bool delegation_holds(const delegation *d, int32_t day);

typedef struct delegation_wish {
  int64_t role_id;       /* of officer_roles */
  str delegate;          /* login */
  str field;             /* none: as far as the role goes */
  str basis;
  int32_t from, last;    /* from 0: today; last is needed */
} delegation_wish;
/* ERR_INVALID, ERR_CONFLICT with the field; ERR_FORBIDDEN for somebody who may not. */
err *delegation_make(ctx *c, const officer_seen *seen, const delegation_wish *w);
err *delegation_end(ctx *c, const officer_seen *seen, int64_t id);
/* Of a role, or of all roles (0) of the account; inside a decide. */
err *delegation_end_all(ctx *c, int64_t account_id, int64_t role_id);

typedef struct leave {
  int64_t id;
  int32_t from, to;
  str basis, substitute, substitute_name; /* substitute: public id, or none */
  instant ended_at;
} leave;
err *leave_list(ctx *c, int64_t account_id, const leave **out, size_t *n);
typedef struct leave_wish {
  str substitute;        /* login, or none: nobody */
  str basis;
  int32_t from, last;
} leave_wish;
/* With a substitute: lends each of the officer's roles in the units where the substitute works. */
err *leave_make(ctx *c, const officer_seen *seen, const leave_wish *w);
/* Ends the leave, and what was lent by it. */
err *leave_end(ctx *c, const officer_seen *seen, int64_t id);

typedef struct away { /* somebody who is on leave today */
  str name, substitute;  /* substitute: name, or none */
  int64_t account_id;
  int32_t to;
} away;
/* The officers of the unit on leave today.  Needs c->db. */
err *leave_away(ctx *c, int64_t unit_id, const away **out, size_t *n);
#endif
