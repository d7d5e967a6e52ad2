/* web_client: a demonstration in a temporary folder and requests to it, all in this process. */
#ifndef TESTS_WEB_CLIENT_H
#define TESTS_WEB_CLIENT_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/defer.h"
#include "jobs/jobs.h"
#include "office/demo.h"
#include "tools/file.h"
#include "web/door.h"

static arena *a;      /* of the whole program */
static web site;
static char folder[] = "/tmp/motcua-web-XXXXXX";

typedef struct ask {
  const char *method, *target;
  str token, cookie;  /* Bearer, or the whole Cookie header */
  str type, body;     /* Content-Type */
  str accept, host;   /* none: JSON, "localhost" */
  str language;       /* none: "en" */
  bool away;          /* from another machine */
  http_header more[4];
} ask;

typedef struct answer {
  int status;
  str body;
  http_header headers[24];
  size_t nheaders;
} answer;

static inline str header_of(const answer *r, const char *name) {
  for (size_t i = 0; i < r->nheaders; i++)
    if (str_eq_nocase(r->headers[i].name, str_of(name))) return r->headers[i].value;
  return STR_NONE;
}

static inline void add_header(http_request *h, http_header *list, const char *name, str value) {
  if (value.p) list[h->nheaders++] = (http_header){str_of(name), value};
}

static inline str file_bytes(int fd, int64_t size) {
  char *p = arena_alloc(a, (size_t)size + 1);
  ssize_t n = pread(fd, p, (size_t)size, 0);
  close(fd);
  return (str){p, n < 0 ? 0 : (size_t)n};
}

/* What the site answers; texts are copied to a. */
static inline answer send_ask(const ask *q) {
  arena *mine = arena_new((size_t)64 << 20);
  http_header list[20];
  http_request h = {.a = mine, .method = str_of(q->method), .target = str_of(q->target),
                    .headers = list, .peer = q->away ? S("192.0.2.1") : S("127.0.0.1"),
                    .loopback = !q->away, .body = q->body, .reply = {.fd = -1}};
  add_header(&h, list, "Host", q->host.p ? q->host : S("localhost"));
  add_header(&h, list, "Accept", q->accept.p ? q->accept : S("application/json"));
  add_header(&h, list, "Accept-Language", q->language.p ? q->language : S("en"));
  add_header(&h, list, "Cookie", q->cookie);
  if (q->token.p) add_header(&h, list, "Authorization", str_cat(a, S("Bearer "), q->token));
  add_header(&h, list, "Content-Type", q->type);
  if (q->body.p) add_header(&h, list, "Content-Length", str_fmt(a, "%zu", q->body.n));
  for (size_t i = 0; i < COUNT(q->more) && q->more[i].name.p; i++) list[h.nheaders++] = q->more[i];
  web_serve(&site, &h);
  answer r = {.status = h.reply.status, .body = str_dup(a, h.reply.body),
              .nheaders = h.reply.nheaders};
  for (size_t i = 0; i < r.nheaders; i++) {
    const http_header *said = &h.reply.headers[i];
    r.headers[i] = (http_header){str_dup(a, said->name), str_dup(a, said->value)};
  }
  if (h.reply.fd > 0) r.body = file_bytes(h.reply.fd, h.reply.fd_size);
  arena_free(mine);
  return r;
}

static inline const json *json_body(const answer *r) {
  const json *v = NULL;
  err *e = json_parse(a, r->body, &v);
  if (e) print_error("not JSON: %.*s\n", STR_ARG(str_sub(r->body, 0, 400)));
  assert_null(e);
  return v;
}

static inline str text_of(const json *v, const char *path) {
  str s = json_str(json_at(v, str_of(path)));
  if (!s.p) print_error("no %s\n", path);
  assert_non_null(s.p);
  return str_dup(a, s);
}

#define assert_status(r, wanted)                                              \
  do {                                                                        \
    if ((r).status != (wanted))                                               \
      print_error("%.*s\n", STR_ARG(str_sub((r).body, 0, 600)));              \
    assert_int_equal((r).status, (wanted));                                   \
  } while (0)

static inline str sign_in(const char *account) {
  str body = str_fmt(a, "{\"account\":\"%s\",\"password\":\"motcua-demo\"}", account);
  answer r = send_ask(&(ask){.method = "POST", .target = "/sessions", .body = body,
                             .type = S("application/json")});
  assert_status(r, 201);
  return text_of(json_body(&r), "token");
}

