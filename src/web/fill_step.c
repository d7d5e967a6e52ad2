/* fill_step: the forms of what the reader may do now, each with what its row asks for. */
#include "office/forms.h"
#include "office/result.h"
#include "office/shift.h"
#include "office/step.h"
#include "office/workflow.sql.h"
#include "web/filing.h"
#include "web/fill.h"
#include "web/form.h"
#include "web/step.h"

enum { MOST_PLACES = 300 };

/* What was sent to this action a moment ago, to be shown again. */
static const b_step *sent_to(const rq *r, const workflow_step *s) {
  return str_eq(r->route->action, s->action) ? r->body : NULL;
}

const v_reason *fill_reason(const rq *r, const procedure *p, str chosen) {
  given_reason why;
  if (!reason_read(r->ctx.a, chosen, &why)) return NULL;
  str title = lang_own(r->lang, why.title_en, why.title_bn);
  str cure = lang_own(r->lang, why.cure_en, why.cure_bn);
  v_reason *v = arena_new_of(r->ctx.a, v_reason);
  *v = (v_reason){.id = why.id, .clause = why.clause,
                  .clause_told = clause_told(r->ctx.a, why.clause), .concerns = why.concerns,
                  .title = title.n ? title : why.title, .cure = cure.n ? cure : why.cure,
                  .about = reason_concerns(p, why.concerns)};
  return v;
}

/* --- lists to choose from --- */

static v_choice_list reasons_of(rq *r, const procedure *p, const workflow_step *s, str chosen) {
  const given_reason *list;
  size_t n;
  bool rejects = !(s->asks & I_REASON);
  reason_list(&r->ctx, p, rejects ? S("reject") : s->action, &list, &n);
  v_choice *all = arena_list(r->ctx.a, n + 1, v_choice);
  for (size_t i = 0; i < n; i++) {
    str own = lang_own(r->lang, list[i].title_en, list[i].title_bn);
    all[i] = (v_choice){.value = list[i].id, .title = own.n ? own : list[i].title,
                        .on = str_eq(list[i].id, chosen)};
    if (own.n) all[i].lang = str_of(lang_tag(r->lang));
  }
  return (v_choice_list){all, n};
}

typedef struct places {
  rq *r;
  v_choice *list;
  size_t n;
  str chosen;
} places;

static void add_place(places *all, str value, str title) {
  if (all->n < MOST_PLACES)
    all->list[all->n++] = (v_choice){.value = value, .title = title,
                                     .on = str_eq(value, all->chosen)};
}

static void add_fields(places *all, const json *schema, str path, str group, int depth) {
  const json *properties = json_get(schema, S("properties"));
  for (size_t i = 0; properties && depth < 8 && i < properties->n; i++) {
    const json *own = &properties->items[i];
    str title = json_str(json_get(own, S("title")));
    str at = str_cat(all->r->ctx.a, path, S("."), properties->keys[i]);
    if (!title.n) continue;
    str shown = group.n ? str_cat(all->r->ctx.a, group, S(" · "), title) : title;
    add_place(all, at, shown);
    add_fields(all, own, at, shown, depth + 1);
  }
}

/* The papers that the procedure asks for, then the fields of its form. */
static v_choice_list places_of(rq *r, const procedure *p, str chosen) {
  places all = {.r = r, .list = arena_list(r->ctx.a, MOST_PLACES, v_choice), .chosen = chosen};
  for (size_t i = 0; i < p->ncomponents; i++)
    add_place(&all, str_cat(r->ctx.a, S("papers."), p->components[i].id), p->components[i].title);
  if (p->schema) add_fields(&all, p->schema, S("fields"), STR_NONE, 0);
  return (v_choice_list){all.list, all.n};
}

static bool decides(const unit *u, const dossier *d) {
  bool kind = str_eq(u->kind, S("commune")) || str_eq(u->kind, S("department")) ||
              str_eq(u->kind, S("province")) || str_eq(u->kind, S("ministry"));
  return kind && u->id != d->unit_id;
}

