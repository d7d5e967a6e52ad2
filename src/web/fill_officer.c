/* fill_officer: views made of officers, their roles, delegations and leave; see officers.h. */
#include "office/reason.h"
#include "office/search.h"
#include "office/setting.h"
#include "office/workflow.h"
#include "web/officers.h"

enum { MOST_UNITS = 500, MOST_COLLEAGUES = 500 };

/* --- what every form gives back --- */
static str typed(const rq *r, const char *name) {
  const form_part *p = r->form ? form_get(r->form, str_of(name)) : NULL;
  return p ? p->value : S("");
}

v_typed fill_typed(const rq *r) {
  return (v_typed){.login = typed(r, "login"), .name = typed(r, "name"),
                   .role = typed(r, "role"), .unit = typed(r, "unit"),
                   .field = typed(r, "field"), .from = typed(r, "from"),
                   .last = typed(r, "last"), .delegate = typed(r, "delegate"),
                   .substitute = typed(r, "substitute"), .basis = typed(r, "basis"),
                   .mailbox = typed(r, "mailbox")};
}

/* --- roles --- */
static str id_text(arena *a, int64_t id) { return str_fmt(a, "%lld", (long long)id); }

static str state_of(int32_t from, int32_t to, bool ended, int32_t today) {
  if (ended || (to && to <= today)) return S("over");
  return from > today ? S("ahead") : S("holds");
}

static int32_t last_of(int32_t to) { return to ? day_add(to, -1) : 0; }

static v_held_role held_role(const rq *r, const officer_role *h) {
  return (v_held_role){.id = id_text(r->ctx.a, h->id), .role = h->role,
                       .role_word = role_word(h->role),
                       .unit = fill_unit(r->ctx.edition, h->unit_id),
                       .field = h->field.n ? h->field : STR_NONE, .from = h->from,
                       .last = last_of(h->to),
                       .state = state_of(h->from, h->to, false, day_of(r->ctx.now))};
}

static err *fill_roles(rq *r, int64_t account_id, bool past, v_held_role_list *to) {
  const officer_role *roles;
  size_t n, kept = 0;
  TRY(officer_roles(&r->ctx, account_id, &roles, &n));
  v_held_role *list = arena_list(r->ctx.a, n, v_held_role);
  for (size_t i = 0; i < n; i++) {
    list[kept] = held_role(r, &roles[i]);
    if (past || !str_eq(list[kept].state, S("over"))) kept++;
  }
  *to = (v_held_role_list){list, kept};
  return NULL;
}

err *fill_officer_lines(rq *r, const officer_list *found, const char *under,
                        v_officer_line_list *to) {
  v_officer_line *list = arena_list(r->ctx.a, found->n, v_officer_line);
  for (size_t i = 0; i < found->n; i++) {
    const officer_info *o = &found->items[i];
    list[i] = (v_officer_line){.id = o->id, .login = o->login, .name = o->name,
                               .disabled = instant_is(o->disabled_at),
                               .href = under ? str_cat(r->ctx.a, str_of(under), o->id)
                                             : STR_NONE};
    TRY(fill_roles(r, o->account_id, false, &list[i].roles));
  }
  *to = (v_officer_line_list){list, found->n};
  return NULL;
}

/* --- what a form offers --- */
v_option_list fill_units(const rq *r) {
  const edition *e = r->ctx.edition;
  v_option *list = arena_list(r->ctx.a, MOST_UNITS, v_option);
  size_t n = 0;
  for (size_t i = 0; e->nunits <= MOST_UNITS && i < e->nunits; i++) {
    const unit *u = e->units_by_code[i];
    if (!u->valid_to || u->valid_to > day_of(r->ctx.now))
      list[n++] = (v_option){.value = u->code, .name = u->name};
  }
  return (v_option_list){list, n};
}

