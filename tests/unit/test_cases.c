/* test_cases: papers that hang on a case, fields that hang on an answer, and what is filled in. */
#include "office/forms.h"
#include "published.h"
#include "web/form.h"

static browser citizen;
static str token;

static const char members[] =
    "\"cases\":[{\"id\":\"new\",\"text\":\"Xây mới\",\"text_en\":\"A new house\"},"
    "{\"id\":\"repair\",\"text\":\"Sửa chữa\"},"
    "{\"id\":\"abroad\",\"text\":\"Người ở nước ngoài\",\"text_en\":\"Somebody abroad\",\"when\":"
    "{\"required\":[\"home\"],\"properties\":{\"home\":{\"const\":\"abroad\"}}}}],"
    "\"components\":[{\"id\":\"request\",\"title\":\"Đơn\",\"required\":true},"
    "{\"id\":\"plan\",\"title\":\"Bản vẽ\",\"required\":true,\"case\":\"new\"},"
    "{\"id\":\"photo\",\"title\":\"Ảnh hiện trạng\",\"required\":true,\"case\":[\"repair\"]},"
    "{\"id\":\"passport\",\"title\":\"Hộ chiếu\",\"required\":true,\"case\":\"abroad\"},"
    "{\"id\":\"other\",\"title\":\"Khác\"}],"
    "\"form\":{\"type\":\"object\",\"required\":[\"name\",\"home\"],\"additionalProperties\":false,"
    "\"properties\":{\"name\":{\"type\":\"string\",\"title\":\"Tên\",\"maxLength\":100,"
    "\"ui\":{\"source\":\"person.full_name\"}},"
    "\"home\":{\"enum\":[\"here\",\"abroad\"],\"title\":\"Nơi ở\",\"title_en\":\"Home\","
    "\"ui\":{\"choices\":{\"here\":{\"vi\":\"Trong nước\",\"en\":\"In Viet Nam\"},"
    "\"abroad\":{\"vi\":\"Nước ngoài\",\"en\":\"Abroad\"}}}},"
    "\"country\":{\"type\":\"string\",\"title\":\"Nước\",\"maxLength\":100,"
    "\"ui\":{\"when\":{\"field\":\"home\",\"is\":[\"abroad\"]}}}},"
    "\"allOf\":[{\"if\":{\"required\":[\"home\"],\"properties\":{\"home\":{\"const\":\"abroad\"}}},"
    "\"then\":{\"required\":[\"country\"]}}]}";

static answer page_of(const char *path) {
  return send_ask(&(ask){.method = "GET", .target = path, HTML, .cookie = citizen.cookie});
}

static bool says(const answer *r, const char *text) { return str_find(r->body, str_of(text)) >= 0; }

static str wrong_fields(const char *fields) {
  answer r = send_ask(&(ask){
      .method = "POST", .target = "/dossiers", JSON, .token = token,
      .body = str_fmt(a, "{\"procedure\":\"8.000003\",\"fields\":%s}", fields)});
  assert_problem(&r, 422, "invalid");
  const json *errors = json_get(json_body(&r), S("errors"));
  buf b = buf_in(a);
  for (size_t i = 0; i < errors->n; i++)
    buf_fmt(&b, "%s;", text_of(&errors->items[i], "field").p);
  return buf_str(&b);
}

static void needed_by_case(void **state) {
  (void)state;
  assert_string_equal(wrong_fields("{\"name\":\"A\",\"home\":\"here\",\"case\":\"new\"}").p,
                      "papers.request;papers.plan;");
  assert_string_equal(wrong_fields("{\"name\":\"A\",\"home\":\"here\",\"case\":\"repair\"}").p,
                      "papers.request;papers.photo;");
  assert_string_equal(wrong_fields("{\"name\":\"A\",\"home\":\"abroad\",\"country\":\"Lào\","
                                   "\"case\":\"repair\"}").p,
                      "papers.request;papers.photo;papers.passport;");
  assert_string_equal(wrong_fields("{\"name\":\"A\",\"home\":\"here\"}").p,
                      "fields.case;papers.request;");
  assert_string_equal(wrong_fields("{\"name\":\"A\",\"home\":\"here\",\"case\":\"abroad\"}").p,
                      "fields.case;papers.request;"); /* told by the form, never chosen */
}

static void chosen_first(void **state) {
  (void)state;
  answer r = page_of("/procedures/8.000003/file");
  assert_status(r, 200);
  assert_true(says(&r, "/file?case=new") && says(&r, "A new house"));
  assert_true(says(&r, "<span lang=\"vi\">Sửa chữa</span>"));
  assert_false(says(&r, "case=abroad") || says(&r, "<textarea") || says(&r, "fields.name"));
  r = page_of("/procedures/8.000003/file?case=new");
  assert_true(says(&r, "name=\"fields.case\" value=\"new\" checked"));
  ptrdiff_t plan = str_find(r.body, S("name=\"paper.plan\""));
  ptrdiff_t photo = str_find(r.body, S("name=\"paper.photo\""));
  ptrdiff_t folded = str_find(r.body, S("<details>"));
  assert_true(plan > 0 && plan < folded && folded < photo);
  assert_true(says(&r, "Somebody abroad"));
  r = page_of("/procedures/8.000003/file?case=abroad");
  assert_true(says(&r, "/file?case=new")); /* no case to choose: asked again */
}