static err *units_of(rq *r, const dossier *d, const workflow_step *s, v_choice_list *to) {
  const edition *e = r->ctx.edition;
  v_choice *list = arena_list(r->ctx.a, e->nunits + 1, v_choice);
  const b_step *sent = sent_to(r, s);
  consultations_open_row *rows;
  size_t n = 0, nrows;
  TRY(consultations_open(r->ctx.db, r->ctx.a, d->id, &rows, &nrows));
  for (size_t i = 0; i < e->nunits; i++) {
    const unit *u = e->units_by_code[i];
    bool awaited = false, lives = u->valid_from <= e->day && (!u->valid_to || u->valid_to > e->day);
    for (size_t k = 0; k < nrows; k++) awaited = awaited || rows[k].unit_id == u->id;
    if (s->effects & E_CLOSES ? !awaited : !lives || awaited || !decides(u, d)) continue;
    list[n++] = (v_choice){.value = u->code, .title = u->name,
                           .on = sent && str_eq(sent->unit, u->code)};
  }
  *to = (v_choice_list){list, n};
  return NULL;
}

static err *officers_of(rq *r, const dossier *d, const workflow_step *s, v_choice_list *to) {
  const workflow_step *next = workflow_next(d->state);
  const b_step *sent = sent_to(r, s);
  for (step_by role = 0; next && role < BY_HOLDER && !to->n; role++) {
    officers_at_row *rows;
    size_t n;
    if (!(next->who >> role & 1)) continue;
    TRY(officers_at(r->ctx.db, r->ctx.a, role_name(role), workflow_unit(d, next),
                    day_of(r->ctx.now), &rows, &n));
    v_choice *list = arena_list(r->ctx.a, n + 1, v_choice);
    for (size_t i = 0; i < n; i++)
      list[i] = (v_choice){.value = rows[i].public_id, .title = rows[i].full_name,
                           .on = sent && str_eq(sent->officer, rows[i].public_id)};
    *to = (v_choice_list){list, n};
  }
  return NULL;
}

/* First the paper that is missing, then the others of the procedure. */
static v_filing_paper_list papers_of(rq *r, const procedure *p, const v_dossier *v) {
  v_filing_paper *list = arena_list(r->ctx.a, p->ncomponents + 1, v_filing_paper);
  size_t n = 0;
  str missing = v->waiting && v->waiting->reason ? v->waiting->reason->concerns : STR_NONE;
  for (int pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < p->ncomponents; i++) {
      const component *k = &p->components[i];
      bool wanted = str_eq(missing, str_cat(r->ctx.a, S("papers."), k->id));
      if (wanted != (pass == 0)) continue;
      list[n++] = (v_filing_paper){.id = k->id, .title = k->title, .help = fill_help(r, k),
                                   .required = wanted};
    }
  return (v_filing_paper_list){list, n};
}

err *kept_files(rq *r, str id, v_paper_list *v) {
  str name = str_cat(r->ctx.a, S("kept."), id);
  v_paper *list = arena_list(r->ctx.a, r->form ? r->form->n : 0, v_paper);
  for (size_t i = 0; r->form && i < r->form->n; i++) {
    paper p;
    bool own;
    if (!str_eq(r->form->parts[i].name, name)) continue;
    TRY(paper_own(&r->ctx, r->form->parts[i].value, &p, &own));
    if (!own) continue;
    list[v->n++] = (v_paper){.id = p.public_id, .name = p.name};
  }
  v->items = list;
  return NULL;
}

static bool ticked(const b_step *sent, str id) {
  for (size_t i = 0; i < sent->copies.n; i++)
    if (str_eq(sent->copies.items[i], id)) return true;
  return false;
}

/* Scans that can be signed; those that must be are ticked. */
static err *copies_of(rq *r, const dossier *d, const workflow_step *s, v_step_form *f) {
  const procedure *p = edition_version(r->ctx.edition, d->version_id);
  const b_step *sent = sent_to(r, s);
  const dossier_paper *all;
  size_t n;
  TRY(dossier_papers(&r->ctx, d->id, &all, &n));
  v_copy_choice *list = arena_list(r->ctx.a, n + 1, v_copy_choice);
  for (size_t i = 0; i < n; i++) {
    const component *of = p ? procedure_component(p, all[i].component) : NULL;
    if (all[i].signed_seq || !all[i].pages.n) continue;
    list[f->copies.n++] = (v_copy_choice){
        .id = all[i].id, .title = paper_title(r->ctx.a, p, all[i].component, r->lang),
        .name = all[i].name,
        .must = d->scans && of && of->digitise,
        .on = sent ? ticked(sent, all[i].id) : d->scans && of && of->digitise};
  }
  f->copies.items = list;
  return NULL;
}

