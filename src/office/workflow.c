/* workflow: who may take a step, and the one transition; see workflow.h.  The table itself is in
 * workflow_table.c, the rows beside the dossier are kept by workflow_rows.c. */
#include "office/workflow.h"

#include "base/buf.h"
#include "office/access.h"
#include "office/account.h"
#include "office/desk.h"
#include "office/escalation.h"
#include "office/event.h"
#include "office/fee.h"
#include "office/measure.h"
#include "office/outbox.h"
#include "office/setting.h"
#include "office/workflow.sql.h"
#include "office/workflow_impl.h"

/* --- may this person take this step? --- */

static err *out_of_order(const dossier *d) {
  const workflow_step *next = workflow_next(d->state);
  if (!next) return ERR(CONFLICT, N_("The dossier is finished; no step follows."));
  return err_at(ERR(CONFLICT, N_("Another step comes first: {0}."), str_of(next->button)),
                STR_NONE, next->cites);
}

static step_taker as_held(const role_held *held, int64_t about) {
  return (step_taker){.role = held->role, .unit_id = held->unit_id, .behalf = held->behalf,
                      .about = about};
}

/* The unit whose opinion is awaited and for which c->who could give it. */
static err *asked_taker(ctx *c, const dossier *d, str role, step_taker *out) {
  if (!d->consults) return NULL;
  consultations_open_row *rows;
  size_t n;
  TRY(consultations_open(c->db, c->a, d->id, &rows, &n));
  for (size_t i = 0; i < n && !out->role.p; i++) {
    int64_t unit_id = edition_unit_on(c->edition, rows[i].unit_id, day_of(c->now));
    const role_held *held = actor_role(c->who, role, unit_id, d->field);
    if (held) *out = as_held(held, rows[i].seq);
  }
  return NULL;
}

static uint32_t who_of(const dossier *d, const workflow_step *s) {
  const workflow_step *next = s->who & BY(NEXT) ? workflow_next(d->state) : NULL;
  return next ? next->who & ~BY(NEXT) & ~BY(HOLDER) : s->who & ~BY(NEXT);
}

err *workflow_taker(ctx *c, const dossier *d, const workflow_step *s, step_taker *out) {
  *out = (step_taker){0};
  if (!c->who) return NULL;
  uint32_t by = who_of(d, s);
  if (c->ruling.n) {
    out->role = by & BY(RULING) ? S("ruling") : STR_NONE;
    return NULL;
  }
  if (by & BY(HOLDER) && access_own(c->who, d)) {
    out->role = S("holder");
    return NULL;
  }
  int64_t unit_id = workflow_unit(d, s);
  for (step_by role = 0; role < BY_HOLDER && c->who->officer; role++) {
    if (!(by >> role & 1)) continue;
    const role_held *held =
        s->where == ASKED ? NULL : actor_role(c->who, role_name(role), unit_id, d->field);
    if (s->where == EITHER && !held)
      held = actor_role(c->who, role_name(role), d->reception_unit_id, d->field);
    if (s->where == ASKED) TRY(asked_taker(c, d, role_name(role), out));
    if (held) *out = as_held(held, 0);
    if (out->role.p) return NULL;
  }
  return NULL;
}

/* The role of the row by whose lack the reader is refused: the first, or one that has ended. */
err *workflow_lapsed(ctx *c, const dossier *d, const workflow_step *s, int32_t *until) {
  uint32_t by = who_of(d, s);
  *until = 0;
  for (step_by role = 0; role < BY_HOLDER && c->who->officer && !*until; role++)
    if (by >> role & 1)
      TRY(account_lapsed(c, role_name(role), workflow_unit(d, s), until));
  return NULL;
}

/* A refusal names the clause of the step that it refuses. */
static err *by_clause(const workflow_step *s, err *e) {
  bool refuses = e && (e->kind == ERR_CONFLICT || e->kind == ERR_FORBIDDEN);
  return refuses && s->cites.n ? err_at(e, STR_NONE, s->cites) : e;
}

