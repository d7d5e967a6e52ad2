/* fill_dossier: what the page and the JSON of one dossier hold, and the lines of lists. */
#include "office/forms.h"
#include "office/result.h"
#include "office/ruling.h"
#include "office/workflow.sql.h"
#include "web/fill.h"
#include "web/form.h"

enum { MOST_DOORS = 10 };

static const char *word_of_action(str name) {
  const workflow_step *s = workflow_action(name);
  return s ? s->done : N_("Filed");
}

static const char *word_of_role(str role) {
  if (str_eq(role, S("authorised"))) return N_("Authorised person");
  const char *word = role_word(role);
  return *word ? word : N_("Person filing");
}

static const char *word_of_delivery(str way) {
  if (str_eq(way, S("post"))) return N_("by public post");
  return str_eq(way, S("counter")) ? N_("at the reception point") : N_("online, as a file");
}

void fill_line(const rq *r, const dossier_line *l, bool desk, v_dossier_line *v) {
  const workflow_step *next = workflow_next(l->state);
  const procedure *p = edition_procedure(r->ctx.edition, l->procedure);
  *v = (v_dossier_line){
      .code = l->code, .state = l->state, .state_word = state_word(l->state),
      .step = next ? next->action : STR_NONE, .status = l->status, .channel = l->channel,
      .holder = l->holder, .submitted_at = l->submitted_at, .received_at = l->received_at,
      .due_at = l->due_at, .version = l->version, .paused_at = l->paused_at,
      .receive_by = instant_is(l->due_at) ? INSTANT_NONE : l->desk_due_at,
      .assignee = r->ctx.who->officer ? l->assignee : STR_NONE,
      .holder_word = next ? workflow_who(next) : NULL,
      .step_word = next ? next->button : NULL,
  };
  bool centre = next && next->where == RECEPTION;
  int64_t unit_id = edition_successor(r->ctx.edition, centre ? l->reception_unit_id : l->unit_id);
  if (next && !(next->who & BY(HOLDER)))
    v->holder_unit = fill_unit(r->ctx.edition, unit_id).name;
  if (!r->ctx.who->officer && !str_eq(l->holder, r->ctx.who->name)) v->for_whom = l->holder;
  v->procedure.code = l->procedure;
  if (p) v->procedure = (v_procedure_ref){.code = p->code, .name = p->name, .version = p->version};
  v->due = instant_is(l->paused_at)
               ? fill_paused(r, l->paused_at)
               : fill_due(r, desk ? l->desk_due_at : l->due_at, l->finished_at);
  v->overdue = v->due && str_eq(v->due->mark, S("late"));
}

/* The holder, where the reader acts for them. */
static str acts_for(const actor *who, const dossier *d) {
  for (size_t i = 0; i < who->nmandates; i++)
    if (who->mandates[i].holder_id == d->holder_id) return who->mandates[i].holder;
  return STR_NONE;
}

/* --- the parts of one dossier --- */
/* A reason given to the applicant is shown to it; what officers write to each other is not. */
str fill_note(const rq *r, const event *e) {
  const workflow_step *s = workflow_action(e->action);
  bool told = s && (s->asks & I_REASON || s->who & BY(HOLDER) || s->effects & (E_BILLS | E_REPLY) ||
                    (str_eq(e->decision, S("reject")) && s->effects & E_CONFIRMS));
  bool shown = r->ctx.who->officer || !s || told;
  return shown && e->note.n ? e->note : STR_NONE;
}

/* A reason that is only proposed is not the applicant's yet. */
str fill_chosen(const rq *r, const dossier *d, const event *e) {
  const workflow_step *s = workflow_action(e->action);
  bool told = s && (s->asks & I_REASON || instant_is(d->finished_at));
  return r->ctx.who->officer || told ? e->reason : STR_NONE;
}

