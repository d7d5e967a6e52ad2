/* test_signature: a step is begun, signed and completed, in one go and in two, and refused for each
 * reason there is. */
#include "whole.h"

#include "office/numbering.h"

static void five_steps(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  const dossier *d = whole_look(&w);
  assert_true(str_eq(d->state, S("returned")));
  assert_int_equal(d->status, 10);
  assert_int_equal(d->version, 6);
  assert_true(instant_is(d->ended_at));
  assert_true(d->due_at.us == whole_time("2026-11-24T17:00+07:00").us);
  assert_answer(w.b, "SELECT number FROM result WHERE revision = 2", "1/2026/KS");
  assert_answer(w.b, "SELECT state FROM register_number", "used");
  whole_sound(&w);
  whole_close(&w);
}

static err *reject_step(whole *w, const char *login, const char *what, str reasons) {
  signing *s;
  whole_enter(w, login);
  step_wish wish = {.code = w->code, .action = str_of(what), .decision = S("reject"),
                    .reason = {.id = S("other"), .clause = S("ND 123/2015 art. 4"),
                               .concerns = S("dossier"), .cure = S("Nộp hồ sơ mới.")},
                    .note = reasons, .seen_version = whole_look(w)->version};
  TRY(signing_begin(&w->c, &wish, &s));
  TRY(signing_with_pin(&w->c, s, S(DEMO_PIN)));
  return jobs_run_once(w->f);
}

static void rejection(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1);
  assert_kind(reject_step(&w, "appraiser.halong", "appraise", STR_NONE), ERR_INVALID);
  assert_kind(reject_step(&w, "appraiser.halong", "appraise", S(" \n")), ERR_INVALID);
  str reasons = S("Giấy chứng sinh không đọc được.");
  assert_ok(reject_step(&w, "appraiser.halong", "appraise", reasons));
  assert_kind(whole_step(&w, "approver.halong", "approve"), ERR_CONFLICT);
  assert_ok(reject_step(&w, "approver.halong", "approve", STR_NONE));
  assert_ok(whole_step(&w, "sealer.halong", "seal"));
  assert_answer(w.b, "SELECT number FROM result WHERE revision = 2", "1/2026/TL");
  assert_true(str_eq(whole_look(&w)->decision, S("reject")));
  whole_sound(&w);
  whole_close(&w);
}

static void wrong_pin_locks(void **state) {
  whole w;
  signing *s;
  whole_open(&w, state);
  whole_file(&w);
  assert_ok(whole_begin(&w, "receptionist.halong", "receive", &s));
  err *e = signing_with_pin(&w.c, s, S("000000"));
  assert_int_equal(e->kind, ERR_FORBIDDEN);
  assert_true(str_eq(e->field, S("pin")));
  assert_true(str_eq(e->args[0], S("4")));
  assert_ok(signing_with_pin(&w.c, s, S(DEMO_PIN))); /* success forgets the failure */
  whole_file(&w);
  assert_ok(whole_begin(&w, "receptionist.halong", "receive", &s));
  for (int i = 0; i < PIN_TRIES - 1; i++)
    assert_kind(signing_with_pin(&w.c, s, S("000000")), ERR_FORBIDDEN);
  assert_kind(signing_with_pin(&w.c, s, S("000000")), ERR_LOCKED);
  assert_kind(signing_with_pin(&w.c, s, S(DEMO_PIN)), ERR_LOCKED);
  assert_kind(whole_begin(&w, "receptionist.halong", "receive", &s), ERR_LOCKED);
  assert_true(str_eq(whole_look(&w)->state, S("submitted")));
  assert_int_equal(whole_look(&w)->version, 1);
  whole_close(&w);
}

static const char *why(err *e) {
  assert_non_null(e);
  assert_int_equal(e->kind, ERR_FORBIDDEN);
  return e->msgid;
}

