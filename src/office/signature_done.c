/* signature_done: a begun step is kept, found again, signed and completed; see signature.h.
 *
 * Signatures are checked and put into the file before the transaction, which only writes rows. */
#include "base/buf.h"
#include "base/defer.h"
#include "base/rand.h"
#include "office/numbering.h"
#include "office/result.sql.h"
#include "office/signature.sql.h"
#include "office/signature_impl.h"

str signing_dossier(const signing *s) { return s->code; }
str signing_action(const signing *s) { return s->step->action; }
instant signing_expires(const signing *s) { return s->expires_at; }

static str mark_certificate(const signing *s) {
  return s->seal_certificate.p ? s->seal_certificate : s->certificate;
}

void signing_digests(arena *a, const signing *s, const signing_digest **out, size_t *n) {
  signing_digest *list = arena_list(a, 2, signing_digest);
  list[0] = (signing_digest){.what = S("step"), .certificate = s->certificate,
                             .digest = s->own.digest, .attributes = s->own.attributes,
                             .content = s->content};
  *n = 1;
  if (s->paper.bytes.p)
    list[(*n)++] = (signing_digest){.what = S("pdf"), .certificate = mark_certificate(s),
                                    .digest = s->mark.digest, .attributes = s->mark.attributes};
  *out = list;
}

/* --- kept and found --- */

static opt_i64 id_or_null(int64_t id) { return id ? SOME(id) : NONE_I64; }

static err *insert(ctx *c, void *arg) {
  signing *s = arg;
  s->id = rand_id();
  bool pdf = s->paper.bytes.p;
  str brought;
  TRY(step_brought(c->a, &s->said, &brought));
  if (c->once) c->once->location = str_cat(c->a, S("/signings/"), s->public_id);
  return signing_insert(
      c->db,
      &(signing_insert_in){
          .id = s->id, .public_id = s->public_id, .dossier = s->dossier_id,
          .action = s->step->action, .actor = c->who->account_id, .version = s->version,
          .key = s->key_id, .seal_key = id_or_null(s->seal_key_id),
          .decision = s->said.decision.p ? s->said.decision : S(""), .note = s->said.note,
          .brought = brought, .at = s->at.us,
          .salt = s->salt, .content = s->content, .attributes = s->own.attributes,
          .pdf = s->paper.bytes, .pdf_contents = (int64_t)s->paper.contents,
          .pdf_room = (int64_t)s->paper.room, .pdf_digest = s->paper.digest,
          .pdf_attributes = pdf ? s->mark.attributes : STR_NONE,
          .number_id = id_or_null(s->number_id), .now = c->now.us,
          .expires_at = s->expires_at.us},
      NULL);
}

err *signing_keep(ctx *c, signing *s, str *id) {
  TRY(ctx_write(c, s->unit_id, insert, s));
  s->kept = true;
  *id = s->public_id;
  return NULL;
}

/* As what it was begun. */
static void restore_taker(ctx *c, signing *s, const json *said) {
  const unit *u = edition_unit_by_code(c->edition, json_str(json_get(said, S("unit"))));
  s->as = (step_taker){.role = json_str(json_get(said, S("role"))), .unit_id = u ? u->id : 0,
                       .behalf = json_str(json_get(said, S("behalf"))),
                       .about = s->step->where == ASKED ? s->said.about : 0};
}

/* What the content itself says: it is the record of what was begun. */
static err *read_content(ctx *c, signing *s, const dossier *d,
                         const signing_by_public_id_row *row) {
  const json *said;
  int64_t day = 0;
  TRY(json_parse(c->a, s->content, &said));
  if (!json_int(json_get(said, S("number_day")), &day))
    return ERR(INTERNAL, "a begun step is not whole");
  TRY(step_restore(c, d, s->content, row->brought, &s->said));
  s->said.note = row->note;
  restore_taker(c, s, said);
  s->number_day = (int32_t)day;
  str number = json_str(json_get(said, S("number")));
  s->number = number.n ? number : STR_NONE;
  s->previous = hex_read(c->a, json_str(json_get(said, S("previous"))));
  return NULL;
}

