/* pages_public: the front door, sign-in, the catalogue, the people of the demonstration. */
#include "office/demo.h"
#include "web/fill.h"

enum { PROCEDURES_PAGE = 50 };

/* The procedure that has a button of its own on the front page. */
#define FRONT_PROCEDURE "1.001193"

static str query_value(rq *r, str name) {
  form query;
  if (form_query(r->ctx.a, r->http->query, &query)) return STR_NONE;
  const form_part *part = form_get(&query, name);
  return part ? part->value : STR_NONE;
}

err *home(rq *r) {
  const procedure *p = edition_procedure(r->ctx.edition, S(FRONT_PROCEDURE));
  v_home v = {.procedures = S("/procedures"), .dossiers = S("/dossiers"),
              .openapi = S("/openapi.json"), .demo = r->web->office->demo};
  if (p && procedure_takes(p, S("online"))) v.birth = p->code;
  return REPLY(r, 200, home, &v);
}

err *sign_in_show(rq *r) {
  str next = local_path(query_value(r, S("next")), S("/dossiers"));
  if (r->ctx.who) return reply_see_other(r, next);
  v_sign_in v = {.next = next, .account = S("")};
  r->page.title = N_("Sign in");
  return REPLY(r, 200, sign_in, &v);
}

/* A part of the catalogue by code; `after` is the last code of the part before. */
err *procedure_list(rq *r) {
  const edition *e = r->ctx.edition;
  str after = query_value(r, S("after"));
  v_procedure_line *list = arena_list(r->ctx.a, PROCEDURES_PAGE, v_procedure_line);
  v_procedures v = {.total = SOME((int64_t)e->nprocedures)};
  size_t n = 0;
  for (size_t i = 0; i < e->nprocedures && !v.more; i++) {
    if (after.n && str_cmp(e->procedures[i].code, after) <= 0) continue;
    v.more = n == PROCEDURES_PAGE;
    if (!v.more) fill_procedure_line(&e->procedures[i], &list[n++]);
  }
  v.items = (v_procedure_line_list){list, n};
  if (v.more) v.next = list[n - 1].code;
  r->page.title = N_("Procedures");
  return REPLY(r, 200, procedures, &v);
}

static err *procedure_asked(const rq *r, const procedure **p) {
  *p = edition_procedure(r->ctx.edition, r->params[0]);
  return *p ? NULL : ERR(NOT_FOUND, N_("There is no procedure {0}."), r->params[0]);
}

err *procedure_show(rq *r) {
  const procedure *p;
  TRY(procedure_asked(r, &p));
  v_procedure v;
  fill_procedure(r, p, &v);
  r->page.title = N_("Procedure");
  return REPLY(r, 200, procedure, &v);
}

err *procedure_form(rq *r) {
  const procedure *p;
  TRY(procedure_asked(r, &p));
  if (!p->schema) return ERR(NOT_FOUND, N_("Procedure {0} has no form yet."), p->code);
  return reply_text(r, S("application/schema+json"), p->schema_text);
}

/* The people at Hạ Long, in the order of the accounts, tell the story. */
static bool in_story(str login) {
  return str_eq(login, S("citizen")) || str_ends(login, S(".halong"));
}

err *demo_show(rq *r) {
  size_t n = demo_account_count, nstory = 0, nothers = 0;
  v_demo_person *all = arena_list(r->ctx.a, n, v_demo_person);
  v_demo_person *story = arena_list(r->ctx.a, n, v_demo_person);
  v_demo_person *others = arena_list(r->ctx.a, n, v_demo_person);
  for (size_t i = 0; i < n; i++) {
    const demo_account *d = &demo_accounts[i];
    all[i] = (v_demo_person){.login = d->login, .name = d->name, .what = str_z(r->ctx.a, d->what)};
    if (in_story(d->login)) story[nstory++] = all[i];
    else others[nothers++] = all[i];
  }
  v_demo v = {.password = S(DEMO_PASSWORD), .pin = S(DEMO_PIN), .items = {all, n},
              .story = {story, nstory}, .others = {others, nothers}};
  r->page.title = N_("The people of the demonstration");
  return REPLY(r, 200, demo, &v);
}
