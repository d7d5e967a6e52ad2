/* test_shift: a receptionist's key left open: what it signs, what it never signs, and all that ends
 * it. */
#include "office/office.h"
#include "office/shift.h"
#include "whole.h"

static str token;

/* A session of its own, looked up anew: as with the next request. */
static void ask_again(whole *w) {
  const actor *who;
  void *args[] = {&token, &who};
  assert_ok(ctx_read(&w->c, whole_token, args));
  w->c.who = who;
}

static void sit_down(whole *w, const char *login) {
  session s;
  w->c.who = NULL;
  assert_ok(account_sign_in(&w->c, str_of(login), S(DEMO_PASSWORD), S("token"), &s));
  token = s.token;
  ask_again(w);
}

static void open_it(whole *w) {
  sit_down(w, "receptionist.halong");
  assert_ok(shift_open(&w->c, S(DEMO_PIN)));
  ask_again(w);
  assert_true(instant_is(w->c.who->shift_until));
}

static bool is_open(whole *w) {
  ask_again(w);
  return w->c.who && instant_is(w->c.who->shift_until);
}

static err *sign(whole *w, const char *action) {
  signing *s;
  const actor *who = w->c.who;
  step_wish wish = {.code = w->code, .action = str_of(action),
                    .seen_version = whole_look(w)->version};
  w->c.who = who;
  TRY(signing_begin(&w->c, &wish, &s));
  if (!shift_signs(&w->c, s)) return ERR(FORBIDDEN, "it is not covered");
  return signing_with_shift(&w->c, s);
}

/* One PIN, several dossiers; the key of an appraiser stays shut. */
static void signs(void **state) {
  whole w;
  whole_open(&w, state);
  str codes[3];
  for (size_t i = 0; i < 3; i++) {
    whole_file(&w);
    codes[i] = w.code;
  }
  sit_down(&w, "receptionist.halong");
  w.code = codes[0];
  assert_kind(sign(&w, "receive"), ERR_FORBIDDEN);
  assert_kind(shift_open(&w.c, S("000000")), ERR_FORBIDDEN);
  assert_kind(shift_open(&w.c, STR_NONE), ERR_INVALID);
  assert_false(is_open(&w));
  open_it(&w);
  for (size_t i = 0; i < 3; i++) {
    w.code = codes[i];
    assert_ok(sign(&w, "receive"));
    assert_string_equal(whole_look(&w)->state.p, "received");
  }
  sit_down(&w, "receptionist.halong"); /* another session of the same officer */
  assert_false(is_open(&w));
  sit_down(&w, "appraiser.halong");
  assert_ok(shift_open(&w.c, S(DEMO_PIN))); /* the route asks for a receptionist */
  ask_again(&w);
  assert_kind(sign(&w, "appraise"), ERR_FORBIDDEN);
  assert_false(shift_covers_step(&w.c, workflow_action(S("approve"))));
  assert_false(shift_covers_step(&w.c, workflow_action(S("seal"))));
  assert_true(shift_covers_step(&w.c, workflow_action(S("receive"))));
  whole_sound(&w);
  whole_close(&w);
}

/* Every request lengthens it; fifteen minutes without one end it. */
static void idle(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  open_it(&w);
  for (int i = 0; i < 4; i++) {
    whole_later(&w, 14 * MINUTE);
    assert_true(is_open(&w));
    assert_ok(shift_touch(&w.c));
  }
  whole_later(&w, 15 * MINUTE);
  const actor *before = w.c.who;
  assert_false(is_open(&w));
  w.c.who = before; /* as a request that was begun a moment earlier has it */
  assert_kind(sign(&w, "receive"), ERR_INVALID);
  assert_string_equal(whole_look(&w)->state.p, "submitted");
  whole_close(&w);
}

static void none_is_kept(whole *w) {
  assert_answer(w->b, "SELECT CAST(COUNT(*) AS TEXT) FROM shift", "0");
  assert_false(is_open(w));
}

static void endings(void **state) {
  whole w;
  whole_open(&w, state);
  open_it(&w);
  assert_ok(shift_end(&w.c));
  none_is_kept(&w);
  open_it(&w);
  assert_ok(account_sign_out(&w.c, token));
  none_is_kept(&w);
  open_it(&w);
  assert_ok(account_end_session(&w.c, STR_NONE)); /* everywhere */
  none_is_kept(&w);
  open_it(&w);
  const actor *here = w.c.who;
  whole_file(&w);
  signing *s;
  assert_ok(whole_begin(&w, "receptionist.halong", "receive", &s)); /* at another place */
  for (int i = 0; i < PIN_TRIES; i++)
    assert_non_null(signing_with_pin(&w.c, s, S("111111")));
  none_is_kept(&w);
  w.c.who = here;
  assert_kind(sign(&w, "receive"), ERR_LOCKED);
  both_script(w.b, "UPDATE key_pair SET locked_at = NULL, failed = 0");
  open_it(&w);
  both_script(w.b, "DELETE FROM session");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM shift", "0");
  open_it(&w);
  whole_later(&w, 2 * DAY);
  assert_ok(jobs_sweep(w.f));
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM shift", "0");
  whole_close(&w);
}

typedef struct taken {
  str box, hash;
} taken;
static err *take_row(void *arg, const db_value *row) {
  taken *t = arg;
  static char room[2][512];
  str *to[] = {&t->box, &t->hash};
  for (int i = 0; i < 2; i++) {
    assert_true(row[i].s.n < sizeof room[i]);
    memcpy(room[i], row[i].s.p, row[i].s.n);
    *to[i] = (str){room[i], row[i].s.n};
  }
  return NULL;
}

/* Whoever has the database has a box and the hash of a token: neither opens it; another process,
 * to which the token is brought, opens it. */
static void kept_shut(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  open_it(&w);
  taken t = {0};
  db_conn *c;
  str plain;
  assert_ok(db_read_begin(w.b->d, &c));
  assert_ok(db_adhoc(c, "SELECT box, session_hash FROM shift", NULL, take_row, &t));
  db_read_end(w.b->d, c);
  if (w.b->pg) t = (taken){hex_read(w.b->a, str_sub(t.box, 2, t.box.n)),
                           hex_read(w.b->a, str_sub(t.hash, 2, t.hash.n))};
  assert_true(t.box.n > 64);
  assert_true(str_find(t.box, token) < 0);
  assert_kind(open_box(w.b->a, hkdf(w.b->a, t.hash, S("motcua/shift/1"), 32), t.box, &plain),
              ERR_INVALID);
  assert_ok(open_box(w.b->a, hkdf(w.b->a, token, S("motcua/shift/1"), 32), t.box, &plain));
  whole other = w;
  assert_ok(office_open(&w.options, &other.f));
  other.c.office = other.f;
  other.c.edition = office_edition(other.f);
  other.c.who = NULL;
  ask_again(&other);
  assert_ok(sign(&other, "receive"));
  office_release(other.f, other.c.edition);
  office_close(other.f);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(signs), BOTH(idle), BOTH(endings), BOTH(kept_shut)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
