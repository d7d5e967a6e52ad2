/* verify_rows: pauses, opinions asked for, payments and duties, recounted from a dossier's events
 * and compared with their rows; see verify_impl.h. */
#include "base/buf.h"
#include "office/verify_impl.h"

/* --- counted, event by event --- */

int64_t asked_unit(const examined *x, int64_t seq) {
  for (size_t i = 0; i < x->rows.nconsultations; i++) {
    const verify_consultations_row *r = &x->rows.consultations[i];
    if (r->seq == seq && !r->ended_seq.has) return r->unit_id;
  }
  return 0;
}

static void count_pause(examined *x, const step_record *r, int64_t seq) {
  counted *k = &x->rows;
  if (r->step->clock == PAUSES)
    k->pauses[k->npauses++] = (verify_pauses_row){.from_seq = seq, .from_at = r->at.us};
  bool ends = r->step->clock == RESUMES || r->step->clock == ENDED;
  if (!ends || !instant_is(x->replayed.paused_at)) return;
  k->pauses[k->npauses - 1].to_seq = SOME(seq);
  k->pauses[k->npauses - 1].to_at = SOME(r->at.us);
}

static bool end_consultation(counted *k, int64_t about, int64_t seq) {
  for (size_t i = 0; i < k->nconsultations; i++)
    if (k->consultations[i].seq == about && !k->consultations[i].ended_seq.has) {
      k->consultations[i].ended_seq = SOME(seq);
      return true;
    }
  return false;
}

/* Each scan that it signs is that of the dossier's paper, page by page, and no other signed it. */
static err *copies_fit(examined *x, const step_record *r, int64_t seq) {
  size_t rows = 0;
  if (x->d.erased_by) return NULL; /* its papers are destroyed */
  for (size_t k = 0; k < x->npapers; k++) rows += x->papers[k].signed_seq == seq;
  if (rows != r->said.ncopies)
    return wrong(x->v, x->d.code, S("its digitised copies are not those that were signed"));
  for (size_t i = 0; i < r->said.ncopies; i++) {
    const dossier_paper *told = &r->said.copies[i], *own = NULL;
    for (size_t k = 0; k < x->npapers; k++)
      if (x->papers[k].ordinal == told->ordinal) own = &x->papers[k];
    if (!own || own->signed_seq != seq || own->seq >= seq ||
        !str_eq(own->component, told->component) || !str_eq(own->sha256, told->sha256) ||
        !str_eq(own->pages, told->pages))
      return wrong(x->v, x->d.code, S("a digitised copy is not what was signed"));
  }
  return NULL;
}

void count_filing(examined *x, const stated *what) {
  counted *k = &x->rows;
  x->replayed.seq = 1;
  if (what->fee.n) x->replayed.fee = what->fee;
  if (what->amount)
    k->obligations[k->nobligations++] = (verify_obligations_row){.seq = 1, .amount = what->amount};
}

/* What is open: the fee of the filing, or the newest request. */
static verify_obligations_row *owed_for(counted *k, int effects) {
  for (size_t i = k->nobligations; i-- > 0;) {
    verify_obligations_row *r = &k->obligations[i];
    bool fits = (effects & E_FEE) != 0 ? r->seq == 1 : r->seq > 1;
    if (fits && !r->paid_seq.has && !r->exempt_seq.has) return r;
  }
  return NULL;
}

static err *count_handover(examined *x, const step_record *r, int64_t seq) {
  const stated *s = &r->said;
  if (!s->proof.n) return NULL;
  if (str_eq(s->proof, S("read")) && s->opened_seq != x->replayed.opened_seq)
    return wrong(x->v, x->d.code, S("it was handed over by an opening that never was"));
  x->rows.handovers[x->rows.nhandovers++] = (verify_handovers_row){
      .seq = seq, .proof = s->proof, .opened_seq = s->opened_seq, .carrier = s->carrier,
      .shipment = s->shipment};
  return NULL;
}

err *count_rows(examined *x, const step_record *r) {
  counted *k = &x->rows;
  int64_t seq = x->replayed.seq + 1;
  int effects = r->step->effects;
  count_pause(x, r, seq);
  TRY(copies_fit(x, r, seq));
  TRY(count_handover(x, r, seq));
  if (effects & E_CONSULTS)
    k->consultations[k->nconsultations++] = (verify_consultations_row){
        .seq = seq, .unit_id = r->said.unit_id, .until_day = r->said.until};
  if (effects & (E_ANSWERS | E_CLOSES) && !end_consultation(k, r->said.about, seq))
    return wrong(x->v, x->d.code, S("an opinion was given that nobody had asked for"));
  if (effects & E_BILLS)
    k->obligations[k->nobligations++] =
        (verify_obligations_row){.seq = seq, .amount = r->said.amount};
  verify_obligations_row *owed = effects & (E_PAYS | E_FEE) ? owed_for(k, effects) : NULL;
  if (effects & (E_PAYS | E_FEE) && !owed)
    return wrong(x->v, x->d.code, S("something was paid that nobody had asked for"));
  if (effects & E_PAYS) {
    owed->paid_seq = SOME(seq);
    owed->receipt = r->said.receipt;
    owed->method = r->said.method;
    owed->receipt_unit = SOME(r->as.unit_id);
    owed->receipt_year = SOME(civil_of(r->at).year);
  }
  if (r->step->asks & I_GROUND) {
    owed->exempt_seq = SOME(seq);
    owed->ground = r->said.ground;
  }
  return NULL;
}

/* --- compared --- */

static bool same(opt_i64 x, opt_i64 y) { return x.has == y.has && (!x.has || x.v == y.v); }

