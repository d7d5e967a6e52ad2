/* test_desk: whose turn it is, what the filters give, and that a desk is never read as a whole. */
#include "bench/desks.h"
#include "plans.h"
#include "whole.h"

static size_t found(whole *w, const char *login, list_wish wish) {
  listing x = {.wish = {.w = wish}};
  whole_enter(w, login);
  assert_ok(ctx_read(&w->c, listing_read, &x));
  return x.list.n;
}

#define FOUND(login, ...) found(&w, login, (list_wish){.view = S("desk"), __VA_ARGS__})

static void light(whole *w, const char *login, const char *name) {
  static const char *const all[] = {"late", "soon", "ok", "paused"};
  for (size_t i = 0; i < COUNT(all); i++) {
    size_t wanted = strcmp(all[i], name) == 0;
    size_t got = found(w, login, (list_wish){.view = S("desk"), .light = str_of(all[i])});
    if (got != wanted) print_error("%s: %zu under %s\n", name, got, all[i]);
    assert_int_equal(got, wanted);
  }
}

/* The clock of reception: eight office hours from Tuesday, 10:00. */
static void lights(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  light(&w, "receptionist.halong", "soon");
  listing x = {.wish.w = {.view = S("desk")}};
  assert_ok(ctx_read(&w.c, listing_read, &x));
  assert_int_equal(x.list.n, 1);
  assert_true(x.list.items[0].desk_due_at.us == whole_time("2026-11-25T10:00+07:00").us);
  assert_false(instant_is(x.list.items[0].due_at));
  whole_later(&w, 25 * HOUR);
  light(&w, "receptionist.halong", "late");
  assert_ok(whole_step(&w, "receptionist.halong", "receive"));
  assert_int_equal(FOUND("receptionist.halong", .light = STR_NONE), 0);
  light(&w, "appraiser.halong", "soon");
  both_script(w.b, "UPDATE dossier SET due_order = due_order + 864000000000");
  light(&w, "appraiser.halong", "ok");
  both_script(w.b, "UPDATE dossier SET due_order = 9223372036854775807");
  light(&w, "appraiser.halong", "none");
  assert_int_equal(FOUND("appraiser.halong", .light = STR_NONE), 1);
  whole_close(&w);
}

static err *side(whole *w, const char *login, step_wish wish) {
  signing *s;
  whole_enter(w, login);
  wish.code = w->code;
  wish.seen_version = whole_look(w)->version;
  if (step_is_light(&w->c, wish.action)) return step_take(&w->c, &wish);
  TRY(signing_begin(&w->c, &wish, &s));
  return signing_with_pin(&w->c, s, S(DEMO_PIN));
}

/* What the applicant is waited for stands apart, under its own light. */
static void pauses(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1);
  assert_ok(side(&w, "appraiser.halong",
                 (step_wish){.action = S("supplement-request"), .until = S("2026-12-04"),
                             .reason = {.id = S("missing_paper"),
                                        .concerns = S("papers.residence_proof")}}));
  assert_int_equal(FOUND("appraiser.halong", .light = STR_NONE), 0);
  assert_int_equal(FOUND("receptionist.halong", .light = STR_NONE), 0);
  light(&w, "receptionist.halong", "paused");
  assert_int_equal(FOUND("receptionist.halong", .step = S("supplement")), 1);
  whole_close(&w);
}

