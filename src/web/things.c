/* things: what an address names, read once for the rule and the handler; see door.h. */
#include "office/batch.h"
#include "office/complaint.h"
#include "office/mandate.h"
#include "office/notice.h"
#include "office/ruling.h"
#include "office/signature.h"
#include "web/door.h"

static err *find_dossier(rq *r, access_thing *t) {
  TRY(dossier_by_code(&r->ctx, r->params[0], &r->dossier));
  t->dossiers = &r->dossier;
  t->ndossiers = 1;
  return NULL;
}

static err *find_paper(rq *r, access_thing *t) {
  TRY(paper_get(&r->ctx, r->params[0], &r->paper));
  *t = paper_thing(&r->paper);
  return NULL;
}

static err *find_stored(rq *r, access_thing *t) {
  TRY(store_get(&r->ctx, r->ctx.who, r->params[0], &r->stored));
  *t = store_thing(&r->stored);
  return NULL;
}

static err *find_draft(rq *r, access_thing *t) {
  TRY(form_draft_get(&r->ctx, r->params[0], &r->form_draft));
  *t = form_draft_thing(&r->form_draft);
  return NULL;
}

static err *find_notice(rq *r, access_thing *t) {
  int64_t id = 0; /* one that is no number is nobody's */
  str_to_i64(r->params[0], &id);
  r->notice = arena_new_of(r->ctx.a, notice);
  TRY(notice_get(&r->ctx, id, r->notice));
  *t = notice_thing(r->notice);
  return NULL;
}

static err *find_officer(rq *r, access_thing *t) {
  TRY(officer_get(&r->ctx, r->params[0], &r->officer));
  *t = officer_thing(&r->officer);
  return NULL;
}

static err *find_signing(rq *r, access_thing *t) {
  TRY(signing_find(&r->ctx, r->params[0], &r->signing));
  *t = signing_thing(r->signing);
  return NULL;
}

static err *find_batch(rq *r, access_thing *t) {
  r->batch = arena_new_of(r->ctx.a, batch_info);
  TRY(batch_get(&r->ctx, r->params[0], r->batch));
  *t = batch_thing(r->batch);
  return NULL;
}

static err *find_mandate(rq *r, access_thing *t) {
  return mandate_thing(&r->ctx, r->params[0], t);
}

static err *find_complaint(rq *r, access_thing *t) {
  r->complaint = arena_new_of(r->ctx.a, complaint);
  TRY(complaint_get(&r->ctx, r->params[0], r->complaint));
  *t = complaint_thing(r->complaint);
  return NULL;
}

static err *find_ruling(rq *r, access_thing *t) {
  ruling d;
  TRY(ruling_get(&r->ctx, r->params[0], &d));
  *t = ruling_thing(&d);
  return NULL;
}

err *thing_find(rq *r, access_thing *t) {
  static err *(*const finders[ABOUT_COUNT])(rq *, access_thing *) = {
      [ABOUT_DOSSIER] = find_dossier, [ABOUT_PAPER] = find_paper, [ABOUT_STORED] = find_stored,
      [ABOUT_DRAFT] = find_draft, [ABOUT_NOTICE] = find_notice, [ABOUT_SIGNING] = find_signing,
      [ABOUT_BATCH] = find_batch, [ABOUT_MANDATE] = find_mandate,
      [ABOUT_COMPLAINT] = find_complaint, [ABOUT_OFFICER] = find_officer,
      [ABOUT_RULING] = find_ruling};
  access_about about = access_rules[r->route->who].about;
  return finders[about] ? finders[about](r, t) : NULL;
}
