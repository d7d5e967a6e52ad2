/* fill_dossier: what the page and the JSON of one dossier hold, and the lines of lists. */
#include "office/result.h"
#include "office/workflow.h"
#include "web/fill.h"
#include "web/form.h"

enum { MOST_DOORS = 10 };

static const char *word_of_action(str name) {
  const workflow_step *s = workflow_action(name);
  return s ? s->done : N_("Filed");
}

static const char *word_of_role(str role) {
  const char *word = role_word(role);
  return *word ? word : N_("Person filing");
}

static const char *word_of_delivery(str way) {
  if (str_eq(way, S("post"))) return N_("by public post");
  return str_eq(way, S("counter")) ? N_("at the reception point") : N_("online, as a file");
}

void fill_line(const rq *r, const dossier_line *l, v_dossier_line *v) {
  const workflow_step *next = workflow_next(l->state);
  const procedure *p = edition_procedure(r->ctx.edition, l->procedure);
  *v = (v_dossier_line){
      .code = l->code, .state = l->state, .state_word = state_word(l->state),
      .step = next ? next->action : STR_NONE, .status = l->status, .channel = l->channel,
      .holder = l->holder, .submitted_at = l->submitted_at, .received_at = l->received_at,
      .due_at = l->due_at, .version = l->version,
      .holder_word = next ? role_word(next->role) : NULL,
      .step_word = next ? next->button : NULL,
  };
  bool centre = next && next->where == RECEPTION;
  int64_t unit_id = centre ? l->reception_unit_id : l->unit_id;
  if (next) v->holder_unit = fill_unit(r->ctx.edition, unit_id).name;
  v->procedure.code = l->procedure;
  if (p) v->procedure = (v_procedure_ref){.code = p->code, .name = p->name, .version = p->version};
  v->due = fill_due(r, l->due_at, l->finished_at);
  v->overdue = v->due && str_eq(v->due->mark, S("late"));
}

/* --- the parts of one dossier --- */
/* A reason given to the applicant is shown to it; what officers write to each other is not. */
str fill_note(const rq *r, const event *e) {
  const workflow_step *s = workflow_action(e->action);
  bool shown = r->ctx.who->officer || !s ||
               (str_eq(e->decision, S("reject")) && s->effects & E_CONFIRMS);
  return shown && e->note.n ? e->note : STR_NONE;
}

static err *fill_events(rq *r, const dossier *d, v_dossier *v) {
  const event *events;
  size_t n;
  TRY(event_list(&r->ctx, d, &events, &n));
  v_event *list = arena_list(r->ctx.a, n, v_event);
  bool officer = r->ctx.who->officer;
  for (size_t i = 0; i < n; i++) {
    const event *e = &events[i];
    const workflow_step *step = workflow_action(e->action);
    list[i] = (v_event){
        .seq = e->seq, .step = e->action, .word = word_of_action(e->action), .role = e->role,
        .role_word = word_of_role(e->role), .at = e->at, .scheme = e->scheme,
        .proposes = step && step->effects & E_DECIDES,
        .actor = officer || !step ? e->actor_name : STR_NONE,
        .behalf = officer ? e->behalf_name : STR_NONE,
        .decision = e->decision.n ? e->decision : STR_NONE,
        .note = fill_note(r, e),
    };
    if (!e->unit_code.n) continue;
    v_unit_ref *u = arena_new_of(r->ctx.a, v_unit_ref);
    *u = (v_unit_ref){.code = e->unit_code, .name = e->unit_name};
    list[i].unit = u;
  }
  v->events = (v_event_list){list, n};
  return NULL;
}

static instant event_at(const v_dossier *v, str step) {
  instant at = INSTANT_NONE;
  for (size_t i = 0; i < v->events.n; i++)
    if (str_eq(v->events.items[i].step, step)) at = v->events.items[i].at;
  return at;
}

