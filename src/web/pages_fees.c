/* pages_fees: the tariff and the exemptions of a procedure, as administrators enter them. */
#include "office/admin.h"
#include "office/fee.h"
#include "web/pages_admin.h"

static err *done(rq *r) {
  return admin_done(r, str_cat(r->http->a, S("/admin/procedures/"), r->params[0]));
}

/* "8.000", "8 000" and "8000"; nothing is no amount. */
static err *amount_of(arena *a, str text, opt_i64 *amount) {
  buf b = buf_in(a);
  int64_t n;
  *amount = NONE_I64;
  for (size_t i = 0; i < text.n; i++)
    if (text.p[i] != '.' && text.p[i] != ' ' && text.p[i] != ',') buf_char(&b, text.p[i]);
  if (!b.n) return NULL;
  if (!str_to_i64(buf_str(&b), &n))
    return err_at(ERR(INVALID, N_("An amount in đồng is expected.")), S("amount"), STR_NONE);
  *amount = SOME(n);
  return NULL;
}

static err *set_tariff(ctx *c, void *arg) { return tariff_set(c, arg); }

err *procedure_priced(rq *r) {
  const b_tariff *b = r->body;
  tariff_wanted w = {.procedure = r->params[0], .case_id = b->case_, .basis = b->basis,
                     .channel = str_eq(b->channel, S("any")) ? STR_NONE : b->channel,
                     .each = str_eq(b->each, S("yes"))};
  TRY(amount_of(r->http->a, b->amount, &w.amount));
  TRY(admin_day_of("from", b->from, &w.from));
  TRY(admin_change(&r->ctx, r->seen_version, set_tariff, &w));
  return done(r);
}

static err *set_exemption(ctx *c, void *arg) { return exemption_set(c, arg); }

err *procedure_exempted(rq *r) {
  const b_exemption *b = r->body;
  exemption_wanted w = {.procedure = r->params[0], .id = b->ground, .title = b->title,
                        .title_en = b->title_en, .title_bn = b->title_bn,
                        .basis = b->basis, .ends = str_eq(b->offered, S("no"))};
  TRY(admin_day_of("from", b->from, &w.from));
  TRY(admin_change(&r->ctx, r->seen_version, set_exemption, &w));
  return done(r);
}
