/* verify_event: one event: its place in the chain, its bytes against the tables, its signature, and
 * whether workflow.def allowed it; see verify_impl.h.
 *
 * The content is made again from the tables by event_content and compared member by member, so that
 * what is signed and what is checked cannot drift apart. */
#include "base/buf.h"
#include "office/fee.h"
#include "office/verify_impl.h"

/* --- what it says --- */

static str member(const json *all, const char *name) {
  return json_str(json_get(all, str_of(name)));
}

static bool number(const json *all, const char *name, int64_t *out) {
  return json_int(json_get(all, str_of(name)), out);
}

static err *read_said(examined *x, const verify_events_row *e, said *s) {
  arena *a = x->v->c.a;
  str again = STR_NONE;
  int64_t received = 0, due = 0;
  if (json_parse(a, e->content, &s->all) || json_canonical(a, s->all, &again) ||
      !str_eq(again, e->content))
    return wrong_event(x, e, S("the signed content is not canonical JSON"));
  step_said(&x->v->c, s->all, &s->stated);
  s->role = member(s->all, "role");
  s->unit = member(s->all, "unit");
  s->number = member(s->all, "number");
  s->behalf = member(s->all, "behalf");
  str draft = member(s->all, "draft"), result = member(s->all, "result");
  bool whole = member(s->all, "decision").p && s->role.p && s->unit.p && s->number.p && draft.p &&
               result.p && number(s->all, "number_day", &s->number_day) &&
               number(s->all, "received_at", &received) && number(s->all, "due_at", &due);
  if (!whole) return wrong_event(x, e, S("the signed content lacks a member"));
  s->draft = draft.n ? hex_read(a, draft) : STR_NONE;
  s->result = result.n ? hex_read(a, result) : STR_NONE;
  s->stated.note = e->note;
  s->stated.reason = e->reason;
  return NULL;
}

/* --- the bytes against the tables --- */

static bool same(arena *a, const json *one, const json *other) {
  buf b1 = buf_in(a), b2 = buf_in(a);
  json_write(&b1, one);
  str first = buf_str(&b1);
  json_write(&b2, other);
  return str_eq(first, buf_str(&b2));
}

/* Text and salt are destroyed together; what is left of an erased member is its MAC alone. */
static bool erased(const examined *x, const verify_events_row *e, str key) {
  bool macs = str_eq(key, S("note")) || str_eq(key, S("form")) || str_eq(key, S("papers"));
  if (!e->salt.p) return macs;
  return str_eq(key, S("form")) && !x->form.p;
}

/* Of an erased reason or paper nothing stands in the tables to compare with. */
static bool terms_erased(const verify_events_row *e, const json *terms) {
  return !e->salt.p && (json_get(terms, S("reason")) || json_get(terms, S("reused")));
}

static err *compare(examined *x, const verify_events_row *e, const json *signed_,
                    const json *expected) {
  arena *a = x->v->c.a;
  bool gone = terms_erased(e, json_get(signed_, S("terms")));
  size_t left = gone && !json_get(expected, S("terms")); /* nothing of them is there any more */
  if (signed_->n != expected->n + left)
    return wrong_event(x, e, S("the signed content has other members"));
  for (size_t i = 0; i < expected->n; i++) {
    str key = expected->keys[i];
    const json *there = json_get(signed_, key);
    if (gone && str_eq(key, S("terms"))) continue;
    if (gone && str_eq(key, S("type")) && str_eq(json_str(there), S("motcua/step/2"))) continue;
    if (!there || (!erased(x, e, key) && !same(a, there, &expected->items[i])))
      return wrong_event(x, e, str_cat(a, S("the signed content and the tables differ in \""), key,
                                       S("\"")));
  }
  return NULL;
}

/* The papers that an event covers: those it brought, or as filed. */
static void papers_of(const examined *x, int64_t seq, step_content *content) {
  dossier_paper *own = arena_list(x->v->c.a, x->npapers, dossier_paper);
  for (size_t i = 0; i < x->npapers; i++)
    if (x->papers[i].seq == seq) own[content->npapers++] = x->papers[i];
  content->papers = own;
}