/* The problem that a refusal is, and its kind. */
static inline void assert_problem(const answer *r, int status, const char *kind) {
  assert_status(*r, status);
  const json *v = json_body(r);
  int64_t said;
  assert_string_equal(text_of(v, "type").p, str_fmt(a, "/problems/%s", kind).p);
  assert_true(json_int(json_get(v, S("status")), &said) && said == status);
  assert_true(text_of(v, "title").n > 0 && text_of(v, "detail").n > 0);
  assert_string_equal(header_of(r, "Content-Type").p, "application/problem+json");
}

#define assert_ok(call)                                                           \
  do {                                                                            \
    err *error_ = (call);                                                         \
    if (error_) print_error("%s\n", err_line(a, error_).p);                       \
    assert_null(error_);                                                          \
  } while (0)

static inline str data_file(const char *name) {
  str bytes = file_read(a, str_fmt(a, "tests/data/%s", name).p);
  assert_non_null(bytes.p);
  return bytes;
}

#define JSON .type = S("application/json")
#define FORM .type = S("application/x-www-form-urlencoded")
#define HTML .accept = S("text/html,application/xhtml+xml,*/*;q=0.8")
#define ORIGIN {S("Origin"), S("http://localhost")}

/* A session cookie by the form, with the token of its pages. */
typedef struct browser {
  str cookie, csrf;
} browser;

static inline str cut(str s, const char *from, const char *to) {
  ptrdiff_t at = str_find(s, str_of(from));
  assert_true(at >= 0);
  s = str_sub(s, (size_t)at + str_of(from).n, s.n);
  ptrdiff_t end = str_find(s, str_of(to));
  assert_true(end >= 0);
  return str_sub(s, 0, (size_t)end);
}

static inline str cookie_set(const answer *r) { return cut(header_of(r, "Set-Cookie"), "", ";"); }
static inline str token_in(const answer *r) { return cut(r->body, "name=\"csrf\" value=\"", "\""); }

static inline browser visit(void) {
  answer r = send_ask(&(ask){.method = "GET", .target = "/sign-in", HTML});
  assert_status(r, 200);
  return (browser){cookie_set(&r), token_in(&r)};
}

static inline answer post_form(const browser *b, const char *target, const char *fields) {
  return send_ask(&(ask){.method = "POST", .target = target, .cookie = b->cookie, FORM, HTML,
                         .body = str_fmt(a, "csrf=%.*s&%s", STR_ARG(b->csrf), fields),
                         .more = {ORIGIN}});
}

static inline browser enter(const char *account) {
  browser b = visit();
  answer r = post_form(&b, "/sessions", str_fmt(a, "account=%s&password=motcua-demo", account).p);
  assert_status(r, 303);
  assert_string_equal(header_of(&r, "Location").p, "/dossiers");
  assert_int_equal(r.body.n, 0);
  b.cookie = cookie_set(&r);
  answer shown = send_ask(&(ask){.method = "GET", .target = "/dossiers", HTML, .cookie = b.cookie});
  assert_status(shown, 200);
  b.csrf = token_in(&shown);
  return b;
}

/* A filled demonstration on SQLite, on a Tuesday morning. */
static inline int open_site(void **state) {
  (void)state;
  a = arena_new((size_t)256 << 20);
  instant now;
  if (!a || !mkdtemp(folder) || !instant_parse(S("2026-11-24T09:00:00+07:00"), &now)) return -1;
  instant_fix(now);
  office_options o = {.folder = folder, .box = TEST_BOX};
  assert_ok(office_create(&o));
  assert_ok(office_open(&o, &site.office));
  assert_ok(install_base(site.office, a, now, true));
  assert_ok(demo_fill(site.office, a, now));
  assert_ok(office_renew(site.office));
  site.origins[site.norigins++] = S("localhost");
  site.openapi = web_openapi(a);
  return 0;
}

static inline int close_site(void **state) {
  (void)state;
  assert_ok(web_flush_notes(&site));
  office_close(site.office);
  int left = system(str_fmt(a, "rm -rf %s %s.secret", folder, folder).p);
  arena_free(a);
  return left;
}
#endif
