/* result: drafts and finished papers in the database; see result.h.  They are drawn in
 * result_draw.c and signed in signature_done.c. */
#include "office/result.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/outbox.h"
#include "office/result.sql.h"
#include "office/workflow.h"

err *result_draft(ctx *c, const dossier *d, result_file *out, bool *found) {
  *found = false;
  for (size_t i = 0; i < workflow_step_count && !*found; i++) {
    if (!(workflow_steps[i].effects & E_DRAFTS)) continue;
    result_newest_event_row *rows;
    size_t n;
    TRY(result_newest_event(c->db, c->a, d->id, workflow_steps[i].action, &rows, &n));
    if (n == 0) continue;
    draft_of_event_row row;
    TRY(draft_of_event(c->db, c->a, rows[0].id, &row, found));
    if (!*found) return NULL;
    *out = (result_file){.blob = row.blob, .sha256 = row.sha256, .decision = row.decision,
                         .size = row.size};
  }
  return NULL;
}

err *result_revision(ctx *c, const dossier *d, int64_t revision, result_file *out, bool *found) {
  result_of_row row;
  TRY(result_of(c->db, c->a, d->id, revision, &row, found));
  if (*found)
    *out = (result_file){.revision = revision, .blob = row.blob, .sha256 = row.sha256,
                         .number = row.number, .decision = d->decision, .size = row.size,
                         .number_day = (int32_t)(row.number_day.has ? row.number_day.v : 0)};
  return NULL;
}

err *result_appraisal_of(ctx *c, int64_t event_id, appraisal *out) {
  result_appraisal_row row;
  bool found;
  TRY(result_appraisal(c->db, c->a, event_id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such step."));
  const json *said;
  TRY(json_parse(c->a, row.content, &said));
  *out = (appraisal){.at = {row.at}, .decision = json_str(json_get(said, S("decision"))),
                     .note = row.note};
  return NULL;
}

/* --- making a draft --- */

typedef struct drawing {
  int64_t dossier_id, event_id, outbox_id;
  dossier d;
  appraisal by;
  str pdf, blob, sha256;
  bool late; /* another had drawn it already */
} drawing;

static err *draw(ctx *c, void *arg) {
  drawing *w = arg;
  TRY(dossier_by_id(c, w->dossier_id, &w->d));
  TRY(result_appraisal_of(c, w->event_id, &w->by));
  draft_of_event_row there;
  TRY(draft_of_event(c->db, c->a, w->event_id, &there, &w->late));
  return w->late ? NULL : result_draw(c, &w->d, &w->by, &w->pdf);
}

static err *keep(ctx *c, void *arg) {
  drawing *w = arg;
  int64_t added = 0;
  if (!w->late)
    TRY(draft_insert(c->db,
                     &(draft_insert_in){.id = rand_id(), .dossier = w->d.id, .event = w->event_id,
                                        .decision = w->by.decision, .blob = w->blob,
                                        .sha256 = w->sha256, .size = (int64_t)w->pdf.n,
                                        .now = c->now.us},
                     &added));
  w->late = added == 0;
  return w->outbox_id ? outbox_done(c, w->outbox_id) : NULL;
}

err *result_make_draft(ctx *c, int64_t dossier_id, int64_t event_id, int64_t outbox_id) {
  drawing w = {.dossier_id = dossier_id, .event_id = event_id, .outbox_id = outbox_id};
  TRY(ctx_read(c, draw, &w));
  if (!w.late) TRY(blob_put(c->office->blobs, c->a, w.pdf, &w.blob, &w.sha256));
  err *e = ctx_write(c, w.d.unit_id, keep, &w);
  bool unused = e ? e->kind != ERR_UNAVAILABLE : w.late; /* then nobody knows what was stored */
  if (unused && w.blob.p) (void)blob_remove(c->office->blobs, w.blob);
  return e;
}

str result_register(const procedure *p, str decision) {
  return str_eq(decision, S("reject")) ? S("TL") : p->register_type;
}

str result_number(arena *a, str type, int64_t number, int year) {
  return str_fmt(a, "%lld/%d/%.*s", (long long)number, year, STR_ARG(type));
}
