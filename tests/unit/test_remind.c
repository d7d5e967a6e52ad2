/* test_remind: officers' lists of the morning, and heads who are told before and after a dossier is
 * late. */
#include "whole.h"

#include <pthread.h>

#include "office/admin.h"
#include "office/escalation.h"
#include "office/morning.h"
#include "office/notice.h"

enum { RUNNERS = 4 };

/* What lists somebody has got: row, day and how many dossiers, in order. */
static str lists(whole *w, const char *login) {
  return both_ask(w->b, str_fmt(w->b->a,
                                "SELECT COALESCE(%s(x.told, ', '), '') FROM (SELECT n.what || ' '"
                                " || CAST(n.day AS TEXT) || ' ' || CAST((SELECT COUNT(*)"
                                " FROM notice_line l WHERE l.notice_id = n.id) AS TEXT) AS told"
                                " FROM notice n JOIN account a ON a.id = n.account_id"
                                " WHERE a.login = '%s' AND n.day > 0 ORDER BY n.day, n.what) x",
                                w->b->pg ? "string_agg" : "group_concat", login).p);
}
#define assert_lists(w, login, wanted) assert_string_equal(lists((w), (login)).p, (wanted))

static void clock_at(whole *w, const char *time) {
  w->c.now = whole_time(time);
  instant_fix(w->c.now);
  whole_renew(w);
}

static void remind(whole *w) { assert_ok(jobs_remind(w->f)); }

/* --- when a head is told: pure --- */
static const calendar plain_week = {0};

static instant begins(const char *from, const char *due, int64_t hours) {
  escalation_case k = {.days = &plain_week, .hours = &usual_hours, .from = whole_time(from),
                       .due = whole_time(due)};
  escalation_begins(&k, hours);
  return k.soon;
}
#define assert_begins(from, due, hours, wanted) \
  assert_int_equal(begins((from), (due), (hours)).us, whole_time(wanted).us)

static void hours_before(void **state) {
  (void)state;
  const char *monday = "2026-11-16T10:00+07:00", *due = "2026-11-24T17:00+07:00";
  assert_begins(monday, due, 8, "2026-11-24T07:30+07:00");
  assert_begins(monday, due, 1, "2026-11-24T16:00+07:00");
  assert_begins(monday, due, 5, "2026-11-24T10:30+07:00");
  assert_begins(monday, due, 16, "2026-11-23T07:30+07:00"); /* Tuesday and Monday */
  assert_begins(monday, due, 17, "2026-11-20T16:00+07:00"); /* not at the weekend */
  assert_begins(monday, "2026-11-24T10:00+07:00", 8, "2026-11-23T10:00+07:00");
  /* within eight hours from the start: when half of them are left */
  assert_begins("2026-11-24T10:00+07:00", "2026-11-25T10:00+07:00", 8, "2026-11-24T15:30+07:00");
  assert_begins("2026-11-24T16:00+07:00", due, 8, "2026-11-24T17:00:00.000001+07:00");
  assert_begins(monday, due, 0, "2026-11-24T17:00:00.000001+07:00");
}

static void stages(void **state) {
  (void)state;
  static const struct {
    const char *now;
    int64_t stage;
    const char *next;
  } cases[] = {
      {"2026-11-20T07:00+07:00", STAGE_NONE, "2026-11-20T07:30+07:00"},
      {"2026-11-20T07:30+07:00", STAGE_SOON, "2026-11-20T17:00:00.000001+07:00"},
      {"2026-11-20T17:00+07:00", STAGE_SOON, "2026-11-20T17:00:00.000001+07:00"},
      {"2026-11-20T17:01+07:00", STAGE_LATE, "2026-11-23T07:30+07:00"}, /* Friday to Monday */
      {"2026-11-22T12:00+07:00", STAGE_LATE, "2026-11-23T07:30+07:00"},
      {"2026-11-23T07:30+07:00", STAGE_LATE + 1, "2026-11-24T07:30+07:00"},
      {"2026-11-24T07:29+07:00", STAGE_LATE + 1, "2026-11-24T07:30+07:00"},
      {"2026-11-30T09:00+07:00", STAGE_LATE + 6, "2026-12-01T07:30+07:00"},
  };
  escalation_case k = {.days = &plain_week, .hours = &usual_hours,
                       .due = whole_time("2026-11-20T17:00+07:00"),
                       .soon = whole_time("2026-11-20T07:30+07:00")};
  for (size_t i = 0; i < COUNT(cases); i++) {
    instant next;
    assert_int_equal(escalation_stage(&k, whole_time(cases[i].now), &next), cases[i].stage);
    assert_int_equal(next.us, whole_time(cases[i].next).us);
  }
}

