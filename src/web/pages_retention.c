/* pages_retention: times of keeping and what is due; decisions on many dossiers: proposed,
 * approved, followed (office/ruling.h). */
#include "office/retention.h"
#include "office/ruling.h"
#include "web/fill.h"
#include "web/pages_admin.h"

/* --- words --- */
static const char *state_of(str state) {
  static const struct {
    const char *state, *word;
  } words[] = {{"listing", N_("The list is being made")}, {"ready", N_("Waits for approval")},
               {"running", N_("Being carried out")},      {"done", N_("Carried out")},
               {"dropped", N_("Dropped")}};
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_eq(str_of(words[i].state), state)) return words[i].word;
  return "";
}

static const char *outcome_of(str outcome) {
  if (!outcome.n) return N_("not yet");
  return str_eq(outcome, S("done")) ? N_("done") : N_("left alone: it had changed");
}

/* --- one decision --- */
static const procedure *procedure_by_id(const edition *e, int64_t id) {
  for (size_t i = 0; i < e->nprocedures; i++)
    if (e->procedures[i].id == id) return &e->procedures[i];
  return NULL;
}

static v_procedure_ref *procedure_of(rq *r, const procedure *p) {
  if (!p) return NULL;
  v_procedure_ref *ref = arena_new_of(r->ctx.a, v_procedure_ref);
  *ref = fill_procedure_ref(r->ctx.edition, p->version_id);
  return ref;
}

static v_ruling_item_list items_of(arena *a, const ruling_line *lines, size_t n) {
  v_ruling_item *list = arena_list(a, n, v_ruling_item);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_ruling_item){.code = lines[i].code, .old_due = lines[i].old_due,
                              .new_due = lines[i].new_due, .outcome = lines[i].outcome,
                              .outcome_word = outcome_of(lines[i].outcome)};
  return (v_ruling_item_list){list, n};
}

static err *show(rq *r, str id, int64_t after) {
  ruling d;
  ruling_page found = {.after = after, .most = ADMIN_PAGE + 1};
  TRY(ruling_get(&r->ctx, id, &d));
  TRY(ruling_lines(&r->ctx, &d, &found));
  bool more = found.n > ADMIN_PAGE;
  access_thing thing = ruling_thing(&d);
  if (more) found.n = ADMIN_PAGE;
  bool waits = str_eq(d.state, S("ready")), lists = str_eq(d.state, S("listing"));
  const ruling_kind *kind = ruling_kind_of(d.kind);
  v_ruling v = {.id = d.public_id, .number = d.number, .day = d.day, .basis = d.basis,
                .kind = d.kind, .kind_word = kind ? kind->words : "", .state = d.state,
                .state_word = state_of(d.state),
                .procedure = procedure_of(r, procedure_by_id(r->ctx.edition, d.procedure_id)),
                .before = instant_is(d.before) ? day_of(d.before) : 0, .planned = d.planned,
                .done = d.done, .skipped = d.skipped, .digest = hex_of(r->ctx.a, d.digest),
                .proposer = d.proposer, .proposed_at = d.proposed_at, .approver = d.approver,
                .approved_at = d.approved_at, .ended_at = d.ended_at,
                .items = items_of(r->ctx.a, found.lines, found.n), .more = more,
                .moves = lists || str_eq(d.state, S("running")),
                .may_approve = waits && d.planned &&
                                !access_check(&r->ctx, WHO_RULING_APPROVER, &thing, STR_NONE),
                .may_drop = (waits || lists) &&
                             !access_check(&r->ctx, WHO_RULING_DROPPER, &thing, STR_NONE)};
  if (more) v.next = SOME(found.lines[found.n - 1].ordinal);
  r->page.title = N_("Decision on many dossiers");
  return REPLY(r, 200, ruling, &v);
}

err *ruling_show(rq *r) {
  const b_rulings *b = r->body;
  return show(r, r->params[0], b->after.has ? b->after.v : 0);
}

static err *show_again(rq *r, void *arg) { return show(r, *(const str *)arg, 0); }

static err *answer(rq *r, str id) {
  if (r->html && r->form)
    return reply_see_other(r, str_cat(r->http->a, S("/admin/rulings/"), id));
  return rq_read(r, show_again, &id);
}

err *ruling_approval(rq *r) {
  TRY(ruling_approve(&r->ctx, r->params[0]));
  return answer(r, r->params[0]);
}

err *ruling_refusal(rq *r) {
  TRY(ruling_drop(&r->ctx, r->params[0]));
  return answer(r, r->params[0]);
}

/* --- all of them --- */
static err *refs_of(rq *r, instant before, v_ruling_ref_list *refs, bool *more, instant *last) {
  ruling *rows;
  size_t n;
  TRY(ruling_list(&r->ctx, before, ADMIN_PAGE + 1, &rows, &n));
  *more = n > ADMIN_PAGE;
  if (*more) n = ADMIN_PAGE;
  v_ruling_ref *list = arena_list(r->ctx.a, n, v_ruling_ref);
  for (size_t i = 0; i < n; i++) {
    const ruling_kind *kind = ruling_kind_of(rows[i].kind);
    list[i] = (v_ruling_ref){.id = rows[i].public_id, .number = rows[i].number,
                             .day = rows[i].day, .kind = rows[i].kind,
                             .kind_word = kind ? kind->words : "", .state = rows[i].state,
                             .state_word = state_of(rows[i].state), .planned = rows[i].planned,
                             .done = rows[i].done, .skipped = rows[i].skipped};
  }
  if (n) *last = rows[n - 1].proposed_at;
  *refs = (v_ruling_ref_list){list, n};
  return NULL;
}

