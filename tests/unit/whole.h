/* whole: an installation with the demonstration in it, on either database, and the story's people
 * in it: they sign in, file a birth and take steps.  State is a struct both (both.h). */
#ifndef TESTS_WHOLE_H
#define TESTS_WHOLE_H
#include "a_paper.h"
#include "both.h"
#include "jobs/jobs.h"
#include "office/demo_impl.h"
#include "office/paper.h"
#include "office/signature_impl.h"
#include "office/verify.h"

typedef struct whole {
  both *b;
  office *f;
  ctx c;
  office_options options;
  str code;     /* the dossier filed last */
  dossier d;    /* as whole_look saw it */
} whole;

static inline instant whole_time(const char *text) {
  instant t;
  assert_true(instant_parse(str_of(text), &t));
  return t;
}

/* Everything in a fresh demonstration on Tuesday, 24 November 2026, 10:00. */
static inline void whole_open(whole *w, void **state) {
  both *b = both_of(state);
  instant now = whole_time("2026-11-24T10:00+07:00");
  instant_fix(now);
  *w = (whole){.b = b};
  w->options = (office_options){.folder = str_fmt(b->a, "%s/data", b->folder).p,
                                .database = b->pg ? b->url : NULL,
                                .box = TEST_BOX};
  assert_ok(office_create(&w->options));
  if (!b->pg) {
    db_close(b->d);
    b->d = NULL;
    assert_ok(db_open(str_fmt(b->a, "sqlite:%s/motcua.db", w->options.folder).p, false, 4, &b->d));
  }
  assert_ok(office_open(&w->options, &w->f));
  assert_ok(install_base(w->f, b->a, now, true));
  assert_ok(demo_fill(w->f, b->a, now));
  w->c = (ctx){.a = b->a, .office = w->f, .edition = office_edition(w->f), .now = now};
}

static inline void whole_close(whole *w) {
  office_release(w->f, w->c.edition);
  office_close(w->f);
  instant_fix(INSTANT_NONE);
  err_reset();
}

/* After something was published: the newest edition. */
static inline void whole_renew(whole *w) {
  office_release(w->f, w->c.edition);
  assert_ok(office_renew(w->f));
  w->c.edition = office_edition(w->f);
}

static inline void whole_later(whole *w, int64_t us) {
  w->c.now.us += us;
  instant_fix(w->c.now);
}

static inline err *whole_token(ctx *c, void *arg) {
  void **args = arg;
  return account_by_token(c, *(str *)args[0], S("token"), args[1]);
}

static inline void whole_enter(whole *w, const char *login) {
  session s;
  const actor *who;
  w->c.who = NULL;
  assert_ok(account_sign_in(&w->c, str_of(login), S(DEMO_PASSWORD), S("token"), &s));
  void *args[] = {&s.token, &who};
  assert_ok(ctx_read(&w->c, whole_token, args));
  assert_non_null(who);
  w->c.who = who;
}

/* The citizen files a birth; w->code. */
static inline void whole_file(whole *w) {
  paper photo;
  whole_enter(w, "citizen");
  assert_ok(paper_store(&w->c, a_pdf(w->b->a, "a certificate of birth"), S("a.pdf"), &photo));
  attached at = {S("birth_certificate"), photo.public_id};
  filing f = {.procedure = S("1.001193"), .fields = demo_birth(w->b->a, 1, w->c.now),
              .papers = &at, .npapers = 1};
  assert_ok(dossier_send(&w->c, &f, &w->d));
  w->code = w->d.code;
}

static inline err *whole_read(ctx *c, void *arg) {
  whole *w = arg;
  return dossier_by_code(c, w->code, &w->d);
}
static inline const dossier *whole_look(whole *w) {
  assert_ok(ctx_read(&w->c, whole_read, w));
  return &w->d;
}

static inline err *whole_begin(whole *w, const char *login, const char *what, signing **s) {
  whole_enter(w, login);
  step_wish wish = {.code = w->code, .action = str_of(what),
                    .seen_version = whole_look(w)->version};
  return signing_begin(&w->c, &wish, s);
}

static inline err *whole_step(whole *w, const char *login, const char *what) {
  signing *s;
  TRY(whole_begin(w, login, what, &s));
  TRY(signing_with_pin(&w->c, s, S(DEMO_PIN)));
  return jobs_run_once(w->f);
}

static const char *const whole_steps[][2] = {{"receptionist.halong", "receive"},
                                             {"appraiser.halong", "appraise"},
                                             {"approver.halong", "approve"},
                                             {"sealer.halong", "seal"},
                                             {"returner.halong", "return"}};

/* Files a dossier and carries it n steps on, a minute each. */
static inline void whole_carry(whole *w, size_t n) {
  whole_file(w);
  for (size_t i = 0; i < n; i++) {
    whole_later(w, MINUTE);
    assert_ok(whole_step(w, whole_steps[i][0], whole_steps[i][1]));
  }
}

static inline verify_report whole_verify(whole *w) {
  verify_report r;
  assert_ok(verify_all(w->f, w->b->a, NULL, NULL, &r));
  return r;
}
static inline void whole_sound(whole *w) {
  verify_report r = whole_verify(w);
  if (!r.ok) print_error("verify: %.*s\n", STR_ARG(r.first_wrong));
  assert_true(r.ok);
}

/* Evidence is altered: what verify says first has the word in it. */
static inline void tamper_named(whole *w, const char *sql, const char *word) {
  both_script(w->b, sql);
  verify_report r = whole_verify(w);
  if (r.ok || str_find(r.first_wrong, str_of(word)) < 0)
    print_error("%s\n  gave \"%.*s\", not \"%s\"\n", sql, STR_ARG(r.first_wrong), word);
  assert_false(r.ok);
  assert_true(str_find(r.first_wrong, str_of(word)) >= 0);
}
/* The same, put back again: then all is well. */
static inline void tamper(whole *w, const char *sql, const char *word, const char *back) {
  tamper_named(w, sql, word);
  both_script(w->b, back);
  whole_sound(w);
}
#endif
