/* test_web_form: what is typed into a form becomes data of the schema's types. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/form.h"
#include "office/form_schema.h"
#include "web/form_impl.h"

static arena *a;
static const json *schema;

static const char schema_text_[] =
    "{\"type\":\"object\",\"required\":[\"child\"],\"properties\":{"
    "\"child\":{\"type\":\"object\",\"title\":\"Trẻ\",\"title_en\":\"The child\","
    "\"title_bn\":\"শিশু\","
    "\"required\":[\"name\"],\"properties\":{"
    "\"name\":{\"type\":\"string\",\"title\":\"Tên\"},"
    "\"born\":{\"$ref\":\"#/$defs/day\"},"
    "\"sex\":{\"enum\":[\"male\",\"female\"],"
    "\"ui\":{\"choices\":{\"male\":{\"vi\":\"Nam\",\"en\":\"Male\",\"bn\":\"পুরুষ\"}}}}}},"
    "\"father\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}},"
    "\"phone\":{\"type\":\"string\",\"format\":\"phone\"},"
    "\"id\":{\"type\":\"string\",\"format\":\"personal-id\"},"
    "\"price\":{\"type\":\"integer\",\"ui\":{\"widget\":\"money\"}},"
    "\"kinds\":{\"type\":\"array\",\"items\":{\"enum\":[\"a\",\"b\"]}},"
    "\"owners\":{\"type\":\"array\",\"maxItems\":2,\"items\":{\"type\":\"object\","
    "\"properties\":{\"name\":{\"type\":\"string\"},\"share\":{\"type\":\"integer\"},"
    "\"why\":{\"type\":\"string\",\"ui\":{\"when\":{\"field\":\".share\",\"is\":[100]}}}}}},"
    "\"copies\":{\"type\":\"integer\"},\"agreed\":{\"type\":\"boolean\"}},"
    "\"$defs\":{\"day\":{\"type\":\"string\",\"format\":\"date\",\"title\":\"Ngày\"}}}";

static int open_all(void **state) {
  (void)state;
  a = arena_new(64 << 20);
  return a && !json_parse(a, str_of(schema_text_), &schema) ? 0 : -1;
}

static int close_all(void **state) {
  (void)state;
  arena_free(a);
  return 0;
}

static const char *typed(const form_part *parts, size_t n) {
  const json *data;
  assert_null(form_data(a, schema, &(form){parts, n}, &data));
  buf b = buf_in(a);
  json_write(&b, data);
  return buf_str(&b).p;
}
#define TYPED(...)                          \
  typed((const form_part[]){__VA_ARGS__},   \
        sizeof((const form_part[]){__VA_ARGS__}) / sizeof(form_part))
#define FIELD(n, v) {.name = {"" n, sizeof n - 1}, .value = {"" v, sizeof v - 1}}

static void types(void **state) {
  (void)state;
  assert_string_equal(
      TYPED(FIELD("fields.child.name", "  Lan\r\nAnh "), FIELD("fields.child.born", "05/11/2026"),
            FIELD("fields.copies", "2"), FIELD("fields.agreed", "on"), FIELD("other", "x")),
      "{\"child\":{\"name\":\"Lan\\nAnh\",\"born\":\"2026-11-05\"},\"copies\":2,\"agreed\":true}");
  static const char iso[] = "{\"child\":{\"born\":\"2026-11-05\"}}";
  assert_string_equal(TYPED(FIELD("fields.child.born", "2026-11-05")), iso);
  assert_string_equal(TYPED(FIELD("fields.child.born", "5.11.2026")), iso);
  assert_string_equal(TYPED(FIELD("fields.child.born", "05-11-2026")), iso);
  assert_string_equal(TYPED(FIELD("fields.child.born", "5 / 11 / 2026")), iso);
}

static void numbers_as_people_write_them(void **state) {
  (void)state;
  assert_string_equal(TYPED(FIELD("fields.phone", "+84 (912) 345.67-8")),
                      "{\"child\":{},\"phone\":\"+84912345678\"}");
  assert_string_equal(TYPED(FIELD("fields.phone", "0912 345 678")),
                      "{\"child\":{},\"phone\":\"0912345678\"}");
  assert_string_equal(TYPED(FIELD("fields.id", "022 192 004 318")),
                      "{\"child\":{},\"id\":\"022192004318\"}");
}

static void money_and_digits(void **state) {
  (void)state;
  static const char price[] = "{\"child\":{},\"price\":1500000}";
  assert_string_equal(TYPED(FIELD("fields.price", "1.500.000")), price);
  assert_string_equal(TYPED(FIELD("fields.price", "1,500 000")), price);
  assert_string_equal(TYPED(FIELD("fields.price", "nhiều")),
                      "{\"child\":{},\"price\":\"nhiều\"}");
  assert_string_equal(TYPED(FIELD("fields.child.born", "05112026")),
                      "{\"child\":{\"born\":\"2026-11-05\"}}");
  assert_string_equal(TYPED(FIELD("fields.child.born", "0511202")),
                      "{\"child\":{\"born\":\"0511202\"}}");
}

static void lists(void **state) {
  (void)state;
  assert_string_equal(TYPED(FIELD("fields.kinds", "b"), FIELD("fields.kinds", "a")),
                      "{\"child\":{},\"kinds\":[\"b\",\"a\"]}");
  assert_string_equal(TYPED(FIELD("fields.owners.0", ""), FIELD("fields.owners.0.name", ""),
                            FIELD("fields.owners.1.name", "B"), FIELD("fields.owners.2.name", "C")),
                      "{\"child\":{},\"owners\":[{\"name\":\"B\"}]}"); /* two at most; none empty */
  assert_string_equal(
      TYPED(FIELD("fields.owners.0.share", "100"), FIELD("fields.owners.0.why", "x"),
            FIELD("fields.owners.1.share", "50"), FIELD("fields.owners.1.why", "y")),
      "{\"child\":{},\"owners\":[{\"share\":100,\"why\":\"x\"},{\"share\":50}]}");
  assert_string_equal(TYPED(FIELD("fields.owners.18446744073709551617.name", "x"),
                            FIELD("fields.owners.-1.name", "x"), FIELD("fields.owners..name", "x"),
                            FIELD("fields.owners", "x")),
                      "{\"child\":{}}");
}

