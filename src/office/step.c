/* step: what is stated in a step; see step.h.  Each input has one function here, all mistakes are
 * found at once. */
#include "office/step.h"

#include "base/buf.h"
#include "office/fee.h"
#include "office/paper.h"
#include "office/setting.h"
#include "office/signature.sql.h"
#include "office/workflow.sql.h"

enum { LONGEST_WAIT = 366, LONGEST_RECEIPT = 50, LONGEST_SHIPMENT = 100 /* bytes */ };
static const int64_t most_amount = INT64_C(1000000000000);

/* --- the step itself --- */

/* An event is never earlier than the one before it. */
static err *fix_time(ctx *c, step_at *at) {
  signing_last_at_row last;
  bool found;
  TRY(signing_last_at(c->db, c->a, at->d.id, at->d.seq, &last, &found));
  at->at = found && last.at > c->now.us ? (instant){last.at} : c->now;
  return NULL;
}

err *step_look(ctx *c, const step_wish *w, step_at *out) {
  *out = (step_at){0};
  TRY(dossier_by_code(c, w->code, &out->d));
  out->step = workflow_action(w->action);
  if (!out->step) return ERR(NOT_FOUND, N_("There is no such step."));
  if (w->seen_version != out->d.version) return workflow_stale();
  TRY(workflow_allowed(c, &out->d, out->step, &out->as));
  out->p = edition_version(c->edition, out->d.version_id);
  if (!out->p) return ERR(UNAVAILABLE, N_("The procedure is being loaded; try again in a moment."));
  return fix_time(c, out);
}

bool step_needs_reason(const workflow_step *s, str decision) {
  return s->asks & I_REASON || (s->effects & E_DECIDES && str_eq(decision, S("reject")));
}

bool step_is_light(const ctx *c, str action) {
  const workflow_step *s = workflow_action(action);
  if (!s || !c->who) return false;
  return s->effects & E_LIGHT || (!c->who->officer && s->who & BY(HOLDER));
}

/* --- inputs --- */

typedef struct stating {
  ctx *c;
  const step_at *at;
  const step_wish *w;
  stated *said;
  err *errors;
} stating;

static void wrong(stating *k, str field, const char *msgid) {
  err_add(&k->errors, err_at(ERR(INVALID, msgid), field, STR_NONE));
}

static bool asks(const stating *k, int what) { return k->at->step->asks & what; }

/* A day still to come, within a year. */
static bool day_ahead(stating *k, str text, str field, int32_t *day) {
  int32_t today = day_of(k->at->at);
  if (!text.n || !day_parse(text, day)) {
    wrong(k, field, N_("A day is expected, as in 2026-12-01."));
    return false;
  }
  if (*day > today && *day <= day_add(today, LONGEST_WAIT)) return true;
  wrong(k, field, N_("The day must be to come, within a year."));
  return false;
}

static void state_until(stating *k) {
  if (asks(k, I_UNTIL)) day_ahead(k, k->w->until, S("until"), &k->said->until);
}

static err *state_reason(stating *k) {
  const step_wish *w = k->w;
  bool rejects = !asks(k, I_REASON);
  if (!step_needs_reason(k->at->step, k->said->decision)) return NULL;
  reason_wish wish = {.action = rejects ? S("reject") : k->at->step->action, .note = w->note,
                      .given = w->reason};
  err *e = reason_fix(k->c, k->at->p, &wish, &k->said->reason);
  if (e && err_http(e->kind) >= 500) return e;
  if (e) err_add(&k->errors, e);
  return NULL;
}

static void state_note(stating *k) {
  k->said->note = k->w->note.p ? k->w->note : S("");
  bool behalf = asks(k, I_ON_BEHALF) && !str_eq(k->at->as.role, S("holder"));
  if (str_trim(k->w->note).n) return;
  if (asks(k, I_NOTE)) wrong(k, S("note"), N_("Please say what it is about."));
  if (behalf) wrong(k, S("note"), N_("Please say how the person has asked for it."));
}

