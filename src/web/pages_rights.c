/* pages_rights: who may do what, worked out: each kind of person of role.def, invented on the spot,
 * is put before office/access at every row of the routes, and before workflow_taker at every row of
 * the workflow.  Nothing of the page is written by hand, so it cannot miss a rule. */
#include "office/paper_type.h"
#include "office/reason.h"
#include "office/workflow.h"
#include "web/web.h"

enum { STRANGER = -2, OTHER = -3, NOWHERE = -4 };

static const struct {
  str role;
  const char *word;
} kinds[] = {
    {{"nobody", 6}, N_("Nobody signed in")},
    {{"newcomer", 8}, N_("Citizen whose card nobody has seen")},
    {{"citizen", 7}, N_("Citizen")},
    {{"agent", 5}, N_("Who acts for another")},
#define ROLE(code, json, word) {{json, sizeof json - 1}, word},
#include "office/role.def"
#undef ROLE
};

/* How near somebody is to the thing: it is theirs, it is in their units, or neither. */
typedef enum nearness { OWN, UNITS, FAR, NEARNESS_COUNT } nearness;

typedef struct trial { /* one kind of person, in the thing's units and elsewhere; the thing */
  rq *r;
  dossier d;
  role_held held[2], away;
  mandate_held mandate;
  actor here, elsewhere;
  access_party parties;
  access_thing thing;
  bool signed_in;
} trial;

/* A leader leads the unit and what is above it all. */
static int64_t topmost(const edition *e, int64_t id) {
  const unit *u = edition_unit(e, id), *above;
  while (u && (above = edition_unit(e, u->parent_id)) && !str_eq(u->kind, S("province"))) u = above;
  return u ? u->id : id;
}

/* A kind of paper that somebody's store may hold. */
static str some_type(const edition *e) {
  return e->npaper_types ? e->paper_types[0].type : S("");
}

static void invent(rq *r, str role, trial *t) {
  const edition *e = r->ctx.edition;
  const competence *some = e->ncompetences ? &e->competences[0] : NULL;
  bool unseen = str_eq(role, S("newcomer")), agent = str_eq(role, S("agent"));
  bool signed_in = !str_eq(role, S("nobody"));
  bool officer = signed_in && !unseen && !agent && !str_eq(role, S("citizen"));
  *t = (trial){.r = r, .signed_in = signed_in};
  t->d = (dossier){.unit_id = some ? some->unit_id : NOWHERE,
                   .reception_unit_id = some ? some->reception_unit_id : NOWHERE};
  t->held[0] = (role_held){.role = role, .unit_id = t->d.unit_id};
  t->held[1] = (role_held){.role = role, .unit_id = t->d.reception_unit_id};
  if (str_eq(role, S("leader"))) t->held[1].unit_id = topmost(e, t->d.unit_id);
  t->away = (role_held){.role = role, .unit_id = NOWHERE - 1};
  t->mandate = (mandate_held){.holder_id = OTHER};
  t->here = (actor){.account_id = STRANGER, .person_id = STRANGER, .officer = officer,
                    .assurance = unseen ? 1 : 2, .mandates = &t->mandate, .nmandates = agent,
                    .roles = t->held, .nroles = officer ? 2 : 0};
  t->elsewhere = t->here;
  t->elsewhere.roles = &t->away;
  t->elsewhere.nroles = officer;
}

/* A thing of every sort at once: each rule looks at what its own has.  Who acts for another has
 * nothing of their own but what is that other's.  A paper proves no mandate but their own: the rule
 * says that receptionists look at those of others, too. */
static access_thing *near(trial *t, access_about about, nearness how) {
  bool own = how == OWN, agent = t->here.nmandates;
  int64_t account = own ? t->here.account_id : OTHER - 2;
  int64_t whose = !own ? OTHER - 2 : agent ? OTHER : t->here.person_id;
  t->d.holder_id = whose;
  t->d.filed_by = account;
  t->parties = (access_party){whose, OTHER - 2};
  t->thing = (access_thing){.account_id = account,
                            .person_id = about == ABOUT_PAPER ? 0 : whose, /* it was sent */
                            .type = some_type(t->r->ctx.edition), .parties = &t->parties,
                            .nparties = own || about != ABOUT_PAPER,
                            .units = &t->d.unit_id, .nunits = 1,
                            .dossiers = &t->d, .ndossiers = 1};
  return &t->thing;
}

