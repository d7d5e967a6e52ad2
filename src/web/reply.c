/* reply: what goes back: pages, JSON, files, redirections, errors, and the headers that guard them.
 *
 * A page is its template in the layout; an error is RFC 9457 for programs and the page `problem`
 * for people.  Whatever a session or the database had a part in is private and not stored. */
#include "base/log.h"
#include "base/rand.h"
#include "web/assets.h"
#include "web/door.h"
#include "web/fill.h"
#include "web/html.h"

#define PAGE_POLICY \
    "default-src 'none'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " \
    "form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; " \
    "script-src 'self'; connect-src 'self'"

const char *tr(const rq *r, const char *msgid) { return lang_text(r->lang, msgid); }

str error_text(const rq *r, const err *e) {
  if (e->kind == ERR_INTERNAL) return str_of(tr(r, err_title(ERR_INTERNAL)));
  err told = *e;
  for (size_t i = 0; i < COUNT(told.args); i++) /* an argument may be a msgid: the name of a step */
    if (told.args[i].n) told.args[i] = str_of(tr(r, str_z(r->http->a, told.args[i])));
  return lang_message(r->http->a, r->lang, &told);
}

static void set(rq *r, str name, str value) { http_set(&r->http->reply, name, value); }

/* --- headers of every reply --- */
static void set_common(rq *r, int status, str content_type) {
  bool fixed = r->route && r->route->effect == EDITION;
  r->http->reply.status = status;
  r->http->reply.fd = -1;
  if (content_type.n) set(r, S("Content-Type"), content_type);
  str usual = fixed ? S("no-cache") : S("private, no-store");
  str cache = r->cache.p ? r->cache : usual;
  set(r, S("Cache-Control"), status < 400 ? cache : S("private, no-store"));
  set(r, S("Vary"), S("Accept, Accept-Language, Cookie"));
  set(r, S("X-Content-Type-Options"), S("nosniff"));
  set(r, S("Referrer-Policy"), S("same-origin"));
}

static void set_page_headers(rq *r) {
  set(r, S("Content-Security-Policy"), S(PAGE_POLICY));
  set(r, S("Content-Language"), str_of(lang_tag(r->lang)));
  set(r, S("Cross-Origin-Opener-Policy"), S("same-origin"));
  set(r, S("Permissions-Policy"),
      S("camera=(), geolocation=(), microphone=(), payment=(), usb=()"));
}

/* --- pages --- */
/* Forms need a cookie to be bound to; visitors get one with the first page that may hold a form. */
static void give_visit_cookie(rq *r) {
  bool fixed = !r->route || r->route->effect == EDITION;
  if (fixed || r->cookie_token.p) return;
  arena *a = r->http->a;
  r->cookie_token = base64url_of(a, rand_str(a, 32));
  set(r, S("Set-Cookie"),
      str_cat(a, door_cookie_name(r), S("="), r->cookie_token,
              S("; Path=/; HttpOnly; SameSite=Lax"), r->web->https ? S("; Secure") : S("")));
}

str clock_word(const rq *r, instant t) {
  if (!instant_is(t)) return STR_NONE;
  civil at = civil_of(t);
  return str_fmt(r->http->a, "%02d:%02d", at.hour, at.minute);
}

static void frame(rq *r) {
  page *p = &r->page;
  bool fixed = !r->route || r->route->effect == EDITION;
  p->stamp = asset_stamp();
  bool reloads = door_safe(r) || !str_eq(p->path, r->http->target);
  if (!reloads) p->path = S("/"); /* where the language switch leads back to */
  if (fixed) return; /* such a page is everybody's */
  p->csrf = csrf_token(r);
  p->idempotency_key = rand_public_id(r->http->a);
  if (r->ctx.who) p->account = r->ctx.who->name;
  if (r->ctx.who) p->shift = clock_word(r, r->ctx.who->shift_until);
  p->admin = actor_has(r->ctx.who, S("admin"), 0);
}