static err *brought_of(examined *x, const verify_events_row *e, const workflow_step *step,
                       step_content *content) {
  bool filed = !step || step->effects & E_PAPERS;
  bool brings = step && step->asks & (I_PAPERS | I_FIELDS | I_PROOF);
  x->form = STR_NONE;
  if (!filed && !brings) return NULL;
  papers_of(x, filed ? 1 : e->seq, content);
  if (filed) {
    TRY(dossier_form_of(&x->v->c, x->d.id, 1, &x->form));
    content->form = x->form.p ? x->form : S("");
    return NULL;
  }
  bool found;
  verify_form_row row;
  TRY(verify_form(x->v->c.db, x->v->c.a, x->d.id, e->seq, &row, &found));
  if (found) content->form = x->form = row.form;
  return NULL;
}

static err *content_fits(examined *x, const verify_events_row *e, const workflow_step *step,
                         const said *s) {
  arena *a = x->v->c.a;
  int64_t unit_id = step ? x->as.unit_id : x->d.row_support_id; /* of the filing: support point */
  const unit *u = unit_id ? edition_unit(x->v->c.edition, unit_id) : NULL;
  step_content content = {
      .instance = str_of(x->v->c.office->instance), .dossier = x->d.code, .action = e->action,
      .procedure = x->p->code, .procedure_version = x->p->version, .channel = x->d.channel,
      .decision = s->stated.decision, .actor = e->actor.p ? e->actor : S(""),
      .behalf = s->behalf, .role = s->role, .unit = u ? u->code : S(""),
      .previous = x->replayed.head, .salt = e->salt.p ? e->salt : S(""), .note = e->note,
      .draft = s->draft, .result = s->result, .number = s->number, .seq = x->replayed.seq + 1,
      .number_day = s->number_day, .received_at = s->stated.received_at,
      .due_at = s->stated.due_at, .at = {e->at}, .said = &s->stated};
  str bytes;
  const json *expected;
  TRY(brought_of(x, e, step, &content));
  TRY(event_content(a, &content, &bytes));
  TRY(json_parse(a, bytes, &expected));
  return compare(x, e, s->all, expected);
}

/* --- hash, leaf, signature --- */

static err *chain_fits(examined *x, const verify_events_row *e) {
  arena *a = x->v->c.a;
  if (e->seq != x->replayed.seq + 1)
    return wrong_event(x, e, S("an event is missing before it"));
  if (!str_eq(e->hash, event_hash(a, e->content, e->signature)))
    return wrong_event(x, e, S("its hash is not that of what was signed"));
  if (!e->leaf.p) return wrong_event(x, e, S("its entry in the ledger is missing"));
  if (e->salt.p && !str_eq(e->leaf, event_leaf(a, e->salt, e->hash)))
    return wrong_event(x, e, S("its entry in the ledger is another event's"));
  return NULL;
}

static err *server_signed(examined *x, const verify_events_row *e) {
  verifier *v = x->v;
  for (size_t i = 0; i < v->nserver_keys; i++)
    if (ed25519_verify(v->server_keys[i].certificate, e->content, e->signature)) return NULL;
  return wrong_event(x, e, S("the signature is not the server's, or what it signed was altered"));
}

static err *officer_signed(examined *x, const verify_events_row *e) {
  ctx *c = &x->v->c;
  str certificate;
  cert_info info;
  err *bad = cms_verify(c->a, e->signature, sha256(c->a, e->content), &certificate);
  if (!bad) bad = cert_read(c->a, certificate, &info);
  if (bad) return wrong_event(x, e, err_text(c->a, bad, NULL));
  if (!str_eq(info.holder, holder_account(c->a, e->actor)))
    return wrong_event(x, e, S("the signature's certificate is somebody else's"));
  bad = trust_check(c->edition->trust, certificate, (instant){e->at});
  return bad ? wrong_event(x, e, err_text(c->a, bad, NULL)) : NULL;
}

