/* test_form: bodies, queries, cookies and Accept, good and bad. */
#include "in_arena.h"
#include "kit/form.h"

#define URLENCODED S("application/x-www-form-urlencoded")
#define MULTIPART S("multipart/form-data; boundary=xYz")
#define PART(disposition) "--xYz\r\nContent-Disposition: form-data; " disposition "\r\n"

static int status_of(str type, str body, form *f) {
  err *e = form_read(a, type, body, f);
  return e ? err_http(e->kind) : 0;
}

static void is(str got, const char *want) {
  if (!got.p || !str_eq(got, str_of(want))) fail_msg("\"%.*s\", not \"%s\"", STR_ARG(got), want);
}

static void test_urlencoded(void **state) {
  form f;
  (void)state;
  str body = S("a=1&b=x+y%20%c4%91&&c&d==&a=2&=");
  assert_int_equal(status_of(URLENCODED, body, &f), 400); /* a pair without a name */
  body.n -= 2;
  assert_int_equal(status_of(S("Application/X-WWW-Form-Urlencoded; charset=utf-8"), body, &f), 0);
  assert_int_equal(f.n, 5);
  is(form_get(&f, S("a"))->value, "1");
  assert_ptr_equal(form_get(&f, S("a"))->value.p, body.p + 2); /* a view */
  is(form_get(&f, S("b"))->value, "x y \xc4\x91");
  is(form_get(&f, S("c"))->value, "");
  is(form_get(&f, S("d"))->value, "=");
  is(f.parts[4].value, "2");
  assert_null(form_get(&f, S("e")));
  assert_int_equal(status_of(URLENCODED, S(""), &f), 0);
  assert_int_equal(f.n, 0);
  static const str bad[] = {S("a=%"), S("a=%4"), S("a=%4g"), S("a=%00"), S("a=\xff"), S("%ff=1"),
                            S("a=%c4"), S("=1")};
  for (size_t i = 0; i < COUNT(bad); i++)
    if (status_of(URLENCODED, bad[i], &f) != 400) fail_msg("%s", bad[i].p);
  char many[2 * FORM_MOST_PARTS + 2];
  for (size_t i = 0; i < sizeof many; i++) many[i] = i % 2 ? '&' : 'a';
  assert_int_equal(status_of(URLENCODED, (str){many, sizeof many - 3}, &f), 0);
  assert_int_equal(f.n, FORM_MOST_PARTS);
  assert_int_equal(status_of(URLENCODED, (str){many, sizeof many - 1}, &f), 413);
  assert_null(form_query(a, STR_NONE, &f));
  assert_int_equal(f.n, 0);
}

static void test_multipart(void **state) {
  form f;
  (void)state;
  str body = S(PART("name=\"note\"") "\r\nxin ch\xc3\xa0o\r\n\r\n--xY\r\n"
               PART("name=file; filename=\"C:\\tmp\\a%22b.pdf\"")
               "Content-Type: application/pdf\r\n"
               "Content-Transfer-Encoding: binary\r\n\r\n%PDF\0\xff\r\n\r\n"
               PART("name=\"q\\\"\\\\r\\s\"; filename=\"\"") "\r\n\r\n--xYz--\r\n");
  assert_int_equal(status_of(MULTIPART, body, &f), 0);
  assert_int_equal(f.n, 3);
  is(f.parts[0].value, "xin ch\xc3\xa0o\r\n\r\n--xY");
  assert_null(f.parts[0].filename.p);
  is(f.parts[1].name, "file");
  is(f.parts[1].filename, "a\"b.pdf");
  is(f.parts[1].content_type, "application/pdf");
  assert_true(str_eq(f.parts[1].value, S("%PDF\0\xff\r\n")));
  assert_true(f.parts[1].value.p > body.p && f.parts[1].value.p < body.p + body.n);
  is(f.parts[2].name, "q\"\\r\\s");
  is(f.parts[2].filename, "");
  body.n -= 2;
  assert_int_equal(status_of(S("multipart/form-data;boundary=\"xYz\""), body, &f), 0);
  assert_int_equal(status_of(MULTIPART, S("--xYz--"), &f), 0);
  assert_int_equal(f.n, 0);
}