/* --- heads are told --- */
#define ESCALATIONS "SELECT CAST(COUNT(*) AS TEXT) FROM escalation"

static void heads_are_told_once_a_stage(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1); /* received at 10:01, due at 17:00 */
  remind(&w);
  assert_lists(&w, "leader.halong", "");
  clock_at(&w, "2026-11-24T13:00+07:00");
  remind(&w);
  assert_lists(&w, "leader.halong", "soon 20261124 1");
  assert_ok(whole_step(&w, "appraiser.halong", "appraise")); /* the due date stays */
  remind(&w);
  clock_at(&w, "2026-11-24T17:00+07:00");
  remind(&w);
  assert_answer(w.b, ESCALATIONS, "1");
  clock_at(&w, "2026-11-24T17:01+07:00");
  remind(&w);
  remind(&w);
  assert_lists(&w, "leader.halong", "late 20261124 1, soon 20261124 1");
  clock_at(&w, "2026-11-25T07:29+07:00");
  remind(&w);
  assert_answer(w.b, ESCALATIONS, "2");
  clock_at(&w, "2026-11-25T07:30+07:00");
  remind(&w);
  clock_at(&w, "2026-11-27T09:00+07:00"); /* nobody looked on Thursday */
  remind(&w);
  remind(&w);
  assert_lists(&w, "leader.halong", "late 20261124 1, soon 20261124 1, late 20261125 1,"
                                    " late 20261127 1");
  assert_answer(w.b, "SELECT CAST(MIN(told) AS TEXT) FROM escalation", "1");
  assert_lists(&w, "leader", "");
  assert_ok(whole_step(&w, "approver.halong", "approve"));
  assert_ok(whole_step(&w, "sealer.halong", "seal"));
  clock_at(&w, "2026-11-30T09:00+07:00"); /* sealed: nobody is late any more */
  remind(&w);
  assert_answer(w.b, ESCALATIONS, "4");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM alarm", "0");
  whole_sound(&w);
  whole_close(&w);
}

/* A unit without a leader: its approvers; and those to whom they have lent the role. */
static void approvers_where_there_is_no_leader(void **state) {
  whole w;
  whole_open(&w, state);
  both_script(w.b, "UPDATE account_role SET valid_to = 20260101 WHERE role = 'leader'"
                   " AND account_id = (SELECT id FROM account WHERE login = 'leader.halong')");
  whole_carry(&w, 1);
  both_script(w.b, "INSERT INTO delegation (id, role_id, delegate_id, field, valid_from, valid_to,"
                   " basis, made_by, made_at) SELECT 1, r.id, b.id, '', 20261101, 20261201, '1',"
                   " b.id, 1 FROM account_role r JOIN account a ON a.id = r.account_id,"
                   " account b WHERE a.login = 'approver.halong' AND b.login = 'sealer.halong'");
  clock_at(&w, "2026-11-24T14:00+07:00");
  remind(&w);
  assert_lists(&w, "leader.halong", "");
  assert_lists(&w, "approver.halong", "soon 20261124 1");
  assert_lists(&w, "sealer.halong", "soon 20261124 1");
  assert_answer(w.b, "SELECT CAST(told AS TEXT) FROM escalation", "2");
  whole_close(&w);
}

/* What nobody has received, by the clock of reception; the point has no head, nor has the Centre:
 * the province is told. */
static void reception_is_late(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w); /* at 10:00: to be received by 10:00 tomorrow */
  clock_at(&w, "2026-11-24T15:29+07:00");
  remind(&w);
  assert_answer(w.b, ESCALATIONS, "0");
  clock_at(&w, "2026-11-24T15:30+07:00");
  remind(&w);
  assert_lists(&w, "leader", "reception-soon 20261124 1");
  clock_at(&w, "2026-11-25T10:01+07:00");
  remind(&w);
  assert_lists(&w, "leader", "reception-soon 20261124 1, reception-late 20261125 1");
  assert_lists(&w, "leader.halong", "");
  assert_ok(whole_step(&w, "receptionist.halong", "receive"));
  clock_at(&w, "2026-11-25T10:02+07:00");
  remind(&w); /* another clock, another head */
  assert_answer(w.b, ESCALATIONS, "2");
  whole_close(&w);
}

static void not_while_the_clock_stands(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1);
  both_script(w.b, "UPDATE alarm SET stage = 0"); /* there is one */
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM alarm", "1");
  signing *s;
  whole_enter(&w, "appraiser.halong");
  step_wish wish = {.code = w.code, .action = S("payment-request"), .until = S("2026-12-04"),
                    .amount = SOME(8000), .seen_version = whole_look(&w)->version};
  assert_ok(signing_begin(&w.c, &wish, &s));
  assert_ok(signing_with_pin(&w.c, s, S(DEMO_PIN)));
  clock_at(&w, "2026-11-27T09:00+07:00");
  remind(&w);
  assert_answer(w.b, ESCALATIONS, "0");
  assert_lists(&w, "leader.halong", "");
  whole_close(&w);
}

