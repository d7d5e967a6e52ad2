/* test_dispatch: what is refused before a handler, who is told what, and what replies carry. */
#include "office/reason.h"
#include "web_client.h"

static answer get(const char *target) {
  return send_ask(&(ask){.method = "GET", .target = target});
}

#define refused(status, kind, verb, address, ...)                                  \
  do {                                                                             \
    answer r_ = send_ask(&(ask){.method = verb, .target = address, __VA_ARGS__});  \
    assert_problem(&r_, status, kind);                                             \
  } while (0)

/* --- at the headers --- */
static void hosts(void **state) {
  (void)state;
  refused(421, "misdirected", "GET", "/", .host = S("evil.example"));
  refused(421, "misdirected", "GET", "/", .host = S("localhost:81"));
  answer r = send_ask(&(ask){.method = "GET", .target = "/healthz", .host = S("LOCALHOST")});
  assert_status(r, 200);
}

static void proxies(void **state) {
  (void)state;
  refused(403, "forbidden", "GET", "/", .more = {{S("Forwarded"), S("for=1")}});
  refused(403, "forbidden", "GET", "/",
          .more = {{S("x-forwarded-for"), S("192.0.2.1")}});
  site.office->demo = false;
  answer r = send_ask(&(ask){.method = "GET", .target = "/healthz",
                             .more = {{S("Forwarded"), S("for=1")}}});
  assert_status(r, 200);
  refused(404, "not-found", "GET", "/demo", .token = STR_NONE);
  site.office->demo = true;
}

static void addresses(void **state) {
  (void)state;
  refused(404, "not-found", "GET", "/nothing", .token = STR_NONE);
  refused(405, "method", "DELETE", "/dossiers", .token = STR_NONE);
  answer r = send_ask(&(ask){.method = "PUT", .target = "/"});
  assert_string_equal(header_of(&r, "Allow").p, "GET, HEAD");
  refused(400, "bad-request", "GET", "/%zz", .token = STR_NONE);
  refused(400, "bad-request", "GET", "/", .more = {{S("Host"), S("localhost")}});
}

static const str *kept(const char *key) {
  size_t n;
  const edition *e = office_edition(site.office);
  const str *texts = memo_get(e->made, str_of(key), &n);
  office_release(site.office, e);
  return texts;
}

static void kept_with_the_edition(void **state) {
  (void)state;
  const char *address = "/procedures/1.001193", *other = "/procedures/1%2E001193";
  answer first = get(address), again = get(address);
  assert_non_null(kept("data en /procedures/1.001193"));
  assert_null(kept("html en /procedures/1.001193"));
  assert_status(again, 200);
  assert_true(str_eq(first.body, again.body));
  assert_int_equal(first.nheaders, again.nheaders);
  for (size_t i = 0; i < first.nheaders; i++)
    assert_true(str_eq(header_of(&again, first.headers[i].name.p), first.headers[i].value));
  str tag = header_of(&first, "ETag");
  again = send_ask(&(ask){.method = "GET", .target = address, .more = {{S("If-None-Match"), tag}}});
  assert_status(again, 304);
  assert_int_equal(again.body.n, 0);
  answer shown = send_ask(&(ask){.method = "GET", .target = address, HTML});
  assert_true(str_find(shown.body, S("<html lang=\"en\"")) >= 0);
  shown = send_ask(&(ask){.method = "GET", .target = address, HTML, .cookie = S("lang=vi")});
  assert_true(str_find(shown.body, S("<html lang=\"vi\"")) >= 0);
  assert_false(str_eq(header_of(&shown, "ETag"), tag));
  again = get(other);
  assert_true(str_eq(again.body, first.body));
  assert_null(kept("data en /procedures/1%2E001193"));
  refused(404, "not-found", "GET", "/procedures/9.999999");
  assert_null(kept("data en /procedures/9.999999"));
  again = get("/procedures?q=khai+sinh");
  assert_status(again, 200);
  assert_null(kept("data en /procedures?q=khai+sinh"));
  again = get("/healthz");
  assert_status(again, 200);
  assert_null(kept("data en /healthz"));
}