static err *write_page(rq *r, int status, const html_page *p, const void *v) {
  set_common(r, status, S("text/html; charset=utf-8"));
  set_page_headers(r);
  give_visit_cookie(r);
  frame(r);
  buf b = buf_in(r->http->a);
  out o = {.b = &b, .lang = r->lang, .page = &r->page};
  html_layout_open(&o);
  p->write(&o, v);
  html_layout_close(&o);
  r->http->reply.body = buf_str(&b);
  return NULL;
}

err *reply_view(rq *r, int status, const html_page *p, const void *v) {
  return r->html ? write_page(r, status, p, v) : reply_json(r, status, p->type, v);
}

/* --- JSON and files --- */
static void set_json(rq *r, int status, str content_type, const view_type *type, const void *v) {
  set_common(r, status, content_type);
  set(r, S("Content-Security-Policy"), S("default-src 'none'; frame-ancestors 'none'"));
  buf b = buf_in(r->http->a);
  view_json(&b, type, v);
  r->http->reply.body = buf_str(&b);
}

err *reply_json(rq *r, int status, const view_type *type, const void *v) {
  set_json(r, status, S("application/json"), type, v);
  if (type != &v_dossier_type) return NULL;
  const v_dossier *d = v;
  set(r, S("ETag"), str_fmt(r->http->a, "\"%lld\"", (long long)d->version));
  return NULL;
}

/* RFC 6266: the ASCII part for old readers, the whole name percent-encoded (RFC 8187). */
static str disposition(arena *a, str name) {
  buf plain = buf_in(a);
  for (size_t i = 0; i < name.n; i++) {
    char c = name.p[i];
    bool good = c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '%';
    buf_char(&plain, good ? c : '_');
  }
  str ascii = buf_str(&plain);
  buf whole = buf_in(a);
  put_url(&(out){.b = &whole}, name);
  return str_cat(a, S("inline; filename=\""), ascii, S("\"; filename*=UTF-8''"), buf_str(&whole));
}

err *reply_blob(rq *r, str blob, str content_type, str file_name) {
  int fd;
  int64_t size;
  TRY(blob_fd(r->web->office->blobs, blob, &fd, &size));
  bool pdf = str_eq(content_type, S("application/pdf")); /* browsers show none in a sandbox */
  set_common(r, 200, content_type);
  set(r, S("Content-Security-Policy"),
      pdf ? S("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'")
          : S("default-src 'none'; frame-ancestors 'self'; sandbox"));
  set(r, S("Content-Disposition"), disposition(r->http->a, file_name));
  http_reply *reply = &r->http->reply;
  reply->fd = fd;
  reply->fd_offset = 0;
  reply->fd_size = size;
  return NULL;
}

err *reply_download(rq *r, int fd, int64_t size, str content_type, str file_name) {
  TRY(reply_file_of(r, fd, size, content_type));
  set(r, S("Content-Disposition"),
      str_cat(r->http->a, S("attachment; filename=\""), file_name, S("\"")));
  return NULL;
}

err *reply_file_of(rq *r, int fd, int64_t size, str content_type) {
  set_common(r, 200, content_type);
  set(r, S("Content-Security-Policy"), S("default-src 'none'; frame-ancestors 'none'"));
  http_reply *reply = &r->http->reply;
  reply->fd = fd;
  reply->fd_offset = 0;
  reply->fd_size = size;
  return NULL;
}

err *reply_static(rq *r, str content_type, str body) {
  set_common(r, 200, content_type);
  set(r, S("Content-Security-Policy"), S("default-src 'none'; frame-ancestors 'none'"));
  r->http->reply.body = body;
  return NULL;
}

err *reply_text(rq *r, str content_type, str body) {
  return reply_static(r, content_type, str_dup(r->http->a, body));
}

static bool listed(str list, str tag) {
  str one;
  while (str_split(&list, ',', &one)) {
    one = str_trim(one);
    if (str_starts(one, S("W/"))) one = str_sub(one, 2, one.n);
    if (str_eq(one, tag) || str_eq(one, S("*"))) return true;
  }
  return false;
}

