/* test_workflow: who may take which step when, for each row of workflow.def; and the one gate. */
#include "tools/file.h"
#include "whole.h"

static err *allowed(ctx *c, void *arg) {
  void **args = arg;
  step_taker as;
  return workflow_allowed(c, args[0], args[1], &as);
}

static err *ask(whole *w, const dossier *d, const workflow_step *s) {
  void *args[] = {(void *)(uintptr_t)d, (void *)(uintptr_t)s};
  return ctx_read(&w->c, allowed, args);
}

/* A dossier on which the row's own demands are met. */
static dossier ripe(const dossier *filed, const workflow_step *s, dossier_state from) {
  dossier d = *filed;
  d.state = state_name(from);
  if (s->effects & E_RELEASES) d.assignee_id = -1;
  if (s->effects & E_CLOSES) d.consults = 1;
  if (s->effects & E_FEE) d.fee = S("due");
  if (s->clock == EXTENDS) d.due_at = d.submitted_at;
  if (s->effects & E_REPLY) d.asked_at = d.submitted_at;
  return d;
}

static str role_of(const dossier *d, const workflow_step *s) {
  uint32_t who = s->who & BY(NEXT) ? workflow_next(d->state)->who : s->who;
  for (step_by role = 0; role < BY_HOLDER; role++)
    if (who >> role & 1) return role_name(role);
  return STR_NONE;
}

/* Each row from each of its states; it then fails for one reason at a time.  An opinion needs one
 * who asks first (consult.story), a decision on many dossiers its own (redate.story); what is the
 * holder's alone is in question.story and rating.story. */
static void each_row(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  for (size_t i = 0; i < workflow_step_count; i++)
    for (dossier_state from = 0; from < STATE_COUNT; from++) {
      const workflow_step *s = &workflow_steps[i];
      if (s->where == ASKED || s->who == BY(RULING) || s->who == BY(HOLDER)) continue;
      dossier d = ripe(&w.d, s, from);
      whole_enter(&w, "leader");
      actor who = *w.c.who;
      w.c.who = &who;
      if (!workflow_leads(s, d.state)) {
        assert_kind(ask(&w, &d, s), ERR_CONFLICT);
        continue;
      }
      str role = role_of(&d, s);
      role_held here = {.role = role, .unit_id = workflow_unit(&d, s)};
      role_held elsewhere = {.role = role, .unit_id = 1};
      role_held other = {.role = S("admin"), .unit_id = here.unit_id};
      who.nroles = 1;
      who.roles = &here;
      if (role.n) assert_ok(ask(&w, &d, s)); /* the holder's alone is no officer's */
      who.roles = &other;
      assert_kind(ask(&w, &d, s), ERR_FORBIDDEN);
      who.roles = &elsewhere;
      assert_kind(ask(&w, &d, s), ERR_FORBIDDEN);
      w.c.who = NULL;
      assert_kind(ask(&w, &d, s), ERR_UNAUTHENTICATED);
      whole_enter(&w, "citizen2");
      assert_kind(ask(&w, &d, s), ERR_FORBIDDEN);
      whole_enter(&w, "citizen");
      if (s->who & BY(HOLDER)) assert_ok(ask(&w, &d, s));
      else assert_kind(ask(&w, &d, s), ERR_FORBIDDEN);
    }
  whole_close(&w);
}