/* Claimed and put back, by whom; the head sees the whole unit, others nothing of it. */
static void owners(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1);
  assert_int_equal(FOUND("appraiser.halong", .whose = S("free")), 1);
  assert_int_equal(FOUND("appraiser.halong", .whose = S("me")), 0);
  assert_ok(side(&w, "appraiser.halong", (step_wish){.action = S("claim")}));
  str id = w.c.who->public_id;
  assert_int_equal(FOUND("appraiser.halong", .whose = S("free")), 0);
  assert_int_equal(FOUND("appraiser.halong", .whose = S("me")), 1);
  assert_int_equal(found(&w, "leader.halong", (list_wish){.view = S("unit"), .whose = id}), 1);
  assert_int_equal(found(&w, "leader.halong", (list_wish){.view = S("unit")}), 1);
  assert_int_equal(found(&w, "appraiser.halong", (list_wish){.view = S("unit")}), 0);
  assert_int_equal(found(&w, "approver", (list_wish){.view = S("unit"), .whose = id}), 0);
  assert_ok(side(&w, "appraiser.halong", (step_wish){.action = S("release")}));
  assert_int_equal(FOUND("appraiser.halong", .whose = S("free")), 1);
  assert_ok(side(&w, "appraiser.halong", (step_wish){.action = S("claim")}));
  assert_ok(whole_step(&w, "appraiser.halong", "appraise"));
  assert_int_equal(FOUND("approver.halong", .whose = S("free")), 1);
  assert_int_equal(FOUND("approver.halong", .procedure = S("1.001193"), .step = S("approve")), 1);
  assert_int_equal(FOUND("approver.halong", .step = S("seal")), 0);
  listing x = {.wish.w = {.view = S("desk"), .procedure = S("9.999999")}};
  assert_kind(ctx_read(&w.c, listing_read, &x), ERR_NOT_FOUND);
  whole_sound(&w);
  whole_close(&w);
}

/* Finished: on no desk, in none of its indexes. */
static void finished(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM dossier WHERE desk_unit_id IS NULL", "1");
  whole_close(&w);
}

static bool of_desk(const char *name) {
  return strncmp(name, "desk_", 5) == 0 || strcmp(name, "dossiers_asked") == 0;
}
static bool by_due(str how) {
  bool desk = str_find(how, S("INDEX dossier_desk")) >= 0 ||
              str_find(how, S("INDEX consultation_desk")) >= 0;
  return desk && str_find(how, S("due_order")) >= 0;
}

/* Each desk query is a range of an index of desks that is in the list's order already. */
static void plans(void **state) {
  whole w;
  whole_open(&w, state);
  assert_int_equal(plans_are(w.b, of_desk, by_due), 6);
  whole_close(&w);
}

static void fill_to(whole *w, long long from, long long to) {
  both_script(w->b, str_fmt(w->b->a, desk_fill, from + 1, to).p);
}

static db_work cost_of(whole *w, const desk_wish *wish) {
  listing x = {.wish = *wish};
  whole_enter(w, wish->login);
  assert_ok(ctx_read(&w->c, listing_read, &x));
  bool one = strcmp(wish->name, "number") == 0;
  if (!wish->load) assert_int_equal(x.n, one ? 1 : LIST_PAGE);
  return x.work;
}

enum { FEW = 4000, MANY = 60000 };

/* A page of fifteen times as many dossiers reads the same rows: as many steps of SQLite's machine,
 * but for those by which a tree is deeper, and no table from end to end.  What is counted for a
 * head is cut off at LOAD_MOST. */
static void costs(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  db_work few[COUNT(desk_wishes)];
  fill_to(&w, 0, FEW);
  both_script(w.b, "UPDATE dossier SET desk_officer_id = (SELECT id FROM account WHERE login ="
                   " 'appraiser.halong') WHERE id % 40 = 1 AND code LIKE 'bench-%'");
  for (size_t i = 0; i < COUNT(desk_wishes); i++) few[i] = cost_of(&w, &desk_wishes[i]);
  fill_to(&w, FEW, MANY);
  for (size_t i = 0; i < COUNT(desk_wishes); i++) {
    db_work many = cost_of(&w, &desk_wishes[i]);
    int64_t most = few[i].steps + few[i].steps / 20 + 100;
    if (many.steps > most || many.scanned)
      print_error("%s: %lld steps, then %lld; %lld scanned\n", desk_wishes[i].name,
                  (long long)few[i].steps, (long long)many.steps, (long long)many.scanned);
    assert_true(many.steps <= most);
    assert_int_equal(many.scanned, 0);
  }
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(lights),   BOTH(pauses),  BOTH(owners),
                                     BOTH(finished), SQLITE(plans), SQLITE(costs)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