static err *no_role(ctx *c, const dossier *d, const workflow_step *s) {
  uint32_t by = who_of(d, s);
  int64_t unit_id = workflow_unit(d, s);
  const unit *u = edition_unit(c->edition, unit_id);
  str role = STR_NONE, where = u ? u->name : S("?");
  int32_t until;
  if (by & BY(RULING)) return ERR(FORBIDDEN, N_("Only a recorded decision may do this."));
  if (s->where == ASKED && !d->consults)
    return ERR(CONFLICT, N_("Nobody's opinion is awaited."));
  for (step_by k = BY_HOLDER; k-- > 0;)
    if (by >> k & 1) role = role_name(k);
  TRY(workflow_lapsed(c, d, s, &until));
  str word = by & BY(HOLDER) ? S("Person filing") : str_of(role_word(role));
  if (until)
    return ERR(FORBIDDEN, N_("Your role {0} for {1} has been over since {2}."),
               str_of(role_word(role)), where,
               day_told(c->a, until));
  if (!c->who->officer || !actor_has(c->who, role, 0) || s->where == ASKED)
    return ERR(FORBIDDEN, N_("This step needs another role: {0}."), word);
  if (!actor_has(c->who, role, unit_id))
    return ERR(FORBIDDEN, N_("This step is for another unit: {0}."), where);
  return ERR(FORBIDDEN, N_("This step is for another field: {0}."), d->field);
}

err *workflow_no_role(ctx *c, const dossier *d, const workflow_step *s) {
  return by_clause(s, no_role(c, d, s));
}

/* One person holds one duty of a dossier. */
static err *apart_from_others(ctx *c, const dossier *d, const workflow_step *s) {
  if (s->duty == NO_DUTY) return NULL;
  workflow_duty_row held;
  bool found;
  TRY(workflow_duty(c->db, c->a, d->id, c->who->account_id, &held, &found));
  if (!found || held.duty == s->duty) return NULL;
  return ERR(FORBIDDEN,
             N_("You took an earlier step of this dossier ({0}); this one needs another person."),
             str_of(duty_word((step_duty)held.duty)));
}

static err *assigned(ctx *c, const dossier *d, const workflow_step *s, const step_taker *as) {
  bool bound = !s->side || s->effects & (E_CLAIMS | E_RELEASES);
  if (!bound || !d->assignee_id || !str_eq(as->role, d->assignee_role)) return NULL;
  if (d->assignee_id == c->who->account_id) return NULL;
  return ERR(FORBIDDEN, N_("This step has been assigned to somebody else."));
}

static err *demands(const dossier *d, const workflow_step *s, str role, int32_t day) {
  int effects = s->effects;
  bool again = instant_is(d->ended_at);
  if (effects & E_FIRST && again)
    return ERR(CONFLICT, N_("The result has been handed over; it can be corrected or revoked."));
  if (effects & E_SETTLED && d->consults)
    return ERR(CONFLICT, N_("An opinion is still awaited; it must be given or gone without."));
  if (effects & E_ASKS && d->supplements && !str_eq(role, S("approver")))
    return ERR(FORBIDDEN, N_("Documents have been asked for once; a second time it is the "
                             "approver's to decide."));
  if (effects & E_LAPSED && instant_is(d->paused_at) && day <= d->until_day)
    return ERR(CONFLICT, N_("The last day that was given has not passed yet."));
  if (s->clock == EXTENDS && d->extensions)
    return ERR(CONFLICT, N_("A new date has been given once already."));
  if (s->clock == EXTENDS && !instant_is(d->due_at))
    return ERR(CONFLICT, N_("The dossier has no due date."));
  if (effects & E_READS && d->opened_seq)
    return ERR(CONFLICT, N_("It has been opened already."));
  if (effects & E_FEE && !fee_open(d->fee))
    return ERR(CONFLICT, N_("No fee of this dossier is open."));
  if (effects & E_QUESTION && instant_is(d->asked_at))
    return ERR(CONFLICT, N_("Your question waits for an answer; the next one can be asked then."));
  if (effects & E_REPLY && !instant_is(d->asked_at))
    return ERR(CONFLICT, N_("No question waits for an answer."));
  if (effects & E_RATES && d->rating)
    return ERR(CONFLICT, N_("It has been rated; that is done once."));
  if (effects & E_RELEASES && !d->assignee_id)
    return ERR(CONFLICT, N_("Nobody has taken it on."));
  if (effects & (E_ANSWERS | E_CLOSES) && !d->consults)
    return ERR(CONFLICT, N_("Nobody's opinion is awaited."));
  return NULL;
}