static void certificates(void **state) {
  whole w;
  signing *s;
  whole_open(&w, state);
  whole_file(&w);
  assert_ok(demo_revoke(w.f, w.b->a, w.c.now, S("receptionist.halong")));
  whole_renew(&w);
  assert_string_equal(why(whole_begin(&w, "receptionist.halong", "receive", &s)),
                      "The certificate has been revoked.");
  assert_ok(demo_expire(w.f, w.b->a, w.c.now, S("receptionist.halong")));
  assert_string_equal(why(whole_begin(&w, "receptionist.halong", "receive", &s)),
                      "The certificate has expired.");
  both_script(w.b, "UPDATE key_pair SET certificate = (SELECT k.certificate FROM key_pair k"
                   " JOIN account a ON a.id = k.account_id WHERE a.login = 'sealer')"
                   " WHERE ended_at IS NULL AND account_id ="
                   " (SELECT id FROM account WHERE login = 'receptionist.halong')");
  assert_string_equal(why(whole_begin(&w, "receptionist.halong", "receive", &s)),
                      "The certificate is somebody else's.");
  assert_true(str_eq(whole_look(&w)->state, S("submitted")));
  whole_close(&w);
}

/* What was signed before a revocation stands. */
static void revoked_later(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 3);
  whole_later(&w, HOUR);
  assert_ok(demo_revoke(w.f, w.b->a, w.c.now, S("appraiser.halong")));
  assert_ok(demo_revoke(w.f, w.b->a, w.c.now, S("approver.halong")));
  whole_renew(&w);
  assert_ok(whole_step(&w, "sealer.halong", "seal"));
  whole_sound(&w);
  whole_close(&w);
}

/* Revoked between begin and complete: refused. */
static void revoked_meanwhile(void **state) {
  whole w;
  signing *s;
  whole_open(&w, state);
  whole_file(&w);
  assert_ok(whole_begin(&w, "receptionist.halong", "receive", &s));
  whole_later(&w, MINUTE);
  assert_ok(demo_revoke(w.f, w.b->a, w.c.now, S("receptionist.halong")));
  whole_renew(&w);
  assert_string_equal(why(signing_with_pin(&w.c, s, S(DEMO_PIN))),
                      "The certificate has been revoked.");
  whole_close(&w);
}

/* A clerk to whom the seal's passphrase was never wrapped. */
static void no_grant(void **state) {
  whole w;
  signing *s;
  whole_open(&w, state);
  whole_carry(&w, 3);
  both_script(w.b, "DELETE FROM key_grant");
  assert_string_equal(why(whole_begin(&w, "sealer.halong", "seal", &s)),
                      "You are not authorised to use the authority's seal.");
  both_script(w.b, "UPDATE key_pair SET certificate = (SELECT k.certificate FROM key_pair k"
                   " JOIN unit u ON u.id = k.unit_id WHERE u.code = 'H49.07' AND"
                   " k.purpose = 'seal') WHERE purpose = 'seal'");
  assert_string_equal(why(whole_begin(&w, "sealer.halong", "seal", &s)),
                      "The authority's seal cannot be used: {0}");
  whole_close(&w);
}

/* A role that ends between begin and complete, and an account that is disabled meanwhile. */
static void role_ends(void **state) {
  whole w;
  signing *s;
  whole_open(&w, state);
  whole_file(&w);
  assert_ok(whole_begin(&w, "receptionist.halong", "receive", &s));
  both_script(w.b, "UPDATE account_role SET valid_to = 20261124");
  assert_kind(signing_with_pin(&w.c, s, S(DEMO_PIN)), ERR_FORBIDDEN);
  both_script(w.b, "UPDATE account_role SET valid_to = NULL; UPDATE account SET disabled_at = 1");
  assert_kind(signing_with_pin(&w.c, s, S(DEMO_PIN)), ERR_UNAUTHENTICATED);
  assert_int_equal(whole_look(&w)->version, 1);
  both_script(w.b, "UPDATE account SET disabled_at = NULL");
  assert_ok(signing_with_pin(&w.c, s, S(DEMO_PIN)));
  whole_sound(&w);
  whole_close(&w);
}