static err *fill_events(rq *r, const dossier *d, v_dossier *v) {
  const procedure *p = edition_version(r->ctx.edition, d->version_id);
  const event *events;
  size_t n;
  TRY(event_list(&r->ctx, d, &events, &n));
  v_event *list = arena_list(r->ctx.a, n, v_event);
  bool officer = r->ctx.who->officer;
  size_t m = 0;
  for (size_t i = 0; i < n; i++) {
    const event *e = &events[i];
    const workflow_step *step = workflow_action(e->action);
    if (!officer && step && step->effects & E_INTERNAL) continue;
    v_event *to = &list[m++];
    *to = (v_event){
        .seq = e->seq, .step = e->action, .word = word_of_action(e->action), .role = e->role,
        .role_word = word_of_role(e->role), .at = e->at, .scheme = e->scheme,
        .proposes = step && step->effects & E_DECIDES,
        .actor = officer || str_eq(e->role, S("holder")) ? e->actor_name : STR_NONE,
        .behalf = officer ? e->behalf_name : STR_NONE,
        .until = e->until, .due_at = step && step->clock == STARTS ? INSTANT_NONE : e->due_at,
        .to_unit = e->to_unit,
        .reason = fill_reason(r, p, fill_chosen(r, d, e)),
        .decision = e->decision.n ? e->decision : STR_NONE,
        .note = fill_note(r, e),
    };
    if (!e->unit_code.n) continue;
    v_unit_ref *u = arena_new_of(r->ctx.a, v_unit_ref);
    *u = (v_unit_ref){.code = e->unit_code, .name = e->unit_name};
    to->unit = u;
  }
  v->events = (v_event_list){list, m};
  return NULL;
}

static instant event_at(const v_dossier *v, str step) {
  instant at = INSTANT_NONE;
  for (size_t i = 0; i < v->events.n; i++)
    if (str_eq(v->events.items[i].step, step)) at = v->events.items[i].at;
  return at;
}

/* Which of the five a state is at: a dossier that waits, where it will go on. */
static str at_door(const dossier *d) {
  const workflow_step *next = workflow_next(d->state);
  return next && instant_is(d->paused_at) ? state_name(next->to) : next ? d->state : STR_NONE;
}

/* The straight way from filing to hand-over: what lies behind is open, the present one ajar.  Of a
 * dossier that has ended those are open that it went through. */
static void fill_doors(const rq *r, const dossier *d, v_dossier *v) {
  v_door *doors = arena_list(r->ctx.a, MOST_DOORS, v_door);
  size_t n = 0;
  str now = at_door(d), state = S("submitted");
  bool behind = true;
  const workflow_step *s = workflow_next(state);
  for (; s && n < MOST_DOORS; s = workflow_next(state)) {
    bool here = str_eq(state, now);
    instant at = event_at(v, s->action);
    behind = behind && !here && instant_is(at);
    doors[n++] = (v_door){.word = s->button, .at = behind ? at : INSTANT_NONE,
                          .mark = behind ? S("open") : here ? S("ajar") : S("shut")};
    state = state_name(s->to);
  }
  v->doors = (v_door_list){doors, n};
}

static str duration(const rq *r, int64_t us) {
  int64_t minutes = us / MINUTE, hours = minutes / 60, days = hours / 24;
  const char *msgid = days >= 2 ? N_("{0} days") : hours >= 1 ? N_("{0} h") : N_("{0} min");
  int64_t n = days >= 2 ? days : hours >= 1 ? hours : minutes;
  return say(r, msgid, str_fmt(r->ctx.a, "%lld", (long long)n), STR_NONE);
}

static void fill_holder(const rq *r, const dossier *d, v_dossier *v) {
  const workflow_step *next = workflow_next(d->state);
  if (!next) return;
  v_unit_ref *u = arena_new_of(r->ctx.a, v_unit_ref);
  *u = fill_unit(r->ctx.edition, workflow_unit(d, next));
  if (!(next->who & BY(HOLDER))) v->holder_unit = u;
  v->holder_word = workflow_who(next);
  int64_t since = v->events.n ? v->events.items[v->events.n - 1].at.us : r->ctx.now.us;
  if (r->ctx.now.us - since >= MINUTE) v->holder_for = duration(r, r->ctx.now.us - since);
}

static str title_of(const rq *r, const procedure *p, str id) {
  if (str_eq(id, S(HANDOVER_SHEET))) return str_of(tr(r, N_("Signature sheet")));
  return paper_title(r->ctx.a, p, id, r->lang);
}

