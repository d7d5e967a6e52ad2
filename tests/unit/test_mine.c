/* test_mine: a group that may be about who files is filled in with a button, without JavaScript:
 * the mother or the father of a birth, either party of a marriage; what was typed stays; nobody who
 * is not known gets it. */
#include "web_client.h"

static answer look(const browser *b, const char *path) {
  return send_ask(&(ask){.method = "GET", .target = path, HTML, .cookie = b->cookie});
}

static bool offers(const answer *r, const char *group) {
  return str_find(r->body, str_fmt(a, "value=\"mine:fields.%s\"", group)) >= 0;
}

/* Presses the button, and follows to the draft. */
static answer press(const browser *b, const char *code, const char *group, const char *typed) {
  answer r = post_form(b, "/drafts", str_fmt(a, "procedure=%s&channel=online&do=mine:fields.%s%s",
                                             code, group, typed).p);
  assert_status(r, 303);
  str at = header_of(&r, "Location"), draft;
  assert_true(str_ends(at, str_fmt(a, "#fields.%s", group)));
  str_split(&at, '#', &draft);
  return look(b, str_dup(a, draft).p);
}

static str value_at(const answer *r, const char *name) {
  str from = str_fmt(a, "name=\"fields.%s\" value=\"", name);
  ptrdiff_t at = str_find(r->body, from);
  if (at < 0) return STR_NONE;
  str rest = str_sub(r->body, (size_t)at + from.n, r->body.n);
  return str_dup(a, str_sub(rest, 0, (size_t)str_find(rest, S("\""))));
}

static void filled(const answer *r, const char *group) {
  const struct {
    const char *name, *value;
  } known[] = {{"full_name", "Nguyễn Thị Minh An"}, {"ethnicity", "Kinh"},
               {"nationality", "Việt Nam"}};
  for (size_t i = 0; i < COUNT(known); i++)
    assert_string_equal(value_at(r, str_fmt(a, "%s.%s", group, known[i].name).p).p,
                        known[i].value);
  assert_true(str_ends(value_at(r, str_fmt(a, "%s.birth_date", group).p), S("/1992")));
  assert_true(str_ends(value_at(r, str_fmt(a, "%s.residence", group).p),
                       S(" 3, phường Hạ Long, tỉnh Quảng Ninh")));
}

static void birth(void **state) {
  (void)state;
  browser b = enter("citizen");
  answer r = look(&b, "/procedures/1.001193/file");
  assert_true(offers(&r, "mother") && offers(&r, "father") && !offers(&r, "child"));
  assert_true(str_find(r.body, S("This is Nguyễn Thị Minh An: fill in what is known")) > 0);
  r = press(&b, "1.001193", "mother", "&fields.child.full_name=An&fields.mother.full_name=X"
                                      "&fields.father.full_name=Ba");
  filled(&r, "mother");
  assert_string_equal(value_at(&r, "child.full_name").p, "An");
  assert_string_equal(value_at(&r, "father.full_name").p, "Ba");
  assert_false(value_at(&r, "father.birth_date").n);
}

static void marriage(void **state) {
  (void)state;
  browser b = enter("citizen");
  answer r = look(&b, "/procedures/1.000894/file");
  assert_true(offers(&r, "bride") && offers(&r, "groom"));
  r = press(&b, "1.000894", "bride", "");
  filled(&r, "bride");
  assert_string_equal(value_at(&r, "bride.personal_id").p, "022192004318");
  assert_false(value_at(&r, "groom.full_name").n);
}

/* The button does nothing where it was not offered: another group, or somebody who is not known. */
static void forged(void **state) {
  (void)state;
  browser b = enter("citizen2"), low = enter("newcomer");
  answer r = press(&b, "1.001193", "child", "&fields.child.full_name=An");
  assert_string_equal(value_at(&r, "child.full_name").p, "An");
  assert_false(value_at(&r, "child.ethnicity").n);
  r = look(&low, "/procedures/1.001193/file");
  assert_status(r, 200);
  assert_false(offers(&r, "mother"));
  r = press(&low, "1.001193", "mother", "&fields.mother.full_name=X");
  assert_string_equal(value_at(&r, "mother.full_name").p, "X");
  assert_false(value_at(&r, "mother.ethnicity").n);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(birth), cmocka_unit_test(marriage),
                                     cmocka_unit_test(forged)};
  return cmocka_run_group_tests_name("mine", tests, open_site, close_site);
}
