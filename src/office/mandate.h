/* mandate: who acts for whom.
 *
 * An organisation acts through persons, and a person may let another act: in every procedure or in
 * one, from a day until a day, until it is revoked.  While a mandate holds, its agent files for the
 * holder and sees the holder's dossiers that it covers, as if they were the holder.  Only people
 * whose identity was seen (level 2) hold or give one. */
#ifndef OFFICE_MANDATE_H
#define OFFICE_MANDATE_H
#include "office/access.h"
#include "office/identity.h"

enum { MANDATES_MOST = 200 }; /* that one person may hold at a time */

/* Those that hold now, into who: for account.c.  Needs c->db. */
err *mandate_read_held(ctx *c, actor *who);
/* The one of c->who's that covers the procedure, by its public id, or NULL. */
const mandate_held *mandate_of(const actor *who, str public_id, int64_t procedure_id);
/* Does it still hold?  ERR_FORBIDDEN when it has been revoked or has run out.  In a decide. */
err *mandate_holds(ctx *c, int64_t mandate_id);

typedef struct mandate_line {
  str public_id, kind, holder, agent; /* names */
  str number;                         /* of the holder: enterprise code or none */
  str procedure;                      /* code, or none: all */
  int32_t from, last;                 /* last 0: without end */
  str paper, paper_name;              /* the proof: its public id; or none */
  bool holds;                         /* today; else ended, revoked, or not yet begun */
  instant revoked_at;
} mandate_line;

typedef struct mandate_wish {
  str agent;          /* login or mailbox of a level 2 account */
  str number, name;   /* at a counter: whom it is for: a personal ID number (12 digits) or an
                         enterprise code (10 digits, or 10-3), and its name; none: oneself */
  str kind;           /* representative | authorised */
  str procedure;      /* code; none: all */
  int32_t from, last; /* days; 0: from today; without end */
  str paper;          /* public id of the proof, uploaded by c->who; or none */
} mandate_wish;
/* All errors at once.  At a counter (c->who a receptionist) an organisation not known yet is made.
 * The agent is told by mail. */
err *mandate_grant(ctx *c, const mandate_wish *w, mandate_line *made);
/* In a decide of its own.  ERR_NOT_FOUND: no such mandate, or c->who is none of MANDATE_PARTY. */
err *mandate_revoke(ctx *c, str public_id);
/* Whose it is; ERR_NOT_FOUND.  Needs c->db. */
err *mandate_thing(ctx *c, str public_id, access_thing *out);

/* Newest first, at most 200: where the person is the agent, and where the holder.  Need c->db. */
err *mandate_list_agent(ctx *c, int64_t person_id, mandate_line **out, size_t *n);
err *mandate_list_holder(ctx *c, int64_t person_id, mandate_line **out, size_t *n);
/* An organisation by its enterprise code, or a person by the ID number; *id 0: unknown. */
err *mandate_holder_by_number(ctx *c, str number, int64_t *id, str *name);
/* 10 digits, or 10 digits, a hyphen and 3: an enterprise or tax code. */
bool enterprise_code_valid(str s);
#endif
