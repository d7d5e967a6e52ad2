/* pages_rights: who may do what, worked out: each kind of person of role.def, invented on the spot,
 * is put before office/access at every row of the routes, and before workflow_taker at every row of
 * the workflow.  Nothing of the page is written by hand, so it cannot miss a rule. */
#include "office/reason.h"
#include "office/workflow.h"
#include "web/web.h"

enum { STRANGER = -2, FILER_ID = -3, NOWHERE = -4 };

static const struct {
  str role;
  const char *word;
} kinds[] = {
    {{"nobody", 6}, N_("Nobody signed in")},
    {{"newcomer", 8}, N_("Citizen whose card nobody has seen")},
    {{"citizen", 7}, N_("Citizen")},
    {{"holder", 6}, N_("Holder of the dossier")},
    {{"agent", 5}, N_("Who acts for the holder")},
#define ROLE(code, json, word) {{json, sizeof json - 1}, word},
#include "office/role.def"
#undef ROLE
};

typedef struct trial { /* one kind of person, in the dossier's units and elsewhere */
  rq *r;
  dossier d;
  role_held held[2], away;
  mandate_held mandate;
  actor here, elsewhere;
  bool signed_in, officer;
} trial;

/* A leader leads the unit and what is above it all. */
static int64_t topmost(const edition *e, int64_t id) {
  const unit *u = edition_unit(e, id), *above;
  while (u && (above = edition_unit(e, u->parent_id)) && !str_eq(u->kind, S("province"))) u = above;
  return u ? u->id : id;
}

static void invent(rq *r, str role, trial *t) {
  const edition *e = r->ctx.edition;
  const competence *some = e->ncompetences ? &e->competences[0] : NULL;
  bool holder = str_eq(role, S("holder")), agent = str_eq(role, S("agent"));
  bool unseen = str_eq(role, S("newcomer"));
  *t = (trial){.r = r, .signed_in = !str_eq(role, S("nobody"))};
  t->officer = t->signed_in && !holder && !agent && !unseen && !str_eq(role, S("citizen"));
  t->d = (dossier){.holder_id = FILER_ID, .filed_by = FILER_ID,
                   .unit_id = some ? some->unit_id : NOWHERE,
                   .reception_unit_id = some ? some->reception_unit_id : NOWHERE};
  t->held[0] = (role_held){.role = role, .unit_id = t->d.unit_id};
  t->held[1] = (role_held){.role = role, .unit_id = t->d.reception_unit_id};
  if (str_eq(role, S("leader"))) t->held[1].unit_id = topmost(e, t->d.unit_id);
  t->away = (role_held){.role = role, .unit_id = NOWHERE - 1};
  int64_t id = holder ? FILER_ID : STRANGER;
  t->mandate = (mandate_held){.holder_id = FILER_ID};
  t->here = (actor){.account_id = id, .person_id = id, .officer = t->officer,
                    .assurance = unseen ? 1 : 2, .mandates = &t->mandate, .nmandates = agent};
  t->elsewhere = t->here;
  if (!t->officer) return;
  t->here.roles = t->held;
  t->here.nroles = 2;
  t->elsewhere.roles = &t->away;
  t->elsewhere.nroles = 1;
}

/* A refusal is an answer; a failure is not. */
static err *asked(err *e, bool *may) {
  *may = !e;
  return e && err_http(e->kind) >= 500 ? e : NULL;
}

/* The row in any of its states.  Who is asked for an opinion depends on the asking alone: there the
 * row's roles are the answer. */
static err *may_take(trial *t, const workflow_step *s, const actor *who, bool *may) {
  ctx as = t->r->ctx;
  as.who = t->signed_in ? who : NULL;
  *may = s->where == ASKED && role_in(t->held[0].role, s->who);
  for (dossier_state k = 0; k < STATE_COUNT && !*may; k++) {
    step_taker taker = {0};
    t->d.state = state_name(k);
    if (s->from >> k & 1) TRY(workflow_taker(&as, &t->d, s, &taker));
    *may = taker.role.p;
  }
  return NULL;
}

