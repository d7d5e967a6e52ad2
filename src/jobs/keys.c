/* keys: the job that writes anew what a dossier is found by: after its holder's name or number has
 * changed, and for those that are older than the search (migrations/0015). */
#include "jobs/jobs.h"
#include "office/find.h"

static err *renew(ctx *c, void *arg) {
  const outbox_row *r = arg;
  TRY(find_renew(c, r->dossier_id));
  return outbox_done(c, r->id);
}

err *job_keys(ctx *c, const outbox_row *r) {
  return ctx_write(c, r->dossier_id, renew, (void *)(uintptr_t)r);
}
