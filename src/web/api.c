/* api: handlers that are only data: sessions, language, the demonstration's one click, and what
 * machines ask for (health, figures, OpenAPI, assets).  Dossiers are in api_dossier.c and
 * api_paper.c, pages in pages_*.c. */
#include "web/api.h"

#include "kit/form.h"
#include "web/assets.h"
#include "web/door.h"
#include "web/notes.sql.h"

/* --- sessions --- */
static void set_cookie(rq *r, str name, str value, const char *life) {
  str line = str_fmt(r->http->a, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Lax%s%s", STR_ARG(name),
                     STR_ARG(value), life, r->web->https ? "; Secure" : "");
  http_set(&r->http->reply, S("Set-Cookie"), line);
}

void session_cookie(rq *r, str token) {
  set_cookie(r, door_cookie_name(r), token, token.n ? "" : "; Max-Age=0");
}

static err *enter(rq *r, const session *s, str next) {
  TRY(reply_see_other(r, local_path(next, S("/dossiers"))));
  session_cookie(r, s->token);
  return NULL;
}

err *session_open(rq *r) {
  const b_sign_in *b = r->body;
  session s;
  TRY(account_sign_in(&r->ctx, b->account, b->password, r->form ? S("cookie") : S("token"), &s));
  if (r->form) return enter(r, &s, b->next);
  return reply_json(r, 201, &v_session_type,
                    &(v_session){.token = s.token, .expires_at = s.expires_at});
}

err *sign_in_again(rq *r, err *e) {
  const b_sign_in *b = r->body;
  const form_part *typed = form_get(r->form, S("account"));
  r->page.title = N_("Sign in");
  r->page.path = S("/sign-in");
  v_sign_in v = {.failed = error_text(r, e),
                 .account = typed ? typed->value : S(""),
                 .next = b->next.p ? b->next : S("")};
  return REPLY(r, err_http(e->kind), sign_in, &v);
}

err *session_close(rq *r) {
  bool cookie = r->cookie_token.p;
  TRY(account_sign_out(&r->ctx, cookie ? r->cookie_token : r->bearer));
  TRY(cookie ? reply_see_other(r, S("/")) : reply_empty(r));
  if (cookie) session_cookie(r, S(""));
  return NULL;
}

err *demo_enter(rq *r) {
  const b_demo *b = r->body;
  session s;
  TRY(account_sign_in_demo(&r->ctx, b->account, &s));
  return enter(r, &s, STR_NONE);
}

void language_keep(rq *r, str tag) { set_cookie(r, S("lang"), tag, "; Max-Age=31536000"); }

err *language_set(rq *r) {
  const b_language *b = r->body;
  lang chosen;
  if (r->ctx.who && lang_of(b->lang, &chosen)) TRY(account_speak(&r->ctx, chosen));
  TRY(reply_see_other(r, local_path(b->next, S("/"))));
  language_keep(r, b->lang);
  return NULL;
}

/* --- the machine --- */
static err *healthy(rq *r) {
  r->cache = S("no-store");
  return reply_json(r, 200, &v_health_type,
                    &(v_health){.status = S("ok"), .version = S(MOTCUA_VERSION)});
}

err *health(rq *r) { return healthy(r); }

err *ready(rq *r) {
  figure_ready_row row;
  bool found;
  TRY(figure_ready(r->ctx.db, r->http->a, &row, &found));
  if (row.n != 1) return ERR(UNAVAILABLE, N_("The database is not set up."));
  return healthy(r);
}

static void figure(buf *b, const char *type, const char *name, const char *help, int64_t n) {
  buf_fmt(b, "# HELP motcua_%s %s\n# TYPE motcua_%s %s\nmotcua_%s %lld\n", name, help, name, type,
          name, (long long)n);
}

static void http_section(buf *b, const web *w) {
  http_figures f = w->server ? http_read(w->server) : (http_figures){0};
  buf_add(b, S("# HELP motcua_http_replies_total Replies by class of status.\n"
               "# TYPE motcua_http_replies_total counter\n"));
  for (int i = 1; i <= 5; i++)
    buf_fmt(b, "motcua_http_replies_total{class=\"%dxx\"} %lld\n", i, (long long)f.by_class[i]);
  figure(b, "counter", "http_requests_total", "Requests begun.", f.requests);
  figure(b, "counter", "http_refused_total", "Requests refused before a handler.", f.refused);
  figure(b, "gauge", "http_connections", "Open connections.", f.open_connections);
  figure(b, "gauge", "http_workers_busy", "Workers at a request.", f.busy_workers);
  figure(b, "gauge", "http_waiting", "Requests that wait for a worker.", f.waiting);
}

err *metrics(rq *r) {
  figure_outbox_waiting_row outbox;
  figure_refused_row refused;
  bool found;
  TRY(figure_refused(r->ctx.db, r->http->a, &refused, &found));
  TRY(figure_outbox_waiting(r->ctx.db, r->http->a, &outbox, &found));
  train_figures t = train_read(r->web->office->train);
  buf b = buf_in(r->http->a);
  http_section(&b, r->web);
  figure(&b, "counter", "train_commits_total", "Commits of the write train.", t.commits);
  figure(&b, "counter", "train_decides_total", "Writes that they carried.", t.decides);
  figure(&b, "counter", "train_failed_total", "Writes that failed alone.", t.failed);
  figure(&b, "counter", "train_rerun_total", "Writes run again after a failed commit.", t.rerun);
  figure(&b, "gauge", "train_waiting", "Writes that wait.", t.waiting);
  figure(&b, "counter", "dossiers_filed_total", "Dossiers filed by this process.", filed_so_far());
  figure(&b, "counter", "steps_refused_total", "Steps refused, from the first day.", refused.n);
  figure(&b, "gauge", "outbox_waiting", "Effects not yet done.", outbox.n);
  return reply_text(r, S("text/plain; version=0.0.4; charset=utf-8"), buf_str(&b));
}

err *openapi(rq *r) { return reply_static(r, S("application/json"), r->web->openapi); }

err *asset(rq *r) {
  const asset_file *f = asset_find(r->params[0]);
  if (!f) return ERR(NOT_FOUND, N_("There is nothing at this address."));
  str asked = r->http->query;
  if (str_starts(asked, S("v=")) && asset_lasts(f, str_sub(asked, 2, asked.n)))
    r->cache = S("public, max-age=31536000, immutable");
  TRY(reply_static(r, f->type, f->bytes));
  reply_tag(r, f->tag);
  return NULL;
}
