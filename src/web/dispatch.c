/* dispatch: one request from its headers to its reply.
 *
 * web_head runs on the I/O thread: it refuses, answers what needs the edition alone, or asks for
 * the body.  web_work runs on a worker: who asks (session), may they (office/access), what do they
 * bring (body), was it done before (once), then the handler.  Called by kit/http through web.h. */
#include "base/log.h"
#include "kit/form.h"
#include "kit/guard.h"
#include "office/attempt.h"
#include "office/notice.h"
#include "office/shift.h"
#include "web/admin_form.h"
#include "web/api.h"
#include "web/door.h"
#include "web/officers.h"

static rq *request_of(web *w, http_request *h) {
  rq *r = arena_new_of(h->a, rq);
  lang chosen;
  *r = (rq){.http = h, .web = w, .seen_version = -1};
  h->user = r;
  r->html = http_accepts_html(h->accept);
  r->lang = lang_of(cookie_get(h->cookie, S("lang")), &chosen) ? chosen
                                                               : lang_negotiate(h->accept_language);
  str token = cookie_get(h->cookie, door_cookie_name(r));
  if (token.n) r->cookie_token = token;
  r->page = (page){.lang = r->lang, .path = h->target, .demo = w->office->demo};
  return r;
}

static void begin(rq *r) {
  office *f = r->web->office;
  r->ctx = (ctx){.a = r->http->a, .office = f, .edition = office_edition(f), .now = instant_now(),
                 .network = attempt_network(r->http->a, caller_address(r)),
                 .agent = caller_agent(r->http->a, http_get(r->http, S("User-Agent"))),
                 .language = r->lang};
}

static void end(rq *r) { office_release(r->web->office, r->ctx.edition); }

/* --- at the headers --- */
/* What stands after the `?` of a GET, as its `query` says. */
static err *read_query(rq *r) {
  const body_type *t = r->route->body;
  form f;
  if (!t) return NULL;
  void *query = arena_alloc(r->http->a, t->size);
  r->body = query;
  TRY(form_query(r->http->a, r->http->query, &f));
  return body_from_form(r->http->a, t, &f, query);
}

static void answer_edition(rq *r) {
  begin(r);
  if (!kept_reply(r)) {
    err *e = read_query(r);
    if (!e) e = r->route->handler(r);
    if (e) reply_error(r, e);
    else keep_reply(r);
  }
  end(r);
}

http_verdict web_head(http_request *h, void *arg) {
  err_reset();
  rq *r = request_of(arg, h);
  err *e = door_head(r);
  if (e) reply_error(r, e);
  else if (r->route->effect == EDITION) answer_edition(r);
  if (e || r->route->effect == EDITION) return HTTP_ANSWER;
  return door_large(r) ? HTTP_ASK : HTTP_BODY;
}

void web_refused(http_request *h, err *e, void *arg) {
  rq *r = h->user ? h->user : request_of(arg, h);
  reply_error(r, e);
  h->reply.close = true;
}

/* --- who asks, and may they --- */
static err *identify(rq *r) {
  ctx *c = &r->ctx;
  if (r->bearer.p) return account_by_token(c, r->bearer, S("token"), &c->who);
  if (r->cookie_token.p) TRY(account_by_token(c, r->cookie_token, S("cookie"), &c->who));
  return c->who && r->html ? notice_unread(c, &r->page.unread) : NULL;
}

/* What there is not, is nobody's: whoever may not see such things at all is told that. */
static err *permit(rq *r) {
  ctx *c = &r->ctx;
  access_thing thing = {0};
  if (access_rules[r->route->who].sign_in && !c->who)
    return ERR(UNAUTHENTICATED, N_("Please sign in first."));
  err *unfound = thing_find(r, &thing);
  if (unfound && unfound->kind != ERR_NOT_FOUND) return unfound;
  if (unfound) unfound = err_copy(r->http->a, unfound);
  TRY(access_check(c, r->route->who, &thing, r->route->action));
  r->permitted = !unfound;
  r->paper.dossier_id = thing.by_dossier;
  r->paper.holder_id = thing.by_person;
  return unfound;
}

/* --- what they bring --- */
static err *read_form(rq *r) {
  if (door_safe(r) || !r->http->body.n || door_media(r, S("application/json"))) return NULL;
  form *f = arena_new_of(r->http->a, form);
  TRY(form_read(r->http->a, r->http->content_type, r->http->body, f));
  r->form = f;
  return NULL;
}

static err *read_json(rq *r, const json **value) {
  *value = NULL;
  bool wanted = r->route->body && r->route->body != &one_file && !r->form;
  return wanted ? json_parse(r->http->a, r->http->body, value) : NULL;
}

