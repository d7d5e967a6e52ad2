/* workflow: the table of steps in memory, who may take one, and the one transition; see workflow.h.
 *
 * Names for JSON and the database come from workflow.def itself: actions are its names in small
 * letters, states and roles their texts in state.def and role.def. */
#include "office/workflow.h"

#include "base/buf.h"
#include "office/account.h"
#include "office/event.h"
#include "office/indicator.h"
#include "office/outbox.h"
#include "office/setting.h"
#include "office/workflow.sql.h"

#define STATE(code, json, word) static const char state_##code[] = json;
#include "office/state.def"
#undef STATE
#define ROLE(code, json, word) static const char role_##code[] = json;
#include "office/role.def"
#undef ROLE

#ifdef WORKFLOW_EXTRA
#define EXTRA_STEPS 1
#endif

#define STEP(from, action, ...) static char action_##action[] = #action;
#include "office/workflow.def"
#ifdef EXTRA_STEPS
#include WORKFLOW_EXTRA
#endif
#undef STEP

static char *const action_names[] = {
#define STEP(from, action, ...) action_##action,
#include "office/workflow.def"
#ifdef EXTRA_STEPS
#include WORKFLOW_EXTRA
#endif
#undef STEP
};

/* The preprocessor cannot write small letters; this runs before main, once. */
__attribute__((constructor)) static void name_actions(void) {
  for (size_t i = 0; i < COUNT(action_names); i++)
    for (char *p = action_names[i]; *p; p++)
      if (*p >= 'A' && *p <= 'Z') *p = (char)(*p + ('a' - 'A'));
}

#define A(name) (UINT32_C(1) << ACTION_##name)
#define WORD(array) {(array), sizeof(array) - 1}
const workflow_step workflow_steps[] = {
#define STEP(s_from, s_action, s_to, s_role, s_where, s_apart, s_clock, s_status, s_effects, \
             s_button, s_done, s_cites) \
  {.from = WORD(state_##s_from), .action = WORD(action_##s_action), .to = WORD(state_##s_to), \
   .role = WORD(role_##s_role), .where = s_where, .apart = s_apart, .clock = s_clock, \
   .status = s_status, .effects = s_effects, .button = s_button, .done = s_done, \
   .cites = WORD(s_cites)},
#include "office/workflow.def"
#ifdef EXTRA_STEPS
#include WORKFLOW_EXTRA
#endif
#undef STEP
};
const size_t workflow_step_count = COUNT(workflow_steps);
_Static_assert(ACTION_COUNT <= 32, "workflow_step.apart has a bit for each action");

const workflow_step *workflow_find(str from, str name) {
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *s = &workflow_steps[i];
    if (str_eq(s->from, from) && str_eq(s->action, name)) return s;
  }
  return NULL;
}

const workflow_step *workflow_action(str name) {
  for (size_t i = 0; i < workflow_step_count; i++)
    if (str_eq(workflow_steps[i].action, name)) return &workflow_steps[i];
  return NULL;
}

step_action workflow_number(str name) {
  if (str_eq(name, S("submit"))) return ACTION_SUBMIT;
  for (size_t i = 0; i < workflow_step_count; i++)
    if (str_eq(workflow_steps[i].action, name)) return (step_action)(i + 1);
  return ACTION_COUNT;
}

const workflow_step *workflow_next(str state) {
  for (size_t i = 0; i < workflow_step_count; i++)
    if (str_eq(workflow_steps[i].from, state)) return &workflow_steps[i];
  return NULL;
}

typedef struct word {
  str code;
  const char *word;
} word;

static const char *word_among(const word *words, size_t n, str code) {
  for (size_t i = 0; i < n; i++)
    if (str_eq(words[i].code, code)) return words[i].word;
  return "";
}

const char *state_word(str state) {
  static const word words[] = {
#define STATE(code, json, word) {WORD(state_##code), word},
#include "office/state.def"
#undef STATE
  };
  return word_among(words, COUNT(words), state);
}

const char *role_word(str role) {
  static const word words[] = {
#define ROLE(code, json, word) {WORD(role_##code), word},
#include "office/role.def"
#undef ROLE
  };
  return word_among(words, COUNT(words), role);
}

/* --- may this person take this step? --- */

static err *out_of_order(const dossier *d) {
  const workflow_step *next = workflow_next(d->state);
  if (!next) return ERR(CONFLICT, N_("The dossier is finished; no step follows."));
  return err_at(ERR(CONFLICT, N_("Another step comes first: {0}."), str_of(next->button)),
                STR_NONE, next->cites);
}

int64_t workflow_unit(const dossier *d, const workflow_step *s) {
  return s->where == RECEPTION ? d->reception_unit_id : d->unit_id;
}

