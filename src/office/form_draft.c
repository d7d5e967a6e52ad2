/* form_draft: see form_draft.h.  What was typed is kept as it is, also where it does not fit the
 * form; it is checked when it is filed. */
#include "office/form_draft.h"
#include "office/desk.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/counter.h"
#include "office/form_draft.sql.h"
#include "office/form_schema.h"
#include "office/forms.h"
#include "office/paper.h"

enum { PAPERS_MOST = 100, SWEPT_AT_ONCE = 500 };

static form_draft draft_of(const form_draft_whole_row *r) {
  return (form_draft){.id = r->id, .public_id = r->public_id, .account_id = r->account_id,
                      .procedure_id = r->procedure_id, .version_id = r->procedure_version_id,
                      .channel = r->channel, .fields = r->fields, .mandate = r->mandate,
                      .person_id = r->person_id.has ? r->person_id.v : 0,
                      .person_name = r->person_name, .version = r->version,
                      .updated_at = {r->updated_at}};
}

/* --- reading --- */
static err *with_papers(ctx *c, form_draft *d) {
  form_draft_papers_row *rows;
  TRY(form_draft_papers(c->db, c->a, d->id, &rows, &d->npapers));
  attached *papers = arena_list(c->a, d->npapers, attached);
  for (size_t i = 0; i < d->npapers; i++)
    papers[i] = (attached){rows[i].component, rows[i].public_id};
  d->papers = papers;
  return NULL;
}

static err *unknown(void) { return ERR(NOT_FOUND, N_("There is no such draft.")); }

err *form_draft_get(ctx *c, str public_id, form_draft *out) {
  form_draft_whole_row row;
  bool found = false;
  if (str_utf8(public_id)) TRY(form_draft_by_id(c->db, c->a, public_id, &row, &found));
  if (!found) return unknown();
  *out = draft_of(&row);
  return with_papers(c, out);
}

access_thing form_draft_thing(const form_draft *d) {
  return (access_thing){.id = d->id, .account_id = d->account_id};
}

/* One of c->who's own; found false: it is gone, or another's. */
static err *find_own(ctx *c, str public_id, form_draft *d, bool *found) {
  form_draft_whole_row row;
  *found = false;
  if (str_utf8(public_id)) TRY(form_draft_by_id(c->db, c->a, public_id, &row, found));
  if (!*found) return NULL;
  *d = draft_of(&row);
  access_thing thing = form_draft_thing(d);
  err *e = access_check(c, WHO_DRAFT_OWNER, &thing, STR_NONE);
  *found = !e;
  return e && e->kind != ERR_NOT_FOUND ? e : NULL;
}

err *form_draft_for(ctx *c, int64_t procedure_id, int64_t person_id, form_draft *out,
                    bool *found) {
  form_draft_whole_row row;
  TRY(form_draft_of(c->db, c->a, c->who->account_id, procedure_id, person_id, &row, found));
  if (!*found) return NULL;
  *out = draft_of(&row);
  return with_papers(c, out);
}

err *form_draft_list_for(ctx *c, int64_t person_id, const form_draft **out, size_t *n) {
  form_draft_whole_row *rows;
  TRY(form_drafts_for(c->db, c->a, c->who->account_id, person_id, LIST_PAGE, &rows, n));
  form_draft *all = arena_list(c->a, *n, form_draft);
  for (size_t i = 0; i < *n; i++) all[i] = draft_of(&rows[i]);
  *out = all;
  return NULL;
}

err *form_draft_list(ctx *c, str after, const form_draft **out, size_t *n, bool *more) {
  form_draft last = {.updated_at = {INT64_MAX}, .id = INT64_MAX};
  bool found = true;
  if (after.n) TRY(find_own(c, after, &last, &found));
  if (!found) return unknown();
  form_draft_whole_row *rows;
  form_drafts_in in = {.account = c->who->account_id, .before = last.updated_at.us, .id = last.id,
                       .most = LIST_PAGE + 1};
  TRY(form_drafts(c->db, c->a, &in, &rows, n));
  *more = *n > LIST_PAGE;
  if (*more) *n = LIST_PAGE;
  form_draft *all = arena_list(c->a, *n, form_draft);
  for (size_t i = 0; i < *n; i++) all[i] = draft_of(&rows[i]);
  *out = all;
  return NULL;
}

/* --- saving --- */
typedef struct saving {
  const form_draft_wish *w;
  const procedure *p;
  str channel, fields, mandate;
  int64_t person_id;
  int64_t paper_ids[PAPERS_MOST];
  attached papers[PAPERS_MOST];
  size_t npapers, nown; /* all; those of documents, which come first */
  form_draft *made;
} saving;

/* One that is still this account's own. */
static err *find_paper(ctx *c, saving *s, const attached *at) {
  paper one;
  if (s->npapers == PAPERS_MOST) return NULL;
  bool own;
  TRY(paper_own(c, at->paper, &one, &own));
  if (!own || at->component.n > 100) return NULL;
  s->paper_ids[s->npapers] = one.id;
  s->papers[s->npapers++] = *at;
  return NULL;
}

/* Those of documents; those that the form itself names are kept as "fields", since their places
 * stand there. */