static err *pauses_fit(examined *x) {
  verify_pauses_row *rows;
  const verify_pauses_row *own = x->rows.pauses;
  size_t n;
  TRY(verify_pauses(x->v->c.db, x->v->c.a, x->d.id, &rows, &n));
  bool fit = n == x->rows.npauses;
  for (size_t i = 0; fit && i < n; i++)
    fit = rows[i].from_seq == own[i].from_seq && rows[i].from_at == own[i].from_at &&
          same(rows[i].to_seq, own[i].to_seq) && same(rows[i].to_at, own[i].to_at);
  return fit ? NULL : wrong(x->v, x->d.code, S("its pauses are not what its events say"));
}

static err *consultations_fit(examined *x) {
  verify_consultations_row *rows;
  const verify_consultations_row *own = x->rows.consultations;
  size_t n;
  TRY(verify_consultations(x->v->c.db, x->v->c.a, x->d.id, &rows, &n));
  bool fit = n == x->rows.nconsultations;
  for (size_t i = 0; fit && i < n; i++)
    fit = rows[i].seq == own[i].seq && rows[i].unit_id == own[i].unit_id &&
          rows[i].until_day == own[i].until_day && same(rows[i].ended_seq, own[i].ended_seq);
  return fit ? NULL
             : wrong(x->v, x->d.code, S("the opinions asked for are not what its events say"));
}

/* What was paid before receipts had a unit has none. */
static bool receipt_fits(const verify_obligations_row *row, const verify_obligations_row *own) {
  if (!row->receipt_unit.has) return !row->receipt_year.has && !row->method.n;
  return same(row->receipt_unit, own->receipt_unit) && same(row->receipt_year, own->receipt_year);
}

static err *obligations_fit(examined *x) {
  verify_obligations_row *rows;
  const verify_obligations_row *own = x->rows.obligations;
  size_t n;
  TRY(verify_obligations(x->v->c.db, x->v->c.a, x->d.id, &rows, &n));
  bool fit = n == x->rows.nobligations;
  for (size_t i = 0; fit && i < n; i++)
    fit = rows[i].seq == own[i].seq && rows[i].amount == own[i].amount &&
          same(rows[i].paid_seq, own[i].paid_seq) && str_eq(rows[i].receipt, own[i].receipt) &&
          str_eq(rows[i].method, own[i].method) && same(rows[i].exempt_seq, own[i].exempt_seq) &&
          str_eq(rows[i].ground, own[i].ground) && receipt_fits(&rows[i], &own[i]);
  return fit ? NULL
             : wrong(x->v, x->d.code, S("what was to be paid is not what its events say"));
}

static err *handovers_fit(examined *x) {
  verify_handovers_row *rows;
  const verify_handovers_row *own = x->rows.handovers;
  size_t n;
  TRY(verify_handovers(x->v->c.db, x->v->c.a, x->d.id, &rows, &n));
  bool fit = n == x->rows.nhandovers;
  for (size_t i = 0; fit && i < n; i++)
    fit = rows[i].seq == own[i].seq && str_eq(rows[i].proof, own[i].proof) &&
          rows[i].opened_seq == own[i].opened_seq && str_eq(rows[i].carrier, own[i].carrier) &&
          str_eq(rows[i].shipment, own[i].shipment);
  return fit ? NULL
             : wrong(x->v, x->d.code, S("how it was handed over is not what its events say"));
}

/* A scan counts as signed by an event that says so alone. */
static err *copies_stray(examined *x) {
  for (size_t i = 0; i < x->npapers; i++) {
    int64_t seq = x->papers[i].signed_seq;
    const workflow_step *s =
        seq > 1 && seq <= (int64_t)x->n ? workflow_action(x->events[seq - 1].action) : NULL;
    if (seq && !(s && s->effects & E_DIGITISES))
      return wrong(x->v, x->d.code, S("a scan is marked as signed that no event signed"));
  }
  return NULL;
}

static err *duties_fit(examined *x) {
  verify_duties_row *rows;
  size_t n, found = 0;
  TRY(verify_duties(x->v->c.db, x->v->c.a, x->d.id, &rows, &n));
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < x->nduties; k++)
      found += x->duties[k].actor_id == rows[i].actor_id &&
               (int64_t)x->duties[k].duty == rows[i].duty;
  if (found == n && n == x->nduties) return NULL;
  return wrong(x->v, x->d.code, S("who held which duty is not what its events say"));
}

/* Forms, papers and reasons that no event brought; those of an event were compared with it. */
static err *no_strays(examined *x) {
  verify_strays_row row;
  bool found;
  int64_t forms = 0, reasons = 0;
  TRY(verify_strays(x->v->c.db, x->v->c.a, x->d.id, &row, &found));
  for (size_t i = 0; i < x->n; i++) {
    const workflow_step *s = workflow_action(x->events[i].action);
    forms += s && s->asks & I_FIELDS;
    reasons += s && (s->asks & I_REASON || s->effects & E_DECIDES);
  }
  for (size_t i = 0; i < x->npapers; i++) {
    int64_t seq = x->papers[i].seq;
    const workflow_step *s =
        seq > 1 && seq <= (int64_t)x->n ? workflow_action(x->events[seq - 1].action) : NULL;
    if (seq != 1 && !(s && s->asks & (I_PAPERS | I_PROOF)))
      return wrong(x->v, x->d.code, S("it has a paper that no event brought"));
  }
  if (row.forms <= forms && row.reasons <= reasons) return NULL;
  return wrong(x->v, x->d.code, S("it has a form or a reason that no event brought"));
}

err *verify_rows(examined *x) {
  TRY(pauses_fit(x));
  TRY(consultations_fit(x));
  TRY(obligations_fit(x));
  TRY(handovers_fit(x));
  TRY(copies_stray(x));
  TRY(duties_fit(x));
  return no_strays(x);
}
