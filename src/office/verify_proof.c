/* verify_proof: a dossier's proof of filing: the file, what it attests against the tables, and the
 * Centre's signature over all of it; see verify_impl.h. */
#include "base/buf.h"
#include "kit/pdfsign.h"
#include "office/catalogue.h"
#include "office/proof.h"
#include "office/verify_impl.h"

/* The one signature covers the file to its end, is the Centre's and by a key that was registered
 * here for what nobody signs. */
static err *sealed_by_centre(examined *x, str where, str bytes, instant at) {
  ctx *c = &x->v->c;
  pdf_signature *found;
  str certificate;
  size_t n;
  verify_unattended_row row;
  bool known;
  err *bad = pdf_signatures(c->a, bytes, &found, &n);
  if (bad) return wrong(x->v, where, err_text(c->a, bad, NULL));
  if (n != 1 || found[0].revision_end != bytes.n || !str_eq(found[0].field, S("centre")))
    return wrong(x->v, where, S("it does not have the Centre's one signature over all of it"));
  bad = cms_verify(c->a, found[0].cms, found[0].digest, &certificate);
  if (!bad) bad = trust_check(c->edition->trust, certificate, at);
  if (bad) return wrong(x->v, where, err_text(c->a, bad, NULL));
  TRY(verify_unattended(c->db, c->a, certificate, &row, &known));
  if (!row.n) return wrong(x->v, where, S("its signature is not by the Centre's unattended key"));
  x->v->report->signatures++;
  return NULL;
}

err *verify_proof_of(examined *x) {
  ctx *c = &x->v->c;
  str where = str_cat(c->a, x->d.code, S(", proof of filing")), bytes;
  verify_proof_row row;
  proof_facts facts;
  bool found;
  TRY(verify_proof(c->db, c->a, x->d.id, &row, &found));
  if (!row.blob.p)
    return row.done ? wrong(x->v, where, S("it was made once, and is missing")) : NULL;
  if (row.event_id != x->events[0].id)
    return wrong(x->v, where, S("it is of another event than the filing"));
  if (x->d.erased_by) return NULL; /* its file is destroyed */
  TRY(verify_load(x->v, where, row.blob, row.sha256, &bytes));
  TRY(proof_of(c, &x->d, &facts));
  if (str_find(bytes, proof_reason(c->a, &facts)) < 0)
    return wrong(x->v, where, S("it attests something else than the tables hold"));
  return sealed_by_centre(x, where, bytes, (instant){row.created_at});
}
