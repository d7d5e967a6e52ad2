/* api_paper: papers, drafts and results as files. */
#include "kit/form.h"
#include "office/result.h"
#include "office/step.h"
#include "office/workflow.h"
#include "web/api.h"

err *reply_paper(rq *r, int status, const paper *p) {
  return reply_json(r, status, &v_paper_type,
                    &(v_paper){.id = p->public_id,
                               .name = p->name,
                               .media_type = p->media_type,
                               .size = p->size,
                               .sha256 = hex_of(r->http->a, p->sha256),
                               .stored = p->stored_id ? r->stored.public_id : STR_NONE});
}

static const form_part *only_file(const form *f) {
  const form_part *file = NULL;
  for (size_t i = 0; i < f->n; i++) {
    if (!f->parts[i].filename.p) continue;
    if (file) return NULL;
    file = &f->parts[i];
  }
  return file;
}

err *paper_upload(rq *r) {
  const form_part *file = r->form ? only_file(r->form) : NULL;
  if (!file) return err_at(ERR(INVALID, N_("Exactly one file is expected.")), S("file"), STR_NONE);
  paper p;
  r->once.status = 201;
  TRY(paper_store(&r->ctx, file->value, file->filename, &p));
  TRY(reply_paper(r, 201, &p));
  reply_location(r, str_cat(r->http->a, S("/papers/"), p.public_id));
  return NULL;
}

err *paper_show(rq *r) {
  const paper *p = &r->paper;
  return reply_blob(r, p->blob, p->media_type, p->name);
}

static err *reply_pdf_file(rq *r, const result_file *f, const char *ending) {
  str name = str_fmt(r->http->a, "%.*s%s.pdf", STR_ARG(r->dossier.code), ending);
  return reply_blob(r, f->blob, S("application/pdf"), name);
}

err *dossier_draft(rq *r) {
  result_file f;
  bool found;
  TRY(workflow_kept(&r->ctx, &r->dossier));
  TRY(result_draft(&r->ctx, &r->dossier, &f, &found));
  if (found) return reply_pdf_file(r, &f, "-draft");
  if (!str_eq(r->dossier.state, S("appraised")))
    return ERR(NOT_FOUND, N_("There is no draft yet: the dossier has not been appraised."));
  return err_retry(ERR(CONFLICT, N_("The paper is still being drawn.")), 1);
}

static err *look_now(rq *r, void *arg) {
  return dossier_by_id(&r->ctx, r->dossier.id, arg);
}

/* That its holder opens the result is an event of the dossier; another step may come between. */
static err *record_opening(rq *r) {
  enum { TRIES = 3 };
  err *e = NULL;
  for (int i = 0; i < TRIES; i++) {
    dossier now;
    TRY(rq_read(r, look_now, &now));
    if (now.opened_seq || !workflow_leads(workflow_action(S("read")), now.state)) return NULL;
    e = step_take(&r->ctx, &(step_wish){.code = now.code, .action = S("read"),
                                        .seen_version = now.version});
    if (!e || (e->kind != ERR_STALE && e->kind != ERR_CONFLICT)) return e;
  }
  return e;
}

err *dossier_result(rq *r) {
  result_file f;
  bool found;
  TRY(workflow_kept(&r->ctx, &r->dossier));
  TRY(result_newest_of(&r->ctx, &r->dossier, RESULT_SEALED, &f, &found));
  bool is_get = str_eq(r->http->method, S("GET"));
  if (found && is_get && access_own(r->ctx.who, &r->dossier)) r->after = record_opening;
  if (found) return reply_pdf_file(r, &f, "");
  return ERR(NOT_FOUND, N_("There is no result yet."));
}
