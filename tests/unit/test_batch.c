/* test_batch: several dossiers at once: one PIN, the same gate, a line of what came of each. */
#include "office/batch.h"
#include "office/once.h"
#include "whole.h"

typedef struct finding {
  str id;
  batch_info b;
} finding;

static err *get(ctx *c, void *arg) {
  finding *x = arg;
  return batch_get(c, x->id, &x->b);
}

static str item_of(whole *w, str code, int64_t behind) {
  w->code = code;
  return str_fmt(w->b->a, "%.*s@%lld", STR_ARG(code), (long long)(whole_look(w)->version - behind));
}

enum { FEW = 5 };

static void file_many(whole *w, str *codes, size_t n) {
  for (size_t i = 0; i < n; i++) {
    whole_file(w);
    codes[i] = w->code;
  }
}

static err *take(whole *w, const char *login, batch_wish wish, batch_info *b) {
  whole_enter(w, login);
  return batch_run(&w->c, &wish, b);
}

typedef struct several {
  str codes[BATCH_MOST];
  size_t n;
} several;

static void all_done(whole *w, const char *login, const char *action, const several *s) {
  str items[BATCH_MOST];
  batch_info b;
  for (size_t i = 0; i < s->n; i++) items[i] = item_of(w, s->codes[i], 0);
  assert_ok(take(w, login, (batch_wish){str_of(action), items, s->n, S(DEMO_PIN), STR_NONE}, &b));
  assert_int_equal(b.n, s->n);
  for (size_t i = 0; i < b.n; i++) {
    if (b.lines[i].reason) print_error("%s\n", b.lines[i].reason->msgid);
    assert_string_equal(b.lines[i].outcome.p, "done");
  }
  assert_ok(jobs_run_once(w->f));
}

/* From the counter to the seal, as many as may be at once; the appraisals one by one, for each is a
 * judgement. */
static void through(void **state) {
  whole w;
  whole_open(&w, state);
  several s = {.n = w.b->pg ? FEW : BATCH_MOST};
  file_many(&w, s.codes, s.n);
  all_done(&w, "receptionist.halong", "receive", &s);
  all_done(&w, "appraiser.halong", "claim", &s);
  all_done(&w, "appraiser.halong", "release", &s);
  for (size_t i = 0; i < s.n; i++) {
    w.code = s.codes[i];
    assert_ok(whole_step(&w, "appraiser.halong", "appraise"));
  }
  all_done(&w, "approver.halong", "approve", &s);
  all_done(&w, "sealer.halong", "seal", &s);
  for (size_t i = 0; i < s.n; i++) {
    w.code = s.codes[i];
    assert_string_equal(whole_look(&w)->state.p, "sealed");
  }
  whole_sound(&w);
  whole_close(&w);
}

/* One that changed meanwhile and one that is not there stop none of the others. */
static void never_all_or_nothing(void **state) {
  whole w;
  whole_open(&w, state);
  str codes[FEW];
  file_many(&w, codes, FEW);
  str items[] = {item_of(&w, codes[0], 0), item_of(&w, codes[1], 1), S("H49.31-000000-0001@1"),
                 item_of(&w, codes[2], 0)};
  static const char *const wanted[] = {"done", "refused", "refused", "done"};
  batch_info b;
  assert_ok(take(&w, "receptionist.halong",
                 (batch_wish){S("receive"), items, 4, S(DEMO_PIN), STR_NONE}, &b));
  finding f = {.id = b.public_id};
  assert_ok(ctx_read(&w.c, get, &f));
  assert_int_equal(f.b.n, 4);
  for (size_t i = 0; i < 4; i++) {
    assert_string_equal(f.b.lines[i].outcome.p, wanted[i]);
    assert_int_equal(f.b.lines[i].reason != NULL, wanted[i][0] == 'r');
  }
  assert_string_equal(f.b.lines[1].reason->msgid, workflow_stale()->msgid);
  whole_enter(&w, "receptionist");
  assert_kind(ctx_read(&w.c, get, &f), ERR_NOT_FOUND);
  assert_ok(take(&w, "appraiser.halong",
                 (batch_wish){S("receive"), items, 1, S(DEMO_PIN), STR_NONE}, &b));
  assert_string_equal(b.lines[0].outcome.p, "refused");
  assert_non_null(b.lines[0].reason);
  assert_answer(w.b, "SELECT CAST(SUM(n) AS TEXT) FROM refused_step", "2"); /* not there; no role */
  whole_sound(&w);
  whole_close(&w);
}

/* What is wrong with the whole of it changes nothing. */
static void nothing(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  str one = item_of(&w, w.code, 0), many[BATCH_MOST + 1];
  for (size_t i = 0; i < COUNT(many); i++) many[i] = str_fmt(w.b->a, "A-%zu@1", i);
  str twice[] = {one, one}, bad[] = {S("no version")};
  batch_info b;
  const struct {
    batch_wish w;
    err_kind kind;
  } tries[] = {{{S("receive"), &one, 1, S("000000"), STR_NONE}, ERR_FORBIDDEN},
               {{S("receive"), &one, 1, STR_NONE, STR_NONE}, ERR_INVALID},
               {{S("receive"), &one, 0, S(DEMO_PIN), STR_NONE}, ERR_INVALID},
               {{S("receive"), many, COUNT(many), S(DEMO_PIN), STR_NONE}, ERR_INVALID},
               {{S("receive"), twice, 2, S(DEMO_PIN), STR_NONE}, ERR_INVALID},
               {{S("receive"), bad, 1, S(DEMO_PIN), STR_NONE}, ERR_INVALID},
               {{S("appraise"), &one, 1, S(DEMO_PIN), STR_NONE}, ERR_INVALID},
               {{S("return"), &one, 1, S(DEMO_PIN), STR_NONE}, ERR_INVALID},
               {{S("withdraw"), &one, 1, S(DEMO_PIN), STR_NONE}, ERR_INVALID}};
  for (size_t i = 0; i < COUNT(tries); i++)
    assert_kind(take(&w, "receptionist.halong", tries[i].w, &b), tries[i].kind);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM batch", "0");
  assert_string_equal(whole_look(&w)->state.p, "submitted");
  whole_close(&w);
}

static err *look_once(ctx *c, void *arg) {
  bool found;
  TRY(once_look(c, arg, &found));
  assert_true(found);
  return NULL;
}

/* The key of a request stands for the batch, not for one of its steps. */
static void once_alone(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  str one = item_of(&w, w.code, 0);
  batch_info b;
  whole_enter(&w, "receptionist.halong");
  once o = {.route = S("POST /batches"), .key = S("k"), .fingerprint = S("f"), .status = 200};
  w.c.once = &o;
  batch_wish wish = {S("receive"), &one, 1, S(DEMO_PIN), STR_NONE};
  assert_ok(batch_run(&w.c, &wish, &b));
  w.c.once = NULL;
  once same = {.route = o.route, .key = o.key, .fingerprint = o.fingerprint};
  assert_ok(ctx_read(&w.c, look_once, &same));
  assert_string_equal(same.location.p, str_cat(w.b->a, S("/batches/"), b.public_id).p);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(through), BOTH(never_all_or_nothing), BOTH(nothing),
                                     BOTH(once_alone)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