static err *proof_of(rq *r, const dossier *d, const workflow_step *s, v_step_form *f) {
  v_proof_form *v = arena_new_of(r->ctx.a, v_proof_form);
  const b_step *sent = sent_to(r, s);
  bool online = str_eq(d->delivery, S("online"));
  str usual = d->opened_seq ? S("read") : online ? S("") : str_eq(d->delivery, S("post"))
                                                               ? S("post") : S("sheet");
  *v = (v_proof_form){.chosen = sent && sent->proof.n ? sent->proof : usual, .online = online,
                      .opened = d->opened_seq > 0, .carrier = sent ? sent->carrier : STR_NONE,
                      .shipment = sent ? sent->shipment : STR_NONE,
                      .sheet = {.id = S(HANDOVER_SHEET),
                                .title = str_of(tr(r, N_("The signed sheet, as a scan")))}};
  if (sent) TRY(kept_files(r, S(HANDOVER_SHEET), &v->sheet.kept));
  f->proof = v;
  return NULL;
}

/* What was stated, or was sent a moment ago, as controls; errors at their fields. */
static err *form_anew(rq *r, const dossier *d, const workflow_step *s, v_step_form *f) {
  const procedure *p = edition_version(r->ctx.edition, d->version_id);
  const json *data = NULL;
  str stored;
  bool brings = s->asks & I_PAPERS, sent = sent_to(r, s) != NULL;
  if (!p->schema) return NULL;
  bool typed = sent && r->form && step_brings_fields(r->form);
  TRY(dossier_form(&r->ctx, d->id, &stored));
  if (typed) TRY(form_data(r->ctx.a, p->schema, r->form, &data));
  else if (stored.n) TRY(json_parse(r->ctx.a, stored, &data));
  if (data) f->form = form_draw_once(r, p->schema, data, sent ? r->refused : NULL, brings);
  f->form_open = typed;
  return NULL;
}

static v_choice_list grounds_of(rq *r, const procedure *p, str chosen) {
  v_exemption_list all = fill_exemptions(r, p);
  v_choice *list = arena_list(r->ctx.a, all.n + 1, v_choice);
  for (size_t i = 0; i < all.n; i++)
    list[i] = (v_choice){.value = all.items[i].ground, .title = all.items[i].title,
                         .lang = all.items[i].title_vi.n ? S("vi") : str_of(lang_tag(r->lang)),
                         .on = str_eq(all.items[i].ground, chosen)};
  return (v_choice_list){list, all.n};
}

/* --- a rating --- */
static void ratings_of(rq *r, const b_step *sent, v_step_form *f) {
  static const char *const words[] = {N_("1, very dissatisfied"), N_("2, dissatisfied"),
                                      N_("3, neither"), N_("4, satisfied"),
                                      N_("5, very satisfied")};
  v_choice *list = arena_list(r->ctx.a, COUNT(words), v_choice);
  v_choice *reasons = arena_list(r->ctx.a, rating_reason_count, v_choice);
  for (size_t i = 0; i < COUNT(words); i++)
    list[i] = (v_choice){.value = str_fmt(r->ctx.a, "%zu", i + 1), .label = words[i],
                         .on = sent && sent->rating.has && sent->rating.v == (int64_t)i + 1};
  for (size_t i = 0; i < rating_reason_count; i++) {
    reasons[i] = (v_choice){.value = rating_reasons[i].code, .label = rating_reasons[i].words};
    for (size_t k = 0; sent && k < sent->because.n; k++)
      reasons[i].on = reasons[i].on || str_eq(sent->because.items[k], rating_reasons[i].code);
  }
  f->ratings = (v_choice_list){list, COUNT(words)};
  f->because = (v_choice_list){reasons, rating_reason_count};
}

/* --- one form --- */