/* A unit that decides for itself, in force, not the one that has it. */
static bool may_decide(const stating *k, const unit *u) {
  int32_t today = day_of(k->at->at);
  bool lives = u->valid_from <= today && (!u->valid_to || u->valid_to > today);
  bool kind = str_eq(u->kind, S("commune")) || str_eq(u->kind, S("department")) ||
              str_eq(u->kind, S("province")) || str_eq(u->kind, S("ministry"));
  return lives && kind && u->id != k->at->d.unit_id;
}

/* The request for the unit's opinion that is open, by its seq; 0: none. */
static err *awaited(stating *k, const unit *u, int64_t *seq) {
  consultations_open_row *rows;
  size_t n;
  *seq = 0;
  TRY(consultations_open(k->c->db, k->c->a, k->at->d.id, &rows, &n));
  for (size_t i = 0; i < n; i++)
    if (rows[i].unit_id == u->id) *seq = rows[i].seq;
  return NULL;
}

static err *state_unit(stating *k) {
  if (k->at->step->effects & E_ANSWERS) k->said->about = k->at->as.about;
  if (!asks(k, I_UNIT)) return NULL;
  const unit *u = edition_unit_by_code(k->c->edition, k->w->unit);
  if (!u) {
    wrong(k, S("unit"), N_("Please choose a unit."));
    return NULL;
  }
  k->said->unit = u->code;
  k->said->unit_id = u->id;
  bool closes = k->at->step->effects & E_CLOSES;
  int64_t open;
  TRY(awaited(k, u, &open));
  if (closes) k->said->about = open;
  if (closes && !open) wrong(k, S("unit"), N_("No opinion of this unit is awaited."));
  if (!closes && !may_decide(k, u)) wrong(k, S("unit"), N_("This unit cannot take it."));
  if (open && k->at->step->effects & E_CONSULTS)
    wrong(k, S("unit"), N_("The opinion of this unit is awaited already."));
  return NULL;
}

/* Somebody who holds a role of the step that comes next, for its unit. */
static err *state_officer(stating *k) {
  if (!asks(k, I_OFFICER)) return NULL;
  const workflow_step *next = workflow_next(k->at->d.state);
  officer_with_row row;
  bool found = false;
  for (step_by role = 0; next && role < BY_HOLDER && !found; role++)
    if (next->who >> role & 1 && str_utf8(k->w->officer))
      TRY(officer_with(k->c->db, k->c->a,
                       &(officer_with_in){.public_id = k->w->officer, .role = role_name(role),
                                          .unit = workflow_unit(&k->at->d, next),
                                          .day = day_of(k->at->at)},
                       &row, &found));
  if (!found) {
    wrong(k, S("officer"), N_("This person cannot take the step."));
    return NULL;
  }
  k->said->officer = k->w->officer;
  k->said->officer_id = row.id;
  return NULL;
}

static void state_money(stating *k) {
  if (asks(k, I_AMOUNT)) {
    k->said->amount = k->w->amount.has ? k->w->amount.v : 0;
    if (k->said->amount < 1 || k->said->amount > most_amount)
      wrong(k, S("amount"), N_("Please say how much is to be paid, in đồng."));
  }
}

/* A receipt's number is used once by a unit in a year. */
static err *state_receipt(stating *k) {
  receipt_used_row used;
  bool found, cash = str_eq(k->w->method, S("cash"));
  if (!asks(k, I_RECEIPT)) return NULL;
  str receipt = k->said->receipt = str_trim(k->w->receipt);
  bool good = receipt.n && receipt.n <= LONGEST_RECEIPT && str_utf8(receipt);
  if (!good) wrong(k, S("receipt"), N_("Please enter the number of the receipt."));
  k->said->method = k->w->method;
  if (!cash && !str_eq(k->w->method, S("transfer")))
    wrong(k, S("method"), N_("Please say whether it was cash or a transfer."));
  if (!good) return NULL;
  TRY(receipt_used(k->c->db, k->c->a, k->at->as.unit_id, civil_of(k->at->at).year, receipt, &used,
                   &found));
  if (used.n) wrong(k, S("receipt"), N_("This receipt number is used already this year."));
  return NULL;
}

