/* pages_dossier: lists of dossiers, one dossier, and the form of a new one. */
#include "office/workflow.h"
#include "web/api.h"
#include "web/filing.h"
#include "web/officers.h"

err *filing_show(rq *r) {
  const procedure *p = edition_procedure(r->ctx.edition, r->params[0]);
  if (!p) return ERR(NOT_FOUND, N_("There is no procedure {0}."), r->params[0]);
  bool officer = r->ctx.who->officer;
  if (!p->schema)
    return ERR(CONFLICT, N_("Procedure {0} is not filed here; its page says where."), p->code);
  if (!officer && !procedure_takes(p, S("online")))
    return ERR(CONFLICT,
               N_("Procedure {0} cannot be filed online; please come to a reception point."),
               p->code);
  if (officer && !procedure_takes(p, S("counter")) && !procedure_takes(p, S("post")))
    return ERR(CONFLICT, N_("Procedure {0} is filed online alone."), p->code);
  const b_filing_page *b = r->body;
  return page_filing(r, p, b->case_, b->for_);
}

/* --- lists --- */
static v_choice_list chosen(arena *a, const v_choice *all, size_t n, str asked) {
  v_choice *list = arena_list(a, n, v_choice);
  for (size_t i = 0; i < n; i++) {
    list[i] = all[i];
    list[i].on = str_eq(all[i].value, asked);
  }
  return (v_choice_list){list, n};
}

static void offer(rq *r, const b_dossiers *b, v_dossiers *v) {
  arena *a = r->ctx.a;
  const v_choice lights[] = {{.value = S(""), .label = N_("All due dates")},
                             {.value = S("late"), .label = N_("Overdue")},
                             {.value = S("soon"), .label = N_("Due soon")},
                             {.value = S("ok"), .label = N_("On time")},
                             {.value = S("paused"), .label = N_("Paused")}};
  const v_choice owners[] = {{.value = S(""), .label = N_("Everybody’s and nobody’s")},
                             {.value = S("me"), .label = N_("Assigned to me")},
                             {.value = S("free"), .label = N_("Assigned to nobody")}};
  v_choice *steps = arena_list(a, workflow_step_count + 1, v_choice);
  size_t n = 0;
  steps[n++] = (v_choice){.value = S(""), .label = N_("All steps")};
  for (size_t i = 0; i < workflow_step_count; i++)
    if (!workflow_steps[i].side)
      steps[n++] = (v_choice){.value = workflow_steps[i].action, .label = workflow_steps[i].button};
  v->lights = chosen(a, lights, COUNT(lights), b->light);
  v->owners = chosen(a, owners, COUNT(owners), b->whose);
  v->steps = chosen(a, steps, n, b->step);
  v->procedure = b->procedure;
  v->filtered = b->step.n || b->light.n || b->procedure.n || b->whose.n;
}

static str desk_address(arena *a, const b_dossiers *b, str view, str after) {
  const struct {
    const char *name;
    str value;
  } pairs[] = {{"step", b->step}, {"light", b->light}, {"procedure", b->procedure},
               {"whose", b->whose}, {"after", after}};
  buf to = buf_in(a);
  buf_fmt(&to, "/dossiers?view=%.*s", STR_ARG(view));
  for (size_t i = 0; i < COUNT(pairs); i++) {
    if (!pairs[i].value.n) continue;
    buf_fmt(&to, "&%s=", pairs[i].name);
    put_url(&(out){.b = &to}, pairs[i].value);
  }
  return buf_str(&to);
}

static bool assigns(const actor *who) {
  return actor_has(who, role_name(BY_APPROVER), 0) || actor_has(who, role_name(BY_LEADER), 0);
}

err *dossier_index(rq *r) {
  const b_dossiers *b = r->body;
  bool officer = r->ctx.who->officer;
  str which = b->view.p ? b->view : officer ? S("desk") : S("mine");
  bool desk = !str_eq(which, S("mine"));
  list_wish wish = {.view = which, .after = b->after, .step = b->step, .light = b->light,
                    .procedure = b->procedure, .whose = b->whose};
  dossier_list found;
  TRY(dossier_list_of(&r->ctx, &wish, &found));
  v_dossier_line *list = arena_list(r->ctx.a, found.n, v_dossier_line);
  for (size_t i = 0; i < found.n; i++) fill_line(r, &found.items[i], desk, &list[i]);
  v_dossiers v = {.items = {list, found.n}, .more = found.more, .next = found.next,
                  .officer = officer, .desk = desk, .unit = str_eq(which, S("unit")),
                  .receptionist = actor_has(r->ctx.who, S("receptionist"), 0),
                  .head = assigns(r->ctx.who), .own_view = which,
                  .unfiltered = str_cat(r->ctx.a, S("/dossiers?view="), which)};
  if (found.more) v.next_page = desk_address(r->ctx.a, b, which, found.next);
  if (desk) offer(r, b, &v);
  if (desk && r->html) TRY(fill_batch_offer(r, &v));
  v_drafts drafts = {0};
  bool first = r->html && !desk && !b->after.n;
  bool files = first && !access_check(&r->ctx, WHO_FILER, NULL, STR_NONE);
  if (files) TRY(fill_drafts(r, STR_NONE, &drafts));
  v.drafts = drafts.items;
  if (desk && r->html) TRY(fill_away(r, &v.away));
  if (officer) v.me = r->ctx.who->public_id;
  r->page.title = desk ? v.unit ? N_("Desk of the unit") : N_("Desk") : N_("My applications");
  return REPLY(r, 200, dossiers, &v);
}

err *dossier_show(rq *r) {
  v_dossier v;
  TRY(fill_dossier(r, &r->dossier, &v));
  r->page.title = N_("Application");
  return REPLY(r, 200, dossier, &v);
}
