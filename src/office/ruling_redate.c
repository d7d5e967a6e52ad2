/* ruling_redate: due dates of running dossiers, recomputed under the calendar of now; see ruling.h.
 *
 * Due dates never follow a changed calendar by themselves.  A decision lists those that would be
 * others, with both dates; each then takes the step `redate` (workflow.def), which keeps the first
 * date beside the new one and tells the applicant. */
#include "office/ruling.h"
#include "office/ruling_redate.sql.h"
#include "office/step.h"

static err *look(ctx *c, int64_t id, ruling_line *out) {
  dossier d;
  TRY(dossier_by_id(c, id, &d));
  *out = (ruling_line){.dossier_id = id, .code = d.code, .old_due = d.due_at};
  return step_redue(c, &d, &out->new_due);
}

err *ruling_redate_list(ctx *c, ruling *r, ruling_find *f) {
  redate_running_row *rows;
  size_t n;
  TRY(redate_running(c->db, c->a, r->reached_id, (int64_t)f->most, &rows, &n));
  f->end = n < f->most;
  for (size_t i = 0; i < n; i++) {
    ruling_line *line = &f->lines[f->n];
    TRY(look(c, rows[i].id, line));
    f->n += line->new_due.us != line->old_due.us;
    r->reached_id = rows[i].id;
  }
  return NULL;
}

/* Only from the date that was approved to the date that was approved. */
err *ruling_redate_apply(ctx *c, const ruling *r, const ruling_line *line, bool *done) {
  (void)r;
  dossier d;
  instant due;
  TRY(dossier_by_id(c, line->dossier_id, &d));
  const workflow_step *step = workflow_action(S("redate"));
  bool running = workflow_leads(step, d.state) && instant_is(d.due_at);
  if (running) TRY(step_redue(c, &d, &due));
  *done = running && d.due_at.us == line->old_due.us && due.us == line->new_due.us;
  if (!*done) return NULL;
  step_wish w = {.code = d.code, .action = step->action, .seen_version = d.version};
  return step_by_server(c, &w);
}