/* If-Match, or the hidden field `version`; only a strong tag can be a version (RFC 9110 13.1.1). */
static err *read_version(rq *r) {
  const form_part *field = r->form ? form_get(r->form, S("version")) : NULL;
  str tag = http_get(r->http, S("If-Match"));
  if (field) tag = str_cat(r->http->a, S("\""), field->value, S("\""));
  if (!tag.p || str_eq(tag, S("*"))) return NULL;
  bool quoted = tag.n >= 2 && str_starts(tag, S("\"")) && str_ends(tag, S("\""));
  if (quoted && str_to_i64(str_sub(tag, 1, tag.n - 1), &r->seen_version) && r->seen_version >= 0)
    return NULL;
  return ERR(STALE, N_("If-Match must be the version that you have seen, as in \"3\"."));
}

/* A filing's form is read by its handler, which stores the files first. */
static err *read_body(rq *r, const json *value) {
  const body_type *t = r->route->body;
  if (!t || t == &one_file) return NULL;
  void *body = arena_alloc(r->http->a, t->size);
  r->body = body;
  if (r->form && t == &b_filing_type) return NULL;
  return r->form ? body_from_form(r->http->a, t, r->form, body)
                 : body_read(r->http->a, t, value, body);
}

/* --- the handler --- */
typedef struct snapshot {
  rq *r;
  err *(*fn)(rq *r, void *arg);
  void *arg;
} snapshot;

static err *look(ctx *c, void *arg) {
  const snapshot *s = arg;
  s->r->ctx.db = c->db;
  err *e = s->fn(s->r, s->arg);
  s->r->ctx.db = NULL;
  return e;
}

err *rq_read(rq *r, err *(*fn)(rq *r, void *arg), void *arg) {
  return r->ctx.db ? fn(r, arg) : ctx_read(&r->ctx, look, &(snapshot){r, fn, arg});
}

static err *admit(rq *r, void *arg) {
  TRY(identify(r));
  TRY(once_begin(r, arg));
  TRY(once_replay(r)); /* before permit: what is done already is not allowed twice */
  return r->http->reply.status ? NULL : permit(r);
}

static err *look_again(rq *r, void *arg) {
  (void)arg;
  return once_replay(r);
}

/* A twin of this request, in another process, may have been faster. */
static bool may_be_twin(const rq *r, const err *e) {
  return r->ctx.once && (e->kind == ERR_UNIQUE || e->kind == ERR_CONFLICT || e->kind == ERR_STALE);
}

static err *who_asks(rq *r, void *arg) {
  (void)arg;
  TRY(identify(r));
  return permit(r);
}

static bool files(const rq *r) {
  return r->route->handler == filing_send || r->route->handler == draft_save;
}

/* A session that ended while somebody typed, and another since: the form is shown again with a
 * token of now, so that nothing that was typed is lost.  Its origin is proved already. */
static err *old_token(rq *r, err *e) {
  if (!files(r) || !r->html || !r->form) return e;
  e = err_copy(r->http->a, e);
  if (rq_read(r, who_asks, NULL)) return e;
  r->body = arena_alloc(r->http->a, r->route->body->size);
  return ERR(FORBIDDEN, N_("You have signed in anew since this page was loaded. What you typed is "
                           "below; please press the button once more."));
}

static err *serve_write(rq *r) {
  const json *value;
  TRY(read_form(r));
  bool proved = door_safe(r) || r->bearer.p || !(r->form || r->cookie_token.p) || csrf_free(r);
  err *forged = proved ? NULL : csrf_form(r);
  if (forged) return old_token(r, forged);
  TRY(read_json(r, &value));
  TRY(rq_read(r, admit, (void *)value));
  if (r->http->reply.status) return NULL;
  TRY(read_version(r));
  TRY(read_body(r, value));
  err *e = r->route->handler(r);
  if (!e || !may_be_twin(r, e)) return e;
  e = err_copy(r->http->a, e);
  TRY(rq_read(r, look_again, NULL));
  return r->http->reply.status ? NULL : e;
}

static err *serve_read(rq *r, void *arg) {
  (void)arg;
  TRY(identify(r));
  TRY(permit(r));
  TRY(read_query(r));
  return r->route->handler(r);
}

/* Refused steps are counted, so that somebody who tries doors is seen; waiting is no refusal. */
static err *count_refusal(rq *r, err *e) {
  str action = r->route->action;
  if (!action.p && r->signing) action = signing_action(r->signing);
  bool refused = e->kind == ERR_FORBIDDEN || e->kind == ERR_NOT_FOUND || e->kind == ERR_CONFLICT ||
                 e->kind == ERR_STALE || e->kind == ERR_LOCKED || e->kind == ERR_GONE;
  if (!action.p || !r->ctx.who || !refused || e->retry_after) return e;
  e = err_copy(r->http->a, e);
  err *failed = workflow_count_refusal(&r->ctx, action);
  if (failed) log_err(LOG_ERROR_, "counting a refused step", failed);
  return e;
}

