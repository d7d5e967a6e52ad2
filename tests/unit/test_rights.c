/* test_rights: roles by field and with dates, and roles lent by delegation: what they open, what is
 * signed, and when they end. */
#include "office/access.h"
#include "office/delegation.h"
#include "office/desk.h"
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
  return dossier_list_of(c, &(list_wish){.view = S("desk")}, args[0]);
}

static size_t on_desk(whole *w, const char *login) {
  dossier_list all;
  void *args[] = {&all};
  whole_enter(w, login);
  assert_ok(ctx_read(&w->c, listed, args));
  return all.n;
}

static err *may_read(ctx *c, void *arg) {
  return access_check(c, WHO_SCOPE, DOSSIER_THING(&((whole *)arg)->d), STR_NONE);
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

/* --- through the office --- */
static err *find_officer(ctx *c, void *arg) {
  void **args = arg;
  return officer_by_login(c, str_of(args[0]), args[1]);
}

static officer_info officer(whole *w, const char *login) {
  officer_info o;
  void *args[] = {(void *)(uintptr_t)login, &o};
  assert_ok(ctx_read(&w->c, find_officer, args));
  return o;
}

static officer_seen seen(whole *w, const char *login) {
  officer_info o = officer(w, login);
  return (officer_seen){o.id, o.version, "/officers/"};
}

static err *first_role(ctx *c, void *arg) {
  void **args = arg;
  const officer_role *roles;
  size_t n;
  TRY(officer_roles(c, ((officer_info *)args[0])->account_id, &roles, &n));
  *(int64_t *)args[1] = roles[0].id;
  return NULL;
}

static err *lend(whole *w, const char *from, delegation_wish wish) {
  officer_info o = officer(w, from);
  void *args[] = {&o, &wish.role_id};
  officer_seen was = seen(w, from);
  if (!wish.role_id) assert_ok(ctx_read(&w->c, first_role, args));
  return delegation_make(&w->c, &was, &wish);
}

static void at_field(err *e, err_kind kind, const char *field) {
  assert_kind(e, kind);
  assert_string_equal(e->field.p, field);
}

#define TO_CLERK .delegate = S("sealer.halong"), .basis = S("1/QĐ-UBND"), .last = 20261126
static void lending(void **state) {
  whole w;
  whole_open(&w, state);
  whole_enter(&w, "approver.halong");
  const char *me = "approver.halong";
  at_field(lend(&w, me, (delegation_wish){.delegate = S("sealer.halong"), .last = 20261126}),
           ERR_INVALID, "basis");
  at_field(lend(&w, me, (delegation_wish){.delegate = S("sealer.halong"), .basis = S("1")}),
           ERR_INVALID, "last");
  at_field(lend(&w, me, (delegation_wish){TO_CLERK, .from = 20261120}), ERR_INVALID, "from");
  at_field(lend(&w, me, (delegation_wish){TO_CLERK, .from = 20261127}), ERR_INVALID, "last");
  at_field(lend(&w, me, (delegation_wish){TO_CLERK, .role_id = 4}), ERR_INVALID, "role");
  at_field(lend(&w, me, (delegation_wish){TO_CLERK, .field = S("Không có")}), ERR_INVALID, "field");
  delegation_wish nobody = {TO_CLERK};
  nobody.delegate = S("citizen");
  at_field(lend(&w, me, nobody), ERR_INVALID, "delegate");
  both_script(w.b, "UPDATE account SET disabled_at = 1 WHERE login = 'sealer.halong'");
  at_field(lend(&w, me, (delegation_wish){TO_CLERK}), ERR_INVALID, "delegate");
  both_script(w.b, "UPDATE account SET disabled_at = NULL");
  assert_answer(w.b, "SELECT COUNT(*) FROM delegation", "0");
  assert_answer(w.b, "SELECT COUNT(*) FROM journal", "0");
  assert_int_equal(officer(&w, me).version, 1); /* what is refused leaves no trace */

  assert_ok(lend(&w, me, (delegation_wish){TO_CLERK, .field = S("Hộ tịch")}));
  whole_enter(&w, "sealer.halong"); /* cannot be lent on: it is not his */
  at_field(lend(&w, "sealer.halong", (delegation_wish){
               .delegate = S("appraiser.halong"), .basis = S("2"), .last = 20261126, .role_id = 1}),
           ERR_INVALID, "role");
  assert_kind(lend(&w, me, (delegation_wish){TO_CLERK}), ERR_FORBIDDEN); /* nor for her */
  whole_enter(&w, "leader"); /* who heads the province heads its wards */
  both_script(w.b, "INSERT INTO setting (name, value, changed_at)"
                   " VALUES ('delegation_days', '3', 1)");
  assert_ok(lend(&w, me, (delegation_wish){TO_CLERK}));
  delegation_wish longer = {TO_CLERK};
  longer.last = 20261127;
  at_field(lend(&w, me, longer), ERR_INVALID, "last");
  w.c.who = NULL; /* at the command line; administration is nothing to be lent */
  at_field(lend(&w, "admin", (delegation_wish){TO_CLERK}), ERR_INVALID, "role");
  whole_sound(&w);
  whole_close(&w);
}

/* A delegation is ended once, and is otherwise as it was made. */
static void kept(void **state) {
  static const char *const ways[] = {
      "DELETE FROM delegation", "UPDATE delegation SET valid_to = 20270101",
      "UPDATE delegation SET basis = 'x', ended_at = 5",
      "UPDATE delegation SET delegate_id = made_by"};
  whole w;
  db_conn *c;
  whole_open(&w, state);
  both_script(w.b, LENT);
  for (int round = 0; round < 2; round++) {
    for (size_t i = 0; i < COUNT(ways); i++) {
      assert_ok(db_connect(w.b->d, &c));
      assert_ok(db_begin(c));
      assert_non_null(db_script(c, ways[i]));
      db_rollback(c);
      db_disconnect(c);
    }
    if (!round) both_script(w.b, "UPDATE delegation SET ended_at = 1790000000000000");
  }
  assert_answer(w.b, "SELECT basis FROM delegation WHERE valid_to = 20261126", "12/QD-UBND");
  whole_close(&w);
}

static void two_at_once(void **state) {
  whole w;
  whole_open(&w, state);
  whole_enter(&w, "admin");
  const unit *u = edition_unit_by_code(w.c.edition, S("H49.31"));
  officer_seen was = seen(&w, "returner.halong"), none = {was.id, -1, ""};
  role_wish first = {.role = S("appraiser"), .unit_id = u->id, .field = S("Hộ tịch")};
  role_wish second = {.role = S("sealer"), .unit_id = u->id};
  assert_ok(officer_give_role(&w.c, &was, &first));
  assert_kind(officer_give_role(&w.c, &was, &second), ERR_STALE);
  assert_kind(officer_give_role(&w.c, &none, &second), ERR_NEEDS_VERSION);
  assert_answer(w.b, "SELECT COUNT(*) FROM account_role r JOIN account a ON a.id = r.account_id"
                     " WHERE a.login = 'returner.halong'", "2");
  was = seen(&w, "returner.halong");
  at_field(officer_give_role(&w.c, &was, &first), ERR_CONFLICT, "role");
  first.field = STR_NONE; /* wider than what is there */
  assert_ok(officer_give_role(&w.c, &was, &first));
  whole_enter(&w, "leader");
  was = seen(&w, "returner.halong");
  assert_kind(officer_give_role(&w.c, &was, &second), ERR_FORBIDDEN);
  whole_sound(&w);
  whole_close(&w);
}

static err *search(ctx *c, void *arg) {
  void **args = arg;
  return officer_find(c, args[0], args[1]);
}

static size_t found(whole *w, officer_search s, const char *login) {
  officer_list all;
  void *args[] = {&s, &all};
  assert_ok(ctx_read(&w->c, search, args));
  for (size_t i = 0; login && i < all.n; i++)
    if (str_eq(all.items[i].login, str_of(login))) return all.n;
  return login ? 0 : all.n;
}

static void searching(void **state) {
  whole w;
  whole_open(&w, state);
  assert_int_equal(found(&w, (officer_search){.words = S("thanh mai vu")}, "approver.halong"), 1);
  assert_int_equal(found(&w, (officer_search){.words = S("VŨ Thị")}, "approver.halong"), 1);
  assert_int_equal(found(&w, (officer_search){.words = S("dao")}, "admin"), 1);
  assert_int_equal(found(&w, (officer_search){.words = S("approver.hal")}, "approver.halong"), 1);
  assert_int_equal(found(&w, (officer_search){.words = S("hanh mai")}, NULL), 0);
  assert_int_equal(found(&w, (officer_search){.words = S("%")}, NULL), 15);
  assert_int_equal(found(&w, (officer_search){.words = S("minh an")}, NULL), 0); /* a citizen */
  const unit *u = edition_unit_by_code(w.c.edition, S("H49.31"));
  assert_int_equal(found(&w, (officer_search){.unit_id = u->id}, "sealer.halong"), 5);
  assert_int_equal(found(&w, (officer_search){.unit_id = u->id, .after = S("leader.halong")},
                         "sealer.halong"), 1);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(by_field), BOTH(past_its_date), BOTH(on_behalf),
                                     BOTH(ends_at_once), BOTH(until_its_day), BOTH(lending),
                                     BOTH(kept), BOTH(two_at_once), BOTH(searching)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
