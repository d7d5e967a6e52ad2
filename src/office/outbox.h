/* outbox: effects that follow a commit, done at least once, each with its key. */
#ifndef OFFICE_OUTBOX_H
#define OFFICE_OUTBOX_H
#include "office/ctx.h"

typedef struct outbox_row {
  int64_t id, event_id, dossier_id, attempts;
  str kind;
} outbox_row;
/* Inside a decide. */
err *outbox_add(ctx *c, str kind, int64_t event_id, int64_t dossier_id);
/* Up to most waiting rows of a kind due now.  Needs c->db. */
err *outbox_waiting(ctx *c, str kind, int64_t most, outbox_row **rows, size_t *n);
/* Inside a decide: takes the row for lease_us (false: another has it); marks done; or failed, to be
 * tried again (office/retry.h: after two seconds, then twice as long each time, an hour at most;
 * never given up, since a result must be drawn), unless its lease ran out and another took it
 * since.  An effect is written in the transaction of outbox_done, so that needs no such fence. */
err *outbox_take(ctx *c, const outbox_row *r, int64_t lease_us, bool *mine);
err *outbox_done(ctx *c, int64_t id);
err *outbox_failed(ctx *c, const outbox_row *r, str error);
#endif