static const actor *placed(const trial *t, nearness how) {
  return how == UNITS ? &t->here : &t->elsewhere;
}

/* A refusal is an answer; a failure is not. */
static err *asked(err *e, bool *may) {
  *may = !e;
  return e && err_http(e->kind) >= 500 ? e : NULL;
}

/* The row in any of its states.  Who is asked for an opinion depends on the asking alone: there the
 * row's roles are the answer. */
static err *may_take(trial *t, const workflow_step *s, nearness how, bool *may) {
  ctx as = t->r->ctx;
  as.who = t->signed_in ? placed(t, how) : NULL;
  near(t, ABOUT_DOSSIER, how);
  *may = s->where == ASKED && how == UNITS && role_in(t->held[0].role, s->who);
  for (dossier_state k = 0; k < STATE_COUNT && !*may; k++) {
    step_taker taker = {0};
    t->d.state = state_name(k);
    if (s->from >> k & 1) TRY(workflow_taker(&as, &t->d, s, &taker));
    *may = taker.role.p;
  }
  return NULL;
}

static err *may_do(trial *t, access_who who, str action, nearness how, bool *may) {
  const workflow_step *step = action.n ? workflow_action(action) : NULL;
  if (step) return may_take(t, step, how, may);
  ctx as = t->r->ctx;
  as.who = t->signed_in ? placed(t, how) : NULL;
  return asked(access_check(&as, who, near(t, access_rules[who].about, how), STR_NONE), may);
}

/* Adds the address, or the rule that no address names, where it is open to the kind at all. */
static err *add_page(trial *t, v_right_page at, access_who who, str action, v_right_holder *v) {
  static const str words[NEARNESS_COUNT] = {{"own", 3}, {"units", 5}, {"anywhere", 8}};
  str *where = arena_list(t->r->ctx.a, NEARNESS_COUNT, str);
  for (nearness how = 0; how < NEARNESS_COUNT; how++) {
    bool may;
    TRY(may_do(t, who, action, how, &may));
    if (may && how == FAR) at.where.n = 0; /* that says it all */
    if (may) where[at.where.n++] = words[how];
  }
  if (!at.where.n) return NULL;
  const access_rule *rule = &access_rules[who];
  at.where.items = where;
  at.rule = str_of(rule->name);
  at.meaning = str_of(rule->meaning);
  ((v_right_page *)(uintptr_t)v->pages.items)[v->pages.n++] = at;
  return NULL;
}

static err *fill_pages(trial *t, v_right_holder *v) {
  bool named[WHO_COUNT] = {0};
  size_t n;
  const route *all = route_table(&n);
  v->pages.items = arena_list(t->r->ctx.a, n + WHO_COUNT, v_right_page);
  for (size_t i = 0; i < n; i++) {
    named[all[i].who] = true;
    TRY(add_page(t,
                 (v_right_page){.method = all[i].method, .path = all[i].pattern,
                                .summary = str_of(all[i].summary)},
                 all[i].who, all[i].action, v));
  }
  v->open = (int64_t)v->pages.n;
  v->closed = (int64_t)n - v->open;
  for (access_who who = 0; who < WHO_COUNT; who++)
    if (!named[who])
      TRY(add_page(t, (v_right_page){.summary = str_of(access_rules[who].meaning)}, who, STR_NONE,
                   v));
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
    bool may, own = false;
    TRY(may_take(t, s, UNITS, &may));
    if (!may) TRY(may_take(t, s, OWN, &own));
    if (!may && !own) continue;
    v_right_step *step = &list[v->steps.n++];
    *step = (v_right_step){.step = s->action, .word = s->button,
                           .where = own ? S("own") : where_of(s),
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
