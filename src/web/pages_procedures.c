/* pages_procedures: procedures for administrators: what there is to look at, and the legal acts. */
#include "base/buf.h"
#include "kit/text.h"
#include "office/admin.h"
#include "office/burden.h"
#include "web/fill.h"
#include "web/form.h"
#include "web/pages_admin.h"

/* --- what there is to look at --- */
static const struct {
  const char *flag, *word;
} words[] = {
    {"result_unsure", N_("which result is the positive one is unsure")},
    {"other_province", N_("names an agency of another province")},
    {"several_limits", N_("several limits, and not for which case")},
    {"no_document", N_("no documents")},
    {"title_of_decision", N_("its title is that of a decision")},
    {"no_result", N_("no result")},
    {"result_without_code", N_("a result without a code")},
    {"no_channel", N_("no channel")},
    {"not_full", N_("called full, but without a basis for it")},
    {"unlimited", N_("a channel without limit")},
    {"unmapped", N_("nobody is named who decides")},
    {"baseless", N_("no legal act entered")},
};

static v_flag flag_of(const char *flag) {
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_eq(str_of(words[i].flag), str_of(flag)))
      return (v_flag){str_of(flag), words[i].word};
  return (v_flag){str_of(flag), flag};
}

static bool unlimited(const procedure *p) {
  for (size_t i = 0; i < p->nchannels; i++)
    if (!p->channels[i].nlimits) return true;
  return false;
}

static v_flag_list flags_of(const rq *r, const procedure *p) {
  v_flag *list = arena_list(r->ctx.a, p->nflags + 3, v_flag);
  size_t n = 0;
  bool here = !p->operated_elsewhere.n;
  for (size_t i = 0; i < p->nflags; i++) list[n++] = flag_of(str_z(r->ctx.a, p->flags[i]));
  if (here && unlimited(p)) list[n++] = flag_of("unlimited");
  if (here && !edition_mapped(r->ctx.edition, p)) list[n++] = flag_of("unmapped");
  if (!p->nlegal_basis) list[n++] = flag_of("baseless");
  return (v_flag_list){list, n};
}

static bool looked_for(const rq *r, const procedure *p, str look) {
  bool here = !p->operated_elsewhere.n;
  if (!look.n) return true;
  if (str_eq(look, S("flagged"))) return p->nflags > 0;
  if (str_eq(look, S("unlimited"))) return here && unlimited(p);
  if (str_eq(look, S("unmapped"))) return here && !edition_mapped(r->ctx.edition, p);
  return !p->nlegal_basis;
}

static bool named(arena *a, const procedure *p, str q, str folded) {
  if (!q.n || str_starts(p->code, q)) return true;
  size_t mark = arena_mark(a);
  bool found = folded.n && str_find(text_fold(a, p->name), folded) >= 0;
  arena_rewind(a, mark);
  return found;
}

err *procedures_looked(rq *r) {
  static const v_choice looks[] = {{.value = {"", 0}, .label = N_("All procedures")},
                                   {.value = {"flagged", 7}, .label = N_("To be looked at")},
                                   {.value = {"unlimited", 9}, .label = N_("Without limit")},
                                   {.value = {"unmapped", 8}, .label = N_("Unmapped")},
                                   {.value = {"baseless", 8}, .label = N_("Without legal act")}};
  const b_procedures_looked *b = r->body;
  const edition *e = r->ctx.edition;
  arena *a = r->ctx.a;
  str folded = b->q.n ? text_fold(a, b->q) : STR_NONE;
  v_procedure_looked *list = arena_list(a, ADMIN_PAGE, v_procedure_looked);
  v_procedures_looked v = {.q = b->q, .look = b->look, .total = NONE_I64};
  size_t n = 0;
  for (size_t i = 0; i < e->nprocedures && !v.more; i++) {
    const procedure *p = &e->procedures[i];
    if (b->after.n && str_cmp(p->code, b->after) <= 0) continue;
    if (!looked_for(r, p, b->look) || !named(a, p, b->q, folded)) continue;
    if (n < ADMIN_PAGE)
      list[n++] = (v_procedure_looked){p->code, p->name, p->field, flags_of(r, p)};
    else v.more = true;
  }
  if (v.more) v.next = list[n - 1].code;
  v_choice *offered = arena_list(a, COUNT(looks), v_choice);
  for (size_t i = 0; i < COUNT(looks); i++) {
    offered[i] = looks[i];
    offered[i].on = str_eq(looks[i].value, b->look);
  }
  v.items = (v_procedure_looked_list){list, n};
  v.looks = (v_choice_list){offered, COUNT(looks)};
  r->page.title = N_("Procedures");
  return REPLY(r, 200, procedures_looked, &v);
}

