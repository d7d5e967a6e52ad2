/* test_view: a template and its view, generated from tests/unit/data, give the HTML and JSON
 * expected; bodies from JSON and from forms fill the same struct and are refused for the same
 * reasons. */
#include "in_arena.h"
#include "web/html.c"
#include "web/views.c"

/* --- pages --- */
static v_letter letter(void) {
  static const str marks[] = {{"a&b", 3}, {"c", 1}};
  static const v_person copies[] = {{.name = {"An", 2}}, {.name = {"B\xc3\xacnh", 5}}};
  v_letter v = {.code = S("H49/1 \xc3\xa9"),
                .note = S("<b>\"x\" & 'y'</b>"),
                .pages = 1766,
                .urgent = true,
                .weight = SOME(-1234567),
                .state = N_("open"),
                .hint = {S("<u>as it is</u>")}};
  assert_true(instant_parse(S("2024-08-31T15:30:00+07:00"), &v.sent_at));
  v.from = (v_person){S("Em"), 20240105};
  v.copies = (v_person_list){copies, 2};
  v.marks = (text_list){marks, 2};
  return v;
}

static str drawn(lang l, const v_letter *v) {
  static page frame = {.title = "T & t", .account = {"O'N", 3}};
  buf b = buf_in(a);
  out o = {&b, l, &frame};
  html_page_letter.write(&o, v);
  return buf_str(&b);
}

static void html_vi(void **state) {
  (void)state;
  v_letter v = letter();
  assert_string_equal(
      drawn(LANG_VI, &v).p,
      "<h1 title=\"&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;\">&lt;b&gt;&quot;x&quot; "
      "&amp; "
      "&#39;y&#39;&lt;/b&gt;</h1>\n"
      "<p class=\"a urgent\" data-n=\"1766\" data-at=\"2024-08-31T15:30:00+07:00\">1.766 "
      "-1.234.567 "
      "31/08/2024 15:30 05/01/2024</p>\n"
      "<b>open</b>\n<ul>\n\n<li>a&amp;b</li>\n\n<li>c</li>\n</ul>\n<i>nobody</i>\n"
      "<em>An</em><em>B\xc3\xacnh</em><em>Em</em><s>2</s>\n"
      "<a href=\"\" title='Sent &quot;31/08/2024 15:30&quot; by Em'>Read &lt;it&gt;</a>\n"
      "<a href=\"/letters/H49%2F1%20%C3%A9?n=1766\"><u>as it is</u></a>\n<input name=\"x\" "
      "checked>\n"
      "<textarea>\n &lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;\n</textarea>\n");
}

static void html_en(void **state) {
  (void)state;
  v_letter v = letter();
  v_person to = {S("<Ti>"), 0};
  v.to = &to;
  v.urgent = false;
  v.marks.n = 0;
  v.code = S("/a?b=c&d");
  v.shown = S("x");
  assert_string_equal(
      str_sub(drawn(LANG_EN, &v),
              str_of("<h1 title=\"&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;\">"
                     "&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;</h1>\n")
                  .n,
              9999)
          .p,
      "<p class=\"a calm\" data-n=\"1766\" data-at=\"2024-08-31T15:30:00+07:00\">1,766 -1,234,567 "
      "31 Aug 2024, 15:30 5 Jan 2024</p>\n"
      "\n<ul>\n\n<li>none</li>\n</ul>\n<i>&lt;Ti&gt;</i>\n"
      "<em>An</em><em>B\xc3\xacnh</em><em>Em</em><em>&lt;Ti&gt;</em><s>2</s>\n"
      "<a href=\"/a?b=c&amp;d\" title='Sent &quot;31 Aug 2024, 15:30&quot; by Em'>Read "
      "&lt;it&gt;</a>\n"
      "<a href=\"/letters/%2Fa%3Fb%3Dc%26d?n=1766\"><u>as it is</u></a>\n<input name=\"x\">\n"
      "<textarea>\n &lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;\n</textarea>\n");
}

static void html_bn(void **state) {
  (void)state;
  v_letter v = letter();
  assert_true(str_find(drawn(LANG_BN, &v), S(" data-n=\"1766\" "
                                             "data-at=\"2024-08-31T15:30:00+07:00\">১,৭৬৬ "
                                             "-১২,৩৪,৫৬৭ ৩১/০৮/২০২৪ ১৫:৩০ ০৫/০১/২০২৪</p>")) > 0);
}

static void links(void **state) {
  (void)state;
  static const char *const good[] = {"/",          "/a/b", "?x", "#y", "https://a.vn",
                                     "mailto:a@b", "tel:1"};
  static const char *const bad[] = {
      "",    "//a.vn",           "/\\a.vn", "javascript:alert(1)", "JavaScript:x",
      " /a", "data:text/html,x", "a.html"};
  for (size_t i = 0; i < COUNT(good); i++) {
    buf b = buf_in(a);
    put_link(&(out){&b, LANG_EN, NULL}, str_of(good[i]));
    assert_string_equal(buf_str(&b).p, good[i]);
  }
  for (size_t i = 0; i < COUNT(bad); i++) {
    buf b = buf_in(a);
    put_link(&(out){&b, LANG_EN, NULL}, str_of(bad[i]));
    assert_int_equal(buf_str(&b).n, 0);
  }
}