static err *may_open(trial *t, const route *at, const actor *who, bool *may) {
  const workflow_step *step = at->action.n ? workflow_action(at->action) : NULL;
  if (step) return may_take(t, step, who, may);
  ctx as = t->r->ctx;
  as.who = t->signed_in ? who : NULL;
  const access_rule *rule = &access_rules[at->who];
  return asked(access_check(&as, at->who, rule->dossier ? &t->d : NULL, at->action), may);
}

static err *fill_pages(trial *t, v_right_holder *v) {
  size_t n;
  const route *all = route_table(&n);
  v_right_page *list = arena_list(t->r->ctx.a, n, v_right_page);
  for (size_t i = 0; i < n; i++) {
    bool here, elsewhere;
    TRY(may_open(t, &all[i], &t->here, &here));
    TRY(may_open(t, &all[i], &t->elsewhere, &elsewhere));
    const access_rule *rule = &access_rules[all[i].who];
    if (here)
      list[v->pages.n++] = (v_right_page){.method = all[i].method, .path = all[i].pattern,
                                          .summary = str_of(all[i].summary),
                                          .where = elsewhere ? S("anywhere") : S("units"),
                                          .rule = str_of(rule->name),
                                          .meaning = str_of(rule->meaning)};
  }
  v->pages.items = list;
  v->open = (int64_t)v->pages.n;
  v->closed = (int64_t)(n - v->pages.n);
  return NULL;
}

static void add_word(buf *words, const rq *r, const char *word) {
  if (words->n) buf_add(words, S(", "));
  buf_add(words, str_of(tr(r, word)));
}

/* The states that the row leads out of, and the steps that another person must have taken. */
static void fill_from(const rq *r, const workflow_step *s, v_right_step *v) {
  str *states = arena_list(r->ctx.a, STATE_COUNT, str);
  str *apart = arena_list(r->ctx.a, ACTION_COUNT, str);
  buf from = buf_in(r->ctx.a), others = buf_in(r->ctx.a);
  for (dossier_state k = 0; k < STATE_COUNT; k++) {
    if (!(s->from >> k & 1)) continue;
    states[v->states.n++] = state_name(k);
    add_word(&from, r, state_word(state_name(k)));
  }
  for (size_t i = 0; i < workflow_step_count && s->duty; i++) {
    const workflow_step *other = &workflow_steps[i];
    if (!other->duty || other->duty == s->duty) continue;
    apart[v->apart.n++] = other->action;
    add_word(&others, r, other->button);
  }
  v->states.items = states;
  v->states_text = buf_str(&from);
  v->apart.items = apart;
  v->apart_text = buf_str(&others);
}

static str where_of(const workflow_step *s) {
  static const char *const names[] = {
      [RECEPTION] = "reception", [COMPETENT] = "competent", [HERE] = "here", [ASKED] = "asked",
      [EITHER] = "either"};
  return str_of(names[s->where]);
}

static err *fill_steps(trial *t, v_right_holder *v) {
  const rq *r = t->r;
  v_right_step *list = arena_list(r->ctx.a, workflow_step_count, v_right_step);
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *s = &workflow_steps[i];
    bool may;
    TRY(may_take(t, s, &t->here, &may));
    if (!may) continue;
    v_right_step *step = &list[v->steps.n++];
    *step = (v_right_step){.step = s->action, .word = s->button, .where = where_of(s),
                           .cites = r->html ? clause_told(r->ctx.a, s->cites) : s->cites};
    fill_from(r, s, step);
  }
  v->steps.items = list;
  return NULL;
}

err *rights_show(rq *r) {
  v_right_holder *list = arena_list(r->ctx.a, COUNT(kinds), v_right_holder);
  for (size_t i = 0; i < COUNT(kinds); i++) {
    trial t;
    invent(r, kinds[i].role, &t);
    list[i] = (v_right_holder){.role = kinds[i].role, .word = kinds[i].word,
                               .text = str_of(tr(r, kinds[i].word))};
    TRY(fill_steps(&t, &list[i]));
    TRY(fill_pages(&t, &list[i]));
  }
  r->page.title = N_("Who may do what");
  return REPLY(r, 200, rights, &((v_rights){.items = {list, COUNT(kinds)}}));
}