static err *apart_from_others(ctx *c, const dossier *d, const workflow_step *s) {
  if (!s->apart) return NULL;
  workflow_actors_row *rows;
  size_t n;
  TRY(workflow_actors(c->db, c->a, d->id, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    step_action taken = workflow_number(rows[i].action);
    bool apart = taken < ACTION_COUNT && s->apart >> taken & 1;
    if (!apart || rows[i].actor_id.v != c->who->account_id) continue;
    const workflow_step *earlier = workflow_action(rows[i].action);
    return err_at(ERR(FORBIDDEN, N_("You took an earlier step of this dossier ({0}); this one "
                                    "needs another person."),
                      earlier ? str_of(earlier->done) : rows[i].action),
                  STR_NONE, s->cites);
  }
  return NULL;
}

const role_held *workflow_role(const actor *who, const dossier *d, const workflow_step *s) {
  return actor_role(who, s->role, workflow_unit(d, s), d->field);
}

err *workflow_no_role(ctx *c, const dossier *d, const workflow_step *s) {
  int64_t unit_id = workflow_unit(d, s);
  const unit *u = edition_unit(c->edition, unit_id);
  str role = str_of(role_word(s->role)), where = u ? u->name : S("?");
  int32_t until;
  TRY(account_lapsed(c, s->role, unit_id, &until));
  if (until)
    return ERR(FORBIDDEN, N_("Your role {0} for {1} has been over since {2}."), role, where,
               day_told(c->a, until));
  if (!actor_has(c->who, s->role, 0))
    return err_at(ERR(FORBIDDEN, N_("This step needs another role: {0}."), role), STR_NONE,
                  s->cites);
  if (!actor_has(c->who, s->role, unit_id))
    return ERR(FORBIDDEN, N_("This step is for another unit: {0}."), where);
  return ERR(FORBIDDEN, N_("This step is for another field: {0}."), d->field);
}

err *workflow_allowed(ctx *c, const dossier *d, const workflow_step *s) {
  if (!str_eq(d->state, s->from)) return out_of_order(d);
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  return workflow_role(c->who, d, s) ? apart_from_others(c, d, s) : workflow_no_role(c, d, s);
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

dossier workflow_after(const dossier *d, const step_record *r) {
  dossier next = *d;
  const workflow_step *s = r->step;
  next.state = s->to;
  next.status = s->status;
  next.version = d->version + 1;
  next.seq = d->seq + 1;
  if (s->effects & E_DECIDES) next.decision = r->decision;
  if (s->clock == STARTS) {
    next.received_at = r->received_at;
    next.due_at = r->due_at;
  }
  if (s->clock == STOPS) next.finished_at = r->at;
  if (s->clock == ENDED) next.ended_at = r->at;
  return next;
}

static opt_i64 time_or_null(instant t) { return instant_is(t) ? SOME(t.us) : NONE_I64; }

static err *move(ctx *c, const dossier *d, const dossier *next, str hash) {
  int64_t changed = 0;
  TRY(workflow_move(c->db,
                    &(workflow_move_in){
                        .id = d->id, .seen = d->version, .from_state = d->state,
                        .previous = d->head, .state = next->state, .status = next->status,
                        .head = hash, .decision = next->decision,
                        .received_at = time_or_null(next->received_at),
                        .due_at = time_or_null(next->due_at),
                        .due_order = instant_is(next->due_at) ? next->due_at.us : INT64_MAX,
                        .finished_at = time_or_null(next->finished_at),
                        .ended_at = time_or_null(next->ended_at)},
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

/* What was signed says on whose behalf: that very role must still be held. */
static err *same_capacity(ctx *c, const dossier *d, const step_record *r) {
  for (size_t i = 0; i < c->who->nroles; i++) {
    const role_held *held = &c->who->roles[i];
    if (str_eq(held->role, r->step->role) && held->unit_id == workflow_unit(d, r->step) &&
        role_covers(held, d->field) && str_eq(held->behalf, r->behalf))
      return NULL;
  }
  return ERR(FORBIDDEN, N_("The role by which this step was begun has ended; begin it again."));
}

err *workflow_apply(ctx *c, const dossier *d, const step_record *r, int64_t *event_id) {
  TRY(same_edition(c));
  if (d->version != r->seen_version || !str_eq(d->head, r->previous)) return workflow_stale();
  ctx now = *c; /* roles may have ended while the step was prepared */
  TRY(account_again(c, &now.who));
  TRY(workflow_allowed(&now, d, r->step));
  TRY(same_capacity(&now, d, r));
  str decision;
  TRY(workflow_decision(d, r->step, r->decision, &decision));
  dossier next = workflow_after(d, r);
  TRY(move(c, d, &next, event_hash(c->a, r->content, r->signature)));
  event_row row = {.dossier_id = d->id, .seq = next.seq, .actor_id = r->actor_id,
                   .action = r->step->action, .scheme = S("cms"), .content = r->content,
                   .signature = r->signature, .salt = r->salt, .note = r->note, .at = r->at};
  str hash;
  TRY(event_append(c, &row, event_id, &hash));
  next.head = hash;
  TRY(indicator_write(c, &next, r->step->action, r->at, *event_id));
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