/* --- a setting that changes on a day --- */
static err *put_hours(ctx *c, void *arg) {
  return setting_change(c, S("escalation_hours"), *(str *)arg);
}

static err *put_reception(ctx *c, void *arg) {
  return setting_change(c, S("reception_hours"), *(str *)arg);
}

static instant received_by(const whole *w, const char *sent) {
  dossier d = w->d;
  d.submitted_at = whole_time(sent);
  return (instant){desk_of(w->c.edition, &d).due_order};
}

/* The clock of reception by what holds on the day of sending, whatever day it is now. */
static void reception_clock(void **state) {
  whole w;
  str value = S("4; 2026-11-26: 1; 2027-01-01: 16");
  whole_open(&w, state);
  whole_file(&w);
  whole_look(&w);
  assert_int_equal(received_by(&w, "2026-11-24T10:00+07:00").us,
                   whole_time("2026-11-25T10:00+07:00").us);
  whole_enter(&w, "admin");
  assert_ok(admin_change(&w.c, w.c.edition->number, put_reception, &value));
  whole_renew(&w);
  for (int later = 0; later < 2; later++) {
    assert_int_equal(received_by(&w, "2026-11-24T10:00+07:00").us,
                     whole_time("2026-11-24T15:30+07:00").us);
    assert_int_equal(received_by(&w, "2026-11-26T10:00+07:00").us,
                     whole_time("2026-11-26T11:00+07:00").us);
    assert_int_equal(received_by(&w, "2027-01-04T10:00+07:00").us,
                     whole_time("2027-01-06T10:00+07:00").us);
    clock_at(&w, "2027-01-04T08:00+07:00");
  }
  whole_close(&w);
}

static void dated_setting(void **state) {
  whole w;
  static const char *const wrong[] = {"", "x", "81", "8; 16", "8; 2027-01-01 16",
                                      "8; 2027-13-01: 1", "8;", "2027-01-01: 8",
                                      "8; 2027-01-02: 1; 2027-01-01: 2"};
  whole_open(&w, state);
  whole_enter(&w, "admin");
  for (size_t i = 0; i < COUNT(wrong); i++) {
    str value = str_of(wrong[i]);
    if (!admin_change(&w.c, w.c.edition->number, put_hours, &value))
      fail_msg("\"%s\" was taken", wrong[i]);
  }
  str value = S("4; 2026-11-25: 16; 2027-01-01: 2");
  assert_ok(admin_change(&w.c, w.c.edition->number, put_hours, &value));
  whole_renew(&w);
  assert_int_equal(w.c.edition->notices.escalation_hours, 4);
  clock_at(&w, "2026-11-25T08:00+07:00");
  assert_int_equal(w.c.edition->notices.escalation_hours, 16);
  clock_at(&w, "2027-02-01T08:00+07:00");
  assert_int_equal(w.c.edition->notices.escalation_hours, 2);
  whole_close(&w);
}

/* --- the list of the morning --- */
static void the_list_of_the_morning(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1); /* due today at 17:00 */
  whole_file(&w);     /* to be received by tomorrow */
  clock_at(&w, "2026-11-25T06:59+07:00");
  remind(&w);
  assert_lists(&w, "appraiser.halong", "");
  clock_at(&w, "2026-11-25T07:00+07:00"); /* half an hour before the office opens */
  remind(&w);
  remind(&w);
  assert_lists(&w, "appraiser.halong", "due 20261125 1");
  assert_lists(&w, "appraiser2.halong", "due 20261125 1");
  assert_lists(&w, "receptionist.halong", "due 20261125 1");
  assert_lists(&w, "approver.halong", "");
  assert_lists(&w, "sealer.halong", "");
  assert_lists(&w, "appraiser", "");
  assert_lists(&w, "admin", "");
  size_t n = 1;
  while (n) assert_ok(jobs_mail(w.f, w.b->a, &n));
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM mail"
                     " WHERE recipient = 'appraiser.halong@example.vn'", "1");
  str text = both_ask(w.b, "SELECT text FROM mail WHERE recipient = 'appraiser.halong@example.vn'");
  assert_true(str_find(text, S("Quá hạn từ 17:00, 24/11/2026.")) > 0);
  assert_true(str_find(text, S("Minh An")) < 0);
  clock_at(&w, "2026-11-25T16:00+07:00");
  remind(&w);
  assert_lists(&w, "appraiser.halong", "due 20261125 1");
  clock_at(&w, "2026-11-28T09:00+07:00"); /* Saturday */
  remind(&w);
  assert_lists(&w, "appraiser.halong", "due 20261125 1");
  clock_at(&w, "2026-11-30T15:00+07:00"); /* down in the morning, caught up in the afternoon */
  remind(&w);
  assert_lists(&w, "appraiser.halong", "due 20261125 1, due 20261130 1");
  whole_close(&w);
}