err *workflow_demands(const dossier *d, const workflow_step *s, str role, int32_t day) {
  return by_clause(s, demands(d, s, role, day));
}

err *workflow_kept(ctx *c, const dossier *d) {
  if (!d->erased_by) return NULL;
  workflow_erased_row row;
  bool found;
  TRY(workflow_erased(c->db, c->a, d->erased_by, &row, &found));
  return ERR(GONE, N_("Its personal data were destroyed by decision {0}."),
             found ? row.number : S("?"));
}

err *workflow_allowed(ctx *c, const dossier *d, const workflow_step *s, step_taker *as) {
  TRY(workflow_kept(c, d));
  if (!workflow_leads(s, d->state)) return out_of_order(d);
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  TRY(workflow_taker(c, d, s, as));
  if (!as->role.p) return workflow_no_role(c, d, s);
  TRY(by_clause(s, apart_from_others(c, d, s)));
  TRY(by_clause(s, assigned(c, d, s, as)));
  return workflow_demands(d, s, as->role, day_of(c->now));
}

bool workflow_server_signs(const workflow_step *s, str role) {
  return s->effects & E_LIGHT || str_eq(role, S("holder"));
}

err *workflow_decision(const dossier *d, const workflow_step *s, str wished, str *decision) {
  *decision = STR_NONE;
  if (!(s->effects & (E_DECIDES | E_CONFIRMS))) {
    if (!wished.n) return NULL;
    return err_at(ERR(INVALID, N_("This step takes no decision.")), S("decision"), STR_NONE);
  }
  *decision = wished.n ? wished : S("grant");
  if (!str_eq(*decision, S("grant")) && !str_eq(*decision, S("reject")))
    return err_at(ERR(INVALID, N_("A decision is grant or reject.")), S("decision"), STR_NONE);
  if (s->effects & E_CONFIRMS && !str_eq(*decision, d->decision)) {
    bool grants = str_eq(d->decision, S("grant"));
    return err_at(ERR(CONFLICT, N_("The decision must be the one that was proposed: {0}."),
                      str_of(grants ? N_("Grant") : N_("Do not grant, with reasons"))),
                  S("decision"), STR_NONE);
  }
  return NULL;
}

/* --- the transition --- */

static void clock_after(dossier *next, const step_record *r) {
  switch (r->step->clock) {
    case STARTS:
      next->received_at = r->said.received_at;
      next->due_at = next->first_due_at = r->said.due_at;
      break;
    case PAUSES:
      next->paused_at = r->at;
      next->until_day = r->said.until;
      break;
    case RESUMES:
      next->due_at = r->said.due_at;
      next->paused_at = INSTANT_NONE;
      next->until_day = 0;
      break;
    case EXTENDS:
      next->due_at = r->said.due_at;
      next->extensions++;
      break;
    case REDATES: next->due_at = r->said.due_at; break;
    case CORRECTS: next->correct_by = r->said.due_at; break;
    case STOPS:
      next->correct_by = INSTANT_NONE;
      if (!instant_is(next->finished_at)) next->finished_at = r->at;
      break;
    case ENDED:
      if (!instant_is(next->ended_at)) next->ended_at = r->at;
      next->paused_at = INSTANT_NONE;
      next->until_day = 0;
      break;
    case RUNS: break;
  }
}

/* How many of the copies are of papers that must be digitised: those filed, on paper. */
static int64_t signed_scans(const dossier *d, const step_record *r) {
  int64_t n = 0;
  for (size_t i = 0; i < r->said.ncopies; i++) n += r->said.copies[i].must_scan;
  return d->scans ? n : 0;
}

