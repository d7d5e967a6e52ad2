/* test_lang: look-ups in a catalogue that msgfmt made, Accept-Language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/embed.h"
#include "kit/lang.h"

static void tags(void **state) {
  (void)state;
  lang l = LANG_VI;
  assert_string_equal(lang_tag(LANG_VI), "vi");
  assert_true(lang_of(S("EN"), &l) && l == LANG_EN);
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
               {"EN-gb", LANG_EN}};
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

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(tags), cmocka_unit_test(negotiation),
                                     cmocka_unit_test(look_up)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