static void shown_by_case(void **state) {
  (void)state;
  answer r = page_of("/procedures/8.000003");
  assert_true(says(&r, "<h3 lang=\"en\">A new house</h3>"));
  assert_true(says(&r, "<h3 lang=\"vi\">Sửa chữa</h3>"));
  r = send_ask(&(ask){.method = "GET", .target = "/procedures/8.000003"});
  const json *v = json_body(&r);
  assert_int_equal(json_get(v, S("cases"))->n, 3);
  const json *list = json_get(v, S("components"));
  assert_int_equal(json_get(&list->items[0], S("cases"))->n, 0);
  assert_string_equal(json_str(&json_get(&list->items[1], S("cases"))->items[0]).p, "new");
}

/* Another case, from within the form: the papers shown follow, what was typed stays. */
static void changed_later(void **state) {
  (void)state;
  answer r = post_form(&citizen, "/drafts", "procedure=8.000003&channel=online&do=case&"
                                            "fields.case=repair&fields.name=Lan&fields.country=X");
  assert_status(r, 303);
  str at = header_of(&r, "Location");
  assert_true(str_ends(at, S("#papers")));
  str path = str_dup(a, str_sub(at, 0, at.n - 7));
  r = page_of(path.p);
  ptrdiff_t photo = str_find(r.body, S("name=\"paper.photo\""));
  assert_true(photo > 0 && photo < str_find(r.body, S("<details>")));
  assert_true(says(&r, "value=\"Lan\"") && says(&r, "value=\"X\""));
  assert_true(says(&r, "data-when=\"fields.home\" data-is=\"abroad\""));
  assert_true(says(&r, "Only if: Home – Abroad"));
  r = post_form(&citizen, str_cat(a, path, S("/drop")).p, "");
  assert_status(r, 303);
}

static void only_what_is_asked(void **state) {
  (void)state;
  const edition *e = office_edition(site.office);
  const json *schema = edition_procedure(e, S("8.000003"))->schema, *data;
  const form_part parts[] = {{.name = S("fields.home"), .value = S("here")},
                             {.name = S("fields.country"), .value = S("Lào")}};
  form typed = {parts, COUNT(parts)};
  assert_ok(form_data(a, schema, &typed, &data));
  assert_null(json_get(data, S("country")));
  assert_ok(form_kept(a, schema, &typed, STR_NONE, &data));
  assert_non_null(json_get(data, S("country")));
  office_release(site.office, e);
}

static err *lower(ctx *c, void *arg) {
  (void)arg;
  return db_script(c->db, "UPDATE account SET assurance = 1 WHERE login = 'citizen2'");
}

static void known_at_level_two(void **state) {
  (void)state;
  answer r = page_of("/procedures/8.000003/file?case=new");
  assert_true(says(&r, "value=\"Nguyễn Thị Minh An\""));
  ctx c = {.a = a, .office = site.office, .now = instant_now()};
  c.edition = office_edition(site.office);
  assert_ok(ctx_write(&c, 0, lower, NULL));
  office_release(site.office, c.edition);
  browser other = enter("citizen2");
  r = send_ask(&(ask){.method = "GET", .target = "/procedures/8.000003/file?case=new", HTML,
                      .cookie = other.cookie});
  assert_status(r, 200);
  assert_false(says(&r, "value=\"Phạm Văn Bình\"") || says(&r, "filled in already"));
}

static void refused_catalogues(void **state) {
  (void)state;
  static const char *const bad[] = {
      "\"cases\":[{\"id\":\"x\"}],\"components\":[]",
      "\"cases\":[{\"id\":\"x\",\"text\":\"a\"},{\"id\":\"x\",\"text\":\"b\"}],\"components\":[]",
      "\"cases\":[{\"id\":\"x\",\"text\":\"a\",\"when\":{\"pattern\":3}}],\"components\":[]",
      "\"components\":[{\"id\":\"c\",\"title\":\"t\",\"case\":\"nowhere\"}]",
      "\"components\":[{\"id\":\"c\",\"title\":\"t\",\"case\":7}]",
  };
  for (size_t i = 0; i < COUNT(bad); i++) {
    procedure p;
    str text = str_fmt(a, "{\"code\":\"8.1\",\"version\":1,\"valid_from\":\"2026-01-01\","
                          "\"name\":\"x\",\"field\":\"x\",\"level\":\"commune\",\"results\":[],"
                          "\"channels\":[],\"service_level\":{\"value\":\"partial\"},%s}", bad[i]);
    err *e = procedure_read(a, text, &p);
    assert_non_null(e);
    assert_int_equal(e->kind, ERR_INVALID);
  }
}

static int open_all(void **state) {
  if (open_site(state)) return -1;
  publish("8.000003", 1, members);
  citizen = enter("citizen");
  token = sign_in("citizen");
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(needed_by_case),     cmocka_unit_test(chosen_first),
      cmocka_unit_test(shown_by_case),      cmocka_unit_test(changed_later),
      cmocka_unit_test(only_what_is_asked), cmocka_unit_test(known_at_level_two),
      cmocka_unit_test(refused_catalogues),
  };
  return cmocka_run_group_tests(tests, open_all, close_site);
}