/* Whoever holds one duty may not take a step of another, though role and unit fit. */
static void apart(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 4);
  const dossier *now = whole_look(&w);
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *s = &workflow_steps[i];
    if (s->where == ASKED || s->who == BY(RULING) || s->who == BY(HOLDER)) continue;
    for (dossier_state from = 0; from < STATE_COUNT; from++) {
      dossier d = ripe(now, s, from);
      if (!workflow_leads(s, d.state) || !role_of(&d, s).n) continue;
      for (size_t k = 0; k < 4; k++) {
        whole_enter(&w, whole_steps[k][0]);
        actor who = *w.c.who;
        role_held held = {.role = role_of(&d, s), .unit_id = workflow_unit(&d, s)};
        who.roles = &held;
        who.nroles = 1;
        w.c.who = &who;
        step_duty own = workflow_action(str_of(whole_steps[k][1]))->duty;
        if (own != NO_DUTY && s->duty != NO_DUTY && own != s->duty)
          assert_kind(ask(&w, &d, s), ERR_FORBIDDEN);
        else
          assert_ok(ask(&w, &d, s));
      }
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
  assert_int_equal(workflow_steps[0].from, IN(SUBMITTED));
  assert_int_equal(workflow_steps[0].who, BY(RECEPTIONIST));
  assert_string_equal(state_word(S("sealed")), "Sealed");
  assert_string_equal(role_word(S("leader")), "Leader");
  assert_string_equal(role_word(S("holder")), "Person filing");
  assert_string_equal(role_word(S("nobody")), "");
  assert_null(workflow_action(S("submit")));
  assert_int_equal(workflow_number(S("submit")), ACTION_SUBMIT);
  assert_int_equal(workflow_number(S("supplement-request")), ACTION_SUPPLEMENT_REQUEST);
  assert_int_equal(workflow_number(S("Seal")), ACTION_COUNT);
  assert_int_equal(state_number(S("stopped")), STATE_STOPPED);
  assert_int_equal(state_number(S("")), STATE_COUNT);
  assert_false(state_in(S("nowhere"), UINT32_MAX));
  for (size_t i = 0; i < workflow_step_count; i++)
    assert_int_equal(workflow_number(workflow_steps[i].action), i + 1);
}

/* One open step: every state has one way on, or is an end. */
static void one_open_step(void **state) {
  (void)state;
  uint32_t reached = IN(SUBMITTED), left = 0;
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *s = &workflow_steps[i];
    if (s->to < STATE_COUNT) left |= s->from;
    if (s->to < STATE_COUNT) reached |= UINT32_C(1) << s->to;
    assert_true(s->from != 0 && s->who != 0);
    for (size_t k = 0; k < i; k++)
      assert_true(s->side || workflow_steps[k].side || !(s->from & workflow_steps[k].from));
  }
  assert_int_equal(reached, (UINT32_C(1) << STATE_COUNT) - 1);
  const uint32_t ends = IN(RETURNED) | IN(REFUSED) | IN(WITHDRAWN) | IN(STOPPED) | IN(REVOKED);
  for (dossier_state k = 0; k < STATE_COUNT; k++)
    assert_true((workflow_next(state_name(k)) == NULL) == (ends >> k & 1));
  assert_int_equal(left & ends, IN(RETURNED));
}

static void told(void **state) {
  (void)state;
  arena *a = arena_new(1 << 20);
  str written = file_read(a, "docs/workflow.md"), now = workflow_told(a);
  if (!str_eq(written, now)) print_error("run: build/motcua workflow >docs/workflow.md\n");
  assert_true(str_eq(written, now));
  arena_free(a);
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

/* Who withdraws for the holder says how they have asked for it; the holder need say nothing. */
static err *withdrawing(ctx *c, void *arg) {
  step_wish *w = arg;
  step_at at;
  stated said;
  TRY(step_look(c, w, &at));
  return step_state(c, &at, w, &said);
}

static void for_the_holder(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  step_wish wish = {.code = w.code, .action = S("withdraw"), .seen_version = 1};
  whole_enter(&w, "receptionist.halong");
  assert_kind(ctx_read(&w.c, withdrawing, &wish), ERR_INVALID);
  wish.note = S(" ");
  err *e = ctx_read(&w.c, withdrawing, &wish);
  assert_non_null(e);
  assert_string_equal(e->field.p, "note");
  wish.note = S("Đề nghị tại quầy.");
  assert_ok(ctx_read(&w.c, withdrawing, &wish));
  whole_enter(&w, "citizen");
  wish.note = STR_NONE;
  assert_ok(ctx_read(&w.c, withdrawing, &wish));
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {SQLITE(each_row), SQLITE(apart), BOTH(for_the_holder),
                                     BOTH(out_of_order),
                                     cmocka_unit_test(names),
                                     cmocka_unit_test(one_open_step),
                                     cmocka_unit_test(told), cmocka_unit_test(decisions)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