static err *form_of(rq *r, const dossier *d, const workflow_step *s, const v_dossier *v,
                    v_step_form *f) {
  const procedure *p = edition_version(r->ctx.edition, d->version_id);
  const b_step *sent = sent_to(r, s);
  bool light = step_is_light(&r->ctx, s->action);
  *f = (v_step_form){.action = s->action, .button = s->button,
                     .decides = s->effects & E_DECIDES, .draft = s->effects & E_SIGNS,
                     .note_needed = s->asks & I_NOTE || (s->asks & I_ON_BEHALF && !v->mine),
                     .pin = !light, .until = s->asks & I_UNTIL,
                     .due = s->asks & I_DUE, .amount = s->asks & I_AMOUNT,
                     .receipt = s->asks & I_RECEIPT, .method = s->asks & I_METHOD,
                     .warned = s->asks & I_WARNED && d->supplements, .open = sent != NULL};
  if (s->effects & E_CONFIRMS) f->decision = d->decision;
  f->printed = p && p->derived && s->effects & E_DRAFTS;
  if (p && (s->asks & I_REASON || f->decides)) {
    f->reasons = reasons_of(r, p, s, sent ? sent->reason : STR_NONE);
    f->places = places_of(r, p, sent ? sent->concerns : STR_NONE);
  }
  if (p && s->asks & I_GROUND)
    f->grounds = grounds_of(r, p, sent ? sent->ground : v->payment.claimed);
  if (s->asks & I_RATING) ratings_of(r, sent, f);
  if (s->asks & I_UNIT) TRY(units_of(r, d, s, &f->units));
  if (s->asks & I_OFFICER) TRY(officers_of(r, d, s, &f->officers));
  if (p && s->asks & I_PAPERS) f->papers = papers_of(r, p, v);
  for (size_t i = 0; i < f->papers.n; i++)
    f->more_papers = f->more_papers || !f->papers.items[i].required;
  for (size_t i = 0; sent && i < f->papers.n; i++)
    TRY(kept_files(r, f->papers.items[i].id,
                (v_paper_list *)(uintptr_t)&f->papers.items[i].kept));
  if (s->asks & I_COPIES) TRY(copies_of(r, d, s, f));
  if (s->asks & I_PROOF) TRY(proof_of(r, d, s, f));
  if (p && s->asks & I_FIELDS) TRY(form_anew(r, d, s, f));
  if (sent) {
    f->note = sent->note;
    f->chosen = sent->decision;
    f->clause = sent->clause;
    f->cure = sent->cure;
    f->until_day = sent->until;
    f->due_day = sent->due;
  }
  step_taker as;
  TRY(workflow_taker(&r->ctx, d, s, &as));
  f->shift = f->pin && shift_covers(&r->ctx, as.role);
  result_file draft;
  return f->draft ? result_draft(&r->ctx, d, &draft, &f->draft_ready) : NULL;
}

/* Is there anything to choose from where the action asks for it?  A result is opened by reading
 * it. */
static bool possible(const workflow_step *s, const v_step_form *f) {
  if (s->effects & E_READS || (s->asks & I_COPIES && !f->copies.n)) return false;
  return (!(s->asks & I_UNIT) || f->units.n) && (!(s->asks & I_GROUND) || f->grounds.n) &&
         (!(s->asks & I_OFFICER) || f->officers.n);
}

err *fill_steps(rq *r, const dossier *d, v_dossier *v) {
  const workflow_step *next = workflow_next(d->state);
  v_step_form *others = arena_list(r->ctx.a, workflow_step_count, v_step_form);
  str *names = arena_list(r->ctx.a, workflow_step_count, str);
  size_t n = 0, nnames = 0;
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *s = &workflow_steps[i];
    step_taker as;
    if (!workflow_leads(s, d->state)) continue;
    TRY(workflow_taker(&r->ctx, d, s, &as));
    if (!as.role.p) continue;
    err *refused = workflow_allowed(&r->ctx, d, s, &as);
    if (refused && err_http(refused->kind) >= 500) return refused;
    if (refused && s == next && r->html) v->problem = error_text(r, refused);
    if (refused) continue;
    names[nnames++] = s->action;
    if (!r->html) continue;
    v_step_form *f = s == next ? arena_new_of(r->ctx.a, v_step_form) : &others[n];
    TRY(form_of(r, d, s, v, f));
    if (s == next) v->can = f;
    else if (possible(s, f)) n++;
  }
  v->actions = (text_list){names, nnames};
  v->others = (v_step_form_list){others, n};
  return NULL;
}
