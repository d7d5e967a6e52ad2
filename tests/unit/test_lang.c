/* test_lang: look-ups in a catalogue that msgfmt made, Accept-Language. */
#include "in_arena.h"
#include "base/embed.h"
#include "kit/lang.h"

static void tags(void **state) {
  (void)state;
  lang l = LANG_VI;
  assert_string_equal(lang_tag(LANG_VI), "vi");
  assert_true(lang_of(S("EN"), &l) && l == LANG_EN);
  assert_true(lang_of(S("bn"), &l) && l == LANG_BN);
  assert_false(lang_of(S("fr"), &l));
  assert_false(lang_of(STR_NONE, &l));
}

static void negotiation(void **state) {
  (void)state;
  static const struct {
    const char *header;
    lang want;
  } cases[] = {{"", LANG_VI},
               {"en", LANG_EN},
               {"vi", LANG_VI},
               {"fr, de", LANG_VI},
               {"*", LANG_VI},
               {"en-US,en;q=0.9,vi;q=0.8", LANG_EN},
               {"vi-VN,vi;q=0.9,en;q=0.8", LANG_VI},
               {"en;q=0.1, vi;q=0.2", LANG_VI},
               {"en;q=0", LANG_VI},
               {"vi;q=0, *", LANG_EN},
               {"vi;q=0, *;q=0.1", LANG_EN},
               {"en;q=2, vi;q=0.1", LANG_VI},
               {"en;q=x", LANG_VI},
               {"en;q=0.1234", LANG_VI},
               {"en ; q=1.000", LANG_EN},
               {",,;;q=,en", LANG_EN},
               {"english", LANG_VI},
               {"en;level=1", LANG_VI},
               {"EN-gb", LANG_EN},
               {"bn", LANG_BN},
               {"bn-BD,bn;q=0.9,en;q=0.8", LANG_BN},
               {"vi;q=0, en;q=0, *", LANG_BN}};
  assert_int_equal(lang_negotiate(STR_NONE), LANG_VI);
  for (size_t i = 0; i < COUNT(cases); i++)
    if (lang_negotiate(str_of(cases[i].header)) != cases[i].want) fail_msg("%s", cases[i].header);
}

/* Every text of the embedded catalogue is found, and nothing else. */
static void look_up(void **state) {
  (void)state;
  assert_string_equal(lang_text(LANG_EN, "Sign in"), "Sign in");
  assert_string_equal(lang_text(LANG_VI, ""), "");
  assert_string_equal(lang_text(LANG_VI, "no such text \x01"), "no such text \x01");
  for (int i = 0; i < embedded_locale_count; i++) {
    str mo = embedded_locale[i].bytes, name = str_of(embedded_locale[i].name);
    lang l;
    assert_true(lang_of(str_sub(name, 0, name.n - 3), &l));
    uint32_t head[5], row[2];
    memcpy(head, mo.p, sizeof head);
    for (uint32_t k = 1; k < head[2]; k++) { /* 0 is the head, under the empty text */
      memcpy(row, mo.p + head[3] + k * 8, sizeof row);
      const char *id = mo.p + row[1];
      memcpy(row, mo.p + head[4] + k * 8, sizeof row);
      assert_string_equal(lang_text(l, id), mo.p + row[1]);
    }
  }
}

/* --- numbers --- */
static const char *number(lang l, int64_t n) {
  static char text[LANG_ROOM + 1];
  char room[LANG_ROOM];
  str s = lang_number(l, n, room);
  memcpy(text, s.p, s.n);
  text[s.n] = '\0';
  return text;
}

static void numbers_in_groups(void **state) {
  (void)state;
  assert_string_equal(number(LANG_VI, 1766), "1.766");
  assert_string_equal(number(LANG_EN, -1234567), "-1,234,567");
  assert_string_equal(number(LANG_EN, INT64_MIN), "-9,223,372,036,854,775,808");
  assert_string_equal(number(LANG_BN, 0), "০");
  assert_string_equal(number(LANG_BN, 999), "৯৯৯");
  assert_string_equal(number(LANG_BN, 1766), "১,৭৬৬");
  assert_string_equal(number(LANG_BN, -100000), "-১,০০,০০০");
  assert_string_equal(number(LANG_BN, 12345678), "১,২৩,৪৫,৬৭৮");
  assert_string_equal(number(LANG_BN, INT64_MIN), "-৯২,২৩,৩৭,২০,৩৬,৮৫,৪৭,৭৫,৮০৮");
}

static void digits_both_ways(void **state) {
  (void)state;
  char room[LANG_ROOM];
  str day = lang_digits(LANG_BN, S("31/08/2024 15:30"), room);
  assert_true(str_eq(day, S("৩১/০৮/২০২৪ ১৫:৩০")));
  assert_true(str_eq(lang_latin(a, day), S("31/08/2024 15:30")));
  assert_true(str_eq(lang_digits(LANG_EN, S("31"), room), S("31")));
  str longer = S("1234567890123456789012345678901");
  assert_true(str_eq(lang_digits(LANG_BN, longer, room), longer));
  assert_true(str_eq(lang_latin(a, S("আমি ৭ নং ়\xE0\xA7")), S("আমি 7 নং ়\xE0\xA7")));
  assert_true(str_eq(lang_latin(a, STR_NONE), STR_NONE));
}

/* Counts, times and days in the language's digits; codes and numbers of people as they are. */
static void messages(void **state) {
  (void)state;
  static const struct {
    const char *arg, *shown;
  } cases[] = {{"12", "১২"},
               {"2026", "২০২৬"},
               {"15:00", "১৫:০০"},
               {"31/08/2024", "৩১/০৮/২০২৪"},
               {"15:30, 31/08/2024", "১৫:৩০, ৩১/০৮/২০২৪"},
               {"12345", "12345"},
               {"014190000123", "014190000123"},
               {"1.001193", "1.001193"},
               {"H49.31", "H49.31"},
               {"", ""}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    err e = {.msgid = "\x01 {0}", .args = {str_of(cases[i].arg)}};
    str want = str_cat(a, S("\x01 "), str_of(cases[i].shown));
    assert_string_equal(lang_message(a, LANG_BN, &e).p, want.p);
    assert_string_equal(lang_message(a, LANG_VI, &e).p,
                        str_cat(a, S("\x01 "), str_of(cases[i].arg)).p);
  }
}

static void own_words(void **state) {
  (void)state;
  assert_false(lang_own(LANG_VI, S("help"), S("সাহায্য")).n);
  assert_true(str_eq(lang_own(LANG_EN, S("help"), S("সাহায্য")), S("help")));
  assert_true(str_eq(lang_own(LANG_BN, S("help"), S("সাহায্য")), S("সাহায্য")));
  assert_false(lang_own(LANG_BN, S("help"), STR_NONE).n); /* then Vietnamese, not English */
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(tags), cmocka_unit_test(negotiation),
                                     cmocka_unit_test(look_up),
                                     cmocka_unit_test(numbers_in_groups),
                                     cmocka_unit_test(digits_both_ways),
                                     cmocka_unit_test(messages), cmocka_unit_test(own_words)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
