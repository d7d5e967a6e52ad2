/* signature: a step is begun: everything that will be signed is fixed; see signature.h.
 *
 * One snapshot gives what there is, then files are read, then a seal takes its number in a short
 * transaction, then the bytes are made.  Completing: signature_done.c; keys: signature_keys.c. */
#include "office/signature.h"

#include "base/buf.h"
#include "base/rand.h"
#include "kit/page.h"
#include "office/numbering.h"
#include "office/result.h"
#include "office/signature.sql.h"
#include "office/signature_impl.h"

enum { RESULT_MOST = 16 << 20, SALT_SIZE = 32 };

typedef struct begun { /* what the snapshot gives */
  const step_wish *wish;
  signing *s;
  step_at at;
  registered_key own, seal;
  result_file file; /* the paper that the step signs or names */
  step_content content;
  str pdf;
  int64_t number;
} begun;

/* --- the snapshot --- */

static str unit_name(const edition *e, int64_t id) {
  const unit *u = edition_unit(e, id);
  return u ? u->name : S("");
}

/* What was drawn in the name of a unit whose work another has since does not go out so. */
static err *own_name(ctx *c, const begun *b) {
  const edition *e = c->edition;
  const dossier *d = &b->at.d;
  int64_t then = edition_unit_on(e, d->row_unit_id, day_of(b->file.drawn_at));
  if (then == d->unit_id) return NULL;
  return ERR(CONFLICT, N_("The paper was drawn in the name of {0}, whose work {1} has now. Please "
                          "send it back to the appraiser, so that it is drawn anew."),
             unit_name(e, then), unit_name(e, d->unit_id));
}

static err *find_file(ctx *c, begun *b) {
  int effects = b->s->step->effects;
  bool found = true;
  if (effects & E_SIGNS) {
    TRY(result_draft(c, &b->at.d, &b->file, &found));
    if (!found || !str_eq(b->file.decision, b->at.d.decision))
      return err_retry(ERR(CONFLICT, N_("The paper is still being drawn; try again in a moment.")),
                       1);
    return own_name(c, b);
  } else if (effects & (E_SEALS | E_HANDS_OVER)) {
    TRY(result_newest_of(c, &b->at.d, effects & E_SEALS ? RESULT_APPROVED : RESULT_SEALED,
                         &b->file, &found));
    if (!found) return ERR(CONFLICT, N_("The paper that this step needs does not exist."));
  }
  return NULL;
}

static err *look(ctx *c, void *arg) {
  begun *b = arg;
  signing *s = b->s;
  TRY(step_look(c, b->wish, &b->at));
  s->step = b->at.step;
  s->as = b->at.as;
  s->at = b->at.at;
  s->expires_at = (instant){c->now.us + SIGNING_MINUTES * MINUTE};
  TRY(step_state(c, &b->at, b->wish, &s->said));
  TRY(key_of_actor(c, s->at, &b->own));
  if (s->step->effects & E_SEALS) TRY(key_of_authority(c, b->at.d.unit_id, s->at, &b->seal));
  TRY(step_content_of(c, &b->at, &s->said, s->salt, &b->content));
  return find_file(c, b);
}

/* --- files and numbers --- */

static err *read_file(ctx *c, begun *b) {
  if (!b->file.blob.p || b->s->step->effects & E_HANDS_OVER) return NULL;
  TRY(blob_get(c->office->blobs, c->a, b->file.blob, RESULT_MOST, &b->pdf));
  if (str_eq(sha256(c->a, b->pdf), b->file.sha256)) return NULL;
  return ERR(INTERNAL, "the stored paper of a dossier is not the one that was recorded");
}

static err *reserve(ctx *c, void *arg) {
  begun *b = arg;
  signing *s = b->s;
  register_book book = {.unit_id = b->at.d.unit_id,
                        .type = result_register(b->at.p, b->at.d.decision),
                        .year = civil_of(s->at).year};
  reserved r;
  TRY(number_reserve(c, &book, b->at.d.id, s->expires_at, &r));
  s->number_id = r.id;
  b->number = r.number;
  return NULL;
}

