/* test_workflow: who may take which step when, for each row of workflow.def; and the one gate. */
#include "whole.h"

static err *allowed(ctx *c, void *arg) {
  void **args = arg;
  return workflow_allowed(c, args[0], args[1]);
}

static err *ask(whole *w, const dossier *d, const workflow_step *s) {
  void *args[] = {(void *)(uintptr_t)d, (void *)(uintptr_t)s};
  return ctx_read(&w->c, allowed, args);
}

/* A person with all roles in both units; each row then fails for one reason at a time. */
static void each_row(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *s = &workflow_steps[i];
    dossier d = w.d;
    d.state = s->from;
    role_held here = {.role = s->role, .unit_id = workflow_unit(&d, s)};
    role_held elsewhere = {.role = s->role, .unit_id = 1};
    role_held other = {.role = S("leader"), .unit_id = workflow_unit(&d, s)};
    actor who = *w.c.who;
    who.roles = &here;
    who.nroles = 1;
    w.c.who = &who;
    assert_ok(ask(&w, &d, s));
    for (size_t k = 0; k < workflow_step_count; k++) {
      d.state = workflow_steps[k].from;
      if (!str_eq(d.state, s->from)) assert_kind(ask(&w, &d, s), ERR_CONFLICT);
    }
    d.state = S("returned");
    assert_kind(ask(&w, &d, s), ERR_CONFLICT);
    d.state = s->from;
    who.roles = &other;
    assert_kind(ask(&w, &d, s), ERR_FORBIDDEN);
    who.roles = &elsewhere;
    assert_kind(ask(&w, &d, s), ERR_FORBIDDEN);
    w.c.who = NULL;
    assert_kind(ask(&w, &d, s), ERR_UNAUTHENTICATED);
    whole_enter(&w, "citizen");
    assert_kind(ask(&w, &d, s), ERR_FORBIDDEN);
  }
  whole_close(&w);
}

/* Whoever took a step of `apart` may not take this one, though role and unit fit. */
static void apart(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 4);
  const dossier *now = whole_look(&w);
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *s = &workflow_steps[i];
    dossier d = *now;
    d.state = s->from;
    for (size_t k = 0; k < 4; k++) {
      whole_enter(&w, whole_steps[k][0]);
      actor who = *w.c.who;
      role_held held = {.role = s->role, .unit_id = workflow_unit(&d, s)};
      who.roles = &held;
      who.nroles = 1;
      w.c.who = &who;
      bool together = s->apart >> workflow_number(str_of(whole_steps[k][1])) & 1;
      if (together)
        assert_kind(ask(&w, &d, s), ERR_FORBIDDEN);
      else
        assert_ok(ask(&w, &d, s));
    }
  }
  whole_close(&w);
}

static void out_of_order(void **state) {
  whole w;
  signing *s;
  whole_open(&w, state);
  whole_file(&w);
  for (size_t i = 1; i < COUNT(whole_steps); i++) {
    err *e = whole_begin(&w, whole_steps[i][0], whole_steps[i][1], &s);
    assert_int_equal(e->kind, ERR_CONFLICT);
    assert_true(str_eq(e->args[0], S("Receive")));
  }
  assert_kind(whole_begin(&w, "receptionist.halong", "burn", &s), ERR_NOT_FOUND);
  assert_kind(whole_begin(&w, "receptionist", "receive", &s), ERR_FORBIDDEN);
  assert_kind(whole_begin(&w, "appraiser.halong", "receive", &s), ERR_FORBIDDEN);
  assert_int_equal(whole_look(&w)->version, 1);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM event", "1");
  whole_sound(&w);
  whole_close(&w);
}

static void names(void **state) {
  (void)state;
  assert_true(str_eq(workflow_steps[0].action, S("receive")));
  assert_true(str_eq(workflow_steps[0].from, S("submitted")));
  assert_true(str_eq(workflow_steps[0].role, S("receptionist")));
  assert_string_equal(state_word(S("sealed")), "Sealed");
  assert_string_equal(role_word(S("leader")), "Leader");
  assert_string_equal(role_word(S("nobody")), "");
  assert_null(workflow_next(S("returned")));
  assert_null(workflow_action(S("submit")));
  assert_int_equal(workflow_number(S("submit")), ACTION_SUBMIT);
  assert_int_equal(workflow_number(S("seal")), ACTION_SEAL);
  assert_int_equal(workflow_number(S("Seal")), ACTION_COUNT);
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *s = &workflow_steps[i];
    assert_ptr_equal(workflow_find(s->from, s->action), s);
    assert_int_equal(workflow_number(s->action), i + 1);
  }
}

static void decisions(void **state) {
  (void)state;
  dossier d = {.decision = S("reject")};
  str decision;
  const workflow_step *receive = workflow_action(S("receive"));
  const workflow_step *appraise = workflow_action(S("appraise"));
  const workflow_step *approve = workflow_action(S("approve"));
  assert_ok(workflow_decision(&d, receive, STR_NONE, &decision));
  assert_null(decision.p);
  assert_kind(workflow_decision(&d, receive, S("grant"), &decision), ERR_INVALID);
  assert_ok(workflow_decision(&d, appraise, STR_NONE, &decision));
  assert_true(str_eq(decision, S("grant")));
  assert_kind(workflow_decision(&d, appraise, S("maybe"), &decision), ERR_INVALID);
  assert_kind(workflow_decision(&d, approve, STR_NONE, &decision), ERR_CONFLICT);
  assert_ok(workflow_decision(&d, approve, S("reject"), &decision));
  err_reset();
}

int main(void) {
  const struct CMUnitTest tests[] = {SQLITE(each_row), SQLITE(apart), BOTH(out_of_order),
                                     cmocka_unit_test(names), cmocka_unit_test(decisions)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