/* The ground that the filer has claimed, or another that the receptionist has seen. */
static err *state_ground(stating *k) {
  const json *form = NULL;
  str text, ground = k->w->ground;
  if (!asks(k, I_GROUND)) return NULL;
  if (!ground.n) {
    TRY(dossier_form(k->c, k->at->d.id, &text));
    if (text.n) TRY(json_parse(k->c->a, text, &form));
    ground = json_str(json_get(form, S("exemption")));
  }
  const fee_ground *known = fee_ground_of(k->at->p, ground);
  if (known) k->said->ground = known->id;
  else wrong(k, S("ground"), N_("Please choose the ground of the exemption."));
  return NULL;
}

const rating_reason rating_reasons[] = {
#define RATING_REASON(code, good, words) {{code, sizeof(code) - 1}, good, words},
#include "office/rating.def"
#undef RATING_REASON
};
const size_t rating_reason_count = COUNT(rating_reasons);

static bool gives(const step_wish *w, str code) {
  for (size_t i = 0; i < w->nbecause; i++)
    if (str_eq(w->because[i], code)) return true;
  return false;
}

static void state_rating(stating *k) {
  const step_wish *w = k->w;
  if (!asks(k, I_RATING)) return;
  buf b = buf_in(k->c->a);
  size_t known = 0;
  for (size_t i = 0; i < COUNT(rating_reasons); i++) { /* in the order of the table, each once */
    if (!gives(w, rating_reasons[i].code)) continue;
    if (known++) buf_char(&b, ',');
    buf_add(&b, rating_reasons[i].code);
  }
  k->said->because = buf_str(&b);
  k->said->rating = w->rating.has ? w->rating.v : 0;
  if (k->said->rating < 1 || k->said->rating > 5)
    wrong(k, S("rating"), N_("Please choose from 1 to 5."));
  if (known < w->nbecause) wrong(k, S("because"), N_("There is no such reason."));
}

/* A second request counts the dossier as overdue in the national index (Decision 766, 2.1). */
static void state_warned(stating *k) {
  if (!asks(k, I_WARNED) || !k->at->d.supplements) return;
  k->said->warned = k->w->warned;
  if (!k->w->warned)
    wrong(k, S("warned"), N_("A second request counts this dossier as overdue (index 2.1). Confirm "
                             "that you know."));
}

/* --- what is brought --- */

static err *state_papers(stating *k) {
  const step_wish *w = k->w;
  const dossier_paper *there;
  size_t n;
  const json *fields = asks(k, I_FIELDS) ? w->fields : NULL;
  if (!(asks(k, I_PAPERS) && w->npapers) && !fields) return NULL;
  TRY(dossier_papers(k->c, k->at->d.id, &there, &n));
  given_papers given = {.first = n ? there[n - 1].ordinal + 1 : 1, .fields = fields,
                        .holder_id = k->at->d.holder_id, .there = there, .nthere = n};
  err *e = papers_checked(k->c, k->at->p, w->papers, w->npapers, &given);
  if (e && err_http(e->kind) >= 500) return e;
  if (e) err_add(&k->errors, e);
  for (size_t i = 0; i < given.n && !asks(k, I_PAPERS); i++)
    wrong(k, given.papers[i].component, N_("A correction brings no new files."));
  k->said->papers = given.papers;
  k->said->paper_ids = given.ids;
  k->said->npapers = given.n;
  return NULL;
}

