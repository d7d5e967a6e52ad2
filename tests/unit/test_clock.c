/* test_clock: due dates worked out by hand (tests/data/clock-cases.txt) on the shipped calendar,
 * what must hold of any, and texts that are no limits. */
#include "in_arena.h"
#include "office/catalogue.h"
#include "office/clock.h"
#include "tools/file.h"

enum { CASES = 80, RANDOM = 20000, PAUSES = 4 };

static calendar year;

static int open_calendar(void **state) {
  return open_arena(state) || calendar_shipped(a, &year) ? -1 : 0;
}

static instant at(str text) {
  instant t;
  if (!instant_parse(text, &t)) fail_msg("%.*s is no time", STR_ARG(text));
  return t;
}

static str shown(instant t) {
  return instant_is(t) ? instant_rfc3339(a, t) : S("none");
}

/* --- by hand --- */
static str column(str *rest) {
  str part = STR_NONE;
  str_split(rest, '|', &part);
  part = str_trim(part);
  return str_eq(part, S("-")) ? STR_NONE : part;
}

static void check_line(str line) {
  str rest = line, pauses, one;
  office_hours hours = usual_hours;
  clock_pause all[PAUSES];
  clock_case k = {.days = &year, .hours = &hours, .pauses = all};
  k.received = at(column(&rest));
  assert_true(clock_limit_parse(column(&rest), &k.limit));
  str cutoff = column(&rest), open = column(&rest);
  if (cutoff.p) assert_true(clock_cutoff_parse(cutoff, &k.limit.cutoff));
  if (open.p) assert_true(clock_hours_parse(open, &hours));
  pauses = column(&rest);
  while (str_split(&pauses, ' ', &one)) assert_true(clock_pause_parse(one, &all[k.npauses++]));
  instant wanted = at(column(&rest)), due = clock_case_due(&k);
  assert_true(column(&rest).n > 0); /* why */
  if (due.us != wanted.us) fail_msg("%.*s\n  gives %s", STR_ARG(line), shown(due).p);
}

static void by_hand(void **state) {
  (void)state;
  str line, rest = file_read(a, "tests/data/clock-cases.txt");
  size_t n = 0;
  while (str_split(&rest, '\n', &line)) {
    if (!line.n || line.p[0] == '#') continue;
    check_line(line);
    n++;
  }
  assert_true(n >= CASES);
}

/* --- the shipped calendar --- */
static void working_days(void **state) {
  (void)state;
  assert_true(clock_working(&year, 20261124));
  assert_false(clock_working(&year, 20261128));
  assert_true(clock_working(&year, 20260110));
  assert_false(clock_working(&year, 20260218));
  assert_int_equal(clock_next_working(&year, 20260213), 20260223);
  assert_int_equal(clock_last_working(&year, 20260223), 20260213);
  assert_int_equal(clock_last_working(&year, 20260112), 20260110);
  assert_int_equal(clock_next_working(&(calendar){0}, 20260213), 20260216);
  assert_int_equal(clock_next_working(&(calendar){0}, 99991231), 99991231);
  assert_int_equal(clock_last_working(&(calendar){0}, 10000101), 10000101);
}

/* Eleven days off a year (Labour Code 2019, art. 112), those for a weekend among them; beside them
 * each swapped day has its working Saturday. */
static void shipped_days(void **state) {
  (void)state;
  static const struct {
    int year, swapped;
  } years[] = {{2024, 1}, {2025, 1}, {2026, 2}, {2027, 0}};
  for (size_t i = 1; i < year.n; i++) assert_true(year.days[i - 1] < year.days[i]);
  size_t seen = 0;
  for (size_t y = 0; y < COUNT(years); y++) {
    int off = 0, swapped = 0;
    for (size_t i = 0; i < year.n; i++) {
      if (year.days[i] / 10000 != years[y].year) continue;
      int weekday = day_weekday(year.days[i]);
      assert_true(year.working[i] == (weekday == 0 || weekday == 6));
      off += !year.working[i];
      swapped += year.working[i];
      seen++;
    }
    assert_int_equal(off - swapped, 11);
    assert_int_equal(swapped, years[y].swapped);
  }
  assert_int_equal(seen, year.n);
}

/* --- what must hold of any case --- */
static uint64_t seed;
static int64_t any(int64_t below) { /* xorshift64*; the same every time */
  seed ^= seed >> 12;
  seed ^= seed << 25;
  seed ^= seed >> 27;
  return (int64_t)(seed * UINT64_C(2685821657736338717) >> 1) % below;
}

