/* pages_rights: who may do what, worked out: each kind of person of role.def, invented on the spot,
 * is put before office/access at every row of the routes, and before workflow_allowed at every row
 * of the workflow.  Nothing of the page is written by hand, so it cannot miss a rule. */
#include "office/workflow.h"
#include "web/web.h"

enum { STRANGER = -2, FILER_ID = -3, NOWHERE = -4 };

static const struct {
  str role;
  const char *word;
} kinds[] = {
    {{"nobody", 6}, N_("Nobody signed in")},
    {{"citizen", 7}, N_("Citizen")},
    {{"holder", 6}, N_("Holder of the dossier")},
#define ROLE(code, json, word) {{json, sizeof json - 1}, word},
#include "office/role.def"
#undef ROLE
};

typedef struct trial { /* one kind of person, in the dossier's units and elsewhere */
  rq *r;
  dossier d;
  role_held held[2], away;
  actor here, elsewhere;
  bool signed_in, officer;
} trial;

static void invent(rq *r, str role, trial *t) {
  const edition *e = r->ctx.edition;
  const competence *some = e->ncompetences ? &e->competences[0] : NULL;
  bool holder = str_eq(role, S("holder"));
  *t = (trial){.r = r, .signed_in = !str_eq(role, S("nobody"))};
  t->officer = t->signed_in && !holder && !str_eq(role, S("citizen"));
  t->d = (dossier){.holder_id = FILER_ID, .filed_by = FILER_ID,
                   .unit_id = some ? some->unit_id : NOWHERE,
                   .reception_unit_id = some ? some->reception_unit_id : NOWHERE};
  t->held[0] = (role_held){.role = role, .unit_id = t->d.unit_id};
  t->held[1] = (role_held){.role = role, .unit_id = t->d.reception_unit_id};
  t->away = (role_held){.role = role, .unit_id = NOWHERE - 1};
  int64_t id = holder ? FILER_ID : STRANGER;
  t->here = (actor){.account_id = id, .person_id = id, .officer = t->officer};
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

static err *may_open(const trial *t, const route *at, const actor *who, bool *may) {
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

/* The steps that another person must have taken, by name and in words. */
static void fill_apart(const rq *r, const workflow_step *s, v_right_step *v) {
  str *names = arena_list(r->ctx.a, ACTION_COUNT, str);
  buf words = buf_in(r->ctx.a);
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *other = &workflow_steps[i];
    if (!(s->apart >> workflow_number(other->action) & 1)) continue;
    names[v->apart.n++] = other->action;
    if (words.n) buf_add(&words, S(", "));
    buf_add(&words, str_of(tr(r, other->button)));
  }
  v->apart.items = names;
  v->apart_text = buf_str(&words);
}

static err *fill_steps(trial *t, v_right_holder *v) {
  const rq *r = t->r;
  v_right_step *list = arena_list(r->ctx.a, workflow_step_count, v_right_step);
  ctx as = r->ctx;
  as.who = t->signed_in ? &t->here : NULL;
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *s = &workflow_steps[i];
    bool may;
    t->d.state = s->from;
    TRY(asked(workflow_allowed(&as, &t->d, s), &may));
    if (!may) continue;
    v_right_step *step = &list[v->steps.n++];
    *step = (v_right_step){.step = s->action, .word = s->button, .state = s->from,
                           .state_text = str_of(tr(r, state_word(s->from))),
                           .where = s->where == RECEPTION ? S("reception") : S("competent"),
                           .cites = s->cites.n ? s->cites : STR_NONE};
    fill_apart(r, s, step);
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
