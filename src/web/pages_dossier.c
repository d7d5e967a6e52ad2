/* pages_dossier: one dossier, and the form of a new one. */
#include "office/forms.h"
#include "office/workflow.h"
#include "web/api.h"
#include "web/filing.h"
#include "web/officers.h"

static err *not_so(err *e) { return err_at(e, STR_NONE, S(CHANNELS_CLAUSE)); }

err *filing_show(rq *r) {
  const procedure *p = edition_procedure(r->ctx.edition, r->params[0]);
  if (!p) return ERR(NOT_FOUND, N_("There is no procedure {0}."), r->params[0]);
  bool officer = r->ctx.who->officer;
  if (!p->schema)
    return ERR(CONFLICT, N_("Procedure {0} is not filed here; its page says where."), p->code);
  if (!officer && !procedure_takes(p, S("online")))
    return not_so(
        ERR(CONFLICT,
            N_("Procedure {0} cannot be filed online; please come to a reception point."),
            p->code));
  if (officer && !procedure_takes(p, S("counter")) && !procedure_takes(p, S("post")))
    return not_so(ERR(CONFLICT, N_("Procedure {0} is filed online alone."), p->code));
  const b_filing_page *b = r->body;
  return page_filing(r, p, b->case_, b->for_);
}

err *dossier_show(rq *r) {
  v_dossier v;
  TRY(fill_dossier(r, &r->dossier, &v));
  v.back = desk_back(((const b_dossier_page *)r->body)->back);
  v.tracking = tracking_told_of(r, v.code);
  r->page.title = N_("Application");
  return REPLY(r, 200, dossier, &v);
}
