/* test_identity: a binding that is undone, levels that verify compares with bindings, and who reads
 * the proof of a mandate; on SQLite and PostgreSQL.  Binding itself is in test_people. */
#include "whole.h"

#include "office/form_draft.h"
#include "office/identity.h"
#include "office/mandate.h"

/* --- undone --- */
static err *take_away(whole *w, const char *by, str account, const char *basis) {
  str login;
  whole_enter(w, by);
  return identity_unbind(&w->c, &(unbinding){.account = account, .reason = S("wrong_account"),
                                             .basis = str_of(basis)},
                         &login);
}

static err *draft_begun(whole *w) {
  form_draft kept;
  form_draft_wish wish = {.filing = {.procedure = S("1.001193"),
                                     .fields = demo_birth(w->b->a, 1, w->c.now)},
                          .seen_version = -1};
  return form_draft_save(&w->c, &wish, &kept);
}

/* What was known only since the binding goes: mandates, drafts, sessions, the number; `business`
 * represents a company. */
static void unbinding_takes_all(void **state) {
  whole w;
  whole_open(&w, state);
  whole_enter(&w, "business");
  str account = w.c.who->public_id;
  assert_int_equal(w.c.who->nmandates, 1);
  assert_ok(draft_begun(&w));
  assert_kind(take_away(&w, "receptionist", account, "1/BC"), ERR_FORBIDDEN);
  assert_kind(take_away(&w, "admin", account, " "), ERR_INVALID);
  assert_kind(take_away(&w, "admin", S("nobody"), "1/BC"), ERR_NOT_FOUND);
  assert_ok(take_away(&w, "admin", account, "1/BC"));
  assert_kind(take_away(&w, "admin", account, "1/BC"), ERR_CONFLICT);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM session s JOIN account a ON a.id ="
                     " s.account_id WHERE a.login = 'business' AND s.ended_at IS NULL", "0");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM form_draft", "0");
  assert_answer(w.b, "SELECT p.full_name FROM person p JOIN account a ON a.person_id = p.id"
                     " WHERE a.login = 'business'", "business");
  assert_answer(w.b, "SELECT full_name FROM person WHERE personal_id = '022185003127'",
                "Hoàng Thu Thủy");
  whole_enter(&w, "business");
  assert_int_equal(w.c.who->assurance, 1);
  assert_int_equal(w.c.who->nmandates, 0);
  assert_answer(w.b, "SELECT recipient FROM mail ORDER BY id", "business@example.vn");
  whole_sound(&w);
  whole_close(&w);
}

/* Somebody raises a level in the database, or says that another person was seen. */
static void levels_are_verified(void **state) {
  static const char *const ways[][2] = {
      {"UPDATE account SET assurance = 2 WHERE login = 'newcomer'",
       "UPDATE account SET assurance = 1 WHERE login = 'newcomer'"},
      {"UPDATE account SET assurance = 1 WHERE login = 'business'",
       "UPDATE account SET assurance = 2 WHERE login = 'business'"},
      {"UPDATE account SET person_id = (SELECT person_id FROM account WHERE login = 'admin')"
       " WHERE login = 'citizen2'",
       "UPDATE account SET person_id = (SELECT id FROM person WHERE personal_id = '022088007625')"
       " WHERE login = 'citizen2'"}};
  whole w;
  whole_open(&w, state);
  for (size_t i = 0; i < COUNT(ways); i++) {
    whole_sound(&w);
    both_script(w.b, ways[i][0]);
    verify_report r = whole_verify(&w);
    assert_false(r.ok);
    assert_true(str_find(r.first_wrong, S("level is not what was seen")) > 0);
    both_script(w.b, ways[i][1]);
  }
  whole_sound(&w);
  whole_close(&w);
}

/* --- mandates --- */
static err *readable(ctx *c, void *arg) {
  paper p;
  TRY(paper_get(c, *(str *)arg, &p));
  access_thing thing = paper_thing(&p);
  return access_check(c, WHO_PAPER_READER, &thing, STR_NONE);
}

static err *reads_proof(whole *w, const char *who, str id) {
  whole_enter(w, who);
  return ctx_read(&w->c, readable, &id);
}

static void proofs(void **state) {
  whole w;
  paper proof;
  mandate_line made;
  whole_open(&w, state);
  whole_enter(&w, "receptionist");
  assert_ok(paper_store(&w.c, a_pdf(w.b->a, "a decision"), S("quyet-dinh.pdf"), &proof));
  mandate_wish wish = {.agent = S("citizen2"), .number = S("5700123456"),
                       .name = S("Công ty TNHH Sóng Xanh Hạ Long"), .kind = S("representative"),
                       .paper = proof.public_id};
  assert_ok(mandate_grant(&w.c, &wish, &made));
  assert_ok(reads_proof(&w, "receptionist", proof.public_id)); /* its owner */
  assert_ok(reads_proof(&w, "receptionist.halong", proof.public_id));
  assert_ok(reads_proof(&w, "citizen2", proof.public_id));
  static const char *const others[] = {"citizen", "newcomer", "appraiser", "admin"};
  for (size_t i = 0; i < COUNT(others); i++)
    assert_kind(reads_proof(&w, others[i], proof.public_id), ERR_NOT_FOUND);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(unbinding_takes_all), BOTH(levels_are_verified),
                                     BOTH(proofs)};
  return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}