static void layout(void **state) {
  (void)state;
  page frame = {.lang = LANG_EN, .title = "T & t", .account = S("O'N")};
  buf b = buf_in(a);
  out o = {&b, LANG_EN, &frame};
  html_frame_open(&o);
  lit(&o, "!");
  html_frame_close(&o);
  assert_string_equal(
      buf_str(&b).p,
      "<!doctype html>\n<html lang=\"en\"><head><title>T &amp; t</title></head><body>\n"
      "<p>O&#39;N</p>\n<main>!</main></body></html>\n");
}

/* --- JSON --- */
static void json_of_view(void **state) {
  (void)state;
  v_letter v = letter();
  v_person to = {S("Ti"), 0};
  v.seal = S("\x01\x02");
  v.form = S("{\"k\":1}");
  v.to = &to;
  v.signed_ = S("yes\n");
  buf b = buf_in(a);
  view_json(&b, &v_letter_type, &v);
  assert_string_equal(buf_str(&b).p,
                      "{\"code\":\"H49/1 \xc3\xa9\",\"note\":\"<b>\\\"x\\\" & "
                      "'y'</b>\",\"pages\":1766,\"weight\":-1234567,"
                      "\"urgent\":true,\"sent_at\":\"2024-08-31T15:30:00+07:00\",\"seal\":\"AQI=\","
                      "\"form\":{\"k\":1},"
                      "\"state\":\"open\",\"from\":{\"name\":\"Em\",\"born\":\"2024-01-05\"},"
                      "\"to\":{\"name\":\"Ti\","
                      "\"born\":null},\"copies\":[{\"name\":\"An\",\"born\":null},{\"name\":"
                      "\"B\xc3\xacnh\",\"born\":null}],"
                      "\"marks\":[\"a&b\",\"c\"],\"signed\":\"yes\\n\",\"hidden\":null}");
  const json *back;
  assert_null(json_parse(a, buf_str(&b), &back));
  v_letter none = {.sent_at = INSTANT_NONE};
  b = buf_in(a);
  view_json(&b, &v_letter_type, &none);
  assert_null(json_parse(a, buf_str(&b), &back));
  assert_int_equal(json_get(back, S("sent_at"))->kind, JSON_NULL);
  assert_int_equal(json_get(back, S("to"))->kind, JSON_NULL);
  assert_int_equal(json_get(back, S("weight"))->kind, JSON_NULL);
  assert_int_equal(json_get(back, S("code"))->kind, JSON_STRING);
}