static void any_case(clock_case *k, clock_pause *pauses) {
  static const char units[] = "hwdm";
  static const int64_t most[] = {60, 40, 90, 8};
  size_t u = (size_t)any(4);
  *k = (clock_case){.days = &year, .hours = &usual_hours, .pauses = pauses};
  k->received.us = day_at(20231001, 0).us + any(1600 * DAY);
  k->limit = (time_limit){any(most[u]), units[u], any(3) ? 0 : (int)any(24 * 60)};
  k->npauses = (size_t)any(PAUSES);
  for (size_t i = 0; i < k->npauses; i++) {
    pauses[i].from.us = k->received.us + any(40 * DAY);
    pauses[i].to.us = pauses[i].from.us + any(20 * DAY);
  }
}

static void say(const clock_case *k, const char *what) {
  str pauses = S("");
  for (size_t i = 0; i < k->npauses; i++)
    pauses = str_cat(a, pauses, S(" "), shown(k->pauses[i].from), S("/"), shown(k->pauses[i].to));
  fail_msg("%s: %s %lld %c cut-off %d%s gives %s", what, shown(k->received).p,
           (long long)k->limit.value, k->limit.unit, k->limit.cutoff, pauses.p,
           shown(clock_case_due(k)).p);
}

/* Is any pause of a day on which it may have been received, which limits in days do not count? */
static bool at_receipt(const clock_case *k) {
  clock_case day = *k;
  day.limit.value = 0;
  day.npauses = 0;
  for (size_t i = 0; i < k->npauses; i++)
    if (k->pauses[i].from.us <= clock_case_due(&day).us) return true;
  return false;
}

static void of_any(void **state) {
  (void)state;
  seed = 20261124;
  for (int i = 0; i < RANDOM; i++) {
    clock_pause pauses[PAUSES];
    clock_case k;
    any_case(&k, pauses);
    instant due = clock_case_due(&k);
    if (due.us < k.received.us) say(&k, "due before it came");
    clock_case later = k;
    later.received.us += any(3 * DAY);
    bool counted = k.limit.unit == 'h' || k.limit.unit == 'w' || !at_receipt(&later);
    if (counted && clock_case_due(&later).us < due.us) say(&later, "came later, due earlier");
    clock_case fewer = k;
    if (fewer.npauses) fewer.npauses--;
    if (clock_case_due(&fewer).us > due.us) say(&k, "a pause more, due earlier");
    clock_case longer = k;
    longer.limit.value++;
    if (clock_case_due(&longer).us < due.us) say(&longer, "a longer limit, due earlier");
    if (k.limit.unit == 'h') continue;
    if (!clock_working(&year, day_of(due)) || due.us != day_at(day_of(due), 1020).us)
      say(&k, "due at no close of a working day");
    for (size_t p = 0; p < k.npauses; p++)
      if (pauses[p].from.us <= due.us && due.us < pauses[p].to.us) say(&k, "due in a pause");
  }
}

/* Pauses one after the other, as a dossier has them: each moves the date that is fixed on, and at
 * the end it is that of the whole case. */
static void one_by_one(void **state) {
  (void)state;
  seed = 20261125;
  for (int i = 0; i < RANDOM; i++) {
    clock_pause pauses[PAUSES];
    clock_case k;
    any_case(&k, pauses);
    size_t n = k.npauses;
    for (size_t p = 0; p < n; p++) {
      pauses[p].from.us = (p ? pauses[p - 1].to.us : k.received.us) + any(p ? 9 * DAY : 40 * DAY);
      pauses[p].to.us = pauses[p].from.us + (any(3) ? any(20 * DAY) : any(9 * HOUR));
    }
    k.npauses = 0;
    instant due = clock_case_due(&k);
    for (size_t p = 0; p < n; p++) due = clock_moved(&k, due, pauses[p]);
    k.npauses = n;
    if (due.us != clock_case_due(&k).us) say(&k, shown(due).p);
  }
}

/* A day became a holiday after the date was fixed: the date stays, whatever the pause, unless the
 * pause takes working time; the day on which it is due counts as one. */
