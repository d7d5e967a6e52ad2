/* verify_paper: a dossier's drafts and results: files, revisions, the signatures in them, the
 * number; see verify_impl.h. */
#include "base/buf.h"
#include "base/defer.h"
#include "kit/pdfsign.h"
#include "office/result.h"
#include "office/verify_impl.h"

enum { FILE_MOST = 16 << 20 };

err *verify_blob(verifier *v, str where, str blob, str sha, int64_t size) {
  int64_t there = 0, hashed = 0;
  str digest;
  int fd_ = -1;
  if (blob_fd(v->c.office->blobs, blob, &fd_, &there))
    return wrong(v, where, str_cat(v->c.a, S("the file "), blob, S(" is missing")));
  DEFER(close_fd) int fd = fd_;
  TRY(sha256_file(v->c.a, fd, &digest, &hashed));
  if (there != size || hashed != size || !str_eq(digest, sha))
    return wrong(v, where, str_cat(v->c.a, S("the file "), blob, S(" is not what was recorded")));
  v->report->blobs++;
  return NULL;
}

typedef struct file {
  str where, bytes;
  const verify_events_row *event;
  const workflow_step *step;
  int64_t unit_id; /* that was in charge then */
} file;

static str label(examined *x, const char *what) {
  return str_cat(x->v->c.a, x->d.code, S(", "), str_of(what));
}

static const verify_events_row *event_by_id(const examined *x, int64_t id, size_t *at) {
  for (size_t i = 0; i < x->n; i++)
    if (x->events[i].id == id) {
      *at = i;
      return &x->events[i];
    }
  return NULL;
}

err *verify_load(verifier *v, str where, str blob, str sha, str *bytes) {
  if (blob_get(v->c.office->blobs, v->c.a, blob, FILE_MOST, bytes))
    return wrong(v, where, str_cat(v->c.a, S("the file "), blob, S(" is missing")));
  if (!str_eq(sha256(v->c.a, *bytes), sha))
    return wrong(v, where, str_cat(v->c.a, S("the file "), blob, S(" is not what was recorded")));
  v->report->blobs++;
  return NULL;
}

/* --- drafts --- */

static err *verify_draft(examined *x, const said *all, const verify_drafts_row *row) {
  size_t i = 0;
  const verify_events_row *e = event_by_id(x, row->event_id, &i);
  str where = label(x, "draft");
  const workflow_step *step = e ? workflow_action(e->action) : NULL;
  if (!step || !(step->effects & E_DRAFTS))
    return wrong(x->v, where, S("it follows no appraisal of this dossier"));
  if (!str_eq(row->decision, all[i].stated.decision))
    return wrong(x->v, where, S("it was drawn for another decision"));
  return x->d.erased_by ? NULL : verify_blob(x->v, where, row->blob, row->sha256, row->size);
}

/* The draft that an event must have signed: of the newest appraisal before it. */
static const verify_drafts_row *draft_before(const examined *x, size_t i,
                                             const verify_drafts_row *rows, size_t n) {
  while (i-- > 0)
    for (size_t k = 0; k < n; k++)
      if (rows[k].event_id == x->events[i].id) return &rows[k];
  return NULL;
}

/* --- signatures in the file --- */

static err *signed_by(examined *x, const file *f, const pdf_signature *s, str holder) {
  ctx *c = &x->v->c;
  str certificate;
  cert_info info;
  err *bad = cms_verify(c->a, s->cms, s->digest, &certificate);
  if (!bad) bad = cert_read(c->a, certificate, &info);
  if (!bad) bad = trust_check(c->edition->trust, certificate, (instant){f->event->at});
  if (bad)
    return wrong(x->v, f->where, str_cat(c->a, S("signature \""), s->field, S("\": "),
                                         err_text(c->a, bad, NULL)));
  x->v->report->signatures++;
  if (str_eq(info.holder, holder)) return NULL;
  return wrong(x->v, f->where,
               str_cat(c->a, S("signature \""), s->field, S("\" is somebody else's")));
}

/* files[0..n) are the revisions so far; the newest must hold one signature for each, each covering
 * exactly its own revision, and begin with the bytes of the one before. */
static err *revisions_fit(examined *x, const file *files, size_t n, str draft) {
  const file *newest = &files[n - 1];
  verifier *v = x->v;
  pdf_signature *found;
  size_t count;
  if (!draft.p || !str_starts(files[0].bytes, draft))
    return wrong(v, files[0].where, S("it does not begin with the draft that was approved"));
  if (n > 1 && !str_starts(newest->bytes, files[n - 2].bytes))
    return wrong(v, newest->where, S("it does not begin with the revision before it"));
  err *bad = pdf_signatures(v->c.a, newest->bytes, &found, &count);
  if (bad) return wrong(v, newest->where, err_text(v->c.a, bad, NULL));
  if (count != n) return wrong(v, newest->where, S("it has another number of signatures"));
  for (size_t i = 0; i < n; i++) {
    const unit *u = edition_unit(v->c.edition, files[i].unit_id);
    bool seal = files[i].step->effects & E_SEALS;
    str holder = seal ? holder_unit(v->c.a, u ? u->code : S(""))
                      : holder_account(v->c.a, files[i].event->actor);
    if (found[i].revision_end != files[i].bytes.n)
      return wrong(v, newest->where,
                   str_cat(v->c.a, S("signature \""), found[i].field,
                           S("\" does not cover exactly its revision")));
    TRY(signed_by(x, &files[i], &found[i], holder));
  }
  return NULL;
}

