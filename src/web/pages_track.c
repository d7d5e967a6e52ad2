/* pages_track: where an application is, without signing in, by its number and tracking code.  What
 * is shown names units and steps, never a person, and nothing that was stated or uploaded. */
#include "office/tracking.h"
#include "office/signature.sql.h"
#include "office/workflow.sql.h"
#include "web/api.h"
#include "web/entries.h"
#include "web/fill.h"

static const v_entry table[] = {
    {.name = TEXT("number"), .label = N_("Application number"),
     .hint = N_("As on the proof of filing, for example H49.31-261124-0001."), .kind = TEXT("text"),
     .autocomplete = TEXT("off"), .max = 80, .needed = true},
    {.name = TEXT("code"), .label = N_("Tracking code"),
     .hint = N_("Ten letters and digits, told when it was filed."), .kind = TEXT("text"),
     .autocomplete = TEXT("off"), .max = 40, .needed = true}};

/* --- the form --- */
static err *form_page(rq *r, str number, const err *e) {
  v_entry_list entries = entries_of(r, table, COUNT(table), e);
  v_entry *list = arena_list(r->ctx.a, entries.n, v_entry);
  for (size_t i = 0; i < entries.n; i++) list[i] = entries.items[i];
  list[0].value = number;
  list[1].value = STR_NONE; /* a secret never stands in a page */
  v_track_page v = {.number = number, .entries = {list, entries.n},
                    .errors = entries_errors(r, table, COUNT(table), e)};
  r->page.title = N_("Track an application");
  r->page.path = S("/track");
  return REPLY(r, e ? err_http(e->kind) : 200, track_page, &v);
}

err *track_show(rq *r) {
  const b_track_page *b = r->body;
  return form_page(r, b->number, NULL);
}

err *track_again(rq *r, err *e) {
  const form_part *typed = form_get(r->form, S("number"));
  return form_page(r, typed ? typed->value : STR_NONE, e);
}

/* --- what is told --- */
static const struct {
  dossier_state state;
  const char *told;
} sentences[] = {
    {STATE_SUBMITTED,
     N_("It has come in. The reception point checks the papers and fixes the day of the result.")},
    {STATE_RECEIVED, N_("It has been received. The deciding authority is examining it.")},
    {STATE_APPRAISED, N_("It has been examined. The person in charge decides next.")},
    {STATE_APPROVED,
     N_("It has been decided. The registry gives the paper its number and seal next.")},
    {STATE_SEALED, N_("The result is ready and will be handed over.")},
    {STATE_RETURNED, N_("The result has been handed over.")},
    {STATE_WAITING_SUPPLEMENT,
     N_("Something is missing. Until it comes, the time limit stands still.")},
    {STATE_WAITING_PAYMENT, N_("Something is to be paid. Until then the time limit stands still.")},
    {STATE_REFUSED, N_("It was not accepted.")},
    {STATE_WITHDRAWN, N_("The applicant has withdrawn it.")},
    {STATE_STOPPED, N_("It has been stopped.")},
    {STATE_REVOKED, N_("The result that was handed over has been revoked.")},
};

static const char *told_of(str state) {
  for (size_t i = 0; i < COUNT(sentences); i++)
    if (str_eq(state, state_name(sentences[i].state))) return sentences[i].told;
  return "";
}

/* Why the applicant is waited for, or turned away: as the newest event of that kind says. */
static err *fill_why(rq *r, const dossier *d, v_tracked *v) {
  const event *events;
  size_t n;
  str reason = STR_NONE;
  TRY(event_list(&r->ctx, d, &events, &n));
  for (size_t i = 0; i < n; i++) {
    const workflow_step *s = workflow_action(events[i].action);
    if (s && s->to < STATE_COUNT && str_eq(state_name(s->to), d->state)) reason = events[i].reason;
  }
  const v_reason *why = fill_reason(r, edition_version(r->ctx.edition, d->version_id), reason);
  if (!workflow_next(d->state) && !str_eq(d->state, S("returned"))) v->reason = why;
  return fill_waiting(r, d, why, STR_NONE, &v->waiting);
}

static void fill_who(const rq *r, const dossier *d, v_tracked *v) {
  const workflow_step *next = workflow_next(d->state);
  v->ended = !next;
  if (!next) return;
  v->step = next->action;
  v->step_word = next->button;
  v->role_word = workflow_who(next);
  if (next->who & BY(HOLDER)) return;
  v_unit_ref *u = arena_new_of(r->ctx.a, v_unit_ref);
  *u = fill_unit(r->ctx.edition, workflow_unit(d, next));
  v->unit = u;
}

static err *fill_tracked(rq *r, const dossier *d, v_tracked *v) {
  signing_last_at_row last;
  bool found;
  *v = (v_tracked){.number = d->code,
                   .procedure = fill_procedure_ref(r->ctx.edition, d->version_id),
                   .state = d->state, .state_word = state_word(d->state), .status = d->status,
                   .told = told_of(d->state), .submitted_at = d->submitted_at,
                   .received_at = d->received_at, .due_at = d->due_at, .paused_at = d->paused_at,
                   .since = d->submitted_at};
  TRY(signing_last_at(r->ctx.db, r->ctx.a, d->id, d->seq, &last, &found));
  if (found) v->since = (instant){last.at};
  v->due = instant_is(d->paused_at) ? fill_paused(r, d->due_at)
                                    : fill_due(r, d->due_at, d->finished_at);
  bool runs = workflow_next(d->state) || instant_is(d->finished_at);
  if (!runs) v->due = NULL;
  if (v->due) v->light = v->due->mark;
  fill_who(r, d, v);
  v_payment pays;
  TRY(fill_payment(r, d, &pays));
  v->fee = d->fee;
  for (size_t i = 0; i < pays.items.n; i++)
    if (pays.items.items[i].fee && pays.items.items[i].open)
      v->fee_amount = SOME(pays.items.items[i].amount);
  return fill_why(r, d, v);
}

static err *show(rq *r, void *arg) {
  dossier d;
  v_tracked v;
  TRY(dossier_by_id(&r->ctx, *(const int64_t *)arg, &d));
  TRY(fill_tracked(r, &d, &v));
  r->page.title = N_("Where the application is");
  r->page.path = str_cat(r->ctx.a, S("/track?number="), d.code);
  return REPLY(r, 200, tracked, &v);
}

err *track_look(rq *r) {
  const b_track *b = r->body;
  int64_t id;
  TRY(tracking_open(&r->ctx, b->number, b->code, &id));
  return rq_read(r, show, &id);
}