static void test_multipart_faults(void **state) {
#define END "\r\n--xYz--\r\n"
  static const struct {
    const char *what;
    str body;
  } cases[] = {
    {"nothing", S("")},
    {"something before", S("x\r\n" PART("name=a") "\r\n1" END)},
    {"another boundary", S("--xYy\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--xYy--")},
    {"no end", S(PART("name=a") "\r\n1")},
    {"end without dashes", S(PART("name=a") "\r\n1\r\n--xYz")},
    {"something behind", S(PART("name=a") "\r\n1\r\n--xYz--\r\nx")},
    {"blank behind the boundary",
     S("--xYz \r\nContent-Disposition: form-data; name=a\r\n\r\n1" END)},
    {"bare LF", S("--xYz\nContent-Disposition: form-data; name=a\n\n1\n--xYz--\n")},
    {"no headers", S("--xYz\r\n\r\n1" END)},
    {"no disposition", S("--xYz\r\nContent-Type: text/plain\r\n\r\n1" END)},
    {"no name", S(PART("filename=a") "\r\n1" END)},
    {"empty name", S(PART("name=\"\"") "\r\n1" END)},
    {"two names", S(PART("name=a; name=b") "\r\n1" END)},
    {"two file names", S(PART("name=a; filename=a; filename=b") "\r\n1" END)},
    {"filename*", S(PART("name=a; filename*=utf-8''b") "\r\n1" END)},
    {"two dispositions", S(PART("name=a") "Content-Disposition: form-data; name=b\r\n\r\n1" END)},
    {"two types", S(PART("name=a") "Content-Type: a/b\r\nContent-Type: a/b\r\n\r\n1" END)},
    {"attachment", S("--xYz\r\nContent-Disposition: attachment; name=a\r\n\r\n1" END)},
    {"open quote", S(PART("name=\"a") "\r\n1" END)},
    {"no value", S(PART("name") "\r\n1" END)},
    {"rubbish after the name", S(PART("name=a b") "\r\n1" END)},
    {"line feed in a name", S(PART("name=\"a%0Ab\"") "\r\n1" END)},
    {"NUL in a name", S(PART("name=\"a\0b\"") "\r\n1" END)},
    {"name not UTF-8", S(PART("name=\"a\xff\"") "\r\n1" END)},
    {"field not UTF-8", S(PART("name=a") "\r\n\xff" END)},
    {"NUL in a field", S(PART("name=a") "\r\n\0" END)},
    {"base64", S(PART("name=a") "Content-Transfer-Encoding: base64\r\n\r\nMQ==" END)},
    {"blank before the colon", S(PART("name=a") "Content-Type : a/b\r\n\r\n1" END)},
    {"folded", S("--xYz\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n1" END)},
#define FOUR "A:\r\nA:\r\nA:\r\nA:\r\n"
    {"too many headers", S(PART("name=a") FOUR FOUR "\r\n1" END)},
  };
  form f;
  (void)state;
  for (size_t i = 0; i < COUNT(cases); i++)
    if (status_of(MULTIPART, cases[i].body, &f) != 400 || f.n) fail_msg("%s", cases[i].what);
}

static void test_types(void **state) {
  form f;
  str body = S("--xYz--");
  (void)state;
  static const char *const other[] = {"", "text/plain", "application/json",
                                      "multipart/mixed; boundary=xYz",
                                      "multipart/form-data boundary=xYz"};
  for (size_t i = 0; i < COUNT(other); i++)
    assert_int_equal(status_of(str_of(other[i]), body, &f), 415);
  assert_int_equal(status_of(STR_NONE, body, &f), 415);
  static const char *const bad[] = {
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
    "multipart/form-data; boundary=xYz; boundary=xYz", "multipart/form-data; boundary=x Yz",
    "multipart/form-data; boundary=\"x\xc3\"", "multipart/form-data; boundary=\"xYz ",
    ("multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaa")}; /* 71 */
  for (size_t i = 0; i < COUNT(bad); i++)
    if (status_of(str_of(bad[i]), body, &f) != 400) fail_msg("%s", bad[i]);
}