/* Another process publishes, or revokes a certificate, between begin and complete. */
static void edition_changes(void **state) {
  whole w;
  signing *s;
  whole_open(&w, state);
  whole_file(&w);
  assert_ok(whole_begin(&w, "receptionist.halong", "receive", &s));
  both_script(w.b, "UPDATE setting SET value = '77' WHERE name = 'edition'");
  err *e = signing_with_pin(&w.c, s, S(DEMO_PIN));
  assert_kind(e, ERR_UNAVAILABLE);
  assert_int_equal(e->retry_after, 1);
  assert_int_equal(whole_look(&w)->version, 1);
  whole_renew(&w);
  assert_ok(signing_with_pin(&w.c, s, S(DEMO_PIN)));
  whole_close(&w);
}

/* A clock that was put back: no event is earlier than the one before it. */
static void clock_put_back(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1);
  whole_later(&w, -HOUR);
  assert_ok(whole_step(&w, "appraiser.halong", "appraise"));
  assert_answer(w.b, "SELECT CAST(COUNT(DISTINCT at) AS TEXT) FROM event WHERE seq > 1", "1");
  whole_sound(&w);
  whole_close(&w);
}

static void stale(void **state) {
  whole w;
  signing *first, *second;
  whole_open(&w, state);
  whole_file(&w);
  step_wish wish = {.code = w.code, .action = S("receive"), .seen_version = 7};
  whole_enter(&w, "receptionist.halong");
  assert_kind(signing_begin(&w.c, &wish, &first), ERR_STALE);
  assert_ok(whole_begin(&w, "receptionist.halong", "receive", &first));
  assert_ok(whole_begin(&w, "receptionist.halong", "receive", &second));
  assert_ok(signing_with_pin(&w.c, second, S(DEMO_PIN)));
  assert_kind(signing_with_pin(&w.c, first, S(DEMO_PIN)), ERR_STALE);
  assert_int_equal(whole_look(&w)->seq, 2);
  whole_sound(&w);
  whole_close(&w);
}

static void draft_not_ready(void **state) {
  whole w;
  signing *s;
  whole_open(&w, state);
  whole_carry(&w, 1);
  assert_ok(whole_begin(&w, "appraiser.halong", "appraise", &s));
  assert_ok(signing_with_pin(&w.c, s, S(DEMO_PIN)));
  err *e = whole_begin(&w, "approver.halong", "approve", &s);
  assert_int_equal(e->kind, ERR_CONFLICT);
  assert_int_equal(e->retry_after, 1);
  assert_ok(jobs_run_once(w.f));
  assert_ok(whole_step(&w, "approver.halong", "approve"));
  whole_close(&w);
}

/* --- signed elsewhere --- */

/* The officer's key as a token would hold it. */
static void unlock(whole *w, keyring *k) {
  bool seals = actor_has(w->c.who, S("sealer"), 0);
  str login = str_cat(w->b->a, S("SELECT k.id FROM key_pair k JOIN account a ON a.id = k.account_id"
                                 " WHERE a.login = '"), w->c.who->login, S("'"));
  int64_t own, seal = 0;
  assert_true(str_to_i64(both_ask(w->b, login.p), &own));
  if (seals)
    assert_true(str_to_i64(both_ask(w->b, "SELECT k.id FROM key_pair k JOIN unit u ON u.id ="
                                          " k.unit_id WHERE u.code = 'H49.31' AND k.purpose ="
                                          " 'seal'"), &seal));
  assert_ok(keyring_open(&w->c, own, seal, S(DEMO_PIN), k));
}

