/* test_rights: roles by field and with dates, and roles lent by delegation: what they open, what is
 * signed, and when they end. */
#include "office/access.h"
#include "whole.h"

#define HALONG "(SELECT id FROM unit WHERE code = 'H49.31')"
#define ACCOUNT(login) "(SELECT id FROM account WHERE login = '" login "')"
/* The approver's role, lent to the clerk of the same unit from the 24th to the 26th. */
#define LENT                                                                                   \
  "INSERT INTO delegation (id, role_id, delegate_id, field, valid_from, valid_to, basis, made_by," \
  " made_at) SELECT 77, id, " ACCOUNT("sealer.halong") ", '', 20261124, 20261126, '12/QD-UBND',"   \
  " account_id, 1 FROM account_role WHERE account_id = " ACCOUNT("approver.halong")

static err *listed(ctx *c, void *arg) {
  void **args = arg;
  return dossier_list_of(c, S("desk"), STR_NONE, args[0]);
}

static size_t on_desk(whole *w, const char *login) {
  dossier_list all;
  void *args[] = {&all};
  whole_enter(w, login);
  assert_ok(ctx_read(&w->c, listed, args));
  return all.n;
}

static err *may_read(ctx *c, void *arg) {
  return access_check(c, WHO_SCOPE, &((whole *)arg)->d, STR_NONE);
}

static bool reads(whole *w, const char *login) {
  whole_look(w);
  whole_enter(w, login);
  err *e = ctx_read(&w->c, may_read, w);
  if (e) assert_kind(e, ERR_NOT_FOUND);
  return !e;
}

static err *tried(whole *w, const char *login, const char *what) {
  signing *s;
  return whole_begin(w, login, what, &s);
}

static void by_field(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1);
  assert_true(reads(&w, "appraiser.halong"));
  assert_int_equal(on_desk(&w, "appraiser.halong"), 1);
  both_script(w.b, "UPDATE account_role SET field = 'Chứng thực' WHERE account_id = "
                   ACCOUNT("appraiser.halong"));
  assert_false(reads(&w, "appraiser.halong"));
  assert_int_equal(on_desk(&w, "appraiser.halong"), 0);
  assert_kind(tried(&w, "appraiser.halong", "appraise"), ERR_FORBIDDEN);
  both_script(w.b, "INSERT INTO account_role (id, account_id, unit_id, role, valid_from, field)"
                   " SELECT 5, account_id, unit_id, role, valid_from, 'Hộ tịch' FROM account_role"
                   " WHERE account_id = " ACCOUNT("appraiser.halong"));
  assert_true(reads(&w, "appraiser.halong"));
  assert_int_equal(on_desk(&w, "appraiser.halong"), 1);
  assert_ok(tried(&w, "appraiser.halong", "appraise"));
  both_script(w.b, "UPDATE account_role SET field = '' WHERE id = 5");
  assert_int_equal(on_desk(&w, "appraiser.halong"), 1); /* in two of his queues, listed once */
  both_script(w.b, "UPDATE dossier SET field = 'Đất đai'");
  assert_false(whole_verify(&w).ok);
  whole_close(&w);
}

static void past_its_date(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1);
  both_script(w.b, "UPDATE account_role SET valid_to = 20261125 WHERE account_id = "
                   ACCOUNT("appraiser.halong"));
  assert_ok(tried(&w, "appraiser.halong", "appraise"));
  whole_later(&w, 14 * HOUR); /* the 25th */
  err *e = tried(&w, "appraiser.halong", "appraise");
  assert_kind(e, ERR_FORBIDDEN);
  assert_non_null(strstr(err_line(w.b->a, e).p, "25/11/2026"));
  assert_false(reads(&w, "appraiser.halong"));
  whole_close(&w);
}