/* --- one --- */
static str lines_of(arena *a, const procedure *p) {
  buf b = buf_in(a);
  for (size_t i = 0; i < p->nlegal_basis; i++) {
    if (i) buf_char(&b, '\n');
    buf_add(&b, p->legal_basis[i]);
  }
  return buf_str(&b);
}

/* What the form asked in these days that the state knew already. */
static err *fill_asked(rq *r, const procedure *p, v_asked_list *v) {
  enum { DAYS = 90 };
  const burden_line *lines;
  size_t n;
  int64_t rank;
  TRY(burden_of(&r->ctx, p->id, day_add(day_of(r->ctx.now), -DAYS), &lines, &n));
  v_asked *list = arena_list(r->ctx.a, n, v_asked);
  for (size_t i = 0; i < n; i++) {
    const burden_line *l = &lines[i];
    str id = str_starts(l->name, S("papers.")) ? str_sub(l->name, 7, l->name.n) : STR_NONE;
    const component *c = id.p ? procedure_component(p, id) : NULL;
    str label = c ? c->title : p->schema ? form_label(r, p->schema, l->name, &rank) : STR_NONE;
    list[i] = (v_asked){.name = l->name, .label = label.n ? label : l->name, .asked = l->asked,
                        .known = l->known, .edited = l->edited, .reused = l->reused};
  }
  *v = (v_asked_list){list, n};
  return NULL;
}

err *page_procedure_admin(rq *r) {
  static const admin_row rows[] = {
      {procedure_based, "basis", &b_basis_type, N_("Legal acts"), N_("Enter"),
       N_("Left empty: those of the catalogue's source."), {0}},
      {procedure_priced, "tariff", &b_tariff_type, N_("Fee"), N_("Enter"),
       N_("For a case and a way of filing, or for all. Left empty: not entered. 0: free by law."),
       {0}},
      {procedure_exempted, "exemption", &b_exemption_type, N_("Exemption"), N_("Enter"),
       N_("Who need not pay, and by which act."), {0}}};
  arena *a = r->ctx.a;
  const procedure *p = edition_procedure(r->ctx.edition, r->params[0]);
  if (!p) return ERR(NOT_FOUND, N_("There is no procedure {0}."), r->params[0]);
  const admin_value values[] = {{"acts", lines_of(a, p)}, {NULL, STR_NONE}};
  v_admin_form *forms = arena_list(a, COUNT(rows), v_admin_form);
  for (size_t i = 0; i < COUNT(rows); i++)
    forms[i] = admin_form(r, &rows[i],
                          str_cat(a, S("/admin/procedures/"), p->code, S("/"),
                                  str_of(rows[i].id)),
                          values);
  v_procedure_admin v = {.code = p->code, .name = p->name, .field = p->field,
                         .version = p->version, .flags = flags_of(r, p),
                         .fees = fill_fees(r, p), .exemptions = fill_exemptions(r, p),
                         .legal_basis = {p->legal_basis, p->nlegal_basis},
                         .edition = r->ctx.edition->number, .forms = {forms, COUNT(rows)}};
  TRY(fill_asked(r, p, &v.asked));
  r->page.title = N_("Procedure");
  return REPLY(r, admin_status(r), procedure_admin, &v);
}

err *procedure_looked(rq *r) { return page_procedure_admin(r); }

typedef struct order {
  str code, acts;
  int32_t from;
} order;

static err *set(ctx *c, void *arg) {
  const order *o = arg;
  return basis_set(c, o->code, o->acts, o->from);
}

err *procedure_based(rq *r) {
  const b_basis *b = r->body;
  order o = {.code = r->params[0], .acts = b->acts.p ? b->acts : S("")};
  TRY(admin_day_of("from", b->from, &o.from));
  TRY(admin_change(&r->ctx, r->seen_version, set, &o));
  return admin_done(r, str_cat(r->http->a, S("/admin/procedures/"), o.code));
}
