/* test_json: what is read, what is refused, what is written; RFC 8785 by its own example. */
#include "in_arena.h"
#include "kit/json.h"

static const json *read_it(const char *text) {
  const json *v = NULL;
  err *e = json_parse(a, str_of(text), &v);
  if (e) fail_msg("%s: %s", text, err_line(a, e).p);
  return v;
}

static const char *written(const json *v) {
  buf b = buf_in(a);
  json_write(&b, v);
  return buf_str(&b).p;
}

static void reading(void **state) {
  (void)state;
  const json *v = read_it(
      " {\"a\":[1,-2,true,false,null,1.5,\"\\u00e9\\n\"],\"b\":{\"c\":{\"d\":\"x\"}},\"\":0} ");
  const json *list = json_get(v, S("a"));
  static const json_kind kinds[] = {JSON_INT,  JSON_INT,  JSON_TRUE,  JSON_FALSE,
                                    JSON_NULL, JSON_REAL, JSON_STRING};
  assert_int_equal(list->n, COUNT(kinds));
  for (size_t i = 0; i < list->n; i++) assert_int_equal(list->items[i].kind, kinds[i]);
  int64_t n = 0;
  assert_true(json_int(&list->items[1], &n) && n == -2);
  assert_false(json_int(&list->items[5], &n));
  assert_true(list->items[5].real == 1.5);
  assert_string_equal(json_str(&list->items[6]).p, "\xc3\xa9\n");
  assert_string_equal(json_str(json_at(v, S("b.c.d"))).p, "x");
  assert_null(json_at(v, S("b.x.d")));
  assert_null(json_at(v, S("b.c.d.e")));
  assert_null(json_get(list, S("a")));
  assert_null(json_str(NULL).p);
  assert_string_equal(
      written(v),
      "{\"a\":[1,-2,true,false,null,1.5,\"\xc3\xa9\\n\"],\"b\":{\"c\":{\"d\":\"x\"}},\"\":0}");
  assert_int_equal(read_it("\"x\"")->kind, JSON_STRING);
  assert_true(read_it("9223372036854775807")->i == INT64_MAX);
}

static void refusing(void **state) {
  (void)state;
  static const str wrong[] = {{"", 0},
                              {"{", 1},
                              {"[1,]", 4},
                              {"{\"a\":1,\"a\":2}", 13},
                              {"{\"a\":1,\"\\u0061\":2}", 18},
                              {"\"\\u0000\"", 8},
                              {"\"a\0b\"", 5},
                              {"{\"a\\u0000\":1}", 13},
                              {"\"\\ud800\"", 8},
                              {"\"\\udc00\\ud800\"", 14},
                              {"\"\xff\"", 3},
                              {"\"\xed\xa0\x80\"", 5},
                              {"\"\xc0\xaf\"", 4},
                              {"01", 2},
                              {"+1", 2},
                              {"1.", 2},
                              {".5", 2},
                              {"1 2", 3},
                              {"[1]x", 4},
                              {"nul", 3},
                              {"NaN", 3},
                              {"\"\t\"", 3},
                              {"'a'", 3},
                              {"{a:1}", 5},
                              {"// x\n1", 6},
                              {"\xef\xbb\xbf"
                               "1",
                               4},
                              {"9223372036854775808", 19},
                              {"1e999", 5},
                              {"\"\\x\"", 4},
                              {"[1", 2},
                              {"\"abc", 4},
                              {"]", 1}};
  for (size_t i = 0; i < COUNT(wrong); i++) {
    const json *v = NULL;
    err *e = json_parse(a, wrong[i], &v);
    if (!e || v) fail_msg("accepted: %.*s", STR_ARG(wrong[i]));
    assert_int_equal(e->kind, ERR_BAD_REQUEST);
  }
  const json *v;
  err *e = json_parse(a, S("{\n \"a\": tru\n}"), &v);
  assert_string_equal(err_text(a, e, NULL).p, "The JSON is not right at line 2, column 7.");
}

static str nested(size_t depth, char open, char close) {
  char *p = arena_alloc(a, 2 * depth + 1);
  memset(p, open, depth);
  memset(p + depth, close, depth);
  return (str){p, 2 * depth};
}

static void bounds(void **state) {
  (void)state;
  const json *v;
  assert_null(json_parse(a, nested(64, '[', ']'), &v));
  assert_int_equal(json_parse(a, nested(65, '[', ']'), &v)->kind, ERR_TOO_LARGE);
  assert_int_equal(json_parse(a, nested(500000, '[', ']'), &v)->kind, ERR_TOO_LARGE);
  assert_null(json_parse(
      a, S("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[\""), &v));
  char *p = arena_alloc(a, JSON_MOST_BYTES + 1);
  memset(p, ' ', JSON_MOST_BYTES + 1);
  p[0] = '1';
  assert_null(json_parse(a, (str){p, JSON_MOST_BYTES}, &v));
  assert_int_equal(json_parse(a, (str){p, JSON_MOST_BYTES + 1}, &v)->kind, ERR_TOO_LARGE);
  for (size_t i = 1; i < 200000; i += 2) p[i] = '1', p[i - 1] = ',';
  p[0] = '[';
  assert_int_equal(json_parse(a, (str){p, 90000}, &v)->kind, ERR_BAD_REQUEST);
  assert_int_equal(json_parse(a, (str){p, 200000}, &v)->kind, ERR_TOO_LARGE);
}