static str signed_behalf(whole *w) {
  return both_ask(w->b, w->b->pg
      ? "SELECT COALESCE(convert_from(signed, 'UTF8')::json->>'behalf', '-') FROM event"
        " ORDER BY seq DESC LIMIT 1"
      : "SELECT COALESCE(json_extract(CAST(signed AS TEXT), '$.behalf'), '-') FROM event"
        " ORDER BY seq DESC LIMIT 1");
}

static void on_behalf(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 2);
  assert_string_equal(signed_behalf(&w).p, "-");
  assert_int_equal(on_desk(&w, "sealer.halong"), 0);
  assert_kind(tried(&w, "sealer.halong", "approve"), ERR_FORBIDDEN);
  both_script(w.b, LENT);
  assert_int_equal(on_desk(&w, "sealer.halong"), 1);
  assert_ok(whole_step(&w, "sealer.halong", "approve"));
  assert_answer(w.b, "SELECT public_id FROM account WHERE login = 'approver.halong'",
                signed_behalf(&w).p);
  assert_kind(tried(&w, "sealer.halong", "seal"), ERR_FORBIDDEN); /* three people */
  whole_sound(&w);
  both_script(w.b, "UPDATE delegation SET ended_at = 1790000000000000"); /* long before */
  verify_report r = whole_verify(&w);
  assert_false(r.ok);
  assert_non_null(strstr(r.first_wrong.p, "no delegation"));
  whole_close(&w);
}

/* Each way in which it ends while the step is being signed. */
static void ends_at_once(void **state) {
  static const char *const ways[][2] = {
      {"UPDATE account_role SET valid_to = 20261124 WHERE account_id = "
       ACCOUNT("approver.halong"),
       "UPDATE account_role SET valid_to = NULL"},
      {"UPDATE account SET disabled_at = 5 WHERE login = 'approver.halong'",
       "UPDATE account SET disabled_at = NULL"},
      {"UPDATE account_role SET valid_to = 20261124 WHERE account_id = " ACCOUNT("sealer.halong"),
       "UPDATE account_role SET valid_to = NULL"},
      {"UPDATE account_role SET field = 'Đất đai' WHERE account_id = " ACCOUNT("approver.halong"),
       "UPDATE account_role SET field = ''"},
      {"UPDATE delegation SET ended_at = 1790000000000000", NULL},
  };
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 2);
  both_script(w.b, LENT);
  signing *s;
  assert_ok(whole_begin(&w, "sealer.halong", "approve", &s));
  for (size_t i = 0; i < COUNT(ways); i++) {
    both_script(w.b, ways[i][0]);
    assert_kind(signing_with_pin(&w.c, s, S(DEMO_PIN)), ERR_FORBIDDEN);
    if (ways[i][1]) both_script(w.b, ways[i][1]);
  }
  /* Own now, but what was signed says otherwise. */
  both_script(w.b, "UPDATE account_role SET role = 'approver' WHERE account_id = "
                   ACCOUNT("sealer.halong"));
  err *e = signing_with_pin(&w.c, s, S(DEMO_PIN));
  assert_kind(e, ERR_FORBIDDEN);
  assert_non_null(strstr(err_line(w.b->a, e).p, "begin it again"));
  assert_ok(whole_step(&w, "sealer.halong", "approve"));
  assert_string_equal(signed_behalf(&w).p, "-");
  whole_sound(&w);
  whole_close(&w);
}

static void until_its_day(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 2);
  both_script(w.b, LENT);
  whole_later(&w, 38 * HOUR - 3 * MINUTE); /* the last minutes of the 25th */
  assert_ok(tried(&w, "sealer.halong", "approve"));
  whole_later(&w, 4 * MINUTE);
  err *e = tried(&w, "sealer.halong", "approve");
  assert_kind(e, ERR_FORBIDDEN);
  assert_non_null(strstr(err_line(w.b->a, e).p, "26/11/2026"));
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(by_field), BOTH(past_its_date), BOTH(on_behalf),
                                     BOTH(ends_at_once), BOTH(until_its_day)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
