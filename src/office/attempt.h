/* attempt: how often something was tried of late, and when it is enough.
 *
 * A kind of attempt has a most and a window; the first attempt opens the window, and while it lasts
 * no more than the most are taken.  Subjects (a login, a mailbox, a network) are kept as HMAC. */
#ifndef OFFICE_ATTEMPT_H
#define OFFICE_ATTEMPT_H
#include "office/ctx.h"

typedef enum attempt_kind {
  ATTEMPT_PASSWORD,   /* wrong passwords for one login from one network */
  ATTEMPT_ANYWHERE,   /* the same from networks that the account was never used from */
  ATTEMPT_MAILBOX,    /* codes sent to one mailbox */
  ATTEMPT_NETWORK,    /* codes asked for from one network */
  ATTEMPT_TRACK,      /* wrong tracking codes for one number */
  ATTEMPT_TRACK_NETWORK, /* the same from one network, whatever the number */
  ATTEMPT_KINDS
} attempt_kind;

/* *until: when the next attempt is taken, INSTANT_NONE: now.  Needs c->db. */
err *attempt_look(ctx *c, attempt_kind kind, str subject, instant *until);
/* Counts one, in a decide.  *until as above, for this very attempt: when it is not INSTANT_NONE it
 * was one too many. */
err *attempt_add(ctx *c, attempt_kind kind, str subject, instant *until);
/* Takes one back that was right after all, in a decide. */
err *attempt_undo(ctx *c, attempt_kind kind, str subject);
/* As if there had been none, in a decide. */
err *attempt_forget(ctx *c, attempt_kind kind, str subject);
/* Removes what no longer counts, in a decide. */
err *attempt_sweep(ctx *c);

/* The network of an address as far as one subscriber has it: IPv4 whole, IPv6 its first 64 bits;
 * none for an address of this machine, behind which a proxy stands for everybody. */
str attempt_network(arena *a, str address);
#endif
