/* test_http_ask: kit/http asks a worker before it reads a body: what is refused then is never
 * waited for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdatomic.h>

#include "kit/http.h"
#include "tests/unit/raw_client.h"

#define POST(path) "POST " path " HTTP/1.1\r\nHost: localhost\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\nHost: localhost\r\n"
#define END "\r\n"

static http_server *server;
static int port;
static _Atomic int works;

static void say(http_request *r, int status, str body) {
  r->reply.status = status;
  r->reply.body = body;
  http_set(&r->reply, S("Content-Type"), S("text/plain"));
}

static http_verdict head(http_request *r, void *arg) {
  (void)arg;
  r->memory_limit = 1000;
  r->body_limit = 100000;
  return HTTP_ASK;
}

static http_verdict ask(http_request *r, void *arg) {
  (void)arg;
  if (str_eq(r->path, S("/yes"))) return HTTP_BODY;
  say(r, 401, S("asked-end"));
  return HTTP_ANSWER;
}

static void work(http_request *r, void *arg) {
  (void)arg;
  works++;
  say(r, 200, str_eq(r->body, S("body")) ? S("body-end") : S("other-end"));
}

static void refused(http_request *r, err *e, void *arg) {
  (void)arg;
  say(r, err_http(e->kind), S("refused-end"));
}

static int start(void **state) {
  (void)state;
  http_options o = {.listen = "127.0.0.1:0", .timeout = 20, .workers = 2, .head = head,
                    .ask = ask, .work = work, .refused = refused};
  if (http_start(&o, &server)) return -1;
  port = http_port(server);
  works = 0;
  return 0;
}

static int stop(void **state) {
  (void)state;
  http_stop(server);
  return 0;
}

/* Only the headers are sent: an answer shows that the body was not waited for. */
static void refused_before_the_body(void **state) {
  (void)state;
  answer a;
  raw_talk(port, S(POST("/no") "Content-Length: 90000\r\n" END), STR_NONE, &a);
  assert_true(a.closed && a.status == 401 && a.ms < 2000);
  raw_talk(port, S(POST("/no") "Expect: 100-continue\r\nContent-Length: 9000\r\n" END), STR_NONE,
           &a);
  assert_true(a.closed && a.status == 401 && a.replies == 1 && a.ms < 2000);
  raw_talk(port, S(POST("/no") "Transfer-Encoding: chunked\r\n" END), STR_NONE, &a);
  assert_true(a.closed && a.status == 401 && a.ms < 2000);
  assert_int_equal(works, 0);
}

static void taken_after_it(void **state) {
  (void)state;
  answer a;
  raw_talk(port, S(POST("/yes") "Content-Length: 4\r\n" END "body"), S("-end"), &a);
  assert_true(a.status == 200 && str_find((str){a.text, a.n}, S("body-end")) > 0);
  raw_talk(port, S(POST("/yes") "Transfer-Encoding: chunked\r\n" END "4\r\nbody\r\n0\r\n\r\n"),
           S("-end"), &a);
  assert_true(a.status == 200 && str_find((str){a.text, a.n}, S("body-end")) > 0);
  raw_talk(port, S(POST("/yes") "Content-Length: 200000\r\n" END), STR_NONE, &a);
  assert_true(a.closed && a.status == 413);
  raw_talk(port, S(GET("/yes") END), S("-end"), &a);
  assert_true(a.status == 200);
  raw_talk(port, S(GET("/no") END), S("-end"), &a);
  assert_true(a.status == 401);
  assert_int_equal(works, 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(refused_before_the_body, start, stop),
      cmocka_unit_test_setup_teardown(taken_after_it, start, stop)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
