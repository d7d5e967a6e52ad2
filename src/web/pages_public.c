/* pages_public: the front door, sign-in, the people of the demonstration. */
#include "office/demo.h"
#include "web/fill.h"

/* The procedure that has a button of its own on the front page. */
#define FRONT_PROCEDURE "1.001193"

err *home(rq *r) {
  const procedure *p = edition_procedure(r->ctx.edition, S(FRONT_PROCEDURE));
  v_home v = {.records = (int64_t)r->ctx.edition->nprocedures,
              .life_events = fill_life_cards(r),
              .procedures = S("/procedures"), .dossiers = S("/dossiers"),
              .openapi = S("/openapi.json"), .demo = r->web->office->demo};
  if (p && procedure_takes(p, S("online"))) v.birth = p->code;
  for (size_t i = 0; i < r->ctx.edition->nprocedures; i++) {
    bool online = procedure_takes(&r->ctx.edition->procedures[i], S("online"));
    v.online += online;
    v.at_counter += !online && r->ctx.edition->procedures[i].schema;
  }
  return REPLY(r, 200, home, &v);
}

err *sign_in_show(rq *r) {
  const b_sign_in_page *b = r->body;
  str next = local_path(b->next, S("/dossiers"));
  if (r->ctx.who) return reply_see_other(r, next);
  v_sign_in v = {.next = next, .account = S("")};
  r->page.title = N_("Sign in");
  return REPLY(r, 200, sign_in, &v);
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