static void kept(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  for (size_t i = 0; i < COUNT(whole_steps); i++) {
    signing *s, *found;
    str id, signatures[2];
    const signing_digest *digests;
    size_t n;
    keyring keys;
    whole_later(&w, MINUTE);
    assert_ok(whole_begin(&w, whole_steps[i][0], whole_steps[i][1], &s));
    assert_ok(signing_keep(&w.c, s, &id));
    unlock(&w, &keys);
    assert_ok(signing_find(&w.c, id, &found));
    signing_digests(w.b->a, found, &digests, &n);
    assert_int_equal(n, i == 2 || i == 3 ? 2 : 1);
    for (size_t k = 0; k < n; k++) {
      assert_true(str_eq(digests[k].digest, sha256(w.b->a, digests[k].attributes)));
      assert_ok(key_sign(w.b->a, k && keys.seal ? keys.seal : keys.own, digests[k].digest,
                         &signatures[k]));
    }
    keyring_close(&keys);
    assert_kind(signing_complete(&w.c, found, signatures, n + 1), ERR_INVALID);
    str wrong[2] = {signatures[n - 1], S("no signature")};
    if (n == 2) assert_kind(signing_complete(&w.c, found, wrong, n), ERR_INVALID);
    assert_ok(signing_complete(&w.c, found, signatures, n));
    assert_kind(signing_find(&w.c, id, &found), ERR_CONFLICT);
    assert_kind(signing_complete(&w.c, s, signatures, n), ERR_CONFLICT);
    whole_enter(&w, "citizen");
    assert_kind(signing_find(&w.c, id, &found), ERR_NOT_FOUND);
    assert_ok(jobs_run_once(w.f));
  }
  assert_true(str_eq(whole_look(&w)->state, S("returned")));
  whole_sound(&w);
  whole_close(&w);
}

static void lapsed(void **state) {
  whole w;
  signing *s, *found;
  str id;
  whole_open(&w, state);
  whole_file(&w);
  assert_ok(whole_begin(&w, "receptionist.halong", "receive", &s));
  assert_ok(signing_keep(&w.c, s, &id));
  whole_later(&w, SIGNING_MINUTES * MINUTE + SECOND);
  assert_kind(signing_find(&w.c, id, &found), ERR_GONE);
  assert_kind(signing_with_pin(&w.c, s, S(DEMO_PIN)), ERR_GONE);
  whole_close(&w);
}

/* --- numbers --- */

static void numbers(void **state) {
  whole w;
  signing *s;
  str codes[3];
  whole_open(&w, state);
  for (size_t i = 0; i < COUNT(codes); i++) {
    whole_carry(&w, 3);
    codes[i] = w.code;
  }
  w.code = codes[0];
  assert_ok(whole_begin(&w, "sealer.halong", "seal", &s));
  assert_true(str_eq(s->number, S("1/2026/KS")));
  assert_ok(whole_begin(&w, "sealer.halong", "seal", &s));
  assert_true(str_eq(s->number, S("1/2026/KS"))); /* its own, still valid */
  w.code = codes[1];
  assert_ok(whole_begin(&w, "sealer.halong", "seal", &s));
  assert_true(str_eq(s->number, S("2/2026/KS")));
  whole_later(&w, SIGNING_MINUTES * MINUTE + SECOND);
  w.code = codes[2];
  assert_ok(whole_step(&w, "sealer.halong", "seal")); /* the lapsed one before any new */
  assert_answer(w.b, "SELECT number FROM result WHERE revision = 2", "1/2026/KS");
  whole_sound(&w);
  whole_later(&w, 60 * DAY); /* the year has ended */
  w.code = codes[0];
  assert_ok(whole_step(&w, "sealer.halong", "seal"));
  assert_answer(w.b, "SELECT state FROM register_number WHERE number = 2", "void");
  assert_answer(w.b, "SELECT number FROM result WHERE revision = 2"
                     " ORDER BY created_at DESC LIMIT 1", "1/2027/KS");
  whole_sound(&w);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      BOTH(five_steps), SQLITE(rejection),       SQLITE(wrong_pin_locks), SQLITE(certificates),
      SQLITE(revoked_later), SQLITE(revoked_meanwhile), SQLITE(no_grant),
      BOTH(role_ends),       BOTH(edition_changes),
      SQLITE(clock_put_back),  BOTH(stale),      SQLITE(draft_not_ready),
      BOTH(kept),       SQLITE(lapsed),          BOTH(numbers)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
