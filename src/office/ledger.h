/* ledger: the public, append-only record that each event happened, and in which order (C2SP
 * tlog-tiles, tlog-checkpoint; RFC 9162).  An entry is an event's leaf (office/event.h): 32 bytes
 * that tell nothing to whoever lacks its salt.
 *
 * First an event is given its place, in a transaction, never seq n + 1 of a dossier before seq n.
 * Then the tiles that have grown are written and synced, the checkpoint is noted in the database,
 * and last of all it is published. Places are never given anew; so whatever is killed in between,
 * the next round writes the same bytes again. */
#ifndef OFFICE_LEDGER_H
#define OFFICE_LEDGER_H
#include "office/ctx.h"
#include "office/signed_note.h"
#include "office/tiles.h"

/* "motcua/INSTANCE", or "motcua/demonstration/INSTANCE": the ledger's name and its key's. */
str ledger_origin(arena *a, const office *f);
/* The public half of the ledger's key, derived from the secret file; 32 bytes, in a. */
str ledger_public_key(arena *a, const office *f);

/* Gives places to some of the events that wait; *n: how many, 0 when none waits. */
err *ledger_sequence(ctx *c, size_t *n);
/* Publishes what has a place, some 65,536 entries of it at most; *size: of the checkpoint that is
 * published now.  Does nothing where another process is the folder's writer.
 * ERR_CONFLICT: what is published is not what the database says (it was restored from a backup, or
 * another program has written there): nothing is published until somebody has looked. */
err *ledger_publish(ctx *c, int64_t *size);

/* What is published now; size 0: nothing.  ERR_INVALID when its signature is not the ledger's. */
err *ledger_published(ctx *c, checkpoint *out, str *note);
#endif