typedef err *(*form_page)(rq *r, err *e);
static const struct {
  route_handler handler;
  form_page shown;
} forms[] = {
    {session_open, sign_in_again},
    {register_ask, register_again},         {register_finish, register_code_again},
    {reset_ask, reset_again},               {reset_finish, reset_code_again},
    {password_change, account_again_shown}, {identity_confirm, identity_again},
    {mandate_make, mandate_again},          {own_key_made, account_again_shown},
    {key_ordered, officer_again},           {key_stopped, officer_again},
    {counter_search, counter_again},        {person_enter, person_again},
    {result_bring, result_again},
    {officer_make, people_again}, {role_give, officer_again},
    {delegation_give, work_again}, {leave_give, work_again},
    {batch_send, batch_again},              {complaint_send, complaint_again},
    {complaint_answered, complaint_again},
    {batch_send, batch_again},   {track_look, track_again},
    {batch_resume, batch_resume_again}, {shift_begin, shift_again},
};

static form_page form_of(const rq *r) {
  for (size_t i = 0; i < COUNT(forms); i++)
    if (r->route->handler == forms[i].handler) return forms[i].shown;
  return NULL;
}

/* A form that failed is shown again where it can be corrected, to those who may see its page. */
static err *again(rq *r, err *e) {
  bool bodiless = !r->body && r->route->who != WHO_ADMIN;
  if (!r->permitted || !r->html || !r->form || bodiless || err_http(e->kind) >= 500) return e;
  err *kept = err_copy(r->http->a, e), *failed = kept;
  if (r->route->action.p) failed = step_again(r, kept);
  if (r->route->who == WHO_ADMIN && !form_of(r)) failed = admin_again(r, kept);
  if (files(r)) failed = page_filing_again(r, kept);
  if (form_of(r)) failed = form_of(r)(r, kept);
  if (!failed && kept->retry_after)
    http_set(&r->http->reply, S("Retry-After"), str_fmt(r->http->a, "%d", kept->retry_after));
  return failed;
}

/* That a session is used is noted to the hour, where signing is open to the minute; the reply does
 * not hang on it. */
static void touch(rq *r) {
  err *e = r->ctx.who ? account_touch(&r->ctx) : NULL;
  if (!e && r->ctx.who) e = shift_touch(&r->ctx);
  if (e) log_err(LOG_WARNING_, "noting a session's use", e);
}

static err *before_files(rq *r, void *arg) {
  int64_t declared = 0;
  (void)arg;
  TRY(identify(r));
  if (access_rules[r->route->who].sign_in && !r->ctx.who)
    return ERR(UNAUTHENTICATED, N_("Please sign in first."));
  (void)str_to_i64(r->http->content_length, &declared);
  return r->ctx.who ? paper_room(&r->ctx, declared) : NULL;
}

/* A body of many megabytes is not taken from somebody whose token opens nothing.  Whether they may
 * is asked with the body there, since a repeated request is answered before. */
http_verdict web_ask(http_request *h, void *arg) {
  rq *r = h->user;
  (void)arg;
  err_reset();
  begin(r);
  err *e = rq_read(r, before_files, NULL);
  if (e) reply_error(r, e);
  r->ctx.who = NULL;
  end(r);
  return e ? HTTP_ANSWER : HTTP_BODY;
}

void web_work(http_request *h, void *arg) {
  rq *r = h->user;
  web *w = arg;
  err_reset();
  begin(r);
  bool write = r->route->effect == WRITE;
  err *e = write ? serve_write(r) : rq_read(r, serve_read, NULL);
  if (!e && r->after) e = r->after(r);
  if (e && write) e = count_refusal(r, e);
  if (e) e = again(r, e);
  if (e) reply_error(r, e);
  else if (r->route->effect == NOTE || r->person_id) note_look(r);
  once_end(r);
  touch(r);
  end(r);
  if (write && w->wrote) w->wrote(w->wrote_arg);
}

/* --- without a socket --- */
static void known_headers(http_request *h) {
  ptrdiff_t question = str_chr(h->target, '?', 0);
  h->path = question < 0 ? h->target : str_sub(h->target, 0, (size_t)question);
  h->query = question < 0 ? STR_NONE : str_sub(h->target, (size_t)question + 1, h->target.n);
  h->host = http_get(h, S("Host"));
  h->content_type = http_get(h, S("Content-Type"));
  h->content_length = http_get(h, S("Content-Length"));
  h->accept = http_get(h, S("Accept"));
  h->accept_language = http_get(h, S("Accept-Language"));
  h->cookie = http_get(h, S("Cookie"));
  h->authorization = http_get(h, S("Authorization"));
}

void web_serve(web *w, http_request *h) {
  err_reset();
  known_headers(h);
  err *e = guard_check(h->method, h->target, h->headers, h->nheaders);
  if (e) {
    web_refused(h, e, w);
    return;
  }
  http_verdict said = web_head(h, w);
  if (said == HTTP_ASK) said = web_ask(h, w);
  if (said == HTTP_ANSWER) return;
  if (h->body.n > h->body_limit) {
    web_refused(h, ERR(TOO_LARGE, N_("The body is too large.")), w);
    return;
  }
  web_work(h, w);
}
