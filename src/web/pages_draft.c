/* pages_draft: applications that somebody has begun: list, save, go on, throw away.
 *
 * The page of a draft is the filing page.  Its buttons save here, too: those that add or remove an
 * entry, choose a case or switch the language lead back to the page afterwards. */
#include "web/api.h"
#include "web/filing.h"
#include "web/fill.h"

/* --- one draft as data --- */
static err *fill_papers(rq *r, const form_draft *d, const procedure *p, v_draft *v) {
  v_attached *list = arena_list(r->ctx.a, d->npapers, v_attached);
  size_t n = 0;
  for (size_t i = 0; i < d->npapers; i++) {
    paper one;
    const component *c = p ? procedure_component(p, d->papers[i].component) : NULL;
    err *e = paper_get(&r->ctx, d->papers[i].paper, &one);
    if (e && e->kind != ERR_NOT_FOUND) return e;
    if (e) continue;
    list[n++] = (v_attached){.component = d->papers[i].component, .title = c ? c->title : S(""),
                             .id = one.public_id, .name = one.name, .media_type = one.media_type,
                             .size = one.size, .sha256 = hex_of(r->ctx.a, one.sha256)};
  }
  v->papers = (v_attached_list){list, n};
  return NULL;
}

static instant kept_until(const form_draft *d) {
  return (instant){d->updated_at.us + FORM_DRAFT_DAYS * DAY};
}

static err *fill_draft(rq *r, const form_draft *d, v_draft *v) {
  const procedure *old = edition_version(r->ctx.edition, d->version_id);
  const procedure *now = old ? edition_procedure(r->ctx.edition, old->code) : NULL;
  *v = (v_draft){.id = d->public_id, .procedure = fill_procedure_ref(r->ctx.edition, d->version_id),
                 .channel = d->channel, .fields = d->fields, .version = d->version,
                 .saved_at = d->updated_at, .kept_until = kept_until(d)};
  if (now) v->newest = now->version;
  if (now) v->changes = draft_changes(r, d, now);
  return fill_papers(r, d, now, v);
}

static err *reply_draft(rq *r, int status, const form_draft *d, const err *errors) {
  v_draft v;
  TRY(fill_draft(r, d, &v));
  v.errors = fill_errors(r, errors);
  TRY(reply_json(r, status, &v_draft_type, &v));
  http_set(&r->http->reply, S("ETag"), str_fmt(r->http->a, "\"%lld\"", (long long)d->version));
  return NULL;
}

/* --- the list --- */
v_draft_line_list fill_draft_lines(rq *r, const form_draft *drafts, size_t n) {
  v_draft_line *list = arena_list(r->ctx.a, n, v_draft_line);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_draft_line){.id = drafts[i].public_id, .person = drafts[i].person_name,
                             .saved_at = drafts[i].updated_at,
                             .kept_until = kept_until(&drafts[i]),
                             .procedure = fill_procedure_ref(r->ctx.edition,
                                                             drafts[i].version_id)};
  return (v_draft_line_list){list, n};
}

err *fill_drafts(rq *r, str after, v_drafts *v) {
  const form_draft *drafts;
  size_t n;
  bool more;
  TRY(form_draft_list(&r->ctx, after, &drafts, &n, &more));
  *v = (v_drafts){.items = fill_draft_lines(r, drafts, n), .more = more};
  if (more) v->next = drafts[n - 1].public_id;
  return NULL;
}

err *draft_index(rq *r) {
  const b_drafts *b = r->body;
  v_drafts v;
  TRY(fill_drafts(r, b->after, &v));
  r->page.title = N_("Drafts");
  return REPLY(r, 200, drafts, &v);
}

err *draft_show(rq *r) {
  return r->html ? page_draft(r, &r->form_draft) : reply_draft(r, 200, &r->form_draft, NULL);
}

/* --- saving --- */
typedef struct saved {
  const form_draft_wish *wish;
  const err *errors;
  bool untouched;
} saved;