/* What is assigned to one is on nobody else's list; what is due later is on none. */
static void ones_own_and_nobodys(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1);
  both_script(w.b, "UPDATE dossier SET desk_officer_id = (SELECT id FROM account"
                   " WHERE login = 'appraiser2.halong')");
  clock_at(&w, "2026-11-24T11:00+07:00");
  remind(&w);
  assert_lists(&w, "appraiser.halong", "");
  assert_lists(&w, "appraiser2.halong", "due 20261124 1");
  both_script(w.b, str_fmt(w.b->a, "UPDATE dossier SET due_order = %lld",
                           (long long)whole_time("2026-11-27T00:00+07:00").us).p);
  clock_at(&w, "2026-11-25T11:00+07:00"); /* Friday is not tomorrow */
  remind(&w);
  assert_lists(&w, "appraiser2.halong", "due 20261124 1");
  clock_at(&w, "2026-11-26T11:00+07:00");
  remind(&w);
  assert_lists(&w, "appraiser2.halong", "due 20261124 1, due 20261126 1");
  whole_close(&w);
}

static void *runner(void *arg) { return jobs_remind(arg); }

/* A process that ended after the first officers, and several that go on: one list each. */
static void one_list_however_many_processes(void **state) {
  whole w;
  pthread_t threads[RUNNERS];
  bool more;
  whole_open(&w, state);
  whole_carry(&w, 1);
  clock_at(&w, "2026-11-25T08:00+07:00");
  assert_ok(morning_go_on(&w.c, &more));
  assert_true(more);
  for (int i = 0; i < RUNNERS; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, runner, w.f), 0);
  for (int i = 0; i < RUNNERS; i++) {
    void *failed;
    pthread_join(threads[i], &failed);
    assert_null(failed);
  }
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM notice WHERE what = 'due'", "2");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM notice_line l JOIN notice n"
                     " ON n.id = l.notice_id WHERE n.what = 'due'", "2");
  assert_lists(&w, "leader.halong", "late 20261125 1");
  assert_answer(w.b, ESCALATIONS, "1");
  whole_close(&w);
}

/* --- what a look costs --- */
static err *keep_plan(void *arg, const db_value *row) {
  bool *named = arg;
  str detail = row[3].s;
  if (str_find(detail, S("SCAN")) >= 0) fail_msg("%.*s", STR_ARG(detail));
  *named = *named || str_find(detail, S("INDEX")) >= 0;
  return NULL;
}

/* Looks that are made again and again are ranges of indexes that hold what is due. */
static void looks_cost_what_is_due(void **state) {
  whole w;
  static const char *const looks[] = {"alarm_rows", "digest_due_rows", "digest_notices",
                                      "notice_unread_count", "notice_page", "heads_of",
                                      "morning_officers", "mail_dead_page", "notice_candidates"};
  whole_open(&w, state);
  db_conn *c;
  size_t seen = 0;
  assert_ok(db_read_begin(w.b->d, &c));
  for (int i = 0; i < db_query_count; i++)
    for (size_t k = 0; k < COUNT(looks); k++) {
      if (strcmp(db_queries[i]->name, looks[k]) != 0) continue;
      bool named = false;
      str sql = str_fmt(w.b->a, "EXPLAIN QUERY PLAN %s", db_queries[i]->sql);
      if (k == 3) sql = S("EXPLAIN QUERY PLAN SELECT 1 FROM notice WHERE account_id = 1"
                          " AND read_at IS NULL LIMIT 100");
      assert_ok(db_adhoc(c, sql.p, NULL, keep_plan, &named));
      if (!named) fail_msg("%s goes by no index", looks[k]);
      seen++;
    }
  db_read_end(w.b->d, c);
  assert_int_equal(seen, COUNT(looks));
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(hours_before),
      cmocka_unit_test(stages),
      BOTH(heads_are_told_once_a_stage),
      BOTH(approvers_where_there_is_no_leader),
      BOTH(reception_is_late),
      BOTH(not_while_the_clock_stands),
      BOTH(dated_setting),
      SQLITE(reception_clock),
      BOTH(the_list_of_the_morning),
      BOTH(ones_own_and_nobodys),
      BOTH(one_list_however_many_processes),
      SQLITE(looks_cost_what_is_due),
  };
  return cmocka_run_group_tests_name("remind", tests, NULL, NULL);
}