/* --- what the workflow allows --- */

static err *apart(examined *x, const verify_events_row *e, const workflow_step *step) {
  if (step->duty == NO_DUTY) return NULL;
  for (size_t i = 0; i < x->nduties; i++) {
    if (x->duties[i].actor_id != e->actor_id.v) continue;
    if (x->duties[i].duty == step->duty) return NULL;
    return wrong_event(x, e, S("its actor also took a step that another person must take"));
  }
  x->duties[x->nduties++] = (duty_held){e->actor_id.v, step->duty};
  return NULL;
}

/* As what its actor took it: a role of the row, for the unit that it then had. */
static err *taken_as(examined *x, const verify_events_row *e, const workflow_step *step,
                     const said *s) {
  const workflow_step *next = workflow_next(x->replayed.state);
  uint32_t by = step->who & BY(NEXT) && next ? next->who : step->who;
  bool fits = (str_eq(s->role, S("holder")) && by & BY(HOLDER)) ||
              (str_eq(s->role, S("ruling")) && by & BY(RULING));
  x->as = (step_taker){.role = s->role, .behalf = s->behalf};
  if (!fits && !role_in(s->role, by))
    return wrong_event(x, e, S("the workflow gives this step to another role"));
  if (str_eq(s->role, S("holder")) || str_eq(s->role, S("ruling"))) return NULL;
  int64_t asked = step->where == ASKED ? asked_unit(x, s->stated.about) : 0;
  x->as.unit_id = step->where == ASKED
                      ? edition_unit_on(x->v->c.edition, asked, day_of((instant){e->at}))
                      : workflow_unit(&x->replayed, step);
  const unit *said_unit = edition_unit_by_code(x->v->c.edition, s->unit);
  if (step->where == EITHER && said_unit && said_unit->id == x->replayed.reception_unit_id)
    x->as.unit_id = said_unit->id;
  return NULL;
}

static err *stated_fits(examined *x, const verify_events_row *e, const workflow_step *step,
                        const said *s) {
  const stated *t = &s->stated;
  int asks = step ? step->asks : 0;
  bool turns = step && step_needs_reason(step, t->decision);
  bool mac = json_str(json_get(json_get(s->all, S("terms")), S("reason"))).n > 0;
  if (turns != mac) return wrong_event(x, e, S("its reason is missing, or none belongs there"));
  bool filed = !step && fee_open(t->fee);
  bool fee = step ? !t->fee.n : !t->fee.n || filed || str_eq(t->fee, fee_none);
  if (!fee || !(asks & I_GROUND) != !t->ground.n || (t->method.n && !(asks & I_METHOD)))
    return wrong_event(x, e, S("what it says of a fee does not belong there"));
  if (!(asks & I_UNTIL) != !t->until || !(asks & I_UNIT) != !t->unit.n ||
      !(asks & I_OFFICER) != !t->officer.n || (asks & I_AMOUNT || filed) != (t->amount > 0) ||
      !(asks & I_RECEIPT) != !t->receipt.n || !(asks & I_RULING) != !t->ruling.n ||
      !(asks & I_RATING) != !t->rating || (t->because.n && !(asks & I_RATING)) ||
      (t->warned && !(asks & I_WARNED)))
    return wrong_event(x, e, S("it does not state what its step asks for"));
  if ((!(asks & I_PROOF) && t->proof.n) || !(asks & I_COPIES) != !t->ncopies)
    return wrong_event(x, e, S("it does not state what its step asks for"));
  if (asks & I_WARNED && x->replayed.supplements && !t->warned)
    return wrong_event(x, e, S("a second request needs the warning"));
  return NULL;
}