/* What is known of the result's way to its holder. */
static void handing_after(dossier *next, const step_record *r) {
  int effects = r->step->effects;
  if (effects & E_SEALS) next->opened_seq = 0;
  if (effects & E_READS) {
    next->opened_seq = next->seq;
    if (!instant_is(next->reached_at)) next->reached_at = r->at;
  }
  bool proved = effects & E_READS || (effects & E_HANDS_OVER && r->said.proof.n);
  if (proved && !instant_is(next->handed_at)) next->handed_at = r->at;
}

static void assignee_after(dossier *next, const step_record *r) {
  int effects = r->step->effects;
  if (effects & (E_RELEASES | E_MOVES)) {
    next->assignee_id = 0;
    next->assignee_role = STR_NONE;
  }
  if (effects & E_CLAIMS) {
    next->assignee_id = r->actor_id;
    next->assignee_role = r->as.role;
  }
  if (effects & E_ASSIGNS) {
    const workflow_step *step = workflow_next(next->state);
    next->assignee_id = r->said.officer_id;
    for (step_by role = 0; step && role < BY_HOLDER; role++)
      if (step->who >> role & 1) next->assignee_role = role_name(role);
  }
}

dossier workflow_after(const dossier *d, const step_record *r) {
  dossier next = *d;
  const workflow_step *s = r->step;
  if (s->to < STATE_COUNT) next.state = state_name(s->to);
  if (s->status != KEPT) next.status = s->status;
  next.version = d->version + 1;
  next.seq = d->seq + 1;
  if (s->effects & E_DECIDES) next.decision = r->said.decision;
  if (s->effects & E_ASKS) next.supplements++;
  if (s->effects & E_CONSULTS) next.consults++;
  if (s->effects & (E_ANSWERS | E_CLOSES)) next.consults--;
  if (s->effects & E_MOVES) next.unit_id = next.row_unit_id = r->said.unit_id;
  if (s->effects & E_DIGITISES) next.scans_signed += signed_scans(d, r);
  if (s->effects & E_FEE) next.fee = s->effects & E_PAYS ? fee_paid : fee_exempt;
  if (s->effects & E_QUESTION) next.asked_at = r->at;
  if (s->effects & E_REPLY) next.asked_at = INSTANT_NONE;
  if (s->effects & E_RATES) next.rating = r->said.rating;
  clock_after(&next, r);
  handing_after(&next, r);
  assignee_after(&next, r);
  return next;
}

static opt_i64 id_or_null(int64_t id) { return id ? SOME(id) : NONE_I64; }
static opt_i64 time_or_null(instant t) { return instant_is(t) ? SOME(t.us) : NONE_I64; }

static err *move(ctx *c, const dossier *d, const dossier *next, str hash) {
  int64_t changed = 0;
  desk_place at = desk_of(c->edition, next);
  TRY(workflow_move(c->db,
                    &(workflow_move_in){
                        .id = d->id, .seen = d->version, .from_state = d->state,
                        .previous = d->head, .state = next->state, .status = next->status,
                        .head = hash, .decision = next->decision, .unit = next->row_unit_id,
                        .received_at = time_or_null(next->received_at),
                        .due_at = time_or_null(next->due_at),
                        .first_due_at = time_or_null(next->first_due_at),
                        .due_order = at.due_order,
                        .finished_at = time_or_null(next->finished_at),
                        .ended_at = time_or_null(next->ended_at),
                        .paused_at = time_or_null(next->paused_at), .until_day = next->until_day,
                        .supplements = next->supplements, .extensions = next->extensions,
                        .consults = next->consults, .scans_signed = next->scans_signed,
                        .opened_seq = next->opened_seq,
                        .reached_at = time_or_null(next->reached_at),
                        .handed_at = time_or_null(next->handed_at),
                        .correct_by = time_or_null(next->correct_by),
                        .rating = next->rating, .asked_at = time_or_null(next->asked_at),
                        .assignee = id_or_null(next->assignee_id),
                        .assignee_role = next->assignee_role, .fee = next->fee,
                        .desk_unit = id_or_null(at.unit_id),
                        .desk_officer = id_or_null(at.officer_id)},
                    &changed));
  return changed == 1 ? NULL : workflow_stale();
}

