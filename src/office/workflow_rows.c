/* workflow_rows: what a step writes beside the dossier and its event; see workflow_impl.h.  Each
 * row can be recounted from the events (verify_rows.c). */
#include "office/desk.h"
#include "office/find.h"
#include "office/forms.h"
#include "office/paper.sql.h"
#include "office/store.h"
#include "office/workflow.sql.h"
#include "office/workflow_impl.h"

const char *duty_word(step_duty duty) {
  static const char *const words[] = {[NO_DUTY] = "", [APPRAISING] = N_("Appraised"),
                                      [APPROVING] = N_("Approved"), [SEALING] = N_("Sealed"),
                                      [RETURNING] = N_("Result handed over")};
  return duty < COUNT(words) ? words[duty] : "";
}

/* One row and no other must have been written. */
static err *one(int64_t changed) { return changed == 1 ? NULL : workflow_stale(); }

static err *pauses(ctx *c, const dossier *d, const dossier *next, const step_record *r) {
  int64_t changed = 0;
  if (r->step->clock == PAUSES) {
    TRY(pause_begin(c->db, d->id, next->seq, r->at.us, &changed));
    return one(changed);
  }
  bool ends = r->step->clock == RESUMES || r->step->clock == ENDED;
  if (!ends || !instant_is(d->paused_at)) return NULL;
  TRY(pause_end(c->db, d->id, next->seq, r->at.us, &changed));
  return one(changed);
}

/* Two duties in one hand are refused by the table itself. */
static err *duties(ctx *c, const dossier *d, const step_record *r) {
  if (r->step->duty == NO_DUTY) return NULL;
  workflow_duty_row held;
  bool found;
  TRY(duty_take(c->db, d->id, r->actor_id, r->step->duty, NULL));
  TRY(workflow_duty(c->db, c->a, d->id, r->actor_id, &held, &found));
  return found && held.duty == r->step->duty ? NULL : workflow_stale();
}

static err *opinions(ctx *c, const dossier *d, const dossier *next, const step_record *r) {
  int effects = r->step->effects;
  int64_t changed = 0;
  if (d->consults && next->consults)
    TRY(consultations_due(c->db, d->id, desk_of(c->edition, next).due_order, NULL));
  if (effects & E_CONSULTS)
    TRY(consultation_ask(c->db,
                         &(consultation_ask_in){.dossier = d->id, .seq = next->seq,
                                                .unit = r->said.unit_id,
                                                .until_day = r->said.until,
                                                .due_order = desk_of(c->edition, next).due_order},
                         &changed));
  else if (effects & (E_ANSWERS | E_CLOSES))
    TRY(consultation_end(c->db, d->id, r->said.about, next->seq, &changed));
  else
    return NULL;
  return one(changed);
}

static err *payments(ctx *c, const dossier *d, const dossier *next, const step_record *r) {
  int64_t changed = 0;
  if (r->step->effects & E_BILLS) {
    TRY(obligation_ask(c->db, d->id, next->seq, r->said.amount, &changed));
    return one(changed);
  }
  if (r->step->asks & I_GROUND) {
    TRY(obligation_exempt(c->db, d->id, next->seq, r->said.ground, &changed));
    return one(changed);
  }
  if (!(r->step->effects & E_PAYS)) return NULL;
  TRY(obligation_pay(c->db,
                     &(obligation_pay_in){.dossier = d->id, .fee = (r->step->effects & E_FEE) != 0,
                                          .seq = next->seq, .receipt = r->said.receipt,
                                          .method = r->said.method, .unit = r->as.unit_id,
                                          .year = civil_of(r->at).year},
                     &changed));
  return one(changed);
}

/* A scan is signed once. */
static err *copies(ctx *c, const dossier *d, const dossier *next, const step_record *r) {
  for (size_t i = 0; i < r->said.ncopies; i++) {
    int64_t changed = 0;
    TRY(copy_sign(c->db, d->id, r->said.copies[i].ordinal, next->seq, &changed));
    TRY(one(changed));
    TRY(store_digitised(c, d->id, r->said.copies[i].ordinal));
  }
  return NULL;
}

static err *handing_over(ctx *c, const dossier *d, const dossier *next, const step_record *r) {
  const stated *said = &r->said;
  if (!(r->step->effects & E_HANDS_OVER) || !said->proof.n) return NULL;
  return handover_insert(c->db,
                         &(handover_insert_in){.dossier = d->id, .seq = next->seq,
                                               .proof = said->proof,
                                               .opened_seq = said->opened_seq,
                                               .carrier = said->carrier,
                                               .shipment = said->shipment},
                         NULL);
}

/* A corrected form may want the result another way. */
static err *corrected(ctx *c, const dossier *d, const dossier *next, str form) {
  const json *fields;
  TRY(json_parse(c->a, form, &fields));
  TRY(form_revision_insert(c->db, d->id, next->seq, form, NULL));
  return dossier_deliver(c->db, d->id, delivery_of(fields, d->channel), NULL);
}

static err *brought(ctx *c, const dossier *d, const dossier *next, const step_record *r) {
  const stated *said = &r->said;
  if (said->form.p) TRY(corrected(c, d, next, said->form));
  for (size_t i = 0; i < said->npapers; i++) {
    if (said->papers[i].stored_id) TRY(store_still(c, said->papers[i].stored_id, d->holder_id));
    TRY(paper_attach(c->db, said->paper_ids[i], r->at.us, NULL));
    TRY(brought_paper_insert(c->db,
                             &(brought_paper_insert_in){.dossier = d->id, .seq = next->seq,
                                                        .ordinal = said->papers[i].ordinal,
                                                        .component = said->papers[i].component,
                                                        .paper = said->paper_ids[i],
                                                        .stored = said->papers[i].stored},
                             NULL));
  }
  return NULL;
}

/* What the person will not be asked for again (office/store.h). */
static err *stores(ctx *c, const dossier *d, const dossier *next, const step_record *r) {
  int effects = r->step->effects;
  if (effects & (E_PAPERS | E_HANDS_OVER)) TRY(store_received(c, d, next->seq));
  if (effects & E_HANDS_OVER) TRY(store_result(c, d, next->seq));
  return effects & E_REVOKES ? store_revoke(c, d) : NULL;
}

err *workflow_rows(ctx *c, const dossier *d, const dossier *next, const step_record *r) {
  TRY(pauses(c, d, next, r));
  TRY(duties(c, d, r));
  TRY(opinions(c, d, next, r));
  TRY(payments(c, d, next, r));
  TRY(copies(c, d, next, r));
  TRY(handing_over(c, d, next, r));
  TRY(stores(c, d, next, r));
  TRY(brought(c, d, next, r));
  bool found_otherwise = r->said.form.p || next->row_unit_id != d->row_unit_id;
  return found_otherwise ? find_renew(c, d->id) : NULL;
}