static err *state_form(stating *k) {
  if (!asks(k, I_FIELDS) || !k->w->fields) return NULL;
  if (!k->at->p->schema) {
    wrong(k, S("fields"), N_("The procedure has no form."));
    return NULL;
  }
  err *e = form_checked(k->c, k->at->p, k->w->fields, &k->said->form);
  if (e && err_http(e->kind) >= 500) return e;
  if (e) err_add(&k->errors, e);
  return NULL;
}

static void bring_something(stating *k) {
  if (!asks(k, I_PAPERS) || k->errors) return;
  if (!k->said->npapers && !k->said->form.p && !str_trim(k->w->note).n)
    wrong(k, S("papers"), N_("Please send what is missing."));
}

/* --- scans and proof --- */
static const dossier_paper *paper_named(const dossier_paper *all, size_t n, str id) {
  for (size_t i = 0; i < n; i++)
    if (str_eq(all[i].id, id)) return &all[i];
  return NULL;
}

/* Each a paper of the dossier whose pages are known and whose scan nobody has signed. */
static void state_copy(stating *k, const dossier_paper *one) {
  const component *of = one ? procedure_component(k->at->p, one->component) : NULL;
  dossier_paper *list = (dossier_paper *)(uintptr_t)k->said->copies;
  for (size_t i = 0; one && i < k->said->ncopies; i++)
    if (list[i].ordinal == one->ordinal) return;
  if (!one) wrong(k, S("copies"), N_("The dossier has no such paper."));
  else if (one->signed_seq) wrong(k, S("copies"), N_("A scan of these has been signed already."));
  else if (!one->pages.n)
    wrong(k, S("copies"), N_("The pages of a paper are not known; please send it again."));
  else {
    list[k->said->ncopies] = *one;
    list[k->said->ncopies++].must_scan = one->seq == 1 && of && of->digitise;
  }
}

static err *state_copies(stating *k) {
  const step_wish *w = k->w;
  const dossier_paper *all;
  size_t n;
  if (!asks(k, I_COPIES)) return NULL;
  if (!w->ncopies)
    wrong(k, S("copies"), N_("Choose the scans that you have compared with the papers."));
  TRY(dossier_papers(k->c, k->at->d.id, &all, &n));
  k->said->copies = arena_list(k->c->a, w->ncopies + 1, dossier_paper);
  for (size_t i = 0; i < w->ncopies; i++) state_copy(k, paper_named(all, n, w->copies[i]));
  return NULL;
}

/* A signature sheet: one or more of the officer's own papers. */
static err *state_sheet(stating *k) {
  const step_wish *w = k->w;
  const dossier_paper *there;
  size_t n;
  TRY(dossier_papers(k->c, k->at->d.id, &there, &n));
  dossier_paper *papers = arena_list(k->c->a, w->npapers + 1, dossier_paper);
  int64_t *ids = arena_list(k->c->a, w->npapers + 1, int64_t), first = 1;
  if (n) first = there[n - 1].ordinal + 1;
  for (size_t i = 0; i < w->npapers; i++) {
    paper one;
    bool own;
    TRY(paper_own(k->c, w->papers[i].paper, &one, &own));
    if (!own || !str_eq(w->papers[i].component, S(HANDOVER_SHEET))) {
      wrong(k, S("papers." HANDOVER_SHEET),
            N_("This paper is unknown; please send it again."));
      continue;
    }
    ids[k->said->npapers] = one.id;
    papers[k->said->npapers] = (dossier_paper){.ordinal = first + (int64_t)k->said->npapers,
                                               .component = S(HANDOVER_SHEET),
                                               .id = one.public_id, .sha256 = one.sha256};
    k->said->npapers++;
  }
  if (!w->npapers)
    wrong(k, S("papers." HANDOVER_SHEET), N_("Please send the signed sheet as a scan."));
  k->said->papers = papers;
  k->said->paper_ids = ids;
  return NULL;
}

static str needed_text(stating *k, str given, const char *field, const char *msgid) {
  str text = str_trim(given);
  if (!text.n || text.n > LONGEST_SHIPMENT) wrong(k, str_of(field), msgid);
  return text;
}