static err *members_belong(examined *x, const verify_events_row *e, const workflow_step *step,
                           const said *s) {
  int effects = step ? step->effects : 0;
  str decision;
  str stated_decision = s->stated.decision;
  err *bad = step ? workflow_decision(&x->replayed, step, stated_decision, &decision) : NULL;
  if (bad || (!step && stated_decision.n))
    return wrong_event(x, e, S("its decision is not allowed"));
  if (effects & (E_DECIDES | E_CONFIRMS) && !stated_decision.n)
    return wrong_event(x, e, S("it names no decision"));
  if (s->draft.p && !(effects & E_SIGNS)) return wrong_event(x, e, S("it names a draft"));
  if (s->result.p && !(effects & (E_SEALS | E_HANDS_OVER | E_READS)))
    return wrong_event(x, e, S("it names a result"));
  if ((s->number.n || s->number_day) && !(effects & E_NUMBERS))
    return wrong_event(x, e, S("it names a number"));
  bool starts = step && step->clock == STARTS;
  bool fixes = starts || (step && (step->clock == RESUMES || step->clock == EXTENDS ||
                                       step->clock == REDATES || step->clock == CORRECTS));
  if (starts != instant_is(s->stated.received_at) || (!fixes && instant_is(s->stated.due_at)))
    return wrong_event(x, e, S("the time of receipt stands in the wrong step"));
  return stated_fits(x, e, step, s);
}

/* The row of a dossier that was transferred names its last unit; the first is that of the first
 * step which its deciding authority took. */
static err *first_unit(examined *x) {
  const verify_events_row *first = NULL;
  bool moved = false;
  for (size_t i = 0; i < x->n && !moved; i++) {
    const workflow_step *step = workflow_action(x->events[i].action);
    if (!first && step && step->where == COMPETENT) first = &x->events[i];
    moved = step && step->effects & E_MOVES;
  }
  const json *all;
  if (!moved || json_parse(x->v->c.a, first->content, &all)) return NULL;
  const unit *u = edition_unit_by_code(x->v->c.edition, member(all, "unit"));
  if (u) x->replayed.unit_id = u->id;
  return NULL;
}

/* Who acts for another does so by a delegation that ran at that instant, for that role and unit. */
static err *delegated(examined *x, const verify_events_row *e, const said *s) {
  const unit *u = edition_unit_by_code(x->v->c.edition, s->unit);
  verify_delegation_row row;
  bool found;
  if (!s->behalf.p) return NULL;
  TRY(verify_delegation(x->v->c.db, x->v->c.a,
                        &(verify_delegation_in){.behalf = s->behalf, .delegate = e->actor_id.v,
                                                .role = s->role, .unit = u ? u->id : 0,
                                                .field = x->d.field, .at = e->at,
                                                .day = day_of((instant){e->at})},
                        &row, &found));
  return row.n ? NULL : wrong_event(x, e, S("no delegation lets its actor act for another"));
}

static err *replay_submit(examined *x, const verify_events_row *e) {
  if (!str_eq(e->action, S("submit")) || !str_eq(e->scheme, S("ed25519")))
    return wrong_event(x, e, S("the first event must be the filing, signed by the server"));
  if (e->actor_id.v != x->d.filed_by)
    return wrong_event(x, e, S("the dossier was filed by somebody else"));
  x->replayed = x->d;
  x->replayed.unit_id = x->d.row_unit_id;
  x->replayed.reception_unit_id = x->d.row_reception_id;
  x->replayed.support_unit_id = x->d.row_support_id;
  x->replayed.seq = 0;
  x->replayed.head = STR_NONE;
  x->replayed.decision = STR_NONE;
  x->replayed.state = S("submitted");
  x->replayed.status = 1;
  x->replayed.submitted_at = (instant){e->at};
  x->replayed.received_at = x->replayed.due_at = INSTANT_NONE;
  x->replayed.finished_at = x->replayed.ended_at = INSTANT_NONE;
  x->replayed.first_due_at = x->replayed.paused_at = INSTANT_NONE;
  x->replayed.until_day = 0;
  x->replayed.fee = fee_not_entered;
  x->replayed.supplements = x->replayed.extensions = x->replayed.consults = 0;
  x->replayed.scans_signed = x->replayed.opened_seq = 0;
  x->replayed.reached_at = x->replayed.handed_at = INSTANT_NONE;
  x->replayed.asked_at = x->replayed.correct_by = INSTANT_NONE;
  x->replayed.rating = 0;
  x->replayed.assignee_id = 0;
  x->replayed.assignee_role = STR_NONE;
  return first_unit(x);
}