static err *answer(rq *r, void *arg) {
  const saved *s = arg;
  int status = s->wish->public_id.n ? 200 : 201;
  TRY(reply_draft(r, status, &r->form_draft, s->errors));
  if (status == 201)
    reply_location(r, str_cat(r->http->a, S("/drafts/"), r->form_draft.public_id));
  return NULL;
}

static err *look(rq *r, void *arg) {
  saved *s = arg;
  return filing_untouched(r, &s->wish->filing, &s->untouched);
}

typedef struct mine {
  filing *filing;
  str path;
} mine;

static err *put_mine(rq *r, void *arg) {
  const mine *m = arg;
  return filing_mine(r, m->filing, m->path);
}

/* "fields.owners" of "fields.owners.2". */
static str list_named(str path, bool entry) {
  size_t end = path.n;
  while (entry && end && path.p[end - 1] != '.') end--;
  return end ? str_sub(path, 0, entry ? end - 1 : end) : path;
}

/* Back to the page where the button was, or to the list. */
static err *lead_on(rq *r, const form_draft_wish *w, bool untouched) {
  arena *a = r->http->a;
  str action = filing_action(r), kind = STR_NONE, rest = action, at = S("/drafts");
  str_split(&rest, ':', &kind);
  if (untouched) {
    at = str_cat(a, S("/procedures/"), w->filing.procedure, S("/file"));
    str id = json_str(json_get(w->filing.fields, S("case")));
    if (id.n) at = str_cat(a, at, S("?case="), id);
    if (w->filing.for_person.n)
      at = str_cat(a, at, id.n ? S("&for=") : S("?for="), w->filing.for_person);
  } else if (action.n && !str_eq(action, S("save"))) {
    at = str_cat(a, S("/drafts/"), r->form_draft.public_id);
    bool removes = str_eq(kind, S("remove"));
    if (str_eq(kind, S("mine"))) at = str_cat(a, at, S("#"), rest);
    if (removes || str_eq(kind, S("add"))) at = str_cat(a, at, S("#"), list_named(rest, removes));
    bool of_paper = str_eq(kind, S("upload")) || str_eq(kind, S("drop"));
    if (of_paper && str_split(&rest, ':', &kind))
      at = str_cat(a, at, str_starts(kind, S("fields.")) ? S("#") : S("#papers."), kind);
    if (str_eq(kind, S("places"))) at = str_cat(a, at, S("#"), rest);
    if (str_eq(action, S("case"))) at = str_cat(a, at, S("#papers"));
  }
  TRY(reply_see_other(r, local_path(at, S("/drafts"))));
  lang chosen;
  if (str_eq(kind, S("lang")) && lang_of(rest, &chosen)) language_keep(r, rest);
  return NULL;
}

err *draft_save(rq *r) {
  form_draft_wish w = {.seen_version = r->seen_version};
  once *kept = r->ctx.once;
  r->ctx.once = NULL;
  err *wrong = form_filing(r, true, &w.filing);
  r->ctx.once = kept;
  w.public_id = w.filing.draft;
  saved s = {.wish = &w, .errors = wrong};
  mine m = {&w.filing, filing_action(r)};
  bool by_page = r->html && r->form;
  str kind;
  if (by_page && str_starts(filing_action(r), S("lang:"))) TRY(rq_read(r, look, &s));
  if (s.untouched) return lead_on(r, &w, true);
  if (by_page && str_split(&m.path, ':', &kind) && str_eq(kind, S("mine")))
    TRY(rq_read(r, put_mine, &m));
  TRY(form_draft_save(&r->ctx, &w, &r->form_draft));
  if (!by_page) return rq_read(r, answer, &s);
  return wrong ? wrong : lead_on(r, &w, false);
}

err *draft_drop(rq *r) {
  TRY(form_draft_drop(&r->ctx, &r->form_draft));
  return r->html && r->form ? reply_see_other(r, S("/drafts")) : reply_empty(r);
}
