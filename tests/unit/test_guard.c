/* test_guard: what kit/guard accepts and refuses, as tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kit/guard.h"

enum { CLEAN = 0, MOST = 12 };
#define HOST {S("Host"), S("localhost:8080")}

static int check(str method, str target, const http_header *headers, size_t n) {
  err *e = guard_check(method, target, headers, n);
  return e ? err_http(e->kind) : CLEAN;
}

static void test_targets(void **state) {
  static const struct {
    const char *target;
    int status;
  } cases[] = {
    {"/", CLEAN},           {"/a", CLEAN},          {"/a/b/", CLEAN},     {"/a?b", CLEAN},
    {"/?", CLEAN},          {"/a?//..//", CLEAN},   {"/a?x={|}[]", CLEAN}, {"/%41%c3%a9", CLEAN},
    {"/...", CLEAN},        {"/.a", CLEAN},         {"/a..", CLEAN},      {"/a/%2e%2e%2e", CLEAN},
    {"/a:b@c;d=e,f!$&'()*+~_-", CLEAN},
    {"", 400},              {"a", 400},             {"*", 400},           {"?a", 400},
    {"http://a/", 400},     {"//", 400},            {"//a", 400},         {"/a//b", 400},
    {"/a//", 400},          {"/.", 400},            {"/..", 400},         {"/a/.", 400},
    {"/a/..", 400},         {"/./a", 400},          {"/../a", 400},       {"/%2e", 400},
    {"/%2E%2e/a", 400},     {"/.%2e", 400},         {"/a/%2e.?b", 400},   {"/a%00", 400},
    {"/a%", 400},           {"/a%4", 400},          {"/a%4g", 400},       {"/a%g4", 400},
    {"/a?b=%00", 400},      {"/a?b%", 400},         {"/a?%4", 400},       {"/a b", 400},
    {"/a\tb", 400},         {"/a\x7f", 400},        {"/\xc3\xa9", 400},   {"/a#b", 400},
    {"/a\\b", 400},         {"/a?b\nc", 400},
  };
  static const http_header host = HOST;
  (void)state;
  for (size_t i = 0; i < COUNT(cases); i++) {
    int got = check(S("GET"), str_of(cases[i].target), &host, 1);
    if (got != cases[i].status) fail_msg("%s: %d", cases[i].target, got);
  }
  assert_int_equal(check(S("GET"), (str){"/a\0b", 4}, &host, 1), 400);
  static char longest[8194];
  memset(longest, 'a', sizeof longest);
  longest[0] = '/';
  assert_int_equal(check(S("GET"), (str){longest, 8192}, &host, 1), CLEAN);
  assert_int_equal(check(S("GET"), (str){longest, 8193}, &host, 1), 414);
}

static void test_methods(void **state) {
  static const char *const known[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  static const char *const unknown[] = {"", "get", "GETS", "GE", "TRACE", "CONNECT", "PRI", "G T"};
  static const http_header host = HOST;
  (void)state;
  for (size_t i = 0; i < COUNT(known); i++)
    assert_int_equal(check(str_of(known[i]), S("/"), &host, 1), CLEAN);
  for (size_t i = 0; i < COUNT(unknown); i++)
    assert_int_equal(check(str_of(unknown[i]), S("/"), &host, 1), 400);
}

static void test_headers(void **state) {
#define H(name, value) {S(name), S(value)}
  static const struct {
    const char *what;
    int status;
    http_header headers[MOST]; /* after a good Host */
  } cases[] = {
    {"none", CLEAN, {H("X", "")}},
    {"any bytes that may be text", CLEAN, {H("X", "a\tb \xc3\xa9\xff")}},
    {"every token character", CLEAN, {H("!#$%&'*+-.^_`|~09azAZ", "a")}},
    {"a repeated list", CLEAN, {H("Accept", "a/b"), H("Accept", "c/d")}},
    {"length", CLEAN, {H("Content-Length", "0")}},
    {"length with zeros", CLEAN, {H("content-length", "007")}},
    {"chunked", CLEAN, {H("transfer-encoding", "Chunked")}},
    {"empty name", 400, {H("", "a")}},
    {"blank in a name", 400, {H("X ", "a")}},
    {"colon in a name", 400, {H("X:", "a")}},
    {"NUL in a name", 400, {H("X\0Y", "a")}},
    {"high byte in a name", 400, {H("X\xc3\xa9", "a")}},
    {"NUL in a value", 400, {H("X", "a\0b")}},
    {"CR in a value", 400, {H("X", "a\rb")}},
    {"LF in a value", 400, {H("X", "a\nb")}},
    {"DEL in a value", 400, {H("X", "a\x7f")}},
    {"second host", 400, {H("host", "localhost:8080")}},
    {"two lengths", 400, {H("Content-Length", "1"), H("content-length", "1")}},
    {"list of lengths", 400, {H("Content-Length", "1,1")}},
    {"negative length", 400, {H("Content-Length", "-1")}},
    {"empty length", 400, {H("Content-Length", "")}},
    {"length with a blank", 400, {H("Content-Length", "1 ")}},
    {"length with a letter", 400, {H("Content-Length", "1a")}},
    {"length of 16 digits", 400, {H("Content-Length", "1000000000000000")}},
    {"both framings", 400, {H("Content-Length", "1"), H("Transfer-Encoding", "chunked")}},
    {"both framings, other order", 400,
     {H("Transfer-Encoding", "chunked"), H("Content-Length", "1")}},
    {"two codings", 400, {H("Transfer-Encoding", "chunked"), H("Transfer-Encoding", "chunked")}},
    {"list of codings", 400, {H("Transfer-Encoding", "gzip, chunked")}},
    {"coding with a blank", 400, {H("Transfer-Encoding", "chunked ")}},
    {"empty coding", 400, {H("Transfer-Encoding", "")}},
    {"identity", 400, {H("Transfer-Encoding", "identity")}},
    {"two Authorization", 400, {H("Authorization", "a"), H("AUTHORIZATION", "a")}},
    {"two Content-Type", 400, {H("Content-Type", "a/b"), H("Content-Type", "a/b")}},
    {"two Cookie", 400, {H("Cookie", "a=b"), H("Cookie", "c=d")}},
    {"two If-Match", 400, {H("If-Match", "1"), H("If-Match", "1")}},
    {"two Idempotency-Key", 400, {H("Idempotency-Key", "1"), H("Idempotency-Key", "1")}},
    {"two Origin", 400, {H("Origin", "http://a"), H("Origin", "http://a")}},
  };
  (void)state;
  for (size_t i = 0; i < COUNT(cases); i++) {
    http_header headers[MOST + 1] = {HOST};
    size_t n = 0;
    while (n < MOST && cases[i].headers[n].name.p) headers[n + 1] = cases[i].headers[n], n++;
    int got = check(S("POST"), S("/"), headers, n + 1);
    if (got != cases[i].status) fail_msg("%s: %d", cases[i].what, got);
  }
}