static void credentials(void **state) {
  (void)state;
  refused(401, "unauthenticated", "GET", "/dossiers", .token = STR_NONE);
  refused(401, "unauthenticated", "GET", "/dossiers", .token = S("no-such-token"));
  refused(401, "unauthenticated", "GET", "/dossiers",
          .more = {{S("Authorization"), S("Basic Yjpj")}});
  refused(400, "bad-request", "GET", "/dossiers", .token = sign_in("citizen"),
          .cookie = S("motcua=x"));
  answer r = get("/dossiers");
  assert_string_equal(header_of(&r, "WWW-Authenticate").p, "Bearer realm=\"motcua\"");
  r = send_ask(&(ask){.method = "GET", .target = "/dossiers", .token = sign_in("citizen"),
                      .cookie = S("lang=en")});
  assert_status(r, 200);
  r = send_ask(&(ask){.method = "GET", .target = "/dossiers?view=desk", HTML});
  assert_status(r, 303);
  assert_string_equal(header_of(&r, "Location").p, "/sign-in?next=%2Fdossiers%3Fview%3Ddesk");
}

static void sizes_and_kinds(void **state) {
  (void)state;
  str token = sign_in("citizen"), large = {arena_alloc(a, 300 << 10), 300 << 10};
  refused(413, "too-large", "POST", "/sessions", JSON, .body = large);
  refused(413, "too-large", "GET", "/", .body = S("x"));
  refused(413, "too-large", "POST", "/sessions/current/end", .token = token, JSON, .body = S("{}"));
  refused(415, "media", "POST", "/sessions", .type = S("text/xml"), .body = S("<a/>"));
  refused(415, "media", "POST", "/dossiers", .token = token, FORM, .body = S("a=b"));
  refused(415, "media", "POST", "/papers", .token = token, JSON, .body = S("{}"));
  refused(403, "forbidden", "POST", "/sessions", FORM,
          .body = S("account=citizen&password=motcua-demo"));
  refused(400, "bad-request", "POST", "/sessions", JSON, .body = S("{\"a\":1"));
  refused(422, "invalid", "POST", "/sessions", JSON, .body = S("{\"account\":\"citizen\"}"));
  refused(401, "unauthenticated", "POST", "/sessions", JSON,
          .body = S("{\"account\":\"citizen\",\"password\":\"x\"}"));
}

/* --- cookies and forms --- */
static void forms(void **state) {
  (void)state;
  browser b = enter("citizen");
  const char *end = "/sessions/current/end";
  str body = str_cat(a, S("csrf="), b.csrf);
  refused(403, "forbidden", "POST", end, .cookie = b.cookie, FORM, .body = body);
  refused(403, "forbidden", "POST", end, .cookie = b.cookie, FORM, .body = body,
          .more = {{S("Origin"), S("http://evil.example")}});
  refused(403, "forbidden", "POST", end, .cookie = b.cookie, FORM, .body = body,
          .more = {{S("Origin"), S("null")}, {S("Sec-Fetch-Site"), S("same-origin")}});
  refused(403, "forbidden", "POST", end, .cookie = b.cookie, FORM, .body = body,
          .more = {ORIGIN, {S("Sec-Fetch-Site"), S("cross-site")}});
  refused(403, "forbidden", "POST", end, .cookie = b.cookie, FORM,
          .body = S("csrf=x"), .more = {ORIGIN});
  refused(403, "forbidden", "POST", end, .cookie = b.cookie, FORM,
          .body = str_cat(a, S("csrf="), visit().csrf), .more = {ORIGIN});
  refused(415, "media", "POST", end, .cookie = b.cookie, JSON, .body = S("{}"), .more = {ORIGIN});
  refused(415, "media", "POST", "/dossiers", .cookie = b.cookie, JSON,
          .body = S("{}"), .more = {ORIGIN});
  answer still = send_ask(&(ask){.method = "GET", .target = "/dossiers", .cookie = b.cookie});
  assert_status(still, 200);
  answer r = send_ask(&(ask){.method = "POST", .target = end, .cookie = b.cookie, FORM,
                             .body = body, .more = {{S("Sec-Fetch-Site"), S("same-origin")}}});
  assert_status(r, 303);
  assert_true(str_eq(header_of(&r, "Set-Cookie"),
                     S("motcua=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")));
  refused(401, "unauthenticated", "GET", "/dossiers", .cookie = b.cookie);
}