err *workflow_stale(void) {
  return ERR(STALE, N_("The dossier has changed since you saw it; look at it again."));
}

/* What was checked against an edition is decided under the same one: another process may have
 * published, or revoked a certificate, since. */
static err *same_edition(ctx *c) {
  int64_t number;
  TRY(setting_int(c->db, c->a, S("edition"), 0, &number));
  if (number == c->edition->number) return NULL;
  return err_retry(ERR(UNAVAILABLE, N_("Catalogue or certificates have just been renewed; "
                                       "please try again in a moment.")), 1);
}

/* What was signed says as what and on whose behalf: that very role must still be held. */
static err *same_capacity(ctx *c, const dossier *d, const step_record *r) {
  if (str_eq(r->as.role, S("holder")) || str_eq(r->as.role, S("ruling"))) return NULL;
  for (size_t i = 0; i < c->who->nroles; i++) {
    const role_held *held = &c->who->roles[i];
    if (str_eq(held->role, r->as.role) && held->unit_id == r->as.unit_id &&
        role_covers(held, d->field) && str_eq(held->behalf, r->as.behalf))
      return NULL;
  }
  return ERR(FORBIDDEN, N_("The role by which this step was begun has ended; begin it again."));
}

/* The gate itself: everything that could have changed since the step was prepared. */
static err *pass(ctx *c, const dossier *d, const step_record *r) {
  step_taker as;
  str decision;
  TRY(same_edition(c));
  if (d->version != r->seen_version || !str_eq(d->head, r->previous)) return workflow_stale();
  ctx now = *c; /* roles may have ended while the step was prepared */
  if (!c->ruling.n) TRY(account_again(c, &now.who));
  TRY(workflow_allowed(&now, d, r->step, &as));
  if (!str_eq(as.role, r->as.role) || as.about != r->as.about) return workflow_stale();
  TRY(same_capacity(&now, d, r));
  return workflow_decision(d, r->step, r->said.decision, &decision);
}

err *workflow_apply(ctx *c, const dossier *d, const step_record *r, int64_t *event_id) {
  TRY(pass(c, d, r));
  dossier next = workflow_after(d, r);
  TRY(move(c, d, &next, event_hash(c->a, r->content, r->signature)));
  bool server = workflow_server_signs(r->step, r->as.role);
  event_row row = {.dossier_id = d->id, .seq = next.seq, .actor_id = r->actor_id,
                   .action = r->step->action, .scheme = server ? S("ed25519") : S("cms"),
                   .content = r->content, .signature = r->signature, .salt = r->salt,
                   .note = r->said.note, .reason = r->said.reason, .at = r->at};
  str hash;
  TRY(event_append(c, &row, event_id, &hash));
  next.head = hash;
  TRY(workflow_rows(c, d, &next, r));
  TRY(alarm_set(c, &next));
  TRY(measure_write(c, d, &next,
                    &(figure_event){*event_id, r->step->action, r->at,
                                    edition_version(c->edition, d->version_id), r->said.proof}));
  bool own = r->step->effects & (E_QUESTION | E_RATES); /* who did it need not be told */
  if (!own && !(r->step->effects & (E_INTERNAL | E_QUIET)))
    TRY(outbox_add(c, S("notice"), *event_id, d->id));
  if (r->step->effects & E_DRAFTS) TRY(outbox_add(c, S("draft"), *event_id, d->id));
  if (c->once) {
    c->once->location = str_cat(c->a, S("/dossiers/"), d->code);
    c->once->version = next.version;
  }
  return NULL;
}

static err *refused(ctx *c, void *arg) {
  return workflow_refused(c->db, c->who->account_id, *(const str *)arg, day_of(c->now), NULL);
}

err *workflow_count_refusal(ctx *c, str action) {
  ctx own = *c;
  own.once = NULL;
  return ctx_write(&own, c->who->account_id, refused, &action);
}