static void empty_is_left_out(void **state) {
  (void)state;
  assert_string_equal(TYPED(FIELD("fields.father.name", " "), FIELD("fields.copies", "")),
                      "{\"child\":{}}");
}

static void what_does_not_fit_stays(void **state) {
  (void)state;
  assert_string_equal(TYPED(FIELD("fields.copies", "two")), "{\"child\":{},\"copies\":\"two\"}");
  assert_string_equal(TYPED(FIELD("fields.child.born", "31/2")),
                      "{\"child\":{\"born\":\"31/2\"}}");
  assert_string_equal(TYPED(FIELD("fields.child.born", "31/02/2026")),
                      "{\"child\":{\"born\":\"2026-02-31\"}}");
}

static void hostile(void **state) {
  (void)state;
  const json *data;
  form_part bad = FIELD("fields.child.name", "\x01");
  err *e = form_data(a, schema, &(form){&bad, 1}, &data);
  assert_non_null(e);
  assert_true(str_eq(e->field, S("fields.child.name")));
  form_part file = {.name = S("fields.child.name"), .value = S("x"), .filename = S("x.png")};
  assert_null(form_data(a, schema, &(form){&file, 1}, &data));
  assert_null(json_at(data, S("child.name")));
}

static void labels(void **state) {
  (void)state;
  bool vietnamese;
  const json *child = json_at(schema, S("properties.child"));
  str label = schema_label(schema, child, S("title"), LANG_EN, &vietnamese);
  assert_true(str_eq(label, S("The child")));
  assert_false(vietnamese);
  const json *born = json_at(child, S("properties.born"));
  const json *sex = json_at(child, S("properties.sex"));
  assert_true(str_eq(schema_label(schema, born, S("title"), LANG_EN, &vietnamese), S("Ngày")));
  assert_true(vietnamese);
  assert_true(str_eq(schema_choice(schema, sex, S("male"), LANG_EN, &vietnamese), S("Male")));
  assert_true(str_eq(schema_choice(schema, sex, S("none"), LANG_EN, &vietnamese), S("none")));
  label = schema_label(schema, child, S("title"), LANG_BN, &vietnamese);
  assert_true(str_eq(label, S("শিশু")) && !vietnamese);
  assert_true(str_eq(schema_label(schema, born, S("title"), LANG_BN, &vietnamese), S("Ngày")));
  assert_true(vietnamese);
  assert_true(str_eq(schema_choice(schema, sex, S("male"), LANG_BN, &vietnamese), S("পুরুষ")));
}

/* Bengali digits are read where a day, a number or an ID is typed, and kept in any other text. */
static void bengali_digits(void **state) {
  (void)state;
  assert_string_equal(TYPED(FIELD("fields.child.born", "৩১/০৮/২০২৪")),
                      "{\"child\":{\"born\":\"2024-08-31\"}}");
  assert_string_equal(TYPED(FIELD("fields.child.born", "৩১০৮২০২৪")),
                      "{\"child\":{\"born\":\"2024-08-31\"}}");
  assert_string_equal(TYPED(FIELD("fields.price", "১২,৩৪,৫৬৭"), FIELD("fields.copies", "৩")),
                      "{\"child\":{},\"price\":1234567,\"copies\":3}");
  assert_string_equal(TYPED(FIELD("fields.phone", "০৯১২ ৩৪৫ ৬৭৮"),
                            FIELD("fields.id", "০১৪১৯০০০০১২৩")),
                      "{\"child\":{},\"phone\":\"0912345678\",\"id\":\"014190000123\"}");
  assert_string_equal(TYPED(FIELD("fields.child.name", "রোড ৭")),
                      "{\"child\":{\"name\":\"রোড ৭\"}}");
}

/* What is stored comes back into the controls as the reader writes it. */
static void shown_in_bengali(void **state) {
  (void)state;
  const json *born = json_at(schema, S("properties.child.properties.born"));
  const json *price = json_at(schema, S("properties.price"));
  const json *copies = json_at(schema, S("properties.copies"));
  json n = {.kind = JSON_INT, .i = 1234567};
  const json *day = json_of_text(a, S("2024-08-31"));
  assert_string_equal(form_typed(a, schema, born, day, LANG_BN).p, "৩১/০৮/২০২৪");
  assert_string_equal(form_typed(a, schema, price, &n, LANG_BN).p, "১২,৩৪,৫৬৭");
  assert_string_equal(form_typed(a, schema, copies, &n, LANG_BN).p, "১২৩৪৫৬৭");
  assert_string_equal(form_typed(a, schema, price, &n, LANG_VI).p, "1.234.567");
  assert_string_equal(form_typed(a, schema, price, &n, LANG_EN).p, "1,234,567");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(types), cmocka_unit_test(empty_is_left_out),
      cmocka_unit_test(numbers_as_people_write_them),
      cmocka_unit_test(what_does_not_fit_stays), cmocka_unit_test(hostile),
      cmocka_unit_test(labels),         cmocka_unit_test(money_and_digits),
      cmocka_unit_test(lists),          cmocka_unit_test(bengali_digits),
      cmocka_unit_test(shown_in_bengali),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}
