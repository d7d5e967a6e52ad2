/* fill_fee: tariffs, exemptions and payments as pages and JSON show them; see fill.h. */
#include "office/fee.h"
#include "office/forms.h"
#include "office/workflow.sql.h"
#include "web/fill.h"

static const char *way_word(str channel) {
  if (str_eq(channel, S("online"))) return N_("Online");
  if (str_eq(channel, S("counter"))) return N_("In person");
  return str_eq(channel, S("post")) ? N_("By post") : N_("VNeID app");
}

static str optional(str s) { return s.n ? s : STR_NONE; }

v_fee_list fill_fees(const rq *r, const procedure *p) {
  v_fee *list = arena_list(r->ctx.a, p->nfees + 1, v_fee);
  size_t n = 0;
  for (size_t i = 0; i < p->nfees; i++) {
    const fee_rule *f = &p->fees[i];
    if (!f->entered) continue;
    v_fee *v = &list[n++];
    *v = (v_fee){.case_ = optional(f->case_id), .channel = optional(f->channel),
                 .channel_word = f->channel.n ? way_word(f->channel) : NULL, .lang = S("vi"),
                 .amount = f->amount, .each = f->each, .basis = f->basis, .from = f->from};
    const procedure_case *of = f->case_id.n ? procedure_case_of(p, f->case_id) : NULL;
    if (of) v->case_text = fill_case(r, of, &v->lang);
  }
  return (v_fee_list){list, n};
}

v_exemption_list fill_exemptions(const rq *r, const procedure *p) {
  v_exemption *list = arena_list(r->ctx.a, p->ngrounds + 1, v_exemption);
  for (size_t i = 0; i < p->ngrounds; i++) {
    const fee_ground *g = &p->grounds[i];
    str own = lang_own(r->lang, g->title_en, g->title_bn);
    list[i] = (v_exemption){.ground = g->id, .title = own.n ? own : g->title,
                            .title_vi = own.n || r->lang == LANG_VI ? STR_NONE : g->title,
                            .basis = g->basis};
  }
  return (v_exemption_list){list, p->ngrounds};
}

static str ground_title(const rq *r, const procedure *p, str id) {
  const fee_ground *g = p && id.n ? fee_ground_of(p, id) : NULL;
  if (!g) return id;
  str own = lang_own(r->lang, g->title_en, g->title_bn);
  return own.n ? own : g->title;
}

static str mark_of(str fee) {
  if (str_eq(fee, fee_due)) return S("late");
  if (str_eq(fee, fee_claimed)) return S("soon");
  return str_eq(fee, fee_not_entered) ? S("pause") : S("ok");
}

static err *claimed(rq *r, const dossier *d, v_payment *v) {
  const json *filed = NULL;
  str text;
  if (!str_eq(d->fee, fee_claimed)) return NULL;
  TRY(dossier_form(&r->ctx, d->id, &text));
  if (text.n) TRY(json_parse(r->ctx.a, text, &filed));
  v->claimed = optional(json_str(json_get(filed, S("exemption"))));
  return NULL;
}

err *fill_payment(rq *r, const dossier *d, v_payment *v) {
  const procedure *p = edition_version(r->ctx.edition, d->version_id);
  obligations_row *rows;
  size_t n;
  *v = (v_payment){.fee = d->fee, .fee_word = fee_word(d->fee), .mark = mark_of(d->fee)};
  TRY(obligations(r->ctx.db, r->ctx.a, d->id, &rows, &n));
  TRY(claimed(r, d, v));
  v->claimed_title = ground_title(r, p, v->claimed);
  v_payment_item *list = arena_list(r->ctx.a, n + 1, v_payment_item);
  for (size_t i = 0; i < n; i++) {
    const obligations_row *o = &rows[i];
    bool cash = str_eq(o->method, S("cash"));
    list[i] = (v_payment_item){
        .fee = o->seq == 1, .amount = o->amount, .open = !o->paid_seq.has && !o->exempt_seq.has,
        .receipt = o->receipt, .method = o->method, .ground = o->ground,
        .method_word = o->method.n ? cash ? N_("in cash") : N_("by transfer") : NULL,
        .ground_title = ground_title(r, p, o->ground),
        .at = o->at.has ? (instant){o->at.v} : INSTANT_NONE};
    v->open = v->open || list[i].open;
  }
  v->items = (v_payment_item_list){list, n};
  return NULL;
}
