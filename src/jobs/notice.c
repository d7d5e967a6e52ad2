/* notice: the job that tells the person who filed a dossier that it has moved (their inbox). */
#include "base/rand.h"
#include "jobs/jobs.h"
#include "jobs/notice.sql.h"

static err *keep(ctx *c, void *arg) {
  const outbox_row *r = arg;
  TRY(notice_for_filer(c->db, rand_id(), r->event_id, r->dossier_id, NULL));
  return outbox_done(c, r->id);
}

err *job_notice(ctx *c, const outbox_row *r) {
  return ctx_write(c, r->dossier_id, keep, (void *)(uintptr_t)r);
}