static void sign_in_fails_on_the_page(void **state) {
  (void)state;
  browser b = visit();
  answer r = post_form(&b, "/sessions", "account=citizen&password=wrong&next=%2Fprocedures");
  assert_status(r, 401);
  assert_true(str_find(r.body, S("value=\"citizen\"")) > 0);
  assert_true(str_find(r.body, S("value=\"/procedures\"")) > 0);
  assert_true(str_find(r.body, S("wrong")) < 0);
  assert_null(header_of(&r, "Set-Cookie").p);
  r = post_form(&b, "/sessions", "account=citizen&password=motcua-demo&next=%2F%2Fevil.example");
  assert_string_equal(header_of(&r, "Location").p, "/dossiers");
}

static void tokens_and_cookies_stay_apart(void **state) {
  (void)state;
  browser b = enter("citizen");
  str value = str_sub(b.cookie, 7, b.cookie.n);
  refused(401, "unauthenticated", "GET", "/dossiers", .token = value);
  refused(401, "unauthenticated", "GET", "/dossiers",
          .cookie = str_cat(a, S("motcua="), sign_in("citizen")));
  answer r = send_ask(&(ask){.method = "POST", .target = "/sessions", JSON,
                             .body = S("{\"account\":\"citizen\",\"password\":\"motcua-demo\"}")});
  assert_null(header_of(&r, "Set-Cookie").p);
}

static void language(void **state) {
  (void)state;
  answer r = send_ask(&(ask){.method = "POST", .target = "/language", FORM, .more = {ORIGIN},
                             .body = S("lang=en&next=%2Fprocedures")});
  assert_status(r, 303);
  assert_string_equal(header_of(&r, "Location").p, "/procedures");
  assert_true(str_starts(header_of(&r, "Set-Cookie"), S("lang=en;")));
  refused(403, "forbidden", "POST", "/language", FORM, .body = S("lang=en"));
  refused(422, "invalid", "POST", "/language", FORM, .body = S("lang=xx"), .more = {ORIGIN});
  r = send_ask(&(ask){.method = "GET", .target = "/", HTML, .cookie = S("lang=vi")});
  assert_true(str_find(r.body, S("<html lang=\"vi\">")) > 0);
  r = send_ask(&(ask){.method = "GET", .target = "/", HTML});
  assert_true(str_find(r.body, S("<html lang=\"en\">")) > 0);
}

/* --- what replies carry --- */
static void caching(void **state) {
  (void)state;
  answer r = get("/procedures/1.001193");
  assert_status(r, 200);
  assert_string_equal(header_of(&r, "Vary").p, "Accept, Accept-Language, Cookie");
  assert_string_equal(header_of(&r, "Cache-Control").p, "no-cache");
  str tag = header_of(&r, "ETag");
  assert_true(str_starts(tag, S("\"")));
  answer same = send_ask(&(ask){.method = "GET", .target = "/procedures/1.001193",
                                .more = {{S("If-None-Match"), str_cat(a, S("\"x\", W/"), tag)}}});
  assert_status(same, 304);
  assert_int_equal(same.body.n, 0);
  answer shown = send_ask(&(ask){.method = "GET", .target = "/procedures/1.001193", HTML,
                                .more = {{S("If-None-Match"), tag}}});
  assert_status(shown, 200);
  answer signed_in = send_ask(&(ask){.method = "GET", .target = "/procedures/1.001193", HTML,
                                     .cookie = enter("citizen").cookie});
  assert_true(str_eq(signed_in.body, shown.body));
  r = send_ask(&(ask){.method = "GET", .target = "/dossiers", .token = sign_in("citizen")});
  assert_string_equal(header_of(&r, "Cache-Control").p, "private, no-store");
  assert_null(header_of(&r, "ETag").p);
}