static err *read_keys(ctx *c, signing *s) {
  key_by_id_row own, seal;
  bool found;
  TRY(key_by_id(c->db, c->a, s->key_id, &own, &found));
  s->certificate = own.certificate;
  if (!s->seal_key_id) return NULL;
  TRY(key_by_id(c->db, c->a, s->seal_key_id, &seal, &found));
  s->seal_certificate = seal.certificate;
  return NULL;
}

typedef struct search {
  str id;
  signing *s;
} search;

static void take_row(ctx *c, const signing_by_public_id_row *r, signing *s) {
  *s = (signing){.id = r->id, .actor_id = r->actor_id, .dossier_id = r->dossier_id,
                 .version = r->version,
                 .key_id = r->key_id, .seal_key_id = r->seal_key_id.v,
                 .number_id = r->number_id.v, .public_id = s->public_id,
                 .salt = r->salt, .content = r->content, .at = {r->at},
                 .expires_at = {r->expires_at}, .kept = true};
  s->own = (cms_pending){.content_digest = sha256(c->a, r->content), .attributes = r->attributes,
                         .digest = sha256(c->a, r->attributes)};
  if (!r->pdf.p) return;
  s->paper = (pdf_prepared){.bytes = r->pdf, .contents = (size_t)r->pdf_contents,
                            .room = (size_t)r->pdf_room, .digest = r->pdf_digest};
  s->mark = (cms_pending){.content_digest = r->pdf_digest, .attributes = r->pdf_attributes,
                          .digest = sha256(c->a, r->pdf_attributes)};
}

access_thing signing_thing(const signing *s) {
  return (access_thing){.id = s->id, .account_id = s->actor_id};
}