static err *take_number(ctx *c, begun *b) {
  signing *s = b->s;
  if (!(s->step->effects & E_NUMBERS)) return NULL;
  TRY(ctx_write(c, b->at.d.unit_id, reserve, b));
  s->number = result_number(c->a, result_register(b->at.p, b->at.d.decision), b->number,
                            civil_of(s->at).year);
  s->number_day = day_of(s->at);
  return NULL;
}

/* --- the bytes --- */

static err *make_content(ctx *c, begun *b) {
  signing *s = b->s;
  bool signs = s->step->effects & E_SIGNS;
  b->content.draft = signs ? b->file.sha256 : STR_NONE;
  b->content.result = signs ? STR_NONE : b->file.sha256;
  b->content.number = s->number;
  b->content.number_day = s->number_day;
  TRY(event_content(c->a, &b->content, &s->content));
  return cms_begin(c->a, s->certificate, sha256(c->a, s->content), &s->own);
}

static str clock_text(arena *a, instant t) {
  civil v = civil_of(t);
  return str_fmt(a, "%02d-%02d-%04d %02d:%02d:%02d +07:00", v.day, v.month, v.year, v.hour,
                 v.minute, v.second);
}

/* Decree 30/2020, appendix I: a person's mark is blue, an authority's seal red with its name and
 * the time; who signs by delegation puts "TUQ." before the post.  The seal here also carries number
 * and date, so that the approver's bytes stay as they are. */
static err *draw_mark(ctx *c, const begun *b, pdf_signing *mark) {
  const signing *s = b->s;
  bool seals = s->step->effects & E_SEALS;
  const page_box *box = seals ? &result_seal_box : &result_approver_box;
  page_stamp stamp = {.w = box->w, .h = box->h, .red = seals};
  str lines[4];
  if (!seals) {
    if (s->as.behalf.n) lines[stamp.n++] = S("TUQ. NGƯỜI CÓ THẨM QUYỀN");
    lines[stamp.n++] = c->who->name;
    lines[stamp.n++] = S("Ký số");
    lines[stamp.n++] = clock_text(c->a, s->at);
    mark->field = S("approver");
    mark->signer = c->who->name;
    mark->reason = S("Phê duyệt");
  } else {
    const unit *u = edition_unit(c->edition, b->at.d.unit_id);
    civil v = civil_of(s->at);
    lines[0] = u ? u->name : S("");
    lines[1] = str_cat(c->a, S("Số: "), s->number);
    lines[2] = str_fmt(c->a, "Ngày %02d tháng %02d năm %04d", v.day, v.month, v.year);
    lines[3] = clock_text(c->a, s->at);
    stamp.n = 4;
    mark->field = S("seal");
    mark->signer = lines[0];
    mark->reason = str_cat(c->a, S("Phát hành, số "), s->number);
  }
  stamp.lines = lines;
  return page_stamp_draw(c->a, &stamp, &mark->appearance);
}

static err *prepare_paper(ctx *c, begun *b) {
  signing *s = b->s;
  if (!(s->step->effects & (E_SIGNS | E_SEALS))) return NULL;
  pdf_signing mark = {.at = s->at, .location = S("Việt Nam")};
  TRY(draw_mark(c, b, &mark));
  TRY(pdf_prepare(c->a, b->pdf, &mark, &s->paper));
  str certificate = s->seal_certificate.p ? s->seal_certificate : s->certificate;
  return cms_begin(c->a, certificate, s->paper.digest, &s->mark);
}

err *signing_begin(ctx *c, const step_wish *w, signing **out) {
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  signing *s = arena_new_of(c->a, signing);
  begun b = {.wish = w, .s = s};
  s->public_id = rand_public_id(c->a);
  s->salt = rand_str(c->a, SALT_SIZE);
  TRY(ctx_read(c, look, &b));
  s->dossier_id = b.at.d.id;
  s->unit_id = b.at.d.unit_id;
  s->version = b.at.d.version;
  s->code = b.at.d.code;
  s->previous = b.at.d.head;
  s->key_id = b.own.id;
  s->certificate = b.own.certificate;
  s->seal_key_id = b.seal.id;
  s->seal_certificate = b.seal.certificate;
  TRY(read_file(c, &b));
  TRY(take_number(c, &b));
  TRY(make_content(c, &b));
  TRY(prepare_paper(c, &b));
  *out = s;
  return NULL;
}
