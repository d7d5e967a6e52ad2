/* filing_write: a dossier with its code and its first event, from what filing.c made ready.  It
 * only writes, so it may run twice; see dossier.h. */
#include "office/filing_impl.h"

#include "base/rand.h"
#include "office/burden.h"
#include "office/desk.h"
#include "office/escalation.h"
#include "office/event.h"
#include "office/filing.sql.h"
#include "office/form_draft.h"
#include "office/mandate.h"
#include "office/measure.h"
#include "office/outbox.h"
#include "office/paper.h"
#include "office/paper.sql.h"
#include "office/store.h"
#include "office/tracking.h"
#include "office/workflow.sql.h"
str dossier_tracking(const prepared_filing *p) { return p->tracking; }
int64_t dossier_lane(const prepared_filing *p) { return p->unit_id; }
bool dossier_received_here(const prepared_filing *p) {
  return p->support_unit_id && p->support_unit_id == p->reception_unit_id;
}

/* --- the code --- */
static void add_number(buf *b, int64_t n, int width) {
  int64_t scale = 1;
  for (int i = 1; i < width; i++) scale *= 10;
  for (; scale > n && scale > 1; scale /= 10) buf_char(b, '0');
  buf_int(b, n);
}

static str code_of(arena *a, str pattern, str agency, int32_t day, int64_t number) {
  buf b = buf_in(a);
  while (pattern.n) {
    ptrdiff_t close = pattern.p[0] == '{' ? str_chr(pattern, '}', 0) : -1;
    if (close < 0) {
      buf_char(&b, pattern.p[0]);
      pattern = str_sub(pattern, 1, pattern.n);
      continue;
    }
    str word = str_sub(pattern, 1, (size_t)close);
    pattern = str_sub(pattern, (size_t)close + 1, pattern.n);
    if (str_eq(word, S("agency"))) buf_add(&b, agency);
    else if (str_eq(word, S("yymmdd"))) add_number(&b, day % 1000000, 6);
    else if (str_eq(word, S("yyyymmdd"))) add_number(&b, day, 8);
    else if (word.n == 5 && str_starts(word, S("seq:")) && word.p[4] >= '1' && word.p[4] <= '9')
      add_number(&b, number, word.p[4] - '0');
    else buf_int(&b, number);
  }
  return buf_str(&b);
}

static err *next_code(ctx *c, const prepared_filing *p, str *code) {
  int32_t day = day_of(c->now);
  code_next_row row;
  bool found;
  TRY(code_next(c->db, c->a, p->unit->code, day, &row, &found));
  if (!found) return ERR(INTERNAL, "The counter of codes gave none.");
  *code = code_of(c->a, c->edition->code_pattern, p->unit->code, day, row.last);
  return NULL;
}

/* --- writing --- */
static err *known_holder(ctx *c, const prepared_filing *p, int64_t *id) {
  person_by_personal_id_row known;
  bool found = false;
  if (p->holder.personal_id.n)
    TRY(person_by_personal_id(c->db, c->a, p->holder.personal_id, &known, &found));
  if (!found) return NULL;
  if (!str_eq(known.name_folded, p->holder.name_folded))
    return ERR(INVALID, N_("This number is known here under another name; please check both."));
  *id = known.id;
  return NULL;
}

/* Two counters may enter the same new person at once: the second takes the first's. */
static err *holder_of(ctx *c, const prepared_filing *p, int64_t *id) {
  *id = p->holder_id;
  if (!*id) TRY(known_holder(c, p, id));
  if (*id) return NULL;
  person_insert_in row = p->holder;
  int64_t added = 0;
  row.id = rand_id();
  TRY(person_insert(c->db, &row, &added));
  if (added) *id = row.id;
  else TRY(known_holder(c, p, id));
  return *id ? NULL : err_retry(ERR(RETRY, N_("Busy, please try again.")), 1);
}

static err *write_parts(ctx *c, const prepared_filing *p, int64_t id) {
  TRY(dossier_form_insert(c->db, id, p->form, NULL));
  for (size_t i = 0; i < p->npapers; i++)
    TRY(dossier_paper_insert(c->db,
                             &(dossier_paper_insert_in){.dossier = id,
                                                        .ordinal = p->papers[i].ordinal,
                                                        .component = p->papers[i].component,
                                                        .paper = p->paper_ids[i],
                                                        .stored = p->papers[i].stored},
                             NULL));
  return NULL;
}

/* The event `submit`, signed by the server's own key now that the code is known. */
static err *sign(ctx *c, const prepared_filing *p, const dossier *d, event_row *out) {
  stated said = {.amount = p->charge.amount};
  if (!str_eq(p->charge.fee, fee_not_entered)) said.fee = p->charge.fee;
  step_content s = {.instance = str_of(c->office->instance), .dossier = d->code, .seq = 1,
                    .action = S("submit"), .procedure = p->procedure->code,
                    .procedure_version = p->procedure->version, .channel = p->channel,
                    .decision = S(""), .number = S(""), .form = p->form, .salt = p->salt,
                    .papers = p->papers, .npapers = p->npapers, .actor = c->who->public_id,
                    .role = p->role, .behalf = p->behalf,
                    .unit = p->filer_unit ? p->filer_unit->code : S(""),
                    .received_at = INSTANT_NONE, .due_at = INSTANT_NONE, .at = c->now,
                    .previous = S(""), .said = &said};
  *out = (event_row){.dossier_id = d->id, .seq = 1, .actor_id = c->who->account_id,
                     .action = S("submit"), .scheme = S("ed25519"), .salt = p->salt, .at = c->now};
  TRY(event_content(c->a, &s, &out->content));
  out->signature = ed25519_sign(c->a, (str){c->office->server_key, ED25519_KEY}, out->content);
  return NULL;
}

