/* dossier: reading; see dossier.h.  Filing: filing.c, changes: workflow.c, lists: desk.c. */
#include "office/dossier.h"

#include "office/dossier.sql.h"

static instant time_of(opt_i64 t) { return t.has ? (instant){t.v} : INSTANT_NONE; }

static int64_t in_charge(const ctx *c, int64_t unit_id) {
  bool known = c->edition && unit_id;
  return known ? edition_unit_on(c->edition, unit_id, day_of(c->now)) : unit_id;
}

void dossier_in_charge(const ctx *c, const dossier_units *row, dossier *d) {
  d->row_unit_id = row->unit;
  d->row_reception_id = row->reception;
  d->row_support_id = row->support;
  d->unit_id = in_charge(c, row->unit);
  d->reception_unit_id = in_charge(c, row->reception);
  d->support_unit_id = in_charge(c, row->support);
}

static void fill(const ctx *c, const dossier_whole_row *r, dossier *out) {
  *out = (dossier){.id = r->id, .procedure_id = r->procedure_id,
                   .version_id = r->procedure_version_id, .holder_id = r->holder_id,
                   .filed_by = r->filed_by, .status = r->status,
                   .version = r->version, .seq = r->seq, .code = r->code, .field = r->field,
                   .channel = r->channel, .state = r->state, .decision = r->decision,
                   .head = r->head, .delivery = r->delivery,
                   .submitted_at = {r->submitted_at}, .received_at = time_of(r->received_at),
                   .due_at = time_of(r->due_at), .finished_at = time_of(r->finished_at),
                   .ended_at = time_of(r->ended_at), .first_due_at = time_of(r->first_due_at),
                   .paused_at = time_of(r->paused_at), .until_day = (int32_t)r->until_day,
                   .supplements = r->supplements, .extensions = r->extensions,
                   .consults = r->consults,
                   .assignee_id = r->assignee_id.has ? r->assignee_id.v : 0,
                   .assignee_role = r->assignee_role, .fee = r->fee,
                   .asked_at = time_of(r->asked_at),
                   .correct_by = time_of(r->correct_by), .rating = r->rating,
                   .erased_by = r->erased_by.has ? r->erased_by.v : 0,
                   .scans = r->scans,
                   .scans_signed = r->scans_signed, .opened_seq = r->opened_seq,
                   .reached_at = time_of(r->reached_at), .handed_at = time_of(r->handed_at)};
  dossier_in_charge(c,
                    &(dossier_units){r->unit_id, r->reception_unit_id,
                                     r->support_unit_id.has ? r->support_unit_id.v : 0},
                    out);
}

err *dossier_by_code(ctx *c, str code, dossier *out) {
  dossier_whole_row row;
  bool found = false;
  if (str_utf8(code)) TRY(dossier_row_by_code(c->db, c->a, code, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such dossier."));
  fill(c, &row, out);
  return NULL;
}

err *dossier_by_id(ctx *c, int64_t id, dossier *out) {
  dossier_whole_row row;
  bool found;
  TRY(dossier_row_by_id(c->db, c->a, id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such dossier."));
  fill(c, &row, out);
  return NULL;
}

err *dossier_form_of(ctx *c, int64_t dossier_id, int64_t seq, str *form) {
  dossier_form_row_row filed;
  form_revisions_row *later;
  size_t n;
  bool found;
  *form = STR_NONE;
  if (seq > 1) {
    TRY(form_revisions(c->db, c->a, dossier_id, &later, &n));
    for (size_t i = 0; i < n; i++)
      if (later[i].seq <= seq) *form = later[i].form;
    if (form->p) return NULL;
  }
  TRY(dossier_form_row(c->db, c->a, dossier_id, &filed, &found));
  if (found) *form = filed.form;
  return NULL;
}

err *dossier_form(ctx *c, int64_t dossier_id, str *form) {
  return dossier_form_of(c, dossier_id, INT64_MAX, form);
}

err *dossier_papers(ctx *c, int64_t dossier_id, const dossier_paper **out, size_t *n) {
  dossier_paper_rows_row *rows;
  TRY(dossier_paper_rows(c->db, c->a, dossier_id, &rows, n));
  dossier_paper *all = arena_list(c->a, *n, dossier_paper);
  for (size_t i = 0; i < *n; i++)
    all[i] = (dossier_paper){.ordinal = rows[i].ordinal, .seq = rows[i].seq,
                             .size = rows[i].size,
                             .component = rows[i].component, .id = rows[i].public_id,
                             .name = rows[i].name, .media_type = rows[i].media_type,
                             .sha256 = rows[i].sha256, .stored = rows[i].stored,
                             .pages = rows[i].pages,
                             .signed_seq = rows[i].signed_seq.has ? rows[i].signed_seq.v : 0};
  *out = all;
  return NULL;
}

bool dossier_overdue(const dossier *d, instant now) {
  if (!instant_is(d->due_at)) return false;
  instant until = instant_is(d->finished_at) ? d->finished_at
                  : instant_is(d->ended_at)  ? d->ended_at
                  : instant_is(d->paused_at) ? d->paused_at
                                             : now;
  return until.us > d->due_at.us;
}

/* --- filing in one go --- */
typedef struct sending {
  const filing *filing;
  prepared_filing *ready;
  dossier *out;
} sending;

static err *prepare(ctx *c, void *arg) {
  sending *s = arg;
  return dossier_prepare(c, s->filing, &s->ready);
}

static err *file(ctx *c, void *arg) {
  sending *s = arg;
  return dossier_file(c, s->ready, s->out);
}

err *dossier_send(ctx *c, const filing *f, dossier *out) {
  sending s = {.filing = f, .out = out};
  TRY(ctx_read(c, prepare, &s));
  return ctx_write(c, dossier_lane(s.ready), file, &s);
}