static err *fill_papers(rq *r, const dossier *d, v_dossier *v) {
  const procedure *p = edition_version(r->ctx.edition, d->version_id);
  const dossier_paper *papers;
  size_t n;
  TRY(dossier_papers(&r->ctx, d->id, &papers, &n));
  v_attached *list = arena_list(r->ctx.a, n, v_attached);
  for (size_t i = 0; i < n; i++) {
    const dossier_paper *x = &papers[i];
    list[i] = (v_attached){.component = x->component, .title = title_of(r, p, x->component),
                           .digitised = x->signed_seq > 0,
                           .id = x->id, .name = x->name, .media_type = x->media_type,
                           .size = x->size, .sha256 = hex_of(r->ctx.a, x->sha256)};
  }
  v->papers = (v_attached_list){list, n};
  TRY(dossier_form(&r->ctx, d->id, &v->form));
  if (!r->html || !v->form.n || !p || !p->schema) return NULL;
  const json *filed;
  TRY(json_parse(r->ctx.a, v->form, &filed));
  v->fields = form_shown(r, p->schema, filed, &v->papers);
  return NULL;
}

static err *fill_result(rq *r, const dossier *d, v_dossier *v) {
  result_file f;
  bool found;
  TRY(result_newest_of(&r->ctx, d, RESULT_SEALED, &f, &found));
  if (!found) return NULL;
  v_result_ref *ref = arena_new_of(r->ctx.a, v_result_ref);
  *ref = (v_result_ref){.number = f.number, .day = f.number_day, .decision = f.decision,
                      .sha256 = hex_of(r->ctx.a, f.sha256)};
  ref->href = str_fmt(r->ctx.a, "/dossiers/%.*s/result.pdf", STR_ARG(d->code));
  v->result = ref;
  return NULL;
}

static const char *word_of_proof(str proof) {
  if (str_eq(proof, S("read"))) return N_("opened by the holder");
  return str_eq(proof, S("post")) ? N_("by a shipment") : N_("against a signature sheet");
}

static err *fill_handovers(rq *r, const dossier *d, v_dossier *v) {
  handovers_row *rows;
  size_t n;
  TRY(handovers(r->ctx.db, r->ctx.a, d->id, &rows, &n));
  v_handover *list = arena_list(r->ctx.a, n + 1, v_handover);
  for (size_t i = 0; i < n; i++) {
    list[i] = (v_handover){.proof = rows[i].proof, .word = word_of_proof(rows[i].proof),
                           .carrier = rows[i].carrier, .shipment = rows[i].shipment,
                           .at = INSTANT_NONE};
    for (size_t k = 0; k < v->events.n; k++)
      if (v->events.items[k].seq == rows[i].seq) list[i].at = v->events.items[k].at;
  }
  v->handovers = (v_handover_list){list, n};
  return NULL;
}

err *fill_waiting(rq *r, const dossier *d, const v_reason *reason, str note,
                  const v_waiting **told) {
  *told = NULL;
  if (!instant_is(d->paused_at)) return NULL;
  v_waiting *w = arena_new_of(r->ctx.a, v_waiting);
  bool pays = str_eq(d->state, S("waiting_payment"));
  *w = (v_waiting){.what = pays ? S("payment") : S("supplement"), .since = d->paused_at,
                   .until = d->until_day, .reason = reason, .note = note};
  obligation_open_row row;
  bool found = false;
  if (pays) TRY(obligation_open(r->ctx.db, r->ctx.a, d->id, &row, &found));
  if (found) w->amount = SOME(row.amount);
  *told = w;
  return NULL;
}

/* What the applicant is waited for, or why it has ended, as the newest event of that kind says. */
static err *fill_why(rq *r, const dossier *d, v_dossier *v) {
  const v_event *last = NULL;
  for (size_t i = 0; i < v->events.n; i++) {
    const workflow_step *s = workflow_action(v->events.items[i].step);
    if (s && s->to < STATE_COUNT) last = &v->events.items[i];
  }
  if (!last) return NULL;
  bool ended = !workflow_next(d->state) && !str_eq(d->state, S("returned"));
  v->ended = ended ? last->reason : NULL;
  v->ended_note = ended ? last->note : STR_NONE;
  return fill_waiting(r, d, last->reason, last->note, &v->waiting);
}