static err *find(ctx *c, void *arg) {
  search *q = arg;
  signing_by_public_id_row row;
  bool found = false;
  if (str_utf8(q->id)) TRY(signing_by_public_id(c->db, c->a, q->id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such begun step."));
  q->s->actor_id = row.actor_id;
  access_thing thing = signing_thing(q->s);
  TRY(access_check(c, WHO_SIGNING_ACTOR, &thing, STR_NONE));
  if (row.done_at.has) return ERR(CONFLICT, N_("This step has been completed already."));
  if (row.expires_at < c->now.us)
    return ERR(GONE, N_("This step was begun too long ago; begin it again."));
  q->s->public_id = q->id;
  take_row(c, &row, q->s);
  dossier d;
  TRY(dossier_by_id(c, q->s->dossier_id, &d));
  q->s->code = d.code;
  q->s->unit_id = d.unit_id;
  q->s->step = workflow_action(row.action);
  if (!q->s->step) return ERR(INTERNAL, "a begun step has no such action");
  TRY(read_keys(c, q->s));
  return read_content(c, q->s, &d, &row);
}

err *signing_find(ctx *c, str id, signing **out) {
  search q = {.id = id, .s = arena_new_of(c->a, signing)};
  TRY(c->db ? find(c, &q) : ctx_read(c, find, &q));
  *out = q.s;
  return NULL;
}

/* --- signed and completed --- */

err *signing_with_keys(ctx *c, signing *s, const keyring *k) {
  str signatures[2];
  size_t n = 1;
  TRY(key_sign(c->a, k->own, s->own.digest, &signatures[0]));
  if (s->paper.bytes.p)
    TRY(key_sign(c->a, s->seal_key_id ? k->seal : k->own, s->mark.digest, &signatures[n++]));
  return signing_complete(c, s, signatures, n);
}

err *signing_with_pin(ctx *c, signing *s, str pin) {
  DEFER(keyring_close) keyring keys = {0};
  TRY(keyring_open(c, s->key_id, s->seal_key_id, pin, &keys));
  return signing_with_keys(c, s, &keys);
}

typedef struct completion {
  signing *s;
  str cms;                 /* the step's signature */
  str blob, sha256;        /* the signed file; none where there is none */
  int64_t size;
} completion;

static err *write_result(ctx *c, const completion *done, int64_t event_id) {
  const signing *s = done->s;
  result_newest_row newest;
  bool found;
  TRY(result_newest(c->db, c->a, s->dossier_id, &newest, &found));
  if (done->blob.p)
    TRY(result_insert(c->db,
                      &(result_insert_in){
                          .id = rand_id(), .dossier = s->dossier_id, .event = event_id,
                          .revision = found ? newest.revision + 1 : 1, .blob = done->blob,
                          .sha256 = done->sha256, .size = done->size, .number = s->number,
                          .number_day = s->number_day ? SOME(s->number_day) : NONE_I64,
                          .now = c->now.us},
                      NULL));
  return s->number_id ? number_use(c, s->number_id, s->dossier_id) : NULL;
}

/* An administrator may have ended it since the step was begun. */
static err *key_lives(ctx *c, int64_t key_id) {
  key_alive_row row;
  bool found;
  TRY(key_alive(c->db, c->a, key_id, &row, &found));
  return row.n ? NULL : ERR(FORBIDDEN, N_("This key has been ended; it signs no more."));
}

static err *decide(ctx *c, void *arg) {
  completion *done = arg;
  signing *s = done->s;
  dossier d;
  TRY(key_lives(c, s->key_id));
  if (s->seal_key_id) TRY(key_lives(c, s->seal_key_id));
  TRY(dossier_by_id(c, s->dossier_id, &d));
  if (s->kept) {
    int64_t changed = 0;
    TRY(signing_mark_done(c->db, s->id, c->now.us, &changed));
    if (changed != 1) return ERR(CONFLICT, N_("This step has been completed already."));
  }
  step_record record = {.step = s->step, .as = s->as, .said = s->said, .salt = s->salt,
                        .content = s->content, .signature = done->cms, .at = s->at,
                        .actor_id = c->who->account_id, .seen_version = s->version,
                        .previous = s->previous};
  int64_t event_id;
  TRY(workflow_apply(c, &d, &record, &event_id));
  return write_result(c, done, event_id);
}

static err *at_signature(err *e, str which) { return e ? err_at(e, which, STR_NONE) : NULL; }

/* The certificates once more: a revocation may have come since the step was begun. */
static err *sign_file(ctx *c, const signing *s, str signature, completion *done) {
  str chain, cms, pdf;
  TRY(trust_check(c->edition->trust, mark_certificate(s), c->now));
  TRY(trust_chain(c->a, c->edition->trust, mark_certificate(s), &chain));
  TRY(at_signature(cms_complete(c->a, chain, &s->mark, signature, &cms), S("signatures.1")));
  TRY(pdf_embed(c->a, &s->paper, cms, &pdf));
  done->size = (int64_t)pdf.n;
  return blob_put(c->office->blobs, c->a, pdf, &done->blob, &done->sha256);
}

err *signing_complete(ctx *c, signing *s, const str *signatures, size_t n) {
  size_t wanted = s->paper.bytes.p ? 2 : 1;
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  if (n != wanted)
    return err_at(ERR(INVALID, N_("This step needs another number of signatures: {0}."),
                      str_fmt(c->a, "%zu", wanted)),
                  S("signatures"), STR_NONE);
  if (s->expires_at.us < c->now.us)
    return ERR(GONE, N_("This step was begun too long ago; begin it again."));
  completion done = {.s = s};
  str chain;
  TRY(trust_check(c->edition->trust, s->certificate, c->now));
  TRY(trust_chain(c->a, c->edition->trust, s->certificate, &chain));
  TRY(at_signature(cms_complete(c->a, chain, &s->own, signatures[0], &done.cms),
                   S("signatures.0")));
  if (wanted == 2) TRY(sign_file(c, s, signatures[1], &done));
  err *e = ctx_write(c, s->unit_id, decide, &done);
  bool surely = e && e->kind != ERR_UNAVAILABLE; /* then nobody knows whether it was stored */
  if (surely && done.blob.p) (void)blob_remove(c->office->blobs, done.blob);
  return e;
}
