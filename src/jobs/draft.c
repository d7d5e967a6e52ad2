/* draft: the job that draws a result's draft after an appraisal (office/result.h).
 *
 * Idempotent: a draft is unique by its appraisal, and the same data draw the same bytes. */
#include "jobs/jobs.h"
#include "office/result.h"

err *job_draft(ctx *c, const outbox_row *r) {
  return result_make_draft(c, r->dossier_id, r->event_id, r->id);
}