static void guards_of_pages(void **state) {
  (void)state;
  answer r = send_ask(&(ask){.method = "GET", .target = "/sign-in", HTML});
  str policy = header_of(&r, "Content-Security-Policy");
  assert_true(str_starts(policy, S("default-src 'none'; style-src 'self'")));
  assert_true(str_find(policy, S("script-src 'self'")) > 0 && str_find(policy, S("unsafe")) < 0);
  assert_string_equal(header_of(&r, "X-Content-Type-Options").p, "nosniff");
  assert_string_equal(header_of(&r, "Referrer-Policy").p, "same-origin");
  assert_string_equal(header_of(&r, "Cross-Origin-Opener-Policy").p, "same-origin");
  assert_non_null(header_of(&r, "Permissions-Policy").p);
  str cookie = header_of(&r, "Set-Cookie");
  assert_true(str_find(cookie, S("; Path=/; HttpOnly; SameSite=Lax")) > 0);
  assert_true(str_find(cookie, S("Secure")) < 0);
  site.https = true;
  r = send_ask(&(ask){.method = "GET", .target = "/sign-in", HTML});
  site.https = false;
  cookie = header_of(&r, "Set-Cookie");
  assert_true(str_starts(cookie, S("__Host-motcua=")) && str_ends(cookie, S("; Secure")));
}

static void sizes_in_words(void **state) {
  (void)state;
  str large = {arena_alloc(a, 300 << 10), 300 << 10};
  answer r = send_ask(&(ask){.method = "POST", .target = "/sessions", JSON, .body = large});
  assert_true(str_find(r.body, S("256 KB")) > 0);
}

static void clauses(void **state) {
  (void)state;
  static const char *const told[][2] = {
      {"ND 123/2015 art. 4", "Nghị định 123/2015/NĐ-CP, điều 4"},
      {"ND 30/2020 arts 15, 18", "Nghị định 30/2020/NĐ-CP, điều 15, 18"},
      {"ND 118/2025", "Nghị định 118/2025/NĐ-CP"},
      {"Luật Hộ tịch 2014", "Luật Hộ tịch 2014"}};
  for (size_t i = 0; i < COUNT(told); i++)
    assert_true(str_eq(clause_told(a, str_of(told[i][0])), str_of(told[i][1])));
  assert_null(clause_told(a, STR_NONE).p);
}

static void error_pages(void **state) {
  (void)state;
  answer r = send_ask(&(ask){.method = "GET", .target = "/nothing", HTML});
  assert_status(r, 404);
  assert_true(str_starts(header_of(&r, "Content-Type"), S("text/html")));
  assert_true(str_find(r.body, S("<h1>Not found</h1>")) > 0);
  assert_string_equal(header_of(&r, "Cache-Control").p, "private, no-store");
}

static void machine(void **state) {
  (void)state;
  answer r = get("/healthz");
  assert_status(r, 200);
  assert_string_equal(text_of(json_body(&r), "status").p, "ok");
  assert_string_equal(header_of(&r, "Cache-Control").p, "no-store");
  r = get("/readyz");
  assert_status(r, 200);
  r = get("/metrics");
  assert_status(r, 200);
  assert_true(str_find(r.body, S("\nmotcua_train_commits_total ")) > 0);
  assert_string_equal(header_of(&r, "Content-Type").p, "text/plain; version=0.0.4; charset=utf-8");
  r = get("/openapi.json");
  assert_string_equal(text_of(json_body(&r), "openapi").p, "3.1.0");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(hosts),           cmocka_unit_test(proxies),
      cmocka_unit_test(addresses),       cmocka_unit_test(credentials),
      cmocka_unit_test(kept_with_the_edition),
      cmocka_unit_test(sizes_and_kinds), cmocka_unit_test(forms),
      cmocka_unit_test(sign_in_fails_on_the_page),
      cmocka_unit_test(tokens_and_cookies_stay_apart),
      cmocka_unit_test(language),        cmocka_unit_test(caching),
      cmocka_unit_test(guards_of_pages), cmocka_unit_test(error_pages),
      cmocka_unit_test(sizes_in_words), cmocka_unit_test(clauses),
      cmocka_unit_test(machine),
  };
  return cmocka_run_group_tests(tests, open_site, close_site);
}
