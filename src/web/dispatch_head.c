/* dispatch_head: what a request's headers decide, before any byte of the body; see door.h. */
#include "kit/form.h"
#include "web/door.h"
#include "web/step.h"

enum {
  SMALL_BODY = 256 << 10,
  LARGE_BODY = 64 << 20, /* a paper, or a filing with its papers */
  MOST_TOKEN = 200
};

bool door_safe(const rq *r) {
  return str_eq(r->http->method, S("GET")) || str_eq(r->http->method, S("HEAD"));
}

str door_cookie_name(const rq *r) { return r->web->https ? S("__Host-motcua") : S("motcua"); }

bool door_media(const rq *r, str type) {
  str rest = r->http->content_type, media;
  return str_split(&rest, ';', &media) && str_eq_nocase(str_trim(media), type);
}

static err *check_host(const rq *r) {
  const web *w = r->web;
  for (size_t i = 0; i < w->norigins; i++)
    if (str_eq_nocase(r->http->host, w->origins[i])) return NULL;
  return ERR(MISDIRECTED, N_("This server does not answer for that host."));
}

static bool forwarded(const http_request *h) {
  for (size_t i = 0; i < h->nheaders; i++) {
    str name = h->headers[i].name;
    if (str_eq_nocase(name, S("Forwarded")) || str_eq_nocase(name, S("Via")) ||
        str_eq_nocase(str_sub(name, 0, 12), S("X-Forwarded-")))
      return true;
  }
  return false;
}

static err *check_demo(const rq *r) {
  if (!r->web->office->demo || !forwarded(r->http)) return NULL;
  return ERR(FORBIDDEN, N_("A demonstration is not served through a proxy."));
}

static err *find_route(rq *r) {
  http_request *h = r->http;
  r->route = route_find(h->method, h->path, h->a, r->params, &r->allow);
  if (!r->route && r->allow.p) return ERR(METHOD, N_("This address takes {0}."), r->allow);
  bool here = r->route && access_place(r->web->office, r->route->who, h->loopback);
  return here ? NULL : ERR(NOT_FOUND, N_("There is nothing at this address."));
}

/* RFC 6750: "Bearer" and a b64token. */
static err *read_bearer(rq *r) {
  str sent = r->http->authorization;
  if (!sent.p) return NULL;
  str scheme = str_sub(sent, 0, 7), token = str_trim(str_sub(sent, 7, sent.n));
  if (!str_eq_nocase(scheme, S("Bearer ")) || !token.n || token.n > MOST_TOKEN)
    return ERR(UNAUTHENTICATED, N_("Authorization must be a Bearer token."));
  r->bearer = token;
  return NULL;
}

static err *check_credentials(rq *r) {
  TRY(read_bearer(r));
  if (r->bearer.p && r->cookie_token.p)
    return ERR(BAD_REQUEST, N_("A cookie and a token came together; send one of them."));
  if (access_rules[r->route->who].sign_in && !r->bearer.p && !r->cookie_token.p)
    return ERR(UNAUTHENTICATED, N_("Please sign in first."));
  return NULL;
}

static err *not_taken(const char *wanted) {
  return ERR(MEDIA, N_("The body must be {0}."), str_of(wanted));
}

/* What kind of body this route takes from this sender. */
static err *check_kind(const rq *r) {
  const body_type *body = r->route->body;
  bool is_json = door_media(r, S("application/json"));
  bool is_form = door_media(r, S("application/x-www-form-urlencoded"));
  bool multipart = door_media(r, S("multipart/form-data"));
  bool cookie = r->cookie_token.p;
  if (!body) return cookie && !is_form ? not_taken("application/x-www-form-urlencoded") : NULL;
  if (body == &one_file) {
    if (!multipart) return not_taken("multipart/form-data");
  } else if (r->bearer.p || !(is_form || multipart)) {
    if (!is_json) return not_taken("application/json");
    if (cookie) return ERR(MEDIA, N_("JSON comes with a token, not with a cookie."));
    if (!r->route->reply) return not_taken("application/x-www-form-urlencoded");
    return NULL;
  } else if (multipart && !body_takes_files(body)) {
    return not_taken("application/x-www-form-urlencoded");
  }
  if (!r->bearer.p && !cookie && !csrf_free(r))
    return ERR(FORBIDDEN, N_("Forms come from our own pages; programs send JSON."));
  return NULL;
}

bool door_large(const rq *r) { return r->http->body_limit == LARGE_BODY; }

static size_t most_of(const rq *r) {
  if (door_safe(r) || (!r->route->body && !r->cookie_token.p)) return 0;
  return door_media(r, S("multipart/form-data")) ? LARGE_BODY : SMALL_BODY;
}

static err *check_size(rq *r) {
  r->http->body_limit = most_of(r);
  r->http->memory_limit = SMALL_BODY;
  int64_t declared;
  bool known = str_to_i64(r->http->content_length, &declared);
  if (!known) return NULL; /* counted as it comes */
  if ((uint64_t)declared <= r->http->body_limit) return NULL;
  size_t kilobytes = r->http->body_limit >> 10;
  return ERR(TOO_LARGE, N_("What is sent here may be {0} in all at most."),
             kilobytes < 1024 ? str_fmt(r->http->a, "%zu KB", kilobytes)
                              : str_fmt(r->http->a, "%zu MB", kilobytes >> 10));
}

err *door_head(rq *r) {
  TRY(check_host(r));
  TRY(check_demo(r));
  TRY(find_route(r));
  TRY(check_credentials(r));
  bool unsafe = !door_safe(r);
  bool by_cookie = !r->bearer.p && (r->cookie_token.p || csrf_free(r));
  if (unsafe && by_cookie) TRY(csrf_origin(r));
  if (unsafe) TRY(check_kind(r));
  return check_size(r);
}