static err *fill_consultations(rq *r, const dossier *d, v_dossier *v) {
  consultations_open_row *rows;
  size_t n;
  if (!d->consults) return NULL;
  TRY(consultations_open(r->ctx.db, r->ctx.a, d->id, &rows, &n));
  v_consultation *list = arena_list(r->ctx.a, n + 1, v_consultation);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_consultation){.unit = fill_unit(r->ctx.edition, rows[i].unit_id),
                               .until = (int32_t)rows[i].until_day};
  v->consultations = (v_consultation_list){list, n};
  return NULL;
}

static err *fill_assignee(rq *r, const dossier *d, v_dossier *v) {
  const workflow_step *next = workflow_next(d->state);
  account_name_row row;
  bool found;
  if (!d->assignee_id || !r->ctx.who->officer) return NULL;
  if (!next || !role_in(d->assignee_role, next->who)) return NULL;
  TRY(account_name(r->ctx.db, r->ctx.a, d->assignee_id, &row, &found));
  if (found) v->assignee = row.full_name;
  return NULL;
}

/* The unit where it was filed, and since when another has its work. */
static void fill_unit_before(const rq *r, const dossier *d, v_dossier *v) {
  const unit *first = edition_unit(r->ctx.edition, d->row_unit_id);
  v_unit_ref *before = arena_new_of(r->ctx.a, v_unit_ref);
  *before = fill_unit(r->ctx.edition, d->row_unit_id);
  v->unit_before = before;
  v->unit_since = first ? first->valid_to : 0;
}

static err *fill_erased(rq *r, const dossier *d, v_dossier *v) {
  ruling by;
  if (!d->erased_by) return NULL;
  TRY(ruling_by_id(&r->ctx, d->erased_by, &by));
  v_erased_ref *ref = arena_new_of(r->ctx.a, v_erased_ref);
  *ref = (v_erased_ref){.number = by.number, .day = by.day};
  v->erased = ref;
  v->result = NULL; /* its file is gone */
  return NULL;
}

err *fill_dossier(rq *r, const dossier *d, v_dossier *v) {
  const edition *e = r->ctx.edition;
  const workflow_step *next = workflow_next(d->state);
  *v = (v_dossier){
      .code = d->code, .procedure = fill_procedure_ref(e, d->version_id), .state = d->state,
      .state_word = state_word(d->state), .step = next ? next->action : STR_NONE,
      .status = d->status, .channel = d->channel, .submitted_at = d->submitted_at,
      .received_at = d->received_at, .due_at = d->due_at,
      .first_due_at = d->first_due_at, .paused_at = d->paused_at,
      .overdue = dossier_overdue(d, r->ctx.now), .unit = fill_unit(e, d->unit_id),
      .reception = fill_unit(e, d->reception_unit_id), .version = d->version,
      .delivery = d->delivery, .delivery_word = word_of_delivery(d->delivery),
      .decision = d->decision.n ? d->decision : STR_NONE,
      .for_whom = acts_for(r->ctx.who, d),
      .mine = access_own(r->ctx.who, d), .officer = r->ctx.who->officer,
  };
  v->scans = d->scans;
  v->scans_signed = d->scans_signed;
  v->opened = d->opened_seq > 0;
  v->opened_at = d->reached_at;
  v->handed_at = d->handed_at;
  if (d->support_unit_id) {
    v_unit_ref *support = arena_new_of(r->ctx.a, v_unit_ref);
    *support = fill_unit(e, d->support_unit_id);
    v->support = support;
  }
  if (d->row_unit_id != d->unit_id) fill_unit_before(r, d, v);
  v->due = instant_is(d->paused_at) ? fill_paused(r, d->due_at)
                                    : fill_due(r, d->due_at, d->finished_at);
  if (instant_is(d->correct_by)) v->due = fill_due(r, d->correct_by, INSTANT_NONE);
  v->correct_by = d->correct_by;
  v->due_moved = instant_is(d->first_due_at) && d->first_due_at.us != d->due_at.us;
  TRY(fill_events(r, d, v));
  TRY(fill_papers(r, d, v));
  TRY(fill_result(r, d, v));
  TRY(fill_handovers(r, d, v));
  TRY(fill_erased(r, d, v));
  TRY(fill_why(r, d, v));
  TRY(fill_payment(r, d, &v->payment));
  TRY(fill_consultations(r, d, v));
  TRY(fill_assignee(r, d, v));
  fill_doors(r, d, v);
  fill_holder(r, d, v);
  return fill_steps(r, d, v);
}
