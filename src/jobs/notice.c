/* notice: the job that tells people that a dossier has moved (office/notice.h). */
#include "jobs/jobs.h"
#include "office/notice.h"

typedef struct telling {
  const outbox_row *row;
  notice_plan plan;
} telling;

static err *plan(ctx *c, void *arg) {
  telling *t = arg;
  return notice_of(c, t->row->dossier_id, t->row->event_id, &t->plan);
}

static err *tell(ctx *c, void *arg) {
  telling *t = arg;
  TRY(notice_tell(c, &t->plan));
  return outbox_done(c, t->row->id);
}

err *job_notice(ctx *c, const outbox_row *r) {
  telling t = {.row = r};
  TRY(ctx_read(c, plan, &t));
  return ctx_write(c, r->dossier_id, tell, &t);
}
