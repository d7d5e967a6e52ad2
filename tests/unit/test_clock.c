/* test_clock: due dates worked out by hand on the calendar of 2026. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "office/clock.h"

/* January: new year and its swapped Friday; Tet 16 to 20 February; 27 April for the Sunday before;
 * 30 April and 1 May; 31 August (swapped for Saturday 22) to 2 September. */
static const int32_t days[] = {20260101, 20260102, 20260110, 20260216, 20260217, 20260218,
                               20260219, 20260220, 20260427, 20260430, 20260501, 20260822,
                               20260831, 20260901, 20260902};
static const bool working[COUNT(days)] = {[2] = true, [11] = true};
static const calendar year = {days, working, COUNT(days)};

static const struct {
  const char *received, *limit;
  int cutoff;
  const char *due;
} cases[] = {
    /* the day of receipt itself, cut-off 15:00 */
    {"2026-11-24T09:00", "0 wd", 900, "2026-11-24T17:00"},
    {"2026-11-24T15:00", "0 wd", 900, "2026-11-24T17:00"},
    {"2026-11-24T15:00:01", "0 wd", 900, "2026-11-25T17:00"},
    {"2026-11-24T15:00:00.000001", "0 wd", 900, "2026-11-25T17:00"},
    {"2026-11-24T23:59:59", "0 wd", 900, "2026-11-25T17:00"},
    {"2026-11-25T00:00", "0 wd", 900, "2026-11-25T17:00"},
    {"2026-11-24T06:00", "0 wd", 900, "2026-11-24T17:00"},
    {"2026-11-24T12:00", "0 wd", 900, "2026-11-24T17:00"},
    {"2026-11-27T15:30", "0 wd", 900, "2026-11-30T17:00"}, /* Friday after 15:00 */
    {"2026-11-28T09:00", "0 wd", 900, "2026-11-30T17:00"}, /* Saturday */
    {"2026-11-29T20:00", "0 wd", 900, "2026-11-30T17:00"}, /* Sunday evening */
    /* the same without a cut-off: the close of office */
    {"2026-11-24T16:59", "0 wd", 0, "2026-11-24T17:00"},
    {"2026-11-24T17:00", "0 wd", 0, "2026-11-24T17:00"},
    {"2026-11-24T17:00:01", "0 wd", 0, "2026-11-25T17:00"},
    /* working days: the day of receipt is not counted */
    {"2026-11-24T09:00", "1 wd", 0, "2026-11-25T17:00"},
    {"2026-11-24T09:00", "5 wd", 0, "2026-12-01T17:00"},
    {"2026-11-27T16:00", "5 wd", 0, "2026-12-04T17:00"},
    {"2026-11-27T17:30", "5 wd", 0, "2026-12-07T17:00"},
    {"2026-01-17T10:00", "1 wd", 0, "2026-01-20T17:00"}, /* an ordinary Saturday */
    /* Tet 2026 */
    {"2026-02-13T15:10", "0 wd", 900, "2026-02-23T17:00"},
    {"2026-02-17T10:00", "0 wd", 900, "2026-02-23T17:00"},
    {"2026-02-13T09:00", "1 wd", 0, "2026-02-23T17:00"},
    {"2026-02-12T10:00", "3 wd", 0, "2026-02-24T17:00"},
    /* the swapped working Saturday, 10 January 2026 */
    {"2026-01-09T09:00", "1 wd", 0, "2026-01-10T17:00"},
    {"2026-01-10T14:00", "0 wd", 900, "2026-01-10T17:00"},
    {"2026-01-10T15:30", "0 wd", 900, "2026-01-12T17:00"},
    {"2025-12-31T09:00", "2 wd", 0, "2026-01-06T17:00"},
    {"2026-08-21T09:00", "1 wd", 0, "2026-08-22T17:00"},
    /* calendar days: a last day off moves */
    {"2026-11-24T09:00", "15 d", 0, "2026-12-09T17:00"},
    {"2026-11-20T09:00", "15 d", 0, "2026-12-07T17:00"},
    {"2026-01-27T09:00", "20 d", 0, "2026-02-23T17:00"},
    {"2026-11-28T09:00", "10 d", 0, "2026-12-10T17:00"},
    {"2026-08-03T09:00", "28 d", 0, "2026-09-03T17:00"},
    {"2026-12-25T09:00", "10 d", 0, "2027-01-04T17:00"},
    /* months: the same date or the month's last */
    {"2026-01-31T09:00", "1 mo", 0, "2026-03-02T17:00"},
    {"2026-01-30T09:00", "1 mo", 0, "2026-03-02T17:00"},
    {"2026-03-31T09:00", "1 mo", 0, "2026-05-04T17:00"},
    {"2026-12-31T09:00", "2 mo", 0, "2027-03-01T17:00"},
    {"2028-02-29T09:00", "12 mo", 0, "2029-02-28T17:00"},
    {"2026-06-15T09:00", "3 mo", 0, "2026-09-15T17:00"},
    /* office hours */
    {"2026-11-24T09:00", "4 h", 0, "2026-11-24T14:30"},
    {"2026-11-24T07:30", "4 h", 0, "2026-11-24T11:30"},
    {"2026-11-24T13:00", "4 h", 0, "2026-11-24T17:00"},
    {"2026-11-24T12:15", "4 h", 0, "2026-11-24T17:00"},
    {"2026-11-24T15:00", "4 h", 0, "2026-11-25T09:30"},
    {"2026-11-24T07:30", "8 h", 0, "2026-11-24T17:00"},
    {"2026-11-27T16:00", "8 h", 0, "2026-11-30T16:00"},
    {"2026-11-28T10:00", "1 h", 0, "2026-11-30T08:30"},
    {"2026-11-24T06:00", "1 h", 0, "2026-11-24T08:30"},
    {"2026-11-24T17:30", "1 h", 0, "2026-11-25T08:30"},
    {"2026-02-12T13:00", "16 h", 0, "2026-02-23T11:30"},
    {"2026-11-24T10:10", "0 h", 0, "2026-11-24T10:10"},
    {"2026-11-24T15:30", "2 h", 900, "2026-11-25T09:30"},
};

