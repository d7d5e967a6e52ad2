/* test_clauses: every fault of a form and its papers names its clause, in the answer of a program
 * and beside the control of a page; what a personal ID number tells is held against the date of
 * birth and the sex beside it. */
#include "office/form_check.h"
#include "published.h"

#define DERIVED "8.000004"
static const char *const procedures[] = {"1.000656", "1.000894", "1.001193", "1.001612", "1.004873",
                                         "1.011607", "1.013225", "2.000635", "2.000815",
                                         "2.001827", DERIVED};
static str citizen;

static answer filed(const char *code, str fields, const char *papers) {
  str body = str_fmt(a, "{\"procedure\":\"%s\",\"fields\":%.*s,\"papers\":%s}", code,
                     STR_ARG(fields), papers);
  return send_ask(&(ask){.method = "POST", .target = "/dossiers", JSON, .body = body,
                         .token = citizen});
}

/* --- every fault --- */
static size_t all_named(const char *code, str fields, const char *papers) {
  answer r = filed(code, fields, papers);
  assert_status(r, 422);
  const json *list = json_get(json_body(&r), S("errors"));
  assert_true(list && list->n > 0);
  for (size_t i = 0; i < list->n; i++)
    if (!json_str(json_get(&list->items[i], S("cites"))).n)
      fail_msg("%s: no clause at %s", code, text_of(&list->items[i], "field").p);
  return list->n;
}

/* Each property of the form, of a kind that it never has. */
static str nonsense(const procedure *p) {
  const json *all = json_get(p->schema, S("properties"));
  buf b = buf_in(a);
  buf_char(&b, '{');
  for (size_t i = 0; i < all->n; i++)
    buf_fmt(&b, "%s\"%.*s\":[[3]]", i ? "," : "", STR_ARG(all->keys[i]));
  buf_add(&b, S(",\"no_such\":1}"));
  return buf_str(&b);
}

/* Each of its groups, empty. */
static str hollow(const procedure *p) {
  const json *all = json_get(p->schema, S("properties"));
  buf b = buf_in(a);
  for (size_t i = 0; i < all->n; i++)
    buf_fmt(&b, "%c\"%.*s\":{}", i ? ',' : '{', STR_ARG(all->keys[i]));
  buf_char(&b, '}');
  return buf_str(&b);
}

static void each_fault(void **state) {
  (void)state;
  const edition *e = office_edition(site.office);
  size_t faults = 0;
  for (size_t i = 0; i < COUNT(procedures); i++) {
    const procedure *p = edition_procedure(e, str_of(procedures[i]));
    faults += all_named(procedures[i], S("{}"), "{}");
    faults += all_named(procedures[i], hollow(p), "{\"no_such\":[\"x\"]}");
    faults += all_named(procedures[i], nonsense(p), "{}");
  }
  print_message("           %zu faults, each with its clause\n", faults);
  office_release(site.office, e);
}

/* --- beside the control --- */
static void beside(void **state) {
  (void)state;
  browser b = enter("citizen");
  str body = str_fmt(a, "csrf=%.*s&procedure=1.001193&channel=online", STR_ARG(b.csrf));
  answer r = send_ask(&(ask){.method = "POST", .target = "/dossiers", FORM, HTML, .body = body,
                             .cookie = b.cookie, .more = {ORIGIN}});
  assert_status(r, 422);
  static const char *const told[][2] = {
      {"fields.child.full_name", "(Nghị định 123/2015/NĐ-CP, điều 4)"},
      {"fields.mother", "(Luật Hộ tịch 2014)"},
      {"papers.birth_certificate", "(Luật Hộ tịch 2014, điều 16)"}};
  for (size_t i = 0; i < COUNT(told); i++) {
    str from = str_fmt(a, "id=\"error.%s\"", told[i][0]);
    ptrdiff_t at = str_find(r.body, from);
    if (at < 0) fail_msg("no error at %s", told[i][0]);
    str near = str_sub(r.body, (size_t)at, (size_t)at + 400);
    near = str_sub(near, 0, (size_t)str_find(near, S("</span>")));
    if (str_find(near, str_of(told[i][1])) < 0) fail_msg("%s: %.*s", told[i][0], STR_ARG(near));
  }
}

/* --- refusals of the whole --- */
static void channels(void **state) {
  (void)state;
  answer r = send_ask(&(ask){.method = "GET", .target = "/procedures/2.000815/file", JSON,
                             .token = citizen});
  assert_status(r, 409);
  const json *list = json_get(json_body(&r), S("errors"));
  assert_true(list && list->n == 1);
  assert_string_equal(text_of(&list->items[0], "cites").p, "ND 118/2025");
}

/* --- personal ID numbers --- */
static str number_faults(const char *number, const char *birth_date, const char *sex) {
  ctx c = {.a = a, .edition = office_edition(site.office), .now = instant_now()};
  const procedure *p = edition_procedure(c.edition, S("1.004873"));
  str text = str_fmt(a, "{\"subject\":{\"personal_id\":\"%s\",\"birth_date\":\"%s\","
                        "\"sex\":\"%s\"}}", number, birth_date, sex);
  const json *data;
  err *errors = NULL;
  assert_ok(json_parse(a, text, &data));
  form_check(&c, p, data, &errors);
  buf b = buf_in(a);
  for (const err *at = errors; at; at = at->next)
    if (str_eq(at->field, S("fields.subject.personal_id"))) {
      assert_string_equal(at->cites.p, "ND 137/2015 art. 13");
      buf_fmt(&b, "%.*s|", STR_ARG(err_text(a, at, NULL)));
    }
  office_release(site.office, c.edition);
  return buf_str(&b);
}

static void numbers(void **state) {
  (void)state;
  static const struct {
    const char *number, *birth_date, *sex, *says[2];
  } all[] = {{"022192004318", "1992-05-01", "female", {NULL}},
             {"022204004318", "2004-05-01", "male", {NULL}},
             {"022192004318", "1993-05-01", "female", {"born in 1992"}},
             {"022304004318", "1904-05-01", "female", {"born in 2004"}},
             {"022192004318", "1992-05-01", "male", {"another sex"}},
             {"022092004318", "1993-05-01", "female", {"born in 1992", "another sex"}},
             {"999999999999", "1999-05-01", "male", {"the fourth is 0, 1, 2 or 3"}},
             {"02219200431", "1992-05-01", "female", {"12 digits"}}};
  for (size_t i = 0; i < COUNT(all); i++) {
    str said = number_faults(all[i].number, all[i].birth_date, all[i].sex);
    if (!all[i].says[0]) assert_string_equal(said.p, "");
    for (size_t k = 0; k < 2 && all[i].says[k]; k++)
      if (str_find(said, str_of(all[i].says[k])) < 0) fail_msg("%s: %s", all[i].number, said.p);
  }
}

static int open_all(void **state) {
  int failed = open_site(state);
  if (failed) return failed;
  publish(DERIVED, 1, "\"legal_basis\":[\"Luật Thử nghiệm 2026, điều 1\"],\"components\":[{"
                      "\"id\":\"request\",\"title\":\"Đơn\",\"required\":true}]");
  citizen = sign_in("citizen");
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(each_fault), cmocka_unit_test(beside),
                                     cmocka_unit_test(channels), cmocka_unit_test(numbers)};
  return cmocka_run_group_tests_name("clauses", tests, open_all, close_site);
}
