/* result: drafts and finished papers in the database; see result.h.  They are drawn in
 * result_draw.c and signed in signature_done.c. */
#include "office/result.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/outbox.h"
#include "office/result.sql.h"
#include "office/workflow.h"

err *result_drafting_event(ctx *c, int64_t dossier_id, int64_t *event_id) {
  result_events_row *rows;
  size_t n;
  *event_id = 0;
  TRY(result_events(c->db, c->a, dossier_id, &rows, &n));
  for (size_t i = 0; i < n && !*event_id; i++) {
    const workflow_step *s = workflow_action(rows[i].action);
    if (s && s->effects & E_DRAFTS) *event_id = rows[i].id;
  }
  return NULL;
}

err *result_draft(ctx *c, const dossier *d, result_file *out, bool *found) {
  int64_t event_id;
  draft_of_event_row row;
  TRY(result_drafting_event(c, d->id, &event_id));
  *found = false;
  if (event_id) TRY(draft_of_event(c->db, c->a, event_id, &row, found));
  if (*found)
    *out = (result_file){.blob = row.blob, .sha256 = row.sha256, .decision = row.decision,
                         .size = row.size, .drawn_at = {row.created_at}};
  return NULL;
}

err *result_newest_of(ctx *c, const dossier *d, result_kind kind, result_file *out, bool *found) {
  result_revisions_row *rows;
  size_t n;
  *found = false;
  TRY(result_revisions(c->db, c->a, d->id, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    const result_revisions_row *r = &rows[i];
    if (r->revision % 2 != (int64_t)kind) continue;
    *found = true;
    *out = (result_file){.revision = r->revision, .blob = r->blob, .sha256 = r->sha256,
                         .size = r->size, .number = r->number, .decision = d->decision,
                         .number_day = (int32_t)(r->number_day.has ? r->number_day.v : 0)};
  }
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
                     .note = row.note, .reason = row.reason};
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
