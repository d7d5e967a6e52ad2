/* test_router: every row of the table finds itself; what is no row finds nothing. */
#include "in_arena.h"
#include "office/workflow.h"
#include "web/web.h"

static const route *find(const char *method, const char *path) {
  str params[2], allow;
  return route_find(str_of(method), str_of(path), a, params, &allow);
}

static str allowed(const char *method, const char *path) {
  str params[2], allow;
  assert_null(route_find(str_of(method), str_of(path), a, params, &allow));
  return allow;
}

static void same(str got, const char *wanted) {
  if (!str_eq(got, str_of(wanted))) print_error("%.*s, not %s\n", STR_ARG(got), wanted);
  assert_true(str_eq(got, str_of(wanted)));
}

/* The pattern with each parameter replaced. */
static str filled(str pattern) {
  buf b = buf_in(a);
  str rest = str_sub(pattern, 1, pattern.n), segment;
  while (str_split(&rest, '/', &segment)) {
    str one = str_starts(segment, S(":")) ? S("x-1") : segment;
    buf_fmt(&b, "/%.*s", STR_ARG(str_starts(segment, S("*")) ? S("x/y/1") : one));
  }
  return buf_str(&b);
}

static void every_row_is_found(void **state) {
  (void)state;
  size_t n;
  const route *table = route_table(&n);
  assert_true(n > 20);
  for (size_t i = 0; i < n; i++) {
    str params[2], allow;
    const route *r = route_find(table[i].method, filled(table[i].pattern), a, params, &allow);
    assert_ptr_equal(r, &table[i]);
    if (str_chr(r->pattern, ':', 0) >= 0) same(params[0], "x-1");
    else if (str_chr(r->pattern, '*', 0) >= 0) same(params[0], "x/y/1");
    else assert_null(params[0].p);
  }
}

static void steps_follow_the_workflow(void **state) {
  (void)state;
  size_t n, steps = 0;
  const route *table = route_table(&n);
  for (size_t i = 0; i < n; i++) {
    if (!table[i].action.p) continue;
    steps++;
    assert_non_null(workflow_action(table[i].action));
    assert_true(table[i].handler == dossier_step);
    assert_int_equal(table[i].who, WHO_STEP_TAKER);
  }
  size_t taken = 0; /* what a decision on many dossiers does has no address of its own */
  for (size_t i = 0; i < workflow_step_count; i++) taken += workflow_steps[i].who != BY(RULING);
  assert_int_equal(steps, taken);
  str params[2], allow;
  str path = S("/dossiers/H49.20-261124-0001/receive");
  const route *r = route_find(S("POST"), path, a, params, &allow);
  assert_non_null(r);
  same(r->action, "receive");
  same(params[0], "H49.20-261124-0001");
}

static void parameters_are_decoded(void **state) {
  (void)state;
  str params[2], allow;
  assert_non_null(route_find(S("GET"), S("/procedures/a%2Fb"), a, params, &allow));
  same(params[0], "a/b");
  assert_null(find("GET", "/procedures/%ff"));
  assert_null(find("GET", "/procedures/%00"));
  assert_null(find("GET", "/procedures/%2"));
}

static void methods(void **state) {
  (void)state;
  assert_ptr_equal(find("HEAD", "/procedures"), find("GET", "/procedures"));
  same(allowed("POST", "/procedures"), "GET, HEAD");
  same(allowed("DELETE", "/dossiers"), "POST, GET, HEAD");
  same(allowed("GET", "/dossiers/x/receive"), "POST");
  same(allowed("HEAD", "/sessions"), "POST");
  same(allowed("get", "/"), "GET, HEAD");
}

static void nothing_else(void **state) {
  (void)state;
  static const char *const paths[] = {
      "", "x", "//", "/nothing", "/procedures/", "/Procedures", "/papers", "/sessions/current",
      "/dossiers/", "/dossiers//", "/dossiers//receive", "/dossiers/x/receive/",
      "/dossiers/x/steal", "/a/b/c/d/e/f/g/h/i/j/k"};
  for (size_t i = 0; i < COUNT(paths); i++) assert_null(find("GET", paths[i]));
}

static void bodies_and_replies(void **state) {
  (void)state;
  assert_null(find("GET", "/")->body);
  assert_ptr_equal(find("POST", "/papers")->body, &one_file);
  assert_ptr_equal(find("POST", "/dossiers")->body, &b_filing_type);
  assert_ptr_equal(find("GET", "/dossiers/x/result.pdf")->reply, &reply_pdf);
  assert_ptr_equal(find("GET", "/papers/x")->reply, &reply_file);
  assert_null(find("GET", "/metrics")->reply);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_row_is_found),     cmocka_unit_test(steps_follow_the_workflow),
      cmocka_unit_test(parameters_are_decoded), cmocka_unit_test(methods),
      cmocka_unit_test(nothing_else),           cmocka_unit_test(bodies_and_replies),
  };
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