/* What the holder opened is proof; what goes online is there to be opened; else it must be said. */
static err *state_proof(stating *k) {
  const dossier *d = &k->at->d;
  stated *said = k->said;
  if (!asks(k, I_PROOF)) return NULL;
  said->proof = k->w->proof.n ? k->w->proof : d->opened_seq ? S("read") : STR_NONE;
  if (!said->proof.n && str_eq(d->delivery, S("online"))) return NULL;
  if (!said->proof.n)
    wrong(k, S("proof"),
          N_("Say how it was handed over: a signature sheet, or the number of a shipment."));
  if (str_eq(said->proof, S("read"))) {
    said->opened_seq = d->opened_seq;
    if (!d->opened_seq) wrong(k, S("proof"), N_("The person has not opened the result yet."));
  }
  if (str_eq(said->proof, S("sheet"))) TRY(state_sheet(k));
  if (str_eq(said->proof, S("post"))) {
    said->carrier = needed_text(k, k->w->carrier, "carrier",
                                N_("Please say who carries the shipment."));
    said->shipment = needed_text(k, k->w->shipment, "shipment",
                                 N_("Please enter the number of the shipment."));
  }
  return NULL;
}

/* --- the clock --- */

/* The case of the dossier without its pauses; false: no limit is entered. */
static bool case_of(const edition *e, const procedure *p, const dossier *d, clock_case *out) {
  const channel_rule *rule = p ? procedure_channel(p, d->channel) : NULL;
  if (!rule || !rule->has_limit) return false;
  *out = (clock_case){.days = &e->calendar, .received = d->received_at, .limit = rule->limit,
                      .hours = edition_hours(e, d->reception_unit_id)};
  return true;
}

static void started(stating *k) {
  clock_case own;
  k->said->received_at = k->at->at;
  if (!case_of(k->c->edition, k->at->p, &k->at->d, &own)) return;
  own.received = k->at->at;
  k->said->due_at = clock_case_due(&own);
}

/* The date that is fixed moves on by this pause alone, whatever the calendar was when it was fixed;
 * one that somebody has given is a day. */
static void resumed(stating *k) {
  const dossier *d = &k->at->d;
  clock_case own;
  k->said->due_at = d->due_at;
  if (!case_of(k->c->edition, k->at->p, d, &own)) return;
  if (d->extensions) own.limit.unit = 'w';
  k->said->due_at = clock_moved(&own, d->due_at, (clock_pause){d->paused_at, k->at->at});
}

static instant still_working(const edition *e, const dossier *d) {
  int32_t day = day_of(d->due_at);
  if (clock_working(&e->calendar, day)) return d->due_at;
  return day_at(clock_next_working(&e->calendar, day),
                edition_hours(e, d->reception_unit_id)->close);
}

err *step_redue(ctx *c, const dossier *d, instant *due) {
  clock_case own;
  dossier_pauses_row *rows;
  *due = d->extensions ? still_working(c->edition, d) : d->due_at;
  bool whole = case_of(c->edition, edition_version(c->edition, d->version_id), d, &own);
  if (d->extensions || !whole) return NULL;
  TRY(dossier_pauses(c->db, c->a, d->id, &rows, &own.npauses));
  clock_pause *pauses = arena_list(c->a, own.npauses + 1, clock_pause);
  for (size_t i = 0; i < own.npauses; i++)
    pauses[i] = (clock_pause){{rows[i].from_at},
                              rows[i].to_at.has ? (instant){rows[i].to_at.v} : INSTANT_NONE};
  own.pauses = pauses;
  *due = clock_case_due(&own);
  return NULL;
}

static err *redated(stating *k) {
  TRY(step_redue(k->c, &k->at->d, &k->said->due_at));
  k->said->ruling = k->c->ruling;
  if (k->said->due_at.us != k->at->d.due_at.us) return NULL;
  return ERR(CONFLICT, N_("Under the calendar of now the due date is the same."));
}