/* The straight way from filing to hand-over: what lies behind is open, the present one ajar. */
static void fill_doors(const rq *r, const dossier *d, v_dossier *v) {
  v_door *doors = arena_list(r->ctx.a, MOST_DOORS, v_door);
  size_t n = 0;
  bool behind = true;
  const workflow_step *s = workflow_next(S("submitted"));
  for (; s && n < MOST_DOORS; s = workflow_next(s->to)) {
    bool here = str_eq(s->from, d->state);
    behind = behind && !here;
    doors[n++] = (v_door){.word = s->button, .at = behind ? event_at(v, s->action) : INSTANT_NONE,
                          .mark = behind ? S("open") : here ? S("ajar") : S("shut")};
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
  v->holder_unit = u;
  v->holder_word = role_word(next->role);
  int64_t since = v->events.n ? v->events.items[v->events.n - 1].at.us : r->ctx.now.us;
  if (r->ctx.now.us - since >= MINUTE) v->holder_for = duration(r, r->ctx.now.us - since);
}

static err *fill_papers(rq *r, const dossier *d, v_dossier *v) {
  const procedure *p = edition_version(r->ctx.edition, d->version_id);
  const dossier_paper *papers;
  size_t n;
  TRY(dossier_papers(&r->ctx, d->id, &papers, &n));
  v_attached *list = arena_list(r->ctx.a, n, v_attached);
  for (size_t i = 0; i < n; i++) {
    const dossier_paper *x = &papers[i];
    const component *c = p ? procedure_component(p, x->component) : NULL;
    list[i] = (v_attached){.component = x->component, .title = c ? c->title : x->component,
                           .id = x->id, .name = x->name, .media_type = x->media_type,
                           .size = x->size, .sha256 = hex_of(r->ctx.a, x->sha256)};
  }
  v->papers = (v_attached_list){list, n};
  TRY(dossier_form(&r->ctx, d->id, &v->form));
  if (!r->html || !v->form.n || !p || !p->schema) return NULL;
  const json *stated;
  TRY(json_parse(r->ctx.a, v->form, &stated));
  v->fields = form_shown(r, p->schema, stated);
  return NULL;
}

static err *fill_result(rq *r, const dossier *d, v_dossier *v) {
  result_file f;
  bool found;
  TRY(result_revision(&r->ctx, d, 2, &f, &found));
  if (!found) return NULL;
  v_result_ref *ref = arena_new_of(r->ctx.a, v_result_ref);
  *ref = (v_result_ref){.number = f.number, .day = f.number_day, .decision = f.decision,
                      .sha256 = hex_of(r->ctx.a, f.sha256)};
  ref->href = str_fmt(r->ctx.a, "/dossiers/%.*s/result.pdf", STR_ARG(d->code));
  v->result = ref;
  return NULL;
}

/* What the reader may do now, or why not when it is the reader's turn but for one thing. */
static err *fill_step(rq *r, const dossier *d, v_dossier *v) {
  const workflow_step *next = workflow_next(d->state);
  if (!next || !workflow_role(r->ctx.who, d, next)) return NULL;
  err *refused = workflow_allowed(&r->ctx, d, next);
  if (refused && err_http(refused->kind) >= 500) return refused;
  if (refused) {
    v->problem = error_text(r, refused);
    return NULL;
  }
  v_step_form *f = arena_new_of(r->ctx.a, v_step_form);
  *f = (v_step_form){.action = next->action, .button = next->button,
                     .decides = next->effects & E_DECIDES, .draft = next->effects & E_SIGNS};
  if (next->effects & E_CONFIRMS) f->decision = d->decision;
  const procedure *p = edition_version(r->ctx.edition, d->version_id);
  f->printed = p && p->derived && next->effects & E_DRAFTS;
  const b_step *sent = r->route->action.p ? r->body : NULL;
  if (sent) f->note = sent->note;
  if (sent) f->chosen = sent->decision;
  result_file draft;
  if (f->draft) TRY(result_draft(&r->ctx, d, &draft, &f->draft_ready));
  v->can = f;
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
      .overdue = dossier_overdue(d, r->ctx.now), .unit = fill_unit(e, d->unit_id),
      .reception = fill_unit(e, d->reception_unit_id), .version = d->version,
      .delivery = d->delivery, .delivery_word = word_of_delivery(d->delivery),
      .decision = d->decision.n ? d->decision : STR_NONE,
      .mine = d->holder_id == r->ctx.who->person_id, .officer = r->ctx.who->officer,
  };
  v->due = fill_due(r, d->due_at, d->finished_at);
  TRY(fill_events(r, d, v));
  TRY(fill_papers(r, d, v));
  TRY(fill_result(r, d, v));
  fill_doors(r, d, v);
  fill_holder(r, d, v);
  return r->html ? fill_step(r, d, v) : NULL;
}
