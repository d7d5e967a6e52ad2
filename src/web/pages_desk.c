/* pages_desk: lists of dossiers: one's own, what waits for one's roles, what waits in a unit with
 * the load of its officers, and what a search finds. */
#include "office/complaint.h"
#include "office/load.h"
#include "office/question.h"
#include "office/workflow.h"
#include "web/api.h"
#include "web/door.h"
#include "web/entries.h"
#include "web/officers.h"

enum { ASKED_SHOWN = 10 };

/* An officer whose dossiers are listed is one of the choices then. */
static err *owner_named(rq *r, str whose, str *name) {
  officer_info o;
  *name = STR_NONE;
  if (!whose.n || str_eq(whose, S("me")) || str_eq(whose, S("free"))) return NULL;
  TRY(officer_get(&r->ctx, whose, &o));
  *name = o.name;
  return NULL;
}

static bool filters(const b_dossiers *b) {
  return b->step.n || b->light.n || b->procedure.n || b->whose.n;
}

static err *offer(rq *r, const b_dossiers *b, v_dossiers *v) {
  arena *a = r->ctx.a;
  str named;
  TRY(owner_named(r, b->whose, &named));
  const v_choice lights[] = {{.value = S(""), .label = N_("All due dates")},
                             {.value = S("late"), .label = N_("Overdue")},
                             {.value = S("soon"), .label = N_("Due soon")},
                             {.value = S("ok"), .label = N_("On time")},
                             {.value = S("paused"), .label = N_("Paused")}};
  const v_choice owners[] = {{.value = S(""), .label = N_("Everybody’s and nobody’s")},
                             {.value = S("me"), .label = N_("Assigned to me")},
                             {.value = S("free"), .label = N_("Assigned to nobody")},
                             {.value = b->whose, .title = named, .label = ""}};
  v_choice *steps = arena_list(a, workflow_step_count + 1, v_choice);
  size_t n = 0;
  steps[n++] = (v_choice){.value = S(""), .label = N_("All steps")};
  for (size_t i = 0; i < workflow_step_count; i++)
    if (!workflow_steps[i].side)
      steps[n++] = (v_choice){.value = workflow_steps[i].action, .label = workflow_steps[i].button};
  v->lights = choices_on(a, (v_choice_list){lights, COUNT(lights)}, b->light);
  v->owners = choices_on(a, (v_choice_list){owners, COUNT(owners) - !named.p}, b->whose);
  v->steps = choices_on(a, (v_choice_list){steps, n}, b->step);
  v->procedure = b->procedure;
  v->filtered = filters(b);
  return NULL;
}

static str desk_address(arena *a, const b_dossiers *b) {
  const struct {
    const char *name;
    str value;
  } pairs[] = {{"q", b->q},         {"step", b->step},     {"light", b->light},
               {"unit", b->unit},   {"whose", b->whose},   {"procedure", b->procedure},
               {"after", b->after}, {"people", b->people}, {"people_after", b->people_after},
               {"back", b->back}};
  buf to = buf_in(a);
  buf_fmt(&to, "/dossiers?view=%.*s", STR_ARG(b->view));
  for (size_t i = 0; i < COUNT(pairs); i++) {
    if (!pairs[i].value.n) continue;
    buf_fmt(&to, "&%s=", pairs[i].name);
    put_url(&(out){.b = &to}, pairs[i].value);
  }
  return buf_str(&to);
}

str desk_back(str back) {
  str plain = S("/dossiers?view=desk");
  return str_starts(back, S("/dossiers?")) ? local_path(back, plain) : plain;
}

str desk_kept(arena *a, str address, str back) {
  buf to = buf_in(a);
  buf_add(&to, address);
  if (back.n) {
    buf_add(&to, S("?back="));
    put_url(&(out){.b = &to}, back);
  }
  return buf_str(&to);
}

static bool assigns(const actor *who) {
  return actor_has(who, role_name(BY_APPROVER), 0) || actor_has(who, role_name(BY_LEADER), 0);
}

/* --- the load of the officers of a unit --- */
static v_choice_list units_headed(const rq *r, int64_t chosen_id) {
  const actor *who = r->ctx.who;
  v_choice *list = arena_list(r->ctx.a, who->nroles + 1, v_choice);
  size_t n = 0;
  for (size_t i = 0; i < who->nroles; i++) {
    const unit *u = edition_unit(r->ctx.edition, who->roles[i].unit_id);
    bool heads = role_in(who->roles[i].role, workflow_action(S("assign"))->who);
    for (size_t k = 0; k < n && heads && u; k++) heads = !str_eq(list[k].value, u->code);
    if (heads && u)
      list[n++] = (v_choice){.value = u->code, .title = u->name, .on = u->id == chosen_id};
  }
  return (v_choice_list){list, n};
}

static void fill_load(rq *r, const b_dossiers *b, const load *l, v_dossiers *v) {
  v_load_line *list = arena_list(r->ctx.a, l->n, v_load_line);
  for (size_t i = 0; i < l->n; i++) {
    const load_line *from = &l->items[i];
    b_dossiers those = {.view = b->view, .unit = b->unit, .people = b->people,
                        .people_after = b->people_after,
                        .whose = from->officer ? from->officer->id : S("free"),
                        .step = from->step ? from->step->action : STR_NONE};
    list[i] = (v_load_line){.step = those.step, .open = from->open, .soon = from->soon,
                            .late = from->late, .more = from->more,
                            .step_word = from->step ? from->step->button : NULL,
                            .href = desk_address(r->ctx.a, &those)};
    if (from->officer) list[i].officer = from->officer->id, list[i].name = from->officer->name;
  }
  v->load = (v_load_line_list){list, l->n};
}