/* What a hostile form can make the reader take from the arena stays in proportion to its size. */
static void test_memory(void **state) {
  form f;
  (void)state;
  buf b = buf_in(a);
  for (int i = 0; i < FORM_MOST_PARTS; i++) {
    buf_add(&b, S("--xYz\r\nContent-Disposition: form-data; name=a"));
    for (int k = 0; k < 600; k++) buf_add(&b, S(";a=\"\""));
    buf_add(&b, S("\r\n\r\n1\r\n"));
  }
  buf_add(&b, S("--xYz--"));
  str body = buf_str(&b);
  size_t before = arena_mark(a);
  assert_int_equal(status_of(MULTIPART, body, &f), 0);
  assert_int_equal(f.n, FORM_MOST_PARTS);
  assert_true(arena_mark(a) - before < 16 << 20);
}

static void test_decode(void **state) {
  (void)state;
  is(form_decode(a, S("a%2Fb+c%c4%91")), "a/b+c\xc4\x91");
  is(form_decode_query(a, S("a%2Fb+c")), "a/b c");
  is(form_decode(a, S("")), "");
  static const str bad[] = {S("%"), S("%4"), S("%xx"), S("%00"), S("%ff"), S("\xff"), STR_NONE};
  for (size_t i = 0; i < COUNT(bad); i++) assert_null(form_decode(a, bad[i]).p);
}

static void test_cookies(void **state) {
  (void)state;
  str header = S("a=1; session=abc-_; b=\"q\"; c=; A=2; d=x=y; e");
  is(cookie_get(header, S("session")), "abc-_");
  is(cookie_get(header, S("a")), "1");
  is(cookie_get(header, S("b")), "q");
  is(cookie_get(header, S("c")), "");
  is(cookie_get(header, S("d")), "x=y");
  assert_null(cookie_get(header, S("e")).p);
  assert_null(cookie_get(header, S("f")).p);
  assert_null(cookie_get(STR_NONE, S("a")).p);
  assert_null(cookie_get(S("a=1; a=2"), S("a")).p);
  is(cookie_get(S("a=1; a=1"), S("a")), "1");
  assert_null(cookie_get(S("a=b c"), S("a")).p);
  assert_null(cookie_get(S("a=\xc3\xa9"), S("a")).p);
}

static void test_accept(void **state) {
  static const struct {
    const char *accept;
    bool html;
  } cases[] = {
    {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true},
    {"text/html", true},
    {"TEXT/HTML ; charset=utf-8", true},
    {"text/html;level=1;q=0.4", true},
    {"application/xhtml+xml", true},
    {"application/json, text/html", true},
    {"application/json;q=0.5, text/html;q=0.5", true},
    {"text/html;q=0.001", true},
    {"text/html;Q=1.000", true},
    {" , text/html, ", true},
    {"", false},
    {"*/*", false},
    {"text/*", false},
    {"application/json", false},
    {"application/json, text/plain, */*", false},
    {"application/json, text/html;q=0.9", false},
    {"text/html;q=0", false},
    {"text/html; q=0.000", false},
    {"text/html;q=1.001", false},
    {"text/html;q=2", false},
    {"text/html;q=0.0001", false},
    {"text/html;q=", false},
    {"text/html;q=-1", false},
    {"text/html;q=.5", false},
    {"text/htmlx", false},
    {"xtext/html", false},
  };
  (void)state;
  for (size_t i = 0; i < COUNT(cases); i++)
    if (http_accepts_html(str_of(cases[i].accept)) != cases[i].html)
      fail_msg("%s", cases[i].accept);
  assert_false(http_accepts_html(STR_NONE));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_urlencoded), TEST(test_multipart), TEST(test_multipart_faults), TEST(test_types),
      TEST(test_memory),     TEST(test_decode),    TEST(test_cookies),          TEST(test_accept),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
