/* verify_copy: results on paper that were signed as digitised copies beside any dossier: content,
 * signature, scan and the row of the person's store; see verify_impl.h. */
#include "base/buf.h"
#include "office/event.h"
#include "office/verify_impl.h"

enum { PAGE = 500 };

static bool text_is(const json *all, const char *name, str wanted) {
  return str_eq(json_str(json_get(all, str_of(name))), wanted.p ? wanted : S(""));
}

static bool number_is(const json *all, const char *name, int64_t wanted) {
  int64_t n = 0;
  return json_int(json_get(all, str_of(name)), &n) && n == wanted;
}

static err *signed_by_actor(verifier *v, str where, const verify_copies_row *r) {
  ctx *c = &v->c;
  str certificate;
  cert_info info;
  err *bad = cms_verify(c->a, r->signature, sha256(c->a, r->content), &certificate);
  if (!bad) bad = cert_read(c->a, certificate, &info);
  if (!bad && !str_eq(info.holder, holder_account(c->a, r->actor)))
    return wrong(v, where, S("the signature's certificate is somebody else's"));
  if (!bad) bad = trust_check(c->edition->trust, certificate, (instant){r->at});
  if (bad) return wrong(v, where, err_text(c->a, bad, NULL));
  v->report->signatures++;
  return NULL;
}

/* What is erased with the person is not compared. */
static bool stored_fits(const verify_copies_row *r, const json *all) {
  if (!r->type.p) return true;
  return text_is(all, "kind", r->type) && text_is(all, "issuer", r->issuer) &&
         text_is(all, "number", r->number) && str_eq(r->stored_sha256, r->sha256) &&
         number_is(all, "issued_day", r->issued_day.has ? r->issued_day.v : 0);
}

static err *copy_fits(verifier *v, const verify_copies_row *r) {
  arena *a = v->c.a;
  str where = str_cat(a, S("digitised copy "), r->public_id), again, pages_said, pages_are;
  const json *all;
  if (json_parse(a, r->content, &all) || json_canonical(a, all, &again) ||
      !str_eq(again, r->content))
    return wrong(v, where, S("the signed content is not canonical JSON"));
  TRY(signed_by_actor(v, where, r));
  const json *scan = json_get(all, S("paper"));
  if (!text_is(all, "type", S("motcua/copy/1")) || !text_is(all, "copy", r->public_id) ||
      !text_is(all, "instance", str_of(v->c.office->instance)) ||
      !text_is(all, "actor", r->actor) || !number_is(all, "at", r->at))
    return wrong(v, where, S("the signed content and the tables differ"));
  TRY(json_canonical(a, json_get(scan, S("pages")), &pages_said));
  TRY(json_canonical(a, event_pages(a, r->pages), &pages_are));
  if (!text_is(scan, "sha256", hex_of(a, r->sha256)) || !str_eq(pages_said, pages_are))
    return wrong(v, where, S("its scan is not what was signed"));
  return stored_fits(r, all) ? NULL
                             : wrong(v, where, S("the person's store says otherwise of it"));
}

err *verify_copies_signed(verifier *v) {
  int64_t after = INT64_MIN;
  for (size_t n = PAGE; n == PAGE;) {
    size_t mark = arena_mark(v->c.a);
    verify_copies_row *rows;
    TRY(verify_copies(v->c.db, v->c.a, after, PAGE, &rows, &n));
    for (size_t i = 0; i < n; i++) {
      after = rows[i].id;
      TRY(copy_fits(v, &rows[i]));
    }
    arena_rewind(v->c.a, mark);
  }
  return NULL;
}
