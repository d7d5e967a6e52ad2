/* fee_set: tariffs and exemptions as administrators enter them, each an act of the journal; see
 * fee.h. */
#include "base/buf.h"
#include "office/admin_impl.h"
#include "office/fee.h"
#include "office/fee.sql.h"
#include "office/forms.h"

static str told(arena *a, opt_i64 amount) {
  return amount.has ? str_fmt(a, "%lld", (long long)amount.v) : S("not entered");
}

/* What stood there for the same case and channel. */
static opt_i64 before(const procedure *p, str case_id, str channel) {
  for (size_t i = 0; i < p->nfees; i++) {
    const fee_rule *r = &p->fees[i];
    if (str_eq(r->case_id, case_id) && str_eq(r->channel, channel) && r->entered)
      return SOME(r->amount);
  }
  return NONE_I64;
}

static err *right(const procedure *p, const tariff_wanted *w) {
  if (w->case_id.n && !procedure_case_of(p, w->case_id))
    return admin_wrong("case", N_("The procedure has no such case."), STR_NONE);
  if (w->channel.n && !procedure_channel(p, w->channel))
    return admin_wrong("channel", N_("This procedure is not offered this way."), STR_NONE);
  if (w->amount.has && (w->amount.v < 0 || w->amount.v > FEE_MOST))
    return admin_wrong("amount", N_("An amount in đồng is expected."), STR_NONE);
  if (w->amount.has && !str_trim(w->basis).n)
    return admin_wrong("basis", N_("The act that orders it is needed."), STR_NONE);
  if (w->each && !p->fee_count.n)
    return admin_wrong("each", N_("The form does not ask for a number of copies."), STR_NONE);
  return NULL;
}

err *tariff_set(ctx *c, const tariff_wanted *w) {
  arena *a = c->a;
  const procedure *p = edition_procedure(c->edition, w->procedure);
  int32_t from = w->from;
  str case_id = w->case_id.n ? w->case_id : S(""), channel = w->channel.n ? w->channel : S("");
  if (!p) return ERR(NOT_FOUND, N_("There is no procedure {0}."), w->procedure);
  TRY(admin_begins(c, "from", &from));
  TRY(right(p, w));
  TRY(tariff_put(c->db,
                 &(tariff_put_in){.procedure = p->id, .case_id = case_id, .channel = channel,
                                  .from_day = from, .amount = w->amount, .each_copy = w->each,
                                  .basis = w->basis.p ? str_trim(w->basis) : S("")},
                 NULL));
  json_member d[] = {journal_change(a, "amount", told(a, before(p, case_id, channel)),
                                    told(a, w->amount)),
                     journal_text(a, "case", case_id), journal_text(a, "channel", channel),
                     journal_int(a, "each", w->each),
                     journal_text(a, "basis", w->basis.p ? w->basis : S("")),
                     journal_text(a, "from", day_iso(a, from))};
  return journal_write(c, &(journal_entry){.act = ACT_TARIFF_SET, .subject = p->code, .detail = d,
                                           .ndetail = COUNT(d)});
}

static bool plain(str id) {
  for (size_t i = 0; i < id.n; i++)
    if (!(id.p[i] == '_' || (id.p[i] >= 'a' && id.p[i] <= 'z') ||
          (id.p[i] >= '0' && id.p[i] <= '9')))
      return false;
  return id.n > 0;
}

static str given(str title) { return title.p ? str_trim(title) : S(""); }

err *exemption_set(ctx *c, const exemption_wanted *w) {
  arena *a = c->a;
  const procedure *p = edition_procedure(c->edition, w->procedure);
  const fee_ground *there = p ? fee_ground_of(p, w->id) : NULL;
  int32_t from = w->from;
  str title = str_trim(w->title), basis = str_trim(w->basis);
  if (!p) return ERR(NOT_FOUND, N_("There is no procedure {0}."), w->procedure);
  TRY(admin_begins(c, "from", &from));
  if (!plain(w->id)) return admin_wrong("ground", N_("Small letters, digits and _."), STR_NONE);
  if (w->ends && !there) return admin_wrong("ground", N_("There is no such ground."), STR_NONE);
  if (!w->ends && !title.n) return admin_wrong("title", N_("Please say who is exempt."), STR_NONE);
  if (!w->ends && !basis.n)
    return admin_wrong("basis", N_("The act that orders it is needed."), STR_NONE);
  TRY(exemption_put(c->db,
                    &(exemption_put_in){.procedure = p->id, .ground = w->id, .from_day = from,
                                        .title = w->ends ? there->title : title,
                                        .title_en = given(w->title_en),
                                        .title_bn = given(w->title_bn),
                                        .basis = w->ends ? there->basis : basis,
                                        .offered = !w->ends},
                    NULL));
  json_member d[] = {journal_text(a, "ground", w->id),
                     journal_change(a, "title", there ? there->title : STR_NONE,
                                    w->ends ? STR_NONE : title),
                     journal_text(a, "basis", w->ends ? there->basis : basis),
                     journal_text(a, "from", day_iso(a, from))};
  return journal_write(c, &(journal_entry){.act = ACT_EXEMPTION_SET, .subject = p->code,
                                           .detail = d, .ndetail = COUNT(d)});
}