static void calendar_changed(void **state) {
  (void)state;
  static const int32_t day[] = {20261125};
  static const bool works[] = {false};
  const calendar changed = {.days = day, .working = works, .n = 1};
  static const struct {
    const char *received, *limit, *due, *pause, *moved;
  } cases[] = {
      {"2026-11-24T09:00", "1 wd", "2026-11-25T17:00", "2026-11-24T10:00/2026-11-24T10:05",
       "2026-11-25T17:00"},
      {"2026-11-24T09:00", "1 wd", "2026-11-25T17:00", "2026-11-25T10:00/2026-11-27T10:00",
       "2026-11-27T17:00"},
      {"2026-11-23T09:00", "2 wd", "2026-11-25T17:00", "2026-11-24T10:00/2026-11-25T10:00",
       "2026-11-26T17:00"},
      {"2026-11-24T09:00", "3 wd", "2026-11-27T17:00", "2026-11-25T10:00/2026-11-26T10:00",
       "2026-11-27T17:00"}, /* not a working day any more: nothing is taken */
      {"2026-11-24T15:30", "3 h", "2026-11-25T09:00", "2026-11-24T16:00/2026-11-24T16:05",
       "2026-11-25T09:05"},
      {"2026-11-24T15:30", "3 h", "2026-11-25T09:00", "2026-11-25T08:00/2026-11-26T08:00",
       "2026-11-26T09:00"},
      {"2026-11-24T09:00", "1 wd", "2026-11-25T17:00", "2026-11-26T10:00/2026-12-01T10:00",
       "2026-11-25T17:00"}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    clock_case k = {.days = &changed, .hours = &usual_hours,
                    .received = at(str_of(cases[i].received))};
    clock_pause pause;
    assert_true(clock_limit_parse(str_of(cases[i].limit), &k.limit));
    assert_true(clock_pause_parse(str_of(cases[i].pause), &pause));
    instant due = clock_moved(&k, at(str_of(cases[i].due)), pause);
    if (due.us != at(str_of(cases[i].moved)).us)
      fail_msg("%s gives %s", cases[i].pause, shown(due).p);
  }
  clock_case k = {.days = &year, .hours = &usual_hours, .received = at(S("2026-11-24T09:00"))};
  assert_false(instant_is(clock_moved(&k, INSTANT_NONE, (clock_pause){k.received, k.received})));
}

static void at_the_edges(void **state) {
  (void)state;
  static const int64_t values[] = {INT64_MIN, -1, 0, 1, LIMIT_MOST, INT64_MAX};
  static const char units[] = "hwdm?";
  const int64_t times[] = {INT64_MIN + 1, day_at(10000101, 0).us, 0, day_at(99991231, 900).us,
                           day_at(99991231, 1020).us, INT64_MAX};
  const clock_pause pauses[] = {{{INT64_MIN}, {0}}, {{0}, {INT64_MAX - 1}}, {{5}, {-5}},
                                {{INT64_MAX}, {INT64_MAX}}};
  const calendar none = {0};
  for (size_t i = 0; i < COUNT(times) * COUNT(values) * (COUNT(units) - 1) * 5; i++) {
    clock_case k = {.days = i % 2 ? &none : &year, .hours = &usual_hours, .npauses = i % 5,
                    .pauses = pauses, .received = {times[i / 5 % COUNT(times)]},
                    .limit = {.value = values[i / 30 % COUNT(values)],
                              .unit = units[i / 180 % 5], .cutoff = i % 3 ? 900 : 0}};
    instant due = clock_case_due(&k), last = {day_at(99991231, 1020).us};
    if (due.us < k.received.us || (due.us > last.us && due.us != k.received.us))
      fail_msg("%lld %lld %c gives %lld", (long long)k.received.us, (long long)k.limit.value,
               k.limit.unit, (long long)due.us);
  }
  clock_case k = {.days = &year, .hours = &usual_hours, .received = INSTANT_NONE,
                  .limit = {5, 'w', 0}};
  assert_false(instant_is(clock_case_due(&k)));
}

/* A pause that has not ended: no due date once the clock has reached it. */
static void stands(void **state) {
  (void)state;
  static const char *const limits[] = {"5 wd", "7 d", "1 mo", "20 h"};
  for (size_t i = 0; i < COUNT(limits); i++) {
    clock_pause p = {at(S("2026-11-25T10:00")), INSTANT_NONE};
    clock_case k = {.days = &year, .hours = &usual_hours, .pauses = &p, .npauses = 1,
                    .received = at(S("2026-11-24T09:00"))};
    assert_true(clock_limit_parse(str_of(limits[i]), &k.limit));
    assert_false(instant_is(clock_case_due(&k)));
    p.from = at(S("2027-03-01T10:00")); /* late already */
    assert_true(instant_is(clock_case_due(&k)));
  }
}