static instant at(const char *text) {
  char whole[40];
  instant t;
  snprintf(whole, sizeof whole, "%s+07:00", text);
  if (!instant_parse(str_of(whole), &t)) fail_msg("%s is no time", text);
  return t;
}

static void due_dates(void **state) {
  (void)state;
  arena *a = arena_new(1 << 20);
  for (size_t i = 0; i < COUNT(cases); i++) {
    time_limit limit;
    assert_true(clock_limit_parse(str_of(cases[i].limit), &limit));
    limit.cutoff = cases[i].cutoff;
    clock_case k = {.days = &year, .hours = &usual_hours, .received = at(cases[i].received),
                    .limit = limit};
    instant due = clock_case_due(&k);
    if (due.us != at(cases[i].due).us)
      fail_msg("%s + %s: %s, not %s", cases[i].received, cases[i].limit, cases[i].due,
               str_z(a, instant_rfc3339(a, due)));
  }
  arena_free(a);
}

static void working_days(void **state) {
  (void)state;
  assert_true(clock_working(&year, 20261124));
  assert_false(clock_working(&year, 20261128));
  assert_true(clock_working(&year, 20260110));
  assert_false(clock_working(&year, 20260218));
  assert_false(clock_working(&year, 20260902));
  assert_int_equal(clock_next_working(&year, 20260213), 20260223);
  assert_int_equal(clock_next_working(&year, 20260828), 20260903);
  assert_int_equal(clock_next_working(&(calendar){0}, 20260213), 20260216);
}

static void counting_starts(void **state) {
  (void)state;
  static const struct {
    const char *received, *from;
  } starts[] = {{"2026-11-24T06:00", "2026-11-24T07:30"}, {"2026-11-24T09:12", "2026-11-24T09:12"},
                {"2026-11-24T11:30", "2026-11-24T13:00"}, {"2026-11-24T12:59", "2026-11-24T13:00"},
                {"2026-11-24T17:00", "2026-11-24T17:00"}, {"2026-11-24T17:01", "2026-11-25T07:30"},
                {"2026-11-27T18:00", "2026-11-30T07:30"}, {"2026-01-10T08:00", "2026-01-10T08:00"}};
  for (size_t i = 0; i < COUNT(starts); i++) {
    clock_case k = {.days = &year, .hours = &usual_hours, .received = at(starts[i].received),
                    .limit = {.unit = 'h'}};
    if (clock_case_due(&k).us != at(starts[i].from).us) fail_msg("%s", starts[i].received);
  }
}

static void limits(void **state) {
  (void)state;
  time_limit limit;
  static const char *const bad[] = {"", "5", "wd", " wd", "5wd", "5  wd", "-1 wd", "05 wd",
                                    "5 WD", "5 days", "10001 d", "99999999999999999999 d",
                                    "5 wd ", "1.5 h"};
  for (size_t i = 0; i < COUNT(bad); i++)
    if (clock_limit_parse(str_of(bad[i]), &limit)) fail_msg("\"%s\" was taken", bad[i]);
  assert_true(clock_limit_parse(S("2 mo"), &limit));
  assert_int_equal(limit.value, 2);
  assert_int_equal(limit.unit, 'm');
  assert_int_equal(limit.cutoff, 0);
  assert_false(clock_limit_parse(STR_NONE, &limit));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(due_dates), cmocka_unit_test(working_days),
                                     cmocka_unit_test(counting_starts), cmocka_unit_test(limits)};
  return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