/* The new date is a working day after the present one. */
static void extended(stating *k) {
  int32_t day;
  const calendar *days = &k->c->edition->calendar;
  if (!day_ahead(k, k->w->due, S("due"), &day)) return;
  const office_hours *hours = edition_hours(k->c->edition, k->at->d.reception_unit_id);
  k->said->due_at = day_at(day, hours->close);
  if (!clock_working(days, day)) wrong(k, S("due"), N_("This is no working day."));
  else if (k->said->due_at.us <= k->at->d.due_at.us)
    wrong(k, S("due"), N_("The new date must be after the present one."));
}

/* A result that is corrected has a limit of its own, from the day on which that begins. */
static void corrected(stating *k) {
  const edition *e = k->c->edition;
  int64_t days = setting_dated("correction_days", e->correction_days, day_of(k->at->at));
  k->said->due_at = clock_case_due(&(clock_case){
      .days = &e->calendar, .hours = edition_hours(e, k->at->d.unit_id), .received = k->at->at,
      .limit = {.value = days, .unit = 'w'}});
}

static err *state_clock(stating *k) {
  k->said->received_at = k->said->due_at = INSTANT_NONE;
  if (k->at->step->clock == REDATES) return redated(k);
  if (k->at->step->clock == STARTS) started(k);
  if (k->at->step->clock == RESUMES) resumed(k);
  if (k->at->step->clock == EXTENDS) extended(k);
  if (k->at->step->clock == CORRECTS) corrected(k);
  return NULL;
}

/* What the step does not ask for is not passed over in silence. */
static void nothing_else(stating *k) {
  const step_wish *w = k->w;
  const struct {
    bool given;
    int asked;
    const char *field;
  } inputs[] = {{w->until.n > 0, I_UNTIL, "until"},     {w->due.n > 0, I_DUE, "due"},
                {w->unit.n > 0, I_UNIT, "unit"},        {w->officer.n > 0, I_OFFICER, "officer"},
                {w->receipt.n > 0, I_RECEIPT, "receipt"}, {w->amount.has, I_AMOUNT, "amount"},
                {w->method.n > 0, I_METHOD, "method"},  {w->ground.n > 0, I_GROUND, "ground"},
                {w->rating.has, I_RATING, "rating"}, {w->nbecause > 0, I_RATING, "because"},
                {w->fields != NULL, I_FIELDS, "fields"},
                {w->npapers > 0, str_eq(w->proof, S("sheet")) ? I_PROOF : I_PAPERS, "papers"},
                {w->ncopies > 0, I_COPIES, "copies"},   {w->proof.n > 0, I_PROOF, "proof"},
                {w->carrier.n > 0, str_eq(w->proof, S("post")) ? I_PROOF : 0, "carrier"},
                {w->shipment.n > 0, str_eq(w->proof, S("post")) ? I_PROOF : 0, "shipment"}};
  for (size_t i = 0; i < COUNT(inputs); i++)
    if (inputs[i].given && !asks(k, inputs[i].asked))
      wrong(k, str_of(inputs[i].field), N_("This step takes no such thing."));
}

err *step_state(ctx *c, const step_at *at, const step_wish *w, stated *out) {
  *out = (stated){0};
  stating k = {.c = c, .at = at, .w = w, .said = out};
  TRY(workflow_decision(&at->d, at->step, w->decision, &out->decision));
  TRY(state_reason(&k));
  state_note(&k);
  state_until(&k);
  TRY(state_unit(&k));
  TRY(state_officer(&k));
  state_money(&k);
  TRY(state_receipt(&k));
  TRY(state_ground(&k));
  state_warned(&k);
  state_rating(&k);
  TRY(state_papers(&k));
  TRY(state_form(&k));
  bring_something(&k);
  TRY(state_copies(&k));
  TRY(state_proof(&k));
  TRY(state_clock(&k));
  nothing_else(&k);
  return k.errors;
}