/* Who was in charge when the event came: a dissolved unit's work is its successor's. */
static void in_charge(examined *x, const verify_events_row *e) {
  int32_t day = day_of((instant){e->at});
  x->replayed.unit_id = edition_unit_on(x->v->c.edition, x->replayed.unit_id, day);
  x->replayed.reception_unit_id =
      edition_unit_on(x->v->c.edition, x->replayed.reception_unit_id, day);
  if (x->replayed.support_unit_id)
    x->replayed.support_unit_id =
        edition_unit_on(x->v->c.edition, x->replayed.support_unit_id, day);
}

static err *replay_step(examined *x, size_t i, const workflow_step **step) {
  const verify_events_row *e = &x->events[i];
  in_charge(x, e);
  *step = workflow_action(e->action);
  if (!*step || !workflow_leads(*step, x->replayed.state))
    return wrong_event(x, e, S("the workflow does not allow it at this place"));
  if (!e->actor_id.has) return wrong_event(x, e, S("it has no actor"));
  if (e->at < x->events[i - 1].at)
    return wrong_event(x, e, S("it is earlier than the event before it"));
  return apart(x, e, *step);
}

/* Role, unit and what the row demands of the dossier. */
static err *allowed(examined *x, const verify_events_row *e, const workflow_step *step,
                    const said *s) {
  TRY(taken_as(x, e, step, s));
  bool server = workflow_server_signs(step, s->role);
  if (!str_eq(e->scheme, server ? S("ed25519") : S("cms")))
    return wrong_event(x, e, server ? S("a step of this kind is signed by the server")
                                    : S("a step must be signed by an officer"));
  err *bad = workflow_demands(&x->replayed, step, s->role, day_of((instant){e->at}));
  return bad ? wrong_event(x, e, err_text(x->v->c.a, bad, NULL)) : NULL;
}

static err *move_on(examined *x, const verify_events_row *e, const workflow_step *step, said *s) {
  if (s->stated.officer.n) {
    verify_account_row row;
    bool found;
    TRY(verify_account(x->v->c.db, x->v->c.a, s->stated.officer, &row, &found));
    if (!found) return wrong_event(x, e, S("it is assigned to nobody who is known"));
    s->stated.officer_id = row.id;
  }
  step_scans(&x->v->c, x->p, x->filed, x->nfiled, &s->stated);
  step_record record = {.step = step, .as = x->as, .said = s->stated, .at = {e->at},
                        .actor_id = e->actor_id.v};
  TRY(count_rows(x, &record));
  x->replayed = workflow_after(&x->replayed, &record);
  return NULL;
}

err *verify_event(examined *x, size_t i, said *s) {
  const verify_events_row *e = &x->events[i];
  const workflow_step *step = NULL;
  x->as = (step_taker){0};
  TRY(i == 0 ? replay_submit(x, e) : replay_step(x, i, &step));
  TRY(chain_fits(x, e));
  TRY(read_said(x, e, s));
  if (step) TRY(allowed(x, e, step, s));
  TRY(members_belong(x, e, step, s));
  TRY(content_fits(x, e, step, s));
  TRY(str_eq(e->scheme, S("cms")) ? officer_signed(x, e) : server_signed(x, e));
  TRY(delegated(x, e, s));
  TRY(verify_redated(x, e, s));
  x->v->report->signatures++;
  if (step) TRY(move_on(x, e, step, s));
  else count_filing(x, &s->stated);
  x->replayed.head = e->hash;
  return NULL;
}