void reply_tag(rq *r, str tag) {
  set(r, S("ETag"), tag);
  if (!listed(http_get(r->http, S("If-None-Match")), tag)) return;
  r->http->reply.status = 304;
  r->http->reply.body = STR_NONE;
}

/* --- without a body --- */
void reply_location(rq *r, str location) { set(r, S("Location"), location); }

err *reply_see_other(rq *r, str location) {
  set_common(r, 303, STR_NONE);
  reply_location(r, location);
  return NULL;
}

err *reply_empty(rq *r) {
  set_common(r, 204, STR_NONE);
  return NULL;
}

str local_path(str next, str otherwise) {
  bool good = str_starts(next, S("/")) && !str_starts(next, S("//"));
  for (size_t i = 0; i < next.n; i++)
    good = good && next.p[i] > ' ' && next.p[i] < 127 && next.p[i] != '\\';
  return good ? next : otherwise;
}

/* --- errors --- */
static str problem_type(arena *a, err_kind kind) {
  buf b = buf_in(a);
  buf_add(&b, S("/problems/"));
  for (const char *p = err_name(kind); *p; p++)
    buf_char(&b, *p == '_' ? '-' : (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p));
  return buf_str(&b);
}

static v_field_error_list field_errors(const rq *r, const err *e) {
  size_t n = 0;
  v_field_error *items = arena_list(r->http->a, err_count(e), v_field_error);
  for (; e; e = e->next)
    if (e->field.p || e->cites.p) items[n++] = fill_error(r, e);
  return (v_field_error_list){items, n};
}

static void set_error_headers(rq *r, const err *e) {
  int wait = e->retry_after ? e->retry_after : e->kind == ERR_RETRY ? 1 : 0;
  if (wait) set(r, S("Retry-After"), str_fmt(r->http->a, "%d", wait));
  if (e->kind == ERR_UNAUTHENTICATED) set(r, S("WWW-Authenticate"), S("Bearer realm=\"motcua\""));
  if (e->kind == ERR_METHOD && r->allow.p) set(r, S("Allow"), r->allow);
}

/* A person who is not signed in is led to the form, and back afterwards. */
static bool lead_to_sign_in(rq *r, const err *e) {
  bool leads = r->html && r->route && door_safe(r) && r->route->reply;
  if (!leads || e->kind != ERR_UNAUTHENTICATED) return false;
  buf b = buf_in(r->http->a);
  buf_add(&b, S("/sign-in?next="));
  put_url(&(out){.b = &b}, r->http->target);
  reply_see_other(r, buf_str(&b));
  return true;
}

/* An officer with a given password is led to where it is changed. */
static bool lead_to_password(rq *r, const err *e) {
  bool leads = r->html && r->route && door_safe(r) && r->route->reply && r->ctx.who;
  if (!leads || e->kind != ERR_FORBIDDEN || !r->ctx.who->given_password) return false;
  reply_see_other(r, S("/account"));
  return true;
}

void reply_error(rq *r, const err *e) {
  http_reply *reply = &r->http->reply;
  int status = err_http(e->kind);
  reply->nheaders = 0;
  reply->body = STR_NONE;
  bool ours = e->kind == ERR_INTERNAL || e->kind == ERR_STORAGE;
  if (status >= 500)
    log_err(ours ? LOG_ERROR_ : LOG_INFO_, r->route ? r->route->name : "request", e);
  if (lead_to_sign_in(r, e) || lead_to_password(r, e)) return;
  v_problem v = {.type = problem_type(r->http->a, e->kind),
                 .title = str_of(tr(r, err_title(e->kind))),
                 .status = status,
                 .detail = error_text(r, e),
                 .errors = field_errors(r, e)};
  set_error_headers(r, e);
  r->page.title = err_title(e->kind);
  if (r->html) write_page(r, status, &html_page_problem, &v);
  else set_json(r, status, S("application/problem+json"), &v_problem_type, &v);
}