static err *fill_fields(rq *r, v_option_list *to) {
  search_hits hits;
  search_wish all = {.most = 1};
  TRY(search_run(r->ctx.edition->search, r->ctx.a, &all, &hits));
  v_option *list = arena_list(r->ctx.a, hits.nfields, v_option);
  for (size_t i = 0; i < hits.nfields; i++)
    list[i] = (v_option){.value = hits.fields[i].name, .name = S("")};
  *to = (v_option_list){list, hits.nfields};
  return NULL;
}

static v_choice_list role_choices(const rq *r, str chosen) {
  static const struct {
    str role;
    const char *word;
  } all[] = {
#define ROLE(code, json, word) {{json, sizeof json - 1}, word},
#include "office/role.def"
#undef ROLE
  };
  v_choice *list = arena_list(r->ctx.a, COUNT(all), v_choice);
  for (size_t i = 0; i < COUNT(all); i++)
    list[i] = (v_choice){.value = all[i].role, .label = all[i].word,
                         .on = str_eq(all[i].role, chosen)};
  return (v_choice_list){list, COUNT(all)};
}

/* --- the administrators' page --- */
static err *fill_key(rq *r, const officer_info *o, v_officer *v) {
  officer_key k;
  TRY(officer_key_of(&r->ctx, o, &k));
  if (!k.known) return NULL;
  v_officer_key *key = arena_new_of(r->ctx.a, v_officer_key);
  *key = (v_officer_key){.subject = k.subject, .until = k.until, .locked = k.locked,
                         .elsewhere = k.elsewhere, .refused = k.locked ? NULL : k.refused};
  v->key = key;
  v->locked = k.locked;
  return NULL;
}

err *fill_officer(rq *r, const officer_info *o, const err *e, v_officer *v) {
  *v = (v_officer){.id = o->id, .login = o->login, .name = o->name, .version = o->version,
                   .created_at = o->created_at, .disabled_at = o->disabled_at,
                   .mailbox = o->mailbox.n ? o->mailbox : STR_NONE,
                   .itself = o->account_id == r->ctx.who->account_id,
                   .typed = fill_typed(r), .errors = fill_errors(r, e)};
  TRY(fill_roles(r, o->account_id, true, &v->roles));
  TRY(fill_key(r, o, v));
  if (!r->html) return NULL;
  v->choices = role_choices(r, v->typed.role);
  v->units = fill_units(r);
  return fill_fields(r, &v->fields);
}

/* --- the officer's own page --- */
static v_delegation_list fill_delegations(const rq *r, const delegation *all, size_t n) {
  v_delegation *list = arena_list(r->ctx.a, n, v_delegation);
  for (size_t i = 0; i < n; i++) {
    const delegation *d = &all[i];
    bool ended = instant_is(d->ended_at);
    list[i] = (v_delegation){.id = id_text(r->ctx.a, d->id), .role = d->role,
                             .role_word = role_word(d->role),
                             .unit = fill_unit(r->ctx.edition, d->unit_id),
                             .field = d->field.n ? d->field : STR_NONE, .account = d->other,
                             .name = d->other_name, .from = d->from, .last = last_of(d->to),
                             .basis = d->basis, .ended_at = d->ended_at, .leave = d->leave,
                             .state = state_of(d->from, d->to, ended, day_of(r->ctx.now))};
  }
  return (v_delegation_list){list, n};
}

static err *fill_leaves(rq *r, const officer_info *o, v_officer_work *v) {
  const leave *all;
  size_t n;
  TRY(leave_list(&r->ctx, o->account_id, &all, &n));
  v_leave *list = arena_list(r->ctx.a, n, v_leave);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_leave){.id = id_text(r->ctx.a, all[i].id), .from = all[i].from,
                        .last = last_of(all[i].to), .substitute = all[i].substitute_name,
                        .basis = all[i].basis, .ended_at = all[i].ended_at,
                        .state = state_of(all[i].from, all[i].to, instant_is(all[i].ended_at),
                                          day_of(r->ctx.now))};
  v->leaves = (v_leave_list){list, n};
  return NULL;
}

static bool listed(const v_option *list, size_t n, str login) {
  for (size_t i = 0; i < n; i++)
    if (str_eq(list[i].value, login)) return true;
  return false;
}