static err *unit_load(rq *r, const b_dossiers *b, v_dossiers *v) {
  officer_list people;
  load found;
  int64_t unit_id;
  TRY(load_unit(&r->ctx, b->unit, &unit_id));
  TRY(officer_find(&r->ctx, &(officer_search){.unit_id = unit_id, .words = b->people,
                                              .after = b->people_after}, &people));
  TRY(load_of(&r->ctx, unit_id, &people, &found));
  fill_load(r, b, &found, v);
  v_choice *list = arena_list(r->ctx.a, people.n + 1, v_choice);
  for (size_t i = 0; i < people.n; i++)
    list[i] = (v_choice){.value = people.items[i].id, .title = people.items[i].name};
  v->colleagues = (v_choice_list){list, people.n};
  v->units = units_headed(r, unit_id);
  v->people = b->people;
  if (!people.more) return NULL;
  b_dossiers next = *b;
  next.people_after = v->people_next = people.items[people.n - 1].login;
  v->people_next_page = desk_address(r->ctx.a, &next);
  return NULL;
}

/* --- the page --- */
static err *look(rq *r, const b_dossiers *b, dossier_list *to) {
  find_list found;
  if (!b->q.n)
    return dossier_list_of(&r->ctx,
                           &(list_wish){.view = b->view, .after = b->after, .step = b->step,
                                        .light = b->light, .procedure = b->procedure,
                                        .unit = b->unit, .whose = b->whose},
                           to);
  if (filters(b))
    return err_at(ERR(BAD_REQUEST, N_("A search looks at all dossiers of your units, without any "
                                      "filter.")), S("q"), STR_NONE);
  TRY(dossier_find(&r->ctx, b->q, b->after, &found));
  note_search(r, &found);
  *to = found.list;
  return NULL;
}

static int64_t working_days(const calendar *days, instant from, instant to) {
  int64_t n = 0;
  for (int32_t day = day_of(from), last = day_of(to); day < last; n++)
    day = clock_next_working(days, day);
  return n;
}

/* Above the desk: what people have asked, and for leaders what they complain about. */
static err *fill_dialogue(rq *r, v_dossiers *v) {
  question_line *asked;
  complaint *waiting;
  size_t n;
  TRY(question_waiting(&r->ctx, ASKED_SHOWN, &asked, &n));
  v_question *list = arena_list(r->ctx.a, n, v_question);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_question){asked[i].code, asked[i].procedure, asked[i].asked_at,
                           working_days(&r->ctx.edition->calendar, asked[i].asked_at,
                                        r->ctx.now)};
  v->questions = (v_question_list){list, n};
  TRY(complaint_waiting(&r->ctx, &waiting, &n));
  v->complaints = fill_complaints(r, waiting, n < ASKED_SHOWN ? n : ASKED_SHOWN);
  return NULL;
}

static err *desk_parts(rq *r, const b_dossiers *b, v_dossiers *v) {
  bool head = v->unit && assigns(r->ctx.who);
  TRY(offer(r, b, v));
  if (head && !b->q.n) TRY(unit_load(r, b, v));
  if (!r->html) return NULL;
  fill_batch_offer(r, v);
  TRY(fill_dialogue(r, v));
  return fill_away(r, &v->away);
}

static err *own_parts(rq *r, const b_dossiers *b, v_dossiers *v) {
  v_drafts drafts = {0};
  bool files = !access_check(&r->ctx, WHO_FILER, NULL, STR_NONE);
  if (r->html && files && !b->after.n) TRY(fill_drafts(r, STR_NONE, &drafts));
  v->drafts = drafts.items;
  return NULL;
}

err *dossier_index(rq *r) {
  b_dossiers asked = *(const b_dossiers *)r->body, *b = &asked;
  bool officer = r->ctx.who->officer;
  if (!b->view.p) b->view = officer ? S("desk") : S("mine");
  bool desk = !str_eq(b->view, S("mine"));
  dossier_list found;
  TRY(look(r, b, &found));
  v_dossier_line *list = arena_list(r->ctx.a, found.n, v_dossier_line);
  for (size_t i = 0; i < found.n; i++) fill_line(r, &found.items[i], desk, &list[i]);
  v_dossiers v = {.items = {list, found.n}, .more = found.more, .next = found.next,
                  .officer = officer, .desk = desk, .unit = str_eq(b->view, S("unit")),
                  .receptionist = actor_has(r->ctx.who, S("receptionist"), 0),
                  .head = assigns(r->ctx.who), .own_view = b->view, .q = b->q,
                  .shift = !instant_is(r->ctx.who->shift_until),
                  .here = desk_address(r->ctx.a, b),
                  .unfiltered = desk_address(r->ctx.a, &(b_dossiers){.view = b->view,
                                                                     .unit = b->unit})};
  bool plain = !filters(b) && !b->q.n && !b->after.n && !b->people.n && !b->people_after.n;
  if (!plain || v.unit) v.kept = v.here;
  v.back = b->q.n ? b->back : plain ? STR_NONE : v.here;
  b_dossiers next = *b;
  next.after = found.next;
  if (found.next.n) v.next_page = desk_address(r->ctx.a, &next);
  TRY(desk ? desk_parts(r, b, &v) : own_parts(r, b, &v));
  if (officer) v.me = r->ctx.who->public_id;
  r->page.title = !desk ? N_("My applications") : v.unit ? N_("Desk of the unit") : N_("Desk");
  return REPLY(r, 200, dossiers, &v);
}
