/* step_done: a stated step as the bytes that are signed, what it brings beside them, and the steps
 * that the server signs; see step.h. */
#include "base/buf.h"
#include "base/rand.h"
#include "office/paper.h"
#include "office/result.h"
#include "office/step.h"

enum { SALT_SIZE = 32 };

/* --- the content --- */

err *step_content_of(ctx *c, const step_at *at, const stated *said, str salt, step_content *out) {
  const dossier *d = &at->d;
  const unit *u = at->as.unit_id ? edition_unit(c->edition, at->as.unit_id) : NULL;
  *out = (step_content){
      .instance = str_of(c->office->instance), .dossier = d->code, .action = at->step->action,
      .procedure = at->p->code, .procedure_version = at->p->version, .channel = d->channel,
      .decision = said->decision, .actor = c->who->public_id, .role = at->as.role,
      .behalf = at->as.behalf,
      .unit = u ? u->code : S(""), .previous = d->head, .salt = salt, .note = said->note,
      .form = said->form, .papers = said->papers, .npapers = said->npapers, .seq = d->seq + 1,
      .received_at = said->received_at, .due_at = said->due_at, .at = at->at, .said = said};
  if (!(at->step->effects & E_PAPERS)) return NULL;
  TRY(dossier_form_of(c, d->id, 1, &out->form));
  return dossier_papers(c, d->id, &out->papers, &out->npapers);
}

/* --- what it brings --- */

err *step_brought(arena *a, const stated *said, str *text) {
  const json **papers = arena_list(a, said->npapers + 1, const json *);
  for (size_t i = 0; i < said->npapers; i++) {
    json_member members[] = {{S("component"), json_of_text(a, said->papers[i].component)},
                             {S("paper"), json_of_text(a, said->papers[i].id)}};
    papers[i] = json_of_members(a, members, COUNT(members));
  }
  json_member members[] = {{S("form"), json_of_text(a, said->form.p ? said->form : S(""))},
                           {S("papers"), json_of_list(a, papers, said->npapers)},
                           {S("reason"), json_of_text(a, said->reason.p ? said->reason : S(""))}};
  return json_canonical(a, json_of_members(a, members, COUNT(members)), text);
}

static err *restore_papers(ctx *c, const dossier *d, const json *list, stated *out) {
  const dossier_paper *there;
  size_t n;
  if (!list || !list->n) return NULL;
  TRY(dossier_papers(c, d->id, &there, &n));
  dossier_paper *papers = arena_list(c->a, list->n, dossier_paper);
  int64_t *ids = arena_list(c->a, list->n, int64_t);
  for (size_t i = 0; i < list->n; i++) {
    paper one;
    TRY(paper_get(c, json_str(json_get(&list->items[i], S("paper"))), &one));
    ids[i] = one.id;
    papers[i] = (dossier_paper){.ordinal = (n ? there[n - 1].ordinal : 0) + (int64_t)i + 1,
                                .component = json_str(json_get(&list->items[i], S("component"))),
                                .id = one.public_id, .sha256 = one.sha256};
  }
  out->papers = papers;
  out->paper_ids = ids;
  out->npapers = list->n;
  return NULL;
}

static str text_or_none(const json *v) {
  str s = json_str(v);
  return s.n ? s : STR_NONE;
}

static instant time_said(const json *all, str key) {
  int64_t us = 0;
  json_int(json_get(all, key), &us);
  return us ? (instant){us} : INSTANT_NONE;
}

static str hex_said(arena *a, const json *v) {
  str s = json_str(v);
  return s.n ? hex_read(a, s) : STR_NONE;
}

/* What an event says of the scans that it signs; which of them must be the procedure says. */
static void copies_said(ctx *c, const json *list, stated *out) {
  if (!list || list->kind != JSON_ARRAY) return;
  dossier_paper *all = arena_list(c->a, list->n + 1, dossier_paper);
  for (size_t i = 0; i < list->n; i++) {
    const json *one = &list->items[i], *pages = json_get(one, S("pages"));
    buf b = buf_in(c->a);
    json_int(json_get(one, S("ordinal")), &all[i].ordinal);
    all[i].component = json_str(json_get(one, S("component")));
    all[i].sha256 = hex_said(c->a, json_get(one, S("sha256")));
    for (size_t k = 0; pages && k < pages->n; k++) buf_add(&b, hex_said(c->a, &pages->items[k]));
    all[i].pages = buf_str(&b);
  }
  out->copies = all;
  out->ncopies = list->n;
}

static void proof_said(const json *proof, stated *out) {
  out->proof = text_or_none(json_get(proof, S("kind")));
  out->carrier = text_or_none(json_get(proof, S("carrier")));
  out->shipment = text_or_none(json_get(proof, S("shipment")));
  json_int(json_get(proof, S("opened")), &out->opened_seq);
}