static void lights(void **state) {
  (void)state;
  instant due = at(S("2026-02-23T17:00"));
  static const struct {
    const char *now;
    int soon;
    due_light light;
  } rows[] = {{"2026-02-12T23:59:59", 1, DUE_ON_TIME}, {"2026-02-13T00:00", 1, DUE_SOON},
              {"2026-02-17T09:00", 1, DUE_SOON},       {"2026-02-23T17:00", 1, DUE_SOON},
              {"2026-02-23T17:00:01", 1, DUE_OVERDUE}, {"2026-02-22T23:59:59", 0, DUE_ON_TIME},
              {"2026-02-23T00:00", 0, DUE_SOON},       {"2026-02-12T00:00", 2, DUE_SOON}};
  for (size_t i = 0; i < COUNT(rows); i++)
    if (clock_light(&year, due, at(str_of(rows[i].now)), rows[i].soon) != rows[i].light)
      fail_msg("%s", rows[i].now);
  assert_int_equal(clock_light(&year, INSTANT_NONE, due, 1), DUE_NONE);
}

/* --- words --- */
static void limits(void **state) {
  (void)state;
  time_limit limit;
  static const char *const bad[] = {"", "5", "wd", " wd", "5wd", "5  wd", "-1 wd", "05 wd",
                                    "+5 wd", "5 WD", "5 days", "10001 d", "5 wd ", " 5 wd",
                                    "1.5 h", "5\twd", "5 wd\n", "0x5 d", "5 m", "5 w", "5e1 d",
                                    "99999999999999999999 d", "9223372036854775808 h",
                                    "-9223372036854775809 h", "５ wd", "5\xc2\xa0wd", "5 h h"};
  for (size_t i = 0; i < COUNT(bad); i++)
    if (clock_limit_parse(str_of(bad[i]), &limit)) fail_msg("\"%s\" was taken", bad[i]);
  assert_false(clock_limit_parse(S("5 wd\0"), &limit));
  assert_false(clock_limit_parse(S("5\0 wd"), &limit));
  assert_false(clock_limit_parse(STR_NONE, &limit));
  assert_true(clock_limit_parse(S("10000 mo"), &limit));
  assert_true(clock_limit_parse(S("2 mo"), &limit));
  assert_int_equal(limit.value, 2);
  assert_int_equal(limit.unit, 'm');
  assert_int_equal(limit.cutoff, 0);
}

static void times(void **state) {
  (void)state;
  static const char *const cutoffs[] = {"", "15", "15:0", "24:00", "15:60", "00:00", "1500:",
                                        "15:00:00", "-1:00", "15.00", " 5:00"};
  static const char *const hours[] = {
      "", "07:30-17:00", "07:30-11:30/13:00-17:00 ", "11:30-07:30/13:00-17:00",
      "07:30-13:30/13:00-17:00", "07:30-11:30/17:00-17:00", "07:30-11:30 13:00-17:00",
      "07:30-11:30/13:00-24:00"};
  static const char *const pauses[] = {
      "", "/", "2026-02-13T15:30", "2026-02-13T15:30/", "/2026-02-13T15:30",
      "2026-02-13T15:30/2026-02-13T15:29", "2026-02-13/2026-02-14",
      "2026-02-13T15:30/2026-02-30T15:30", "2026-02-13T15:30/2026-02-14T15:30/"};
  int minute;
  office_hours h;
  clock_pause p;
  for (size_t i = 0; i < COUNT(cutoffs); i++)
    if (clock_cutoff_parse(str_of(cutoffs[i]), &minute)) fail_msg("\"%s\"", cutoffs[i]);
  for (size_t i = 0; i < COUNT(hours); i++)
    if (clock_hours_parse(str_of(hours[i]), &h)) fail_msg("\"%s\"", hours[i]);
  for (size_t i = 0; i < COUNT(pauses); i++)
    if (clock_pause_parse(str_of(pauses[i]), &p)) fail_msg("\"%s\"", pauses[i]);
  assert_true(clock_cutoff_parse(S("23:59"), &minute));
  assert_int_equal(minute, 1439);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(by_hand), cmocka_unit_test(working_days), cmocka_unit_test(shipped_days),
      cmocka_unit_test(of_any), cmocka_unit_test(one_by_one), cmocka_unit_test(calendar_changed),
      cmocka_unit_test(at_the_edges), cmocka_unit_test(stands),
      cmocka_unit_test(lights), cmocka_unit_test(limits), cmocka_unit_test(times)};
  return cmocka_run_group_tests_name("clock", tests, open_calendar, close_arena);
}