static void schemas(void **state) {
  (void)state;
  buf b = buf_in(a);
  const json *v;
  for (int i = 0; i < view_type_count; i++) view_schema(&b, view_types[i]), buf_char(&b, '\n');
  assert_non_null(strstr(buf_str(&b).p,
                         "\"to\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/person\"},"
                         "{\"type\":\"null\"}]}"));
  b = buf_in(a);
  view_schema(&b, &v_person_type);
  assert_string_equal(
      buf_str(&b).p,
      "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"born\":{\"type\":"
      "[\"string\",\"null\"],\"format\":\"date\"}},\"required\":[\"name\",\"born\"]}");
  b = buf_in(a);
  view_schema(&b, &v_letter_type);
  assert_null(json_parse(a, buf_str(&b), &v));
  assert_null(json_at(v, S("properties.hint")));
  b = buf_in(a);
  body_schema(&b, &b_letter_type);
  assert_null(json_parse(a, buf_str(&b), &v));
  int64_t most = 0;
  assert_true(json_int(json_at(v, S("properties.title.maxLength")), &most) && most == 5);
  assert_int_equal(json_at(v, S("properties.kind.enum"))->n, 3);
  assert_int_equal(json_get(v, S("additionalProperties"))->kind, JSON_FALSE);
  b = buf_in(a);
  body_schema(&b, &b_nothing_type);
  assert_string_equal(buf_str(&b).p,
                      "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
}

/* --- bodies --- */
static err *read_json(const char *text, b_letter *b) {
  const json *v;
  *b = (b_letter){0};
  assert_null(json_parse(a, str_of(text), &v));
  return body_read(a, &b_letter_type, v, b);
}

/* The fields that errors name, in order. */
static const char *fields(const err *e) {
  buf b = buf_in(a);
  for (; e; e = e->next) {
    assert_int_equal(e->kind, ERR_INVALID);
    buf_fmt(&b, "%.*s ", STR_ARG(e->field));
  }
  return buf_str(&b).p;
}

static void body_json(void **state) {
  (void)state;
  b_letter b;
  assert_null(read_json(
      "{\"title\":\"\\u0065\\u0301t\xc3\xa9\",\"note\":null,\"kind\":\"post\",\"pages\":100,"
      "\"weight\":-3,\"urgent\":true,\"fields\":{\"n\":{\"m\":[\"e\\u0301\"]}},"
      "\"marks\":[\"a\",\"b\"]}",
      &b));
  assert_true(str_eq(b.title, S("\xc3\xa9t\xc3\xa9")));
  assert_null(b.note.p);
  assert_true(b.pages.has && b.pages.v == 100 && b.weight == -3 && b.urgent && b.marks.n == 2);
  assert_true(str_eq(json_str(&json_at(b.fields, S("n.m"))->items[0]), S("\xc3\xa9")));
  assert_null(b.papers);
}

static void body_json_refused(void **state) {
  (void)state;
  b_letter b;
  assert_string_equal(fields(read_json("{}", &b)), "title weight urgent fields marks ");
  assert_string_equal(fields(read_json("[]", &b)), " ");
  assert_string_equal(
      fields(
          read_json("{\"title\":\"123456\",\"note\":7,\"kind\":\"air\",\"pages\":0,\"weight\":1.5,"
                    "\"urgent\":\"yes\",\"pin\":\"\\u0007\",\"fields\":[],\"papers\":\"x\","
                    "\"marks\":[\"12345\"],\"other\":1,\"__proto__\":2}",
                    &b)),
      "title note kind pages weight urgent pin fields papers marks other __proto__ ");
  assert_string_equal(
      fields(read_json("{\"title\":\"\",\"weight\":1,\"urgent\":false,\"fields\":{},"
                       "\"marks\":[1]}",
                       &b)),
      "title marks ");
  assert_string_equal(
      fields(read_json("{\"title\":\"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\",\"weight\":1,"
                       "\"urgent\":false,\"fields\":{},\"marks\":[]}",
                       &b)),
      "");
}

static err *read_form(const char *query, b_letter *b) {
  form f;
  *b = (b_letter){0};
  assert_null(form_query(a, str_of(query), &f));
  return body_from_form(a, &b_letter_type, &f, b);
}

static str written(const json *v) {
  buf b = buf_in(a);
  json_write(&b, v);
  return buf_str(&b);
}

static void body_form(void **state) {
  (void)state;
  b_letter b;
  assert_null(read_form(
      "csrf=x&title=e%CC%81&note=&kind=&pages=+7+&weight=0&urgent=on&pin=1+2&marks=a&marks=&"
      "marks=b&fields.child.name=%C3%81nh&fields.child.note=&fields.child.day.y=2024&"
      "fields.place=H&papers.birth%5B%5D=p1&papers.birth%5B%5D=p2&papers.id%5B%5D=p3&"
      "unknown=1&fieldsx.a=1",
      &b));
  assert_true(str_eq(b.title, S("\xc3\xa9")) && str_eq(b.pin, S("1 2")));
  assert_true(!b.note.p && !b.kind.p && b.pages.v == 7 && b.weight == 0 && b.urgent &&
              b.marks.n == 2);
  assert_string_equal(
      written(b.fields).p,
      "{\"child\":{\"name\":\"\xc3\x81nh\",\"day\":{\"y\":\"2024\"}},\"place\":\"H\"}");
  assert_string_equal(written(b.papers).p, "{\"birth\":[\"p1\",\"p2\"],\"id\":[\"p3\"]}");
  assert_null(read_form("title=a&weight=0&marks=b", &b));
  assert_string_equal(written(b.fields).p, "{}");
  assert_true(!b.urgent && !b.papers);
}

static void body_form_refused(void **state) {
  (void)state;
  static const char *const wrong[] = {"fields.a=1&fields.a.b=2",
                                      "fields.a.b=2&fields.a=1",
                                      "fields.a=1&fields.a=2",
                                      "fields.=1",
                                      "fields..a=1",
                                      "fields.a=1&fields.a%5B%5D=2",
                                      "fields.a.=1",
                                      "fields.a.a.a.a.a.a.a.a.a=1"};
  b_letter b;
  assert_string_equal(fields(read_form("", &b)), "title weight marks ");
  assert_string_equal(
      fields(read_form(
          "title=123456&note=a&note=b&kind=air&pages=101&weight=x&urgent=maybe&fields.a=%07&"
          "marks=12345",
          &b)),
      "title note kind pages weight urgent fields.a marks ");
  for (size_t i = 0; i < COUNT(wrong); i++) {
    str query = str_cat(a, S("title=a&weight=0&marks=b&"), str_of(wrong[i]));
    err *e = read_form(query.p, &b);
    if (!e) fail_msg("accepted: %s", wrong[i]);
    assert_true(e && !e->next && e->kind == ERR_INVALID);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(html_vi),      cmocka_unit_test(html_en),
      cmocka_unit_test(html_bn),
      cmocka_unit_test(links),        cmocka_unit_test(layout),
      cmocka_unit_test(json_of_view), cmocka_unit_test(schemas),
      cmocka_unit_test(body_json),    cmocka_unit_test(body_json_refused),
      cmocka_unit_test(body_form),    cmocka_unit_test(body_form_refused)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
