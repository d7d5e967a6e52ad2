/* shift: a receptionist's key that stays open: unlocked once with the PIN, it signs what the
 * receptionist does at the counter until the session has been idle for setting `shift_minutes`, or
 * ends, or somebody enters five wrong PINs.
 *
 * Kept is the key's passphrase, in a box under a key made from the session's token; of the token
 * the database has the hash alone.  So neither the database nor the server's secret opens it, only
 * who brings the cookie or the bearer token (docs/adr/0005). */
#ifndef OFFICE_SHIFT_H
#define OFFICE_SHIFT_H
#include "office/signature.h"

/* Unlocks c->who's key with the PIN and leaves it open for this session, in place of what was open.
 * ERR_FORBIDDEN at pin for a wrong one, counted as ever; ERR_LOCKED; ERR_CONFLICT for a key that is
 * held elsewhere.  Runs its own transactions. */
err *shift_open(ctx *c, str pin);
/* Ends it; nothing where none is open. */
err *shift_end(ctx *c);
/* The session is in use: noted once a minute. */
err *shift_touch(ctx *c);
/* Inside a decide: deletes what has been idle for a day. */
err *shift_sweep(ctx *c);

/* Is one open, and does it sign what is done in this role?  What appraises, approves and seals
 * always asks for the PIN. */
bool shift_covers(const ctx *c, str role);
/* Does it cover whoever may take the step? */
bool shift_covers_step(const ctx *c, const workflow_step *s);
/* Does it sign this begun step?  Signs with it and completes; ERR_LOCKED, or ERR_INVALID at pin
 * when it has ended. */
bool shift_signs(const ctx *c, const signing *s);
err *signing_with_shift(ctx *c, signing *s);
#endif