/* --- the number --- */

/* What had been decided when the event came. */
static str decision_at(const examined *x, const said *all, size_t i) {
  for (size_t k = i + 1; k-- > 0;) {
    const workflow_step *s = workflow_action(x->events[k].action);
    if (s && s->effects & E_DECIDES) return all[k].stated.decision;
  }
  return STR_NONE;
}

static err *number_fits(examined *x, const verify_results_row *row, const said *all, size_t at) {
  const said *s = &all[at];
  str where = label(x, "number"), text = row->number.p ? row->number : S("");
  if (!str_eq(text, s->number) || (row->number_day.has ? row->number_day.v : 0) != s->number_day)
    return wrong(x->v, where, S("the result's number and day are not those that were signed"));
  if (!text.n) return NULL;
  str type = result_register(x->p, decision_at(x, all, at));
  verify_numbers_row *used;
  size_t n;
  TRY(verify_numbers(x->v->c.db, x->v->c.a, x->d.id, &used, &n));
  for (size_t i = 0; i < n; i++)
    if (used[i].unit_id == x->after[at].unit_id && str_eq(used[i].type, type) &&
        str_eq(result_number(x->v->c.a, type, used[i].number, (int)used[i].year), text))
      return NULL;
  return wrong(x->v, where, str_cat(x->v->c.a, text, S(" is not in the register")));
}

/* --- all of one dossier --- */

typedef struct papers {
  verify_drafts_row *drafts;
  size_t ndrafts;
  str draft;      /* bytes of the one that was approved */
  str newest_sha; /* of the newest revision so far */
  file files[2];  /* the present paper: approved, then sealed */
  size_t n, all;  /* revisions of it; of all papers */
} papers;

static err *take_revision(examined *x, const said *all, papers *p, const verify_results_row *row) {
  size_t i = 0;
  if (p->n == COUNT(p->files)) p->n = 0; /* a corrected paper begins anew */
  file *f = &p->files[p->n];
  f->where = str_fmt(x->v->c.a, "%.*s, result %lld", STR_ARG(x->d.code),
                     (long long)row->revision);
  f->event = event_by_id(x, row->event_id, &i);
  f->step = f->event ? workflow_action(f->event->action) : NULL;
  f->unit_id = f->event ? x->after[i].unit_id : 0;
  int wanted = p->n == 0 ? E_SIGNS : E_SEALS;
  if (!f->step || !(f->step->effects & wanted) || row->revision != (int64_t)p->all + 1)
    return wrong(x->v, f->where, S("it belongs to no step of this dossier"));
  bool kept = !x->d.erased_by; /* else the file is gone, and its digest must do */
  if (kept) TRY(verify_load(x->v, f->where, row->blob, row->sha256, &f->bytes));
  if (p->n == 0) {
    const verify_drafts_row *draft = draft_before(x, i, p->drafts, p->ndrafts);
    if (!draft || !str_eq(draft->sha256, all[i].draft))
      return wrong(x->v, f->where, S("another draft was drawn than was approved"));
    if (kept) TRY(verify_load(x->v, f->where, draft->blob, draft->sha256, &p->draft));
  } else if (!str_eq(all[i].result, p->newest_sha)) {
    return wrong(x->v, f->where, S("another paper was sealed than was approved"));
  }
  p->newest_sha = row->sha256;
  p->n++;
  p->all++;
  if (kept) TRY(revisions_fit(x, p->files, p->n, p->draft));
  return number_fits(x, row, all, i);
}

static err *steps_have_files(examined *x, const said *all, const papers *p,
                             const verify_results_row *rows) {
  size_t expected = 0;
  for (size_t i = 0; i < x->n; i++) {
    const workflow_step *step = workflow_action(x->events[i].action);
    if (!step) continue;
    if (step->effects & (E_SIGNS | E_SEALS)) expected++;
    bool there = expected > 0 && expected <= p->all;
    if (step->effects & E_HANDS_OVER &&
        !(there && str_eq(all[i].result, rows[expected - 1].sha256)))
      return wrong_event(x, &x->events[i], S("another result was handed over than was sealed"));
  }
  if (expected != p->all) return wrong(x->v, x->d.code, S("a signed paper is missing"));
  return NULL;
}

err *verify_results_of(examined *x, const said *all) {
  papers *p = arena_new_of(x->v->c.a, papers);
  verify_results_row *rows;
  size_t n;
  TRY(verify_drafts(x->v->c.db, x->v->c.a, x->d.id, &p->drafts, &p->ndrafts));
  for (size_t i = 0; i < p->ndrafts; i++) TRY(verify_draft(x, all, &p->drafts[i]));
  TRY(verify_results(x->v->c.db, x->v->c.a, x->d.id, &rows, &n));
  for (size_t i = 0; i < n; i++) TRY(take_revision(x, all, p, &rows[i]));
  return steps_have_files(x, all, p, rows);
}
