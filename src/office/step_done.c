/* step_done: a stated step as the bytes that are signed, what it brings beside them, and the steps
 * that the server signs; see step.h. */
#include "base/buf.h"
#include "base/rand.h"
#include "office/paper.h"
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
  out->warned = warned && warned->kind == JSON_TRUE;
  const unit *u = out->unit.p ? edition_unit_by_code(c->edition, out->unit) : NULL;
  out->unit_id = u ? u->id : 0;
}

err *step_restore(ctx *c, const dossier *d, str content, str brought, stated *out) {
  const json *all, *more = NULL;
  TRY(json_parse(c->a, content, &all));
  step_said(c, all, out);
  if (!brought.n) return NULL;
  TRY(json_parse(c->a, brought, &more));
  out->reason = text_or_none(json_get(more, S("reason")));
  out->form = text_or_none(json_get(more, S("form")));
  return restore_papers(c, d, json_get(more, S("papers")), out);
}

/* --- signed by the server --- */

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
