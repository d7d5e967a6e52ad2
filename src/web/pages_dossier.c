/* pages_dossier: lists of dossiers, one dossier, and the form of a new one. */
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
  return page_filing(r, p, b->case_);
}

err *dossier_index(rq *r) {
  const b_dossiers *b = r->body;
  bool officer = r->ctx.who->officer;
  str which = b->view.p ? b->view : officer ? S("desk") : S("mine");
  dossier_list found;
  TRY(dossier_list_of(&r->ctx, which, b->after, &found));
  v_dossier_line *list = arena_list(r->ctx.a, found.n, v_dossier_line);
  for (size_t i = 0; i < found.n; i++) fill_line(r, &found.items[i], &list[i]);
  v_dossiers v = {.items = {list, found.n}, .more = found.more, .next = found.next,
                  .officer = officer,
                  .receptionist = actor_has(r->ctx.who, S("receptionist"), 0),
                  .desk = str_eq(which, S("desk"))};
  v_drafts drafts = {0};
  bool first = r->html && !v.desk && !b->after.n;
  bool files = first && !access_check(&r->ctx, WHO_FILER, NULL, STR_NONE);
  if (files) TRY(fill_drafts(r, STR_NONE, &drafts));
  v.drafts = drafts.items;
  if (v.desk && r->html) TRY(fill_away(r, &v.away));
  if (officer) v.me = r->ctx.who->public_id;
  r->page.title = v.desk ? N_("Desk") : N_("My applications");
  return REPLY(r, 200, dossiers, &v);
}

err *dossier_show(rq *r) {
  v_dossier v;
  TRY(fill_dossier(r, &r->dossier, &v));
  r->page.title = N_("Application");
  return REPLY(r, 200, dossier, &v);
}