/* How many of the papers must be digitised: of what came online none, nor what the state had. */
int64_t dossier_scans(const procedure *p, str channel, const dossier_paper *papers, size_t n) {
  int64_t must = 0;
  if (!str_eq(channel, S("counter")) && !str_eq(channel, S("post"))) return 0;
  for (size_t i = 0; i < n; i++) {
    const component *of = procedure_component(p, papers[i].component);
    must += papers[i].seq <= 1 && of && of->digitise && !papers[i].stored.n;
  }
  return must;
}

static int64_t scans_of(const prepared_filing *p) {
  return dossier_scans(p->procedure, p->channel, p->papers, p->npapers);
}

static void describe(ctx *c, const prepared_filing *p, dossier *d) {
  *d = (dossier){.id = rand_id(), .procedure_id = p->procedure->id,
                 .version_id = p->procedure->version_id, .filed_by = c->who->account_id,
                 .unit_id = p->unit_id, .reception_unit_id = p->reception_unit_id,
                 .support_unit_id = p->support_unit_id,
                 .row_unit_id = p->unit_id, .row_reception_id = p->reception_unit_id,
                 .row_support_id = p->support_unit_id,
                 .status = 1, .scans = scans_of(p),
                 .reached_at = INSTANT_NONE, .handed_at = INSTANT_NONE,
                 .version = 1, .seq = 1, .field = p->procedure->field,
                 .channel = p->channel, .delivery = p->delivery, .state = S("submitted"),
                 .submitted_at = c->now, .received_at = INSTANT_NONE, .due_at = INSTANT_NONE,
                 .finished_at = INSTANT_NONE, .ended_at = INSTANT_NONE,
                 .first_due_at = INSTANT_NONE, .paused_at = INSTANT_NONE,
                 .correct_by = INSTANT_NONE, .fee = p->charge.fee};
  for (size_t i = 0; i < p->npapers; i++) d->reused += p->papers[i].stored_id != 0;
}

/* A paper of the store may have been revoked since it was chosen. */
static err *attach(ctx *c, const prepared_filing *p, int64_t holder_id) {
  for (size_t i = 0; i < p->npapers; i++) {
    const dossier_paper *one = &p->papers[i];
    err *e = one->stored_id ? store_still(c, one->stored_id, holder_id) : NULL;
    if (e) return err_at(e, filing_paper_field(c->a, one->component), STR_NONE);
    TRY(paper_attach(c->db, p->paper_ids[i], c->now.us, NULL));
  }
  return NULL;
}

err *dossier_file(ctx *c, const prepared_filing *p, dossier *out) {
  dossier d;
  describe(c, p, &d);
  if (p->mandate_id) TRY(mandate_holds(c, p->mandate_id));
  TRY(holder_of(c, p, &d.holder_id));
  TRY(attach(c, p, d.holder_id));
  TRY(next_code(c, p, &d.code));
  event_row row;
  TRY(sign(c, p, &d, &row));
  d.head = event_hash(c->a, row.content, row.signature);
  desk_place at = desk_of(c->edition, &d);
  TRY(dossier_insert(c->db,
                     &(dossier_insert_in){.id = d.id, .code = d.code,
                                          .procedure = d.procedure_id, .version = d.version_id,
                                          .channel = d.channel, .holder = d.holder_id,
                                          .filed_by = d.filed_by, .unit = d.unit_id,
                                          .mandate = p->mandate_id ? SOME(p->mandate_id) : NONE_I64,
                                          .reception = d.reception_unit_id,
                                          .support = d.support_unit_id ? SOME(d.support_unit_id)
                                                                       : NONE_I64,
                                          .field = d.field, .scans = d.scans,
                                          .delivery = d.delivery, .head = d.head,
                                          .fee = d.fee, .at = c->now.us, .due_order = at.due_order,
                                          .desk_unit = at.unit_id},
                     NULL));
  TRY(write_parts(c, p, d.id));
  TRY(tracking_keep(c, &d, p->tracking));
  if (p->charge.amount) TRY(obligation_ask(c->db, d.id, 1, p->charge.amount, NULL));
  TRY(find_write(c, &d, &p->keys));
  TRY(burden_write(c, p->procedure->id, p->asked));
  TRY(form_draft_sent(c, p->draft, p->draft_version));
  TRY(alarm_set(c, &d));
  int64_t event_id;
  str hash;
  TRY(event_append(c, &row, &event_id, &hash));
  TRY(measure_write(c, NULL, &d,
                    &(figure_event){event_id, S("submit"), c->now, p->procedure, STR_NONE}));
  TRY(outbox_add(c, S("notice"), event_id, d.id));
  TRY(outbox_add(c, S("proof"), event_id, d.id));
  if (c->once) {
    c->once->location = str_cat(c->a, S("/dossiers/"), d.code);
    c->once->version = d.version;
  }
  *out = d;
  return NULL;
}