static err *find_papers(ctx *c, void *arg) {
  saving *s = arg;
  const filing *f = &s->w->filing;
  person there;
  size_t nfiles;
  const form_file *files = form_files(c->a, s->p->schema, f->fields, &nfiles);
  bool at_counter = c->who->officer && f->for_person.n;
  if (at_counter) TRY(counter_person(c, f->for_person, &there));
  s->person_id = at_counter ? there.id : 0;
  for (size_t i = 0; i < f->npapers; i++) TRY(find_paper(c, s, &f->papers[i]));
  s->nown = s->npapers;
  for (size_t i = 0; i < nfiles; i++)
    TRY(find_paper(c, s, &(attached){.component = S("fields"), .paper = files[i].id}));
  return NULL;
}

static err *stale(void) {
  return ERR(STALE, N_("This was saved in another window meanwhile. What you typed here is below; "
                       "nothing is lost."));
}

static err *insert(ctx *c, const saving *s, form_draft *d) {
  int64_t added = 0;
  *d = (form_draft){.id = rand_id(), .public_id = rand_public_id(c->a), .version = 1};
  form_draft_insert_in row = {.id = d->id, .public_id = d->public_id,
                              .account = c->who->account_id, .procedure = s->p->id,
                              .procedure_version = s->p->version_id, .channel = s->channel,
                              .fields = s->fields, .mandate = s->mandate,
                              .person = s->person_id ? SOME(s->person_id) : NONE_I64,
                              .at = c->now.us};
  TRY(form_draft_insert(c->db, &row, &added));
  return added ? NULL : stale();
}

static err *update(ctx *c, const saving *s, form_draft *d) {
  bool found;
  int64_t changed = 0;
  TRY(find_own(c, s->w->public_id, d, &found));
  if (!found)
    return ERR(GONE, N_("This draft was sent or thrown away meanwhile. What you typed here is "
                        "below; nothing is lost."));
  if (d->procedure_id != s->p->id || d->person_id != s->person_id) return unknown();
  int64_t seen = s->w->seen_version < 0 ? d->version : s->w->seen_version;
  form_draft_update_in row = {.id = d->id, .seen = seen, .procedure_version = s->p->version_id,
                              .channel = s->channel, .fields = s->fields,
                              .mandate = s->mandate, .at = c->now.us};
  TRY(form_draft_update(c->db, &row, &changed));
  if (!changed) return stale();
  d->version++;
  return form_draft_forget_papers(c->db, d->id, NULL);
}

static err *write(ctx *c, void *arg) {
  saving *s = arg;
  form_draft *d = s->made;
  TRY(s->w->public_id.n ? update(c, s, d) : insert(c, s, d));
  for (size_t i = 0; i < s->npapers; i++)
    TRY(form_draft_paper_insert(
        c->db,
        &(form_draft_paper_insert_in){.draft = d->id, .ordinal = (int64_t)i + 1,
                                      .component = s->papers[i].component,
                                      .paper = s->paper_ids[i]},
        NULL));
  d->account_id = c->who->account_id;
  d->procedure_id = s->p->id;
  d->version_id = s->p->version_id;
  d->channel = s->channel;
  d->fields = s->fields;
  d->mandate = s->mandate;
  d->person_id = s->person_id;
  d->updated_at = c->now;
  d->papers = s->papers;
  d->npapers = s->nown;
  return NULL;
}

err *form_draft_save(ctx *c, const form_draft_wish *w, form_draft *out) {
  static const json empty = {.kind = JSON_OBJECT};
  saving *s = arena_new_of(c->a, saving);
  *s = (saving){.w = w, .made = out, .channel = w->filing.channel};
  s->p = edition_procedure(c->edition, w->filing.procedure);
  if (!s->p || !s->p->schema)
    return err_at(ERR(INVALID, N_("This procedure is not filed here; its page says where.")),
                  S("procedure"), STR_NONE);
  s->mandate = w->filing.mandate.n ? w->filing.mandate : S("");
  if (!s->channel.n) s->channel = c->who->officer ? S("counter") : S("online");
  buf b = buf_in(c->a);
  json_write(&b, w->filing.fields ? w->filing.fields : &empty);
  s->fields = buf_str(&b);
  if (s->fields.n > FORM_DRAFT_MOST)
    return err_at(ERR(TOO_LARGE, N_("This is too much for one form.")), S("fields"), STR_NONE);
  TRY(ctx_read(c, find_papers, s));
  return ctx_write(c, c->who->account_id, write, s);
}

/* --- ends --- */
static err *forget(ctx *c, int64_t id) {
  TRY(form_draft_forget_papers(c->db, id, NULL));
  return form_draft_forget(c->db, id, NULL);
}

static err *drop(ctx *c, void *arg) { return forget(c, ((const form_draft *)arg)->id); }

err *form_draft_drop(ctx *c, const form_draft *d) {
  form_draft own = *d;
  return ctx_write(c, d->account_id, drop, &own);
}

err *form_draft_sent(ctx *c, str public_id, int64_t seen_version) {
  form_draft sent;
  bool found = false;
  if (public_id.n) TRY(find_own(c, public_id, &sent, &found));
  if (!found || (seen_version >= 0 && sent.version != seen_version)) return NULL;
  return forget(c, sent.id);
}

err *form_draft_sweep(ctx *c) {
  form_draft_old_row *rows;
  size_t n;
  TRY(form_draft_old(c->db, c->a, c->now.us - FORM_DRAFT_DAYS * DAY, SWEPT_AT_ONCE, &rows, &n));
  for (size_t i = 0; i < n; i++) TRY(forget(c, rows[i].id));
  return NULL;
}
