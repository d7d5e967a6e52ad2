/* pages_identities: citizens' accounts as administrators see them, to undo a binding. */
#include "base/buf.h"
#include "office/identity.h"
#include "web/fill.h"
#include "web/pages_admin.h"

static const admin_row one_unbind = {
    identity_unbound, "unbind", &b_unbind_type, N_("Take the number away"), N_("Take it away"),
    N_("The account falls back to level 1, is signed out everywhere and its owner is told. "
       "Mandates that it holds end."),
    {0}};

/* The account asked for: by the query, or of the form that was refused. */
static err *asked(rq *r, str *login) {
  if (r->refused) return identity_login(&r->ctx, r->params[0], login);
  const b_find_account *b = r->body;
  *login = b->login.p ? str_trim(b->login) : STR_NONE;
  return NULL;
}

static err *fill(rq *r, v_identity_admin *v) {
  found_account f;
  bool found;
  TRY(identity_find(&r->ctx, v->asked, &f, &found));
  r->person_id = found ? f.person_id : 0;
  if (!found) return NULL;
  v->id = f.public_id;
  v->login = f.login;
  v->name = f.name;
  v->level = SOME(f.assurance);
  v->bound = f.assurance >= 2;
  TRY(identity_seen(&r->ctx, f.id, &v->seen_at, &v->seen_by));
  if (!v->bound) return NULL;
  buf at = buf_in(r->ctx.a);
  buf_add(&at, S("/admin/identities/"));
  put_url(&(out){.b = &at}, f.public_id);
  buf_add(&at, S("/unbind"));
  v_admin_form *forms = arena_list(r->ctx.a, 1, v_admin_form);
  forms[0] = admin_form(r, &one_unbind, buf_str(&at), NULL);
  v->forms = (v_admin_form_list){forms, 1};
  return NULL;
}

err *page_identities(rq *r) {
  v_identity_admin v = {.seen_at = INSTANT_NONE};
  TRY(asked(r, &v.asked));
  if (v.asked.n) TRY(fill(r, &v));
  r->page.title = N_("Identities");
  r->page.path = S("/admin/identities");
  return REPLY(r, admin_status(r), identity_admin, &v);
}

err *identities_show(rq *r) { return page_identities(r); }

err *identity_unbound(rq *r) {
  const b_unbind *b = r->body;
  str login;
  TRY(identity_unbind(&r->ctx,
                      &(unbinding){.account = r->params[0], .reason = b->reason,
                                   .basis = b->basis},
                      &login));
  buf back = buf_in(r->ctx.a);
  buf_add(&back, S("/admin/identities?login="));
  put_url(&(out){.b = &back}, login);
  return admin_done(r, buf_str(&back));
}