static void test_hosts(void **state) {
  static const struct {
    const char *host;
    int status;
  } cases[] = {
    {"a", CLEAN},        {"a.b-c.vn", CLEAN},    {"127.0.0.1", CLEAN},     {"a:8080", CLEAN},
    {"a:", CLEAN},       {"[::1]", CLEAN},       {"[::1]:80", CLEAN},
    {"[::ffff:1.2.3.4]", CLEAN},
    {"", 400},           {" ", 400},             {"a b", 400},             {"a,b", 400},
    {"a/b", 400},        {"a@b", 400},           {"a:b", 400},             {"a:1:2", 400},
    {"a:123456", 400},   {":80", 400},           {"::1", 400},             {"[::1", 400},
    {"[]", 400},         {"[::1]a", 400},        {"[a%25b]", 400},         {"a%41", 400},
  };
  (void)state;
  for (size_t i = 0; i < COUNT(cases); i++) {
    http_header host = {S("Host"), str_of(cases[i].host)};
    int got = check(S("GET"), S("/"), &host, 1);
    if (got != cases[i].status) fail_msg("%s: %d", cases[i].host, got);
  }
  assert_int_equal(check(S("GET"), S("/"), NULL, 0), 400);
}

static void test_sizes(void **state) {
  static char value[16384];
  static http_header headers[101] = {HOST};
  (void)state;
  memset(value, 'a', sizeof value);
  for (size_t i = 1; i < COUNT(headers); i++) headers[i] = (http_header){S("X"), S("a")};
  assert_int_equal(check(S("GET"), S("/"), headers, 100), CLEAN);
  assert_int_equal(check(S("GET"), S("/"), headers, 101), 431);
  headers[1].value = (str){value, 16384 - 22 - 5};
  assert_int_equal(check(S("GET"), S("/"), headers, 2), CLEAN);
  headers[1].value.n++;
  assert_int_equal(check(S("GET"), S("/"), headers, 2), 431);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_targets), cmocka_unit_test(test_methods),
      cmocka_unit_test(test_headers), cmocka_unit_test(test_hosts),
      cmocka_unit_test(test_sizes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
