/* verify_event: one event: its place in the chain, its bytes against the tables, its signature, and
 * whether workflow.def allowed it; see verify_impl.h.
 *
 * The content is made again from the tables by event_content and compared member by member, so that
 * what is signed and what is checked cannot drift apart. */
#include "base/buf.h"
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
  s->decision = member(s->all, "decision");
  s->role = member(s->all, "role");
  s->unit = member(s->all, "unit");
  s->number = member(s->all, "number");
  s->behalf = member(s->all, "behalf");
  str draft = member(s->all, "draft"), result = member(s->all, "result");
  bool whole = s->decision.p && s->role.p && s->unit.p && s->number.p && draft.p && result.p &&
               number(s->all, "number_day", &s->number_day) &&
               number(s->all, "received_at", &received) && number(s->all, "due_at", &due);
  if (!whole) return wrong_event(x, e, S("the signed content lacks a member"));
  s->draft = draft.n ? hex_read(a, draft) : STR_NONE;
  s->result = result.n ? hex_read(a, result) : STR_NONE;
  s->received_at = received ? (instant){received} : INSTANT_NONE;
  s->due_at = due ? (instant){due} : INSTANT_NONE;
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

static err *compare(examined *x, const verify_events_row *e, const json *signed_,
                    const json *expected) {
  arena *a = x->v->c.a;
  if (signed_->n != expected->n)
    return wrong_event(x, e, S("the signed content has other members"));
  for (size_t i = 0; i < expected->n; i++) {
    str key = expected->keys[i];
    const json *there = json_get(signed_, key);
    if (!there || (!erased(x, e, key) && !same(a, there, &expected->items[i])))
      return wrong_event(x, e, str_cat(a, S("the signed content and the tables differ in \""), key,
                                       S("\"")));
  }
  return NULL;
}

static err *content_fits(examined *x, const verify_events_row *e, const workflow_step *step,
                         const said *s) {
  arena *a = x->v->c.a;
  bool covers = !step || step->effects & E_PAPERS;
  const unit *u = step ? edition_unit(x->v->c.edition, workflow_unit(&x->d, step)) : NULL;
  step_content content = {
      .instance = str_of(x->v->c.office->instance), .dossier = x->d.code, .action = e->action,
      .procedure = x->p->code, .procedure_version = x->p->version, .channel = x->d.channel,
      .decision = s->decision, .actor = e->actor.p ? e->actor : S(""),
      .behalf = s->behalf,
      .role = step ? step->role : s->role, .unit = !step ? s->unit : u ? u->code : S(""),
      .previous = x->replayed.head, .salt = e->salt.p ? e->salt : S(""), .note = e->note,
      .form = covers ? x->form.p ? x->form : S("") : STR_NONE,
      .papers = covers ? x->papers : NULL, .npapers = covers ? x->npapers : 0, .draft = s->draft,
      .result = s->result, .number = s->number, .seq = x->replayed.seq + 1,
      .number_day = s->number_day, .received_at = s->received_at, .due_at = s->due_at,
      .at = {e->at}};
  str bytes;
  const json *expected;
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
  for (int i = 0; i < ACTION_COUNT; i++)
    if (step->apart >> i & 1 && x->actors[i] && x->actors[i] == e->actor_id.v)
      return wrong_event(x, e, S("its actor also took a step that another person must take"));
  return NULL;
}

static err *members_belong(examined *x, const verify_events_row *e, const workflow_step *step,
                           const said *s) {
  int effects = step ? step->effects : 0;
  str decision;
  err *bad = step ? workflow_decision(&x->replayed, step, s->decision, &decision) : NULL;
  if (bad || (!step && s->decision.n)) return wrong_event(x, e, S("its decision is not allowed"));
  if (effects & (E_DECIDES | E_CONFIRMS) && !s->decision.n)
    return wrong_event(x, e, S("it names no decision"));
  if (s->draft.p && !(effects & E_SIGNS)) return wrong_event(x, e, S("it names a draft"));
  if (s->result.p && !(effects & (E_SEALS | E_HANDS_OVER)))
    return wrong_event(x, e, S("it names a result"));
  if ((s->number.n || s->number_day) && !(effects & E_NUMBERS))
    return wrong_event(x, e, S("it names a number"));
  bool starts = step && step->clock == STARTS;
  if (starts != instant_is(s->received_at) || (!starts && instant_is(s->due_at)))
    return wrong_event(x, e, S("the time of receipt stands in the wrong step"));
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
  x->replayed.seq = 0;
  x->replayed.head = STR_NONE;
  x->replayed.decision = STR_NONE;
  x->replayed.state = S("submitted");
  x->replayed.status = 1;
  x->replayed.submitted_at = (instant){e->at};
  x->replayed.received_at = x->replayed.due_at = INSTANT_NONE;
  x->replayed.finished_at = x->replayed.ended_at = INSTANT_NONE;
  return NULL;
}

static err *replay_step(examined *x, size_t i, const workflow_step **step) {
  const verify_events_row *e = &x->events[i];
  *step = workflow_find(x->replayed.state, e->action);
  if (!*step) return wrong_event(x, e, S("the workflow does not allow it at this place"));
  if (!str_eq(e->scheme, S("cms")) || !e->actor_id.has)
    return wrong_event(x, e, S("a step must be signed by an officer"));
  if (e->at < x->events[i - 1].at)
    return wrong_event(x, e, S("it is earlier than the event before it"));
  return apart(x, e, *step);
}

err *verify_event(examined *x, size_t i, said *s) {
  const verify_events_row *e = &x->events[i];
  const workflow_step *step = NULL;
  TRY(i == 0 ? replay_submit(x, e) : replay_step(x, i, &step));
  TRY(chain_fits(x, e));
  TRY(read_said(x, e, s));
  TRY(members_belong(x, e, step, s));
  TRY(content_fits(x, e, step, s));
  TRY(step ? officer_signed(x, e) : server_signed(x, e));
  TRY(delegated(x, e, s));
  x->v->report->signatures++;
  step_action which = workflow_number(e->action);
  if (which < ACTION_COUNT) x->actors[which] = e->actor_id.v;
  if (step) {
    step_record record = {.step = step, .decision = s->decision, .at = {e->at},
                          .received_at = s->received_at, .due_at = s->due_at};
    x->replayed = workflow_after(&x->replayed, &record);
  } else {
    x->replayed.seq = 1;
  }
  x->replayed.head = e->hash;
  return NULL;
}