static const admin_row propose_redating = {
    redating_proposed, "redate", &b_redating_type, N_("Recompute due dates after the calendar "
    "has changed"), N_("Make the list"),
    N_("Due dates never move by themselves. First a list is made with the old and the new date of "
       "each dossier; the leader of the province approves it."), {0}};

err *page_rulings(rq *r) {
  const b_rulings *b = r->route->handler == rulings_show ? r->body : NULL;
  v_rulings v = {.admin = actor_has(r->ctx.who, S("admin"), 0)};
  instant last = INSTANT_NONE;
  TRY(refs_of(r, b && b->after.has ? (instant){b->after.v} : INSTANT_NONE, &v.items, &v.more,
              &last));
  if (v.more) v.next = SOME(last.us);
  v_admin_form *forms = arena_list(r->ctx.a, 1, v_admin_form);
  forms[0] = admin_form(r, &propose_redating, S("/admin/rulings"), NULL);
  v.forms = (v_admin_form_list){forms, v.admin ? 1 : 0};
  r->page.title = N_("Decisions on many dossiers");
  return REPLY(r, admin_status(r), rulings, &v);
}

err *rulings_show(rq *r) { return page_rulings(r); }

/* --- proposals --- */
static err *propose(rq *r, const ruling_wish *w) {
  str id;
  r->once.status = 201;
  TRY(ruling_propose(&r->ctx, w, &id));
  str location = str_cat(r->http->a, S("/admin/rulings/"), id);
  if (r->html && r->form) return reply_see_other(r, location);
  TRY(rq_read(r, show_again, &id));
  r->http->reply.status = 201;
  reply_location(r, location);
  return NULL;
}

err *redating_proposed(rq *r) {
  const b_redating *b = r->body;
  ruling_wish w = {.kind = S("redate"), .number = b->number, .basis = b->basis};
  TRY(admin_day_of("day", b->day, &w.day));
  return propose(r, &w);
}

err *erasure_proposed(rq *r) {
  const b_erasure *b = r->body;
  ruling_wish w = {.kind = S("erase"), .number = b->number, .basis = b->basis,
                   .procedure = edition_procedure(r->ctx.edition, b->procedure)};
  TRY(admin_day_of("day", b->day, &w.day));
  TRY(admin_day_of("before", b->before, &w.before));
  if (!w.procedure)
    return err_at(ERR(INVALID, N_("There is no procedure {0}."), b->procedure), S("procedure"),
                  STR_NONE);
  return propose(r, &w);
}

/* --- times of keeping --- */
static const admin_row forms_of[] = {
    {erasure_proposed, "erase", &b_erasure_type, N_("Propose to destroy personal data"),
     N_("Make the list"),
     N_("Texts, papers and files go for good; events, numbers and hashes stay and verify. The "
        "leader of the province approves the list."), {0}},
    {retention_ordered, "period", &b_retention_period_type, N_("Set a time of keeping"), N_("Set"),
     N_("Without a code: for every procedure that has no time of its own."), {0}},
};
static const char *const actions[] = {"/admin/retention/rulings", "/admin/retention/periods"};

static err *fill_periods(rq *r, v_retention *v) {
  retention_period_of *rows;
  size_t n;
  TRY(retention_periods_of(&r->ctx, &rows, &n));
  v_retention_period *list = arena_list(r->ctx.a, n, v_retention_period);
  for (size_t i = 0; i < n; i++) {
    const procedure *p = edition_procedure(r->ctx.edition, rows[i].procedure);
    list[i] = (v_retention_period){.procedure = rows[i].procedure, .name = p ? p->name : S(""),
                                   .years = rows[i].years, .basis = rows[i].basis,
                                   .valid_from = rows[i].valid_from};
  }
  v->periods = (v_retention_period_list){list, n};
  return NULL;
}

static err *fill_dues(rq *r, v_retention *v) {
  retention_due *rows;
  size_t n;
  TRY(retention_due_list(&r->ctx, &rows, &n));
  v_retention_due *list = arena_list(r->ctx.a, n, v_retention_due);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_retention_due){
        .procedure = fill_procedure_ref(r->ctx.edition, rows[i].procedure->version_id),
        .n = rows[i].n, .oldest = rows[i].oldest, .kept_from = rows[i].kept_from};
  v->due = (v_retention_due_list){list, n};
  return NULL;
}

err *page_retention(rq *r) {
  v_retention v = {.edition = r->ctx.edition->number};
  TRY(fill_periods(r, &v));
  TRY(fill_dues(r, &v));
  v_admin_form *forms = arena_list(r->ctx.a, COUNT(forms_of), v_admin_form);
  for (size_t i = 0; i < COUNT(forms_of); i++)
    forms[i] = admin_form(r, &forms_of[i], str_of(actions[i]), NULL);
  v.forms = (v_admin_form_list){forms, COUNT(forms_of)};
  r->page.title = N_("Keeping and destroying");
  return REPLY(r, admin_status(r), retention, &v);
}

err *retention_show(rq *r) { return page_retention(r); }

err *retention_ordered(rq *r) {
  const b_retention_period *b = r->body;
  retention_period_of p = {.procedure = b->procedure, .years = b->years, .basis = b->basis};
  TRY(admin_day_of("from", b->from, &p.valid_from));
  TRY(retention_set(&r->ctx, &p));
  return admin_done(r, S("/admin/retention"));
}