/* What the strict reader refuses and json_parse_any takes: U+0000, and numbers of any size. */
static void any(void **state) {
  (void)state;
  static const char *const texts[] = {"9223372036854775808", "-123456789012345678901234567890",
                                      "1e999", "-1.5e-999", "\"a\\u0000b\""};
  for (size_t i = 0; i < COUNT(texts); i++) {
    const json *v = NULL;
    assert_null(json_parse_any(a, str_of(texts[i]), &v));
    assert_string_equal(written(v), texts[i]);
  }
  const json *v;
  assert_null(json_parse_any(a, S("-9223372036854775808"), &v));
  assert_true(v->kind == JSON_INT && v->i == INT64_MIN);
  char *p = arena_alloc(a, 1001);
  memset(p, '7', 1001);
  assert_null(json_parse_any(a, (str){p, 1000}, &v));
  assert_int_equal(json_parse_any(a, (str){p, 1001}, &v)->kind, ERR_TOO_LARGE);
  assert_int_equal(json_parse_any(a, S("\"\\ud800\""), &v)->kind, ERR_BAD_REQUEST);
}

/* As many values as are allowed, of the kinds that take most, fit in half of a request's memory. */
static void memory(void **state) {
  (void)state;
  static const char *const first[] = {"[{}", "[{\"a\":1}", "{\"a\":[]"};
  static const char *const more[] = {",{}", ",{\"a\":1}", ""};
  for (size_t k = 0; k < COUNT(first); k++) {
    bool object = first[k][0] == '{';
    buf b = buf_in(a);
    buf_add(&b, str_of(first[k]));
    for (size_t i = 1; i < JSON_MOST_VALUES / 2 - 1; i++) {
      if (object) buf_fmt(&b, ",\"%zu\":[]", i);
      else buf_add(&b, str_of(more[k]));
    }
    buf_char(&b, object ? '}' : ']');
    arena *own = arena_new((size_t)64 << 20);
    const json *v;
    assert_null(json_parse(own, buf_str(&b), &v));
    assert_int_equal(v->n, JSON_MOST_VALUES / 2 - 1);
    assert_true(arena_mark(own) < (size_t)16 << 20);
    arena_free(own);
  }
}

static void writing(void **state) {
  (void)state;
  buf b = buf_in(a);
  json_write_str(&b, S("\"\\/\b\f\n\r\t\x01\x1f\x7f\xc3\xa9"));
  assert_string_equal(buf_str(&b).p, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\xc3\xa9\"");
  static const char *const reals[] = {
      "0.1", "1.0", "-2.5", "1e+300", "0.30000000000000004", "4.94065645841247e-324", "-0.0"};
  for (size_t i = 0; i < COUNT(reals); i++)
    assert_string_equal(written(read_it(reals[i])), reals[i]);
  const json *items[] = {json_of_int(a, INT64_MIN), json_of_bool(a, true), json_of_bool(a, false),
                         NULL};
  json_member members[] = {{S("x"), json_of_list(a, items, 4)},
                           {S("y"), json_of_text(a, STR_NONE)},
                           {S("z"), json_of_text(a, S(""))},
                           {S("w"), NULL}};
  assert_string_equal(
      written(json_of_members(a, members, 4)),
      "{\"x\":[-9223372036854775808,true,false,null],\"y\":null,\"z\":\"\",\"w\":null}");
  assert_string_equal(written(NULL), "null");
}

static void canonical(void **state) {
  (void)state;
  str s;
  /* RFC 8785 3.2.2 without its numbers, which are no integers. */
  assert_null(json_canonical(
      a,
      read_it("{\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
              " \"literals\": [null, true, false]}"),
      &s));
  assert_string_equal(s.p,
                      "{\"literals\":[null,true,false],\"string\":"
                      "\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  assert_null(json_canonical(
      a, read_it("{\"b\":1,\"a\":{\"z\":9007199254740991,\"A\":-0,\"\":[]},\"ab\":{},\"B\":2}"),
      &s));
  assert_string_equal(s.p,
                      "{\"B\":2,\"a\":{\"\":[],\"A\":0,\"z\":9007199254740991},\"ab\":{},\"b\":1}");
  static const char *const wrong[] = {"{\"\xc3\xa9\":1}", "9007199254740992", "[-9007199254740992]",
                                      "1.5", "{\"a\":[1.0]}"};
  for (size_t i = 0; i < COUNT(wrong); i++)
    assert_int_equal(json_canonical(a, read_it(wrong[i]), &s)->kind, ERR_INVALID);
  json_member twice[] = {{S("a"), NULL}, {S("b"), NULL}, {S("a"), NULL}};
  assert_int_equal(json_canonical(a, json_of_members(a, twice, 3), &s)->kind, ERR_INVALID);
  assert_int_equal(json_canonical(a, json_of_text(a, S("\xff")), &s)->kind, ERR_INVALID);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(reading), cmocka_unit_test(refusing),
                                     cmocka_unit_test(bounds), cmocka_unit_test(writing),
                                     cmocka_unit_test(canonical), cmocka_unit_test(memory),
                                     cmocka_unit_test(any)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
