/* fee: see fee.h.  What administrators change is in fee_set.c. */
#include "office/fee.h"

#include "office/fee.sql.h"
#include "office/forms.h"

#define WORD(name, text) const str name = {text, sizeof text - 1}
WORD(fee_not_entered, "not_entered");
WORD(fee_none, "none");
WORD(fee_due, "due");
WORD(fee_claimed, "claimed");
WORD(fee_paid, "paid");
WORD(fee_exempt, "exempt");

const char *fee_word(str fee) {
  if (str_eq(fee, fee_not_entered)) return N_("not entered");
  if (str_eq(fee, fee_none)) return N_("Free by law");
  if (str_eq(fee, fee_due)) return N_("Fee due");
  if (str_eq(fee, fee_claimed)) return N_("Exemption to be confirmed");
  if (str_eq(fee, fee_paid)) return N_("Fee paid");
  return str_eq(fee, fee_exempt) ? N_("Exempt from the fee") : "";
}

bool fee_open(str fee) { return str_eq(fee, fee_due) || str_eq(fee, fee_claimed); }

/* --- what a filing owes --- */
static int fit(const procedure *p, const fee_rule *r, const json *fields, str channel, arena *a) {
  const procedure_case *of = r->case_id.n ? procedure_case_of(p, r->case_id) : NULL;
  if (r->case_id.n && (!of || !case_holds(of, fields, a))) return -1;
  if (r->channel.n && !str_eq(r->channel, channel)) return -1;
  return (r->case_id.n ? 2 : 0) + (r->channel.n ? 1 : 0);
}

const fee_rule *fee_rule_of(const procedure *p, const json *fields, str channel, arena *scratch) {
  const fee_rule *best = NULL;
  int most = -1;
  for (size_t i = 0; i < p->nfees; i++) {
    int n = fit(p, &p->fees[i], fields, channel, scratch);
    if (n > most) most = n, best = &p->fees[i];
  }
  return best && best->entered ? best : NULL;
}

const fee_ground *fee_ground_of(const procedure *p, str id) {
  for (size_t i = 0; i < p->ngrounds; i++)
    if (str_eq(p->grounds[i].id, id)) return &p->grounds[i];
  return NULL;
}

fee_charge fee_of(const procedure *p, const json *fields, str channel, arena *scratch) {
  const fee_rule *r = fee_rule_of(p, fields, channel, scratch);
  if (!r) return (fee_charge){fee_not_entered, 0};
  int64_t times = 1;
  const json *copies = r->each && p->fee_count.n ? json_at(fields, p->fee_count) : NULL;
  if (copies && !json_int(copies, &times)) times = 1;
  if (times < 0) times = 0;
  if (!r->amount || !times) return (fee_charge){fee_none, 0};
  int64_t amount = times > FEE_MOST / r->amount ? FEE_MOST : r->amount * times;
  bool claims = fee_ground_of(p, json_str(json_get(fields, S("exemption")))) != NULL;
  return (fee_charge){claims ? fee_claimed : fee_due, amount};
}

/* --- entered over a version --- */
struct fees_entered {
  fee_tariffs_row *tariffs;
  fee_exemptions_row *exemptions;
  size_t ntariffs, nexemptions;
};

err *fees_load(db_conn *c, arena *a, int32_t day, const fees_entered **out) {
  fees_entered *all = arena_new_of(a, fees_entered);
  TRY(fee_tariffs(c, a, day, &all->tariffs, &all->ntariffs));
  TRY(fee_exemptions(c, a, day, &all->exemptions, &all->nexemptions));
  *out = all;
  return NULL;
}

static fee_rule rule_of_row(const fee_tariffs_row *r) {
  return (fee_rule){.case_id = r->case_id, .channel = r->channel, .entered = r->amount.has,
                    .amount = r->amount.has ? r->amount.v : 0, .each = r->each_copy,
                    .basis = r->basis, .from = (int32_t)r->valid_from};
}

static void enter_rule(fee_rule *list, size_t *n, const fee_rule *r) {
  size_t i = 0;
  while (i < *n && !(str_eq(list[i].case_id, r->case_id) && str_eq(list[i].channel, r->channel)))
    i++;
  list[i] = *r;
  if (i == *n) ++*n;
}

static void enter_ground(fee_ground *list, size_t *n, const fee_exemptions_row *r) {
  size_t i = 0;
  while (i < *n && !str_eq(list[i].id, r->ground)) i++;
  if (!r->offered) {
    for (; i + 1 < *n; i++) list[i] = list[i + 1];
    if (i < *n) --*n;
    return;
  }
  list[i] = (fee_ground){r->ground, r->title, r->title_en, r->title_bn, r->basis};
  if (i == *n) ++*n;
}

void fees_enter(arena *a, const fees_entered *all, procedure *p) {
  size_t own = 0, grounds = 0, n = p->nfees, m = p->ngrounds;
  for (size_t i = 0; i < all->ntariffs; i++) own += all->tariffs[i].procedure_id == p->id;
  for (size_t i = 0; i < all->nexemptions; i++) grounds += all->exemptions[i].procedure_id == p->id;
  if (!own && !grounds) return;
  fee_rule *rules = arena_list(a, n + own, fee_rule);
  fee_ground *list = arena_list(a, m + grounds, fee_ground);
  for (size_t i = 0; i < n; i++) rules[i] = p->fees[i];
  for (size_t i = 0; i < m; i++) list[i] = p->grounds[i];
  for (size_t i = 0; i < all->ntariffs; i++) {
    fee_rule r = rule_of_row(&all->tariffs[i]);
    if (all->tariffs[i].procedure_id == p->id) enter_rule(rules, &n, &r);
  }
  for (size_t i = 0; i < all->nexemptions; i++)
    if (all->exemptions[i].procedure_id == p->id) enter_ground(list, &m, &all->exemptions[i]);
  p->fees = rules, p->nfees = n;
  p->grounds = list, p->ngrounds = m;
}