void step_scans(ctx *c, const procedure *p, const dossier_paper *papers, size_t n, stated *out) {
  dossier_paper *all = arena_list(c->a, out->ncopies + 1, dossier_paper);
  for (size_t i = 0; i < out->ncopies; i++) {
    all[i] = out->copies[i];
    const component *of = procedure_component(p, all[i].component);
    for (size_t k = 0; k < n; k++)
      if (papers[k].ordinal == all[i].ordinal)
        all[i].must_scan = papers[k].seq == 1 && of && of->digitise;
  }
  out->copies = all;
}

void step_said(ctx *c, const json *all, stated *out) {
  const json *terms = json_get(all, S("terms"));
  int64_t until = 0;
  *out = (stated){.decision = text_or_none(json_get(all, S("decision"))),
                  .unit = text_or_none(json_get(terms, S("unit"))),
                  .officer = text_or_none(json_get(terms, S("officer"))),
                  .receipt = text_or_none(json_get(terms, S("receipt"))),
                  .method = text_or_none(json_get(terms, S("method"))),
                  .ground = text_or_none(json_get(terms, S("ground"))),
                  .fee = text_or_none(json_get(terms, S("fee"))),
                  .because = text_or_none(json_get(terms, S("because"))),
                  .ruling = text_or_none(json_get(terms, S("ruling"))),
                  .received_at = time_said(all, S("received_at")),
                  .due_at = time_said(all, S("due_at"))};
  json_int(json_get(terms, S("until")), &until);
  json_int(json_get(terms, S("about")), &out->about);
  json_int(json_get(terms, S("amount")), &out->amount);
  json_int(json_get(terms, S("rating")), &out->rating);
  const json *warned = json_get(terms, S("warned"));
  out->until = (int32_t)until;
  copies_said(c, json_get(terms, S("copies")), out);
  proof_said(json_get(terms, S("proof")), out);
  out->warned = warned && warned->kind == JSON_TRUE;
  const unit *u = out->unit.p ? edition_unit_by_code(c->edition, out->unit) : NULL;
  out->unit_id = u ? u->id : 0;
}

static err *restore_scans(ctx *c, const dossier *d, stated *out) {
  const procedure *p = edition_version(c->edition, d->version_id);
  const dossier_paper *papers;
  size_t n;
  if (!p) return ERR(UNAVAILABLE, N_("The procedure is being loaded; try again in a moment."));
  TRY(dossier_papers(c, d->id, &papers, &n));
  step_scans(c, p, papers, n, out);
  return NULL;
}

err *step_restore(ctx *c, const dossier *d, str content, str brought, stated *out) {
  const json *all, *more = NULL;
  TRY(json_parse(c->a, content, &all));
  step_said(c, all, out);
  if (out->ncopies) TRY(restore_scans(c, d, out));
  if (!brought.n) return NULL;
  TRY(json_parse(c->a, brought, &more));
  out->reason = text_or_none(json_get(more, S("reason")));
  out->form = text_or_none(json_get(more, S("form")));
  return restore_papers(c, d, json_get(more, S("papers")), out);
}

/* --- signed by the server --- */

/* Which result the holder opened. */
static err *opened(ctx *c, const dossier *d, step_content *content) {
  result_file f;
  bool found;
  TRY(result_newest_of(c, d, RESULT_SEALED, &f, &found));
  if (!found) return ERR(CONFLICT, N_("There is no result yet."));
  content->result = f.sha256;
  return NULL;
}

err *step_by_server(ctx *c, const step_wish *w) {
  step_at at;
  step_content content;
  int64_t event_id;
  TRY(step_look(c, w, &at));
  if (!workflow_server_signs(at.step, at.as.role))
    return ERR(CONFLICT, N_("This step needs the key of the officer."));
  step_record r = {.step = at.step, .as = at.as, .salt = rand_str(c->a, SALT_SIZE), .at = at.at,
                   .actor_id = c->who->account_id, .seen_version = at.d.version,
                   .previous = at.d.head};
  TRY(step_state(c, &at, w, &r.said));
  TRY(step_content_of(c, &at, &r.said, r.salt, &content));
  if (at.step->effects & E_READS) TRY(opened(c, &at.d, &content));
  TRY(event_content(c->a, &content, &r.content));
  r.signature = ed25519_sign(c->a, (str){c->office->server_key, ED25519_KEY}, r.content);
  return workflow_apply(c, &at.d, &r, &event_id);
}

static err *take(ctx *c, void *arg) { return step_by_server(c, arg); }

typedef struct lane_search {
  const step_wish *w;
  int64_t unit_id;
} lane_search;

static err *find_lane(ctx *c, void *arg) {
  lane_search *q = arg;
  dossier d;
  TRY(dossier_by_code(c, q->w->code, &d));
  q->unit_id = d.unit_id;
  return NULL;
}

err *step_take(ctx *c, const step_wish *w) {
  lane_search q = {.w = w};
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  TRY(c->db ? find_lane(c, &q) : ctx_read(c, find_lane, &q));
  return ctx_write(c, q.unit_id, take, (void *)(uintptr_t)w);
}