/* Who could act for the officer: the others of the units, a page of each. */
static err *fill_colleagues(rq *r, const officer_info *o, v_officer_work *v) {
  const officer_role *roles;
  size_t n, count = 0;
  v_option *list = arena_list(r->ctx.a, MOST_COLLEAGUES, v_option);
  v_choice *lendable;
  TRY(officer_roles(&r->ctx, o->account_id, &roles, &n));
  lendable = arena_list(r->ctx.a, n, v_choice);
  for (size_t i = 0; i < n; i++) {
    v_held_role h = held_role(r, &roles[i]);
    if (str_eq(h.state, S("over")) || str_eq(h.role, S("admin"))) continue;
    str title = str_cat(r->ctx.a, str_of(tr(r, h.role_word)), S(", "), h.unit.name,
                        h.field.n ? S(", ") : S(""), h.field);
    lendable[v->lendable.n++] = (v_choice){.value = h.id, .title = title,
                                           .lang = str_of(lang_tag(r->lang)),
                                           .on = str_eq(h.id, v->typed.role)};
    officer_list there;
    TRY(officer_find(&r->ctx, &(officer_search){.unit_id = roles[i].unit_id}, &there));
    for (size_t k = 0; k < there.n && count < MOST_COLLEAGUES; k++) {
      const officer_info *x = &there.items[k];
      bool fit = x->account_id != o->account_id && !instant_is(x->disabled_at);
      if (fit && !listed(list, count, x->login))
        list[count++] = (v_option){.value = x->login, .name = x->name};
    }
  }
  v->lendable.items = lendable;
  v->colleagues = (v_option_list){list, count};
  return NULL;
}

err *fill_work(rq *r, const officer_info *o, const err *e, v_officer_work *v) {
  const delegation *list;
  size_t n;
  *v = (v_officer_work){.id = o->id, .login = o->login, .name = o->name, .version = o->version,
                        .itself = o->account_id == r->ctx.who->account_id,
                        .admin = actor_has(r->ctx.who, S("admin"), 0),
                        .typed = fill_typed(r), .errors = fill_errors(r, e)};
  TRY(setting_number(r->ctx.db, r->ctx.a, "delegation_days", &v->longest));
  TRY(fill_roles(r, o->account_id, false, &v->roles));
  TRY(delegation_given(&r->ctx, o->account_id, &list, &n));
  v->given = fill_delegations(r, list, n);
  TRY(delegation_received(&r->ctx, o->account_id, &list, &n));
  v->received = fill_delegations(r, list, n);
  TRY(fill_leaves(r, o, v));
  if (!r->html) return NULL;
  TRY(fill_fields(r, &v->fields));
  return fill_colleagues(r, o, v);
}

/* --- who is away --- */
v_away_list fill_away_of(const rq *r, const away *list, size_t n) {
  v_away *items = arena_list(r->ctx.a, n, v_away);
  for (size_t i = 0; i < n; i++)
    items[i] = (v_away){.name = list[i].name, .last = last_of(list[i].to),
                        .substitute = list[i].substitute};
  return (v_away_list){items, n};
}

static bool seen_before(const actor *who, size_t i) {
  for (size_t k = 0; k < i; k++)
    if (who->roles[k].unit_id == who->roles[i].unit_id) return true;
  return false;
}

err *fill_away(rq *r, v_away_list *to) {
  const actor *who = r->ctx.who;
  v_away_list all = {0};
  for (size_t i = 0; i < who->nroles; i++) {
    const away *list;
    size_t n;
    if (seen_before(who, i)) continue;
    TRY(leave_away(&r->ctx, who->roles[i].unit_id, &list, &n));
    v_away_list more = fill_away_of(r, list, n);
    v_away *both = arena_list(r->ctx.a, all.n + n, v_away);
    for (size_t k = 0; k < all.n; k++) both[k] = all.items[k];
    for (size_t k = 0; k < n; k++) both[all.n + k] = more.items[k];
    all = (v_away_list){both, all.n + n};
  }
  *to = all;
  return NULL;
}
