/* test_notice: who is told of what, in which words; letters at a person's pace; dead letters. */
#include "whole.h"

#include "base/rand.h"
#include "kit/lang.h"
#include "office/digest.h"
#include "office/identity.h"
#include "office/mandate.h"
#include "office/notice.h"
#include "office/retry.h"

/* --- words --- */
static bool has_row(str what) {
  for (size_t i = 0; i < notice_rule_count; i++)
    if (str_eq(notice_rules_all[i].what, what)) return true;
  return false;
}

static void every_status_has_words(void **state) {
  (void)state;
  arena *a = arena_new(1 << 20);
  static const char *const ways[] = {"online", "counter", "post"};
  assert_true(has_row(S("submit")));
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *s = &workflow_steps[i];
    if (s->effects & (E_INTERNAL | E_QUIET | E_QUESTION | E_RATES)) continue;
    for (size_t k = 0; k < COUNT(ways); k++) {
      str what = notice_of_step(a, s->action, S("grant"), str_of(ways[k]));
      if (!has_row(what)) fail_msg("no words for %.*s", STR_ARG(what));
    }
    if (!has_row(notice_of_step(a, s->action, S("reject"), S("post"))))
      fail_msg("no words for %.*s, not granted", STR_ARG(s->action));
  }
  for (size_t i = 0; i < notice_rule_count; i++) {
    const notice_rule *r = &notice_rules_all[i];
    if (lang_text(LANG_VI, r->happened) == r->happened || lang_text(LANG_VI, r->todo) == r->todo)
      fail_msg("%s is not said in Vietnamese", r->what.p);
  }
  notice_rule other = notice_rule_of(S("some-new-step"));
  assert_true(*other.happened && *other.todo);
  arena_free(a);
}

/* --- who is told --- */
/* The rows that somebody was told, in order (the two databases call the sum of texts otherwise). */
static str told(whole *w, const char *login) {
  return both_ask(w->b, str_fmt(w->b->a,
                                "SELECT COALESCE(%s(x.what, ' '), '') FROM (SELECT n.what"
                                " FROM notice n JOIN account a ON a.id = n.account_id"
                                " WHERE a.login = '%s' ORDER BY n.at, n.id) x",
                                w->b->pg ? "string_agg" : "group_concat", login).p);
}
#define assert_told(w, login, words) assert_string_equal(told((w), (login)).p, (words))

static void the_applicant_is_told(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  assert_ok(jobs_run_once(w.f));
  assert_told(&w, "citizen", "submit receive appraise approve seal.online return");
  assert_told(&w, "citizen2", "");
  assert_told(&w, "receptionist.halong", "");
  whole_close(&w);
}

static void file_at_counter(whole *w, const char *number, const char *name) {
  paper photo;
  whole_enter(w, "receptionist.halong");
  assert_ok(paper_store(&w->c, a_pdf(w->b->a, name), S("a.pdf"), &photo));
  attached at = {S("birth_certificate"), photo.public_id};
  person who = {.full_name = str_of(name), .personal_id = str_of(number)};
  filing f = {.procedure = S("1.001193"), .channel = S("counter"),
              .fields = demo_birth(w->b->a, 1, w->c.now), .papers = &at, .npapers = 1,
              .applicant = &who};
  assert_ok(dossier_send(&w->c, &f, &w->d));
  assert_ok(jobs_run_once(w->f));
}

/* Filed for somebody at a counter: their account is told when their identity was seen, and never an
 * account that merely claims the number. */
static void others_are_told_only_when_seen(void **state) {
  whole w;
  whole_open(&w, state);
  file_at_counter(&w, "022088007625", "Phạm Văn Bình");
  assert_told(&w, "citizen2", "submit");
  assert_told(&w, "receptionist.halong", "");
  both_script(w.b, "UPDATE account SET claimed_id = '022199000077' WHERE login = 'newcomer'");
  file_at_counter(&w, "022199000077", "Đinh Văn Sơn");
  assert_told(&w, "newcomer", "");
  both_script(w.b, "UPDATE account SET assurance = 1 WHERE login = 'citizen2'");
  file_at_counter(&w, "022088007625", "Phạm Văn Bình");
  assert_told(&w, "citizen2", "submit");
  whole_close(&w);
}

static void file_for(whole *w, const char *login, str mandate) {
  paper photo;
  whole_enter(w, login);
  assert_ok(paper_store(&w->c, a_pdf(w->b->a, login), S("a.pdf"), &photo));
  attached at = {S("birth_certificate"), photo.public_id};
  filing f = {.procedure = S("1.001193"), .fields = demo_birth(w->b->a, 1, w->c.now),
              .papers = &at, .npapers = 1, .mandate = mandate};
  assert_ok(dossier_send(&w->c, &f, &w->d));
  w->code = w->d.code;
  assert_ok(jobs_run_once(w->f));
}

/* For a person by whom they authorised, and for an organisation: holder and representatives are
 * told, and who filed as long as the mandate holds. */
static void mandates_are_told(void **state) {
  whole w;
  mandate_line made;
  whole_open(&w, state);
  whole_enter(&w, "citizen");
  assert_ok(mandate_grant(&w.c, &(mandate_wish){.agent = S("citizen2"), .kind = S("authorised")},
                          &made));
  whole_enter(&w, "citizen2");
  file_for(&w, "citizen2", w.c.who->mandates[0].public_id);
  assert_told(&w, "citizen", "submit");
  assert_told(&w, "citizen2", "submit");
  whole_enter(&w, "citizen");
  assert_ok(mandate_revoke(&w.c, made.public_id));
  assert_ok(whole_step(&w, "receptionist.halong", "receive"));
  assert_told(&w, "citizen", "submit receive");
  assert_told(&w, "citizen2", "submit");
  whole_enter(&w, "business");
  file_for(&w, "business", w.c.who->mandates[0].public_id);
  assert_told(&w, "business", "submit");
  assert_told(&w, "citizen", "submit receive");
  whole_close(&w);
}

/* --- the inbox --- */
typedef struct reading {
  int64_t after, unread;
  notice_list_page page;
} reading;

static err *read_inbox(ctx *c, void *arg) {
  reading *r = arg;
  TRY(notice_unread(c, &r->unread));
  return notice_inbox(c, r->after, &r->page);
}

static void the_inbox(void **state) {
  whole w;
  reading r = {0}, next = {0};
  whole_open(&w, state);
  for (int i = 0; i < 25; i++) {
    whole_later(&w, MINUTE);
    whole_file(&w);
  }
  assert_ok(jobs_run_once(w.f));
  whole_enter(&w, "citizen");
  assert_ok(ctx_read(&w.c, read_inbox, &r));
  assert_int_equal(r.unread, 25);
  assert_int_equal(r.page.n, NOTICE_PAGE);
  assert_true(r.page.more);
  assert_true(str_eq(r.page.items[0].code, w.code)); /* the newest first */
  next.after = r.page.items[r.page.n - 1].id;
  assert_ok(ctx_read(&w.c, read_inbox, &next));
  assert_int_equal(next.page.n, 5);
  assert_false(next.page.more);
  assert_ok(notice_open(&w.c, &r.page.items[0]));
  assert_ok(ctx_read(&w.c, read_inbox, &next));
  assert_int_equal(next.unread, 24);
  whole_enter(&w, "citizen2");
  access_thing another = notice_thing(&r.page.items[1]);
  assert_kind(access_check(&w.c, WHO_NOTICE_READER, &another, STR_NONE), ERR_NOT_FOUND);
  assert_kind(ctx_read(&w.c, read_inbox, &(reading){.after = next.after}), ERR_BAD_REQUEST);
  whole_enter(&w, "citizen");
  assert_ok(ctx_read(&w.c, read_inbox, &next));
  assert_int_equal(next.unread, 24);
  assert_ok(notice_open_all(&w.c));
  assert_ok(ctx_read(&w.c, read_inbox, &next));
  assert_int_equal(next.unread, 0);
  whole_close(&w);
}

/* --- the pace of letters --- */
static void mail_goes(whole *w) {
  size_t n = 1;
  while (n) assert_ok(jobs_mail(w->f, w->b->a, &n));
}
#define LETTERS "SELECT CAST(COUNT(*) AS TEXT) FROM mail WHERE kind = 'notice'"

static void the_law_of_digests(void **state) {
  (void)state;
  instant nine = whole_time("2026-11-24T09:00+07:00"), half = {nine.us + 30 * MINUTE};
  assert_int_equal(digest_when((instant){0}, nine, 60).us, nine.us);
  assert_int_equal(digest_when(nine, half, 60).us, nine.us + HOUR);
  assert_int_equal(digest_when(nine, (instant){nine.us + HOUR}, 60).us, nine.us + HOUR);
  assert_int_equal(digest_when(nine, (instant){nine.us + 2 * HOUR}, 60).us, nine.us + 2 * HOUR);
}

/* The first at once; what comes within the hour in one letter when it is over. */
static void one_letter_in_an_hour(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  assert_ok(jobs_run_once(w.f));
  mail_goes(&w);
  assert_answer(w.b, LETTERS, "1");
  whole_later(&w, 20 * MINUTE);
  assert_ok(whole_step(&w, "receptionist.halong", "receive"));
  mail_goes(&w);
  whole_later(&w, 20 * MINUTE);
  assert_ok(whole_step(&w, "appraiser.halong", "appraise"));
  mail_goes(&w);
  whole_later(&w, 20 * MINUTE - SECOND);
  mail_goes(&w);
  assert_answer(w.b, LETTERS, "1");
  whole_later(&w, 2 * SECOND);
  mail_goes(&w);
  assert_answer(w.b, LETTERS, "2");
  str text = both_ask(w.b, "SELECT text FROM mail WHERE kind = 'notice' ORDER BY id DESC LIMIT 1");
  assert_true(str_find(text, S("đã được tiếp nhận; thời hạn giải quyết bắt đầu tính.")) > 0);
  assert_true(str_find(text, S("đã được thẩm định")) > 0);
  assert_true(str_find(text, str_cat(w.b->a, S("/dossiers/"), w.code)) > 0);
  assert_true(str_find(text, S("Minh An")) < 0); /* nobody is named */
  assert_answer(w.b, "SELECT subject FROM mail WHERE kind = 'notice' ORDER BY id DESC LIMIT 1",
                "2 thông báo");
  whole_later(&w, 5 * HOUR);
  mail_goes(&w);
  assert_answer(w.b, LETTERS, "2");
  whole_close(&w);
}

static void in_the_persons_language(void **state) {
  whole w;
  whole_open(&w, state);
  w.c.language = LANG_EN;
  whole_file(&w); /* signing in by pages in English */
  assert_ok(jobs_run_once(w.f));
  mail_goes(&w);
  assert_answer(w.b, str_fmt(w.b->a, "SELECT CAST(COUNT(*) AS TEXT) FROM mail WHERE language = 'en'"
                                     " AND subject = 'Your application has been sent. (%s)'",
                             w.code.p).p, "1");
  assert_ok(account_speak(&w.c, LANG_VI));
  whole_later(&w, 2 * HOUR);
  w.c.language = LANG_VI;
  assert_ok(whole_step(&w, "receptionist.halong", "receive"));
  mail_goes(&w);
  assert_answer(w.b, "SELECT language FROM mail WHERE kind = 'notice' ORDER BY id DESC LIMIT 1",
                "vi");
  whole_close(&w);
}

static void mails_switched_off(void **state) {
  whole w;
  whole_open(&w, state);
  whole_enter(&w, "citizen");
  assert_ok(account_want_mails(&w.c, false));
  whole_file(&w);
  assert_ok(jobs_run_once(w.f));
  mail_goes(&w);
  assert_told(&w, "citizen", "submit");
  assert_answer(w.b, LETTERS, "0");
  assert_ok(account_want_mails(&w.c, true));
  assert_ok(whole_step(&w, "receptionist.halong", "receive"));
  whole_enter(&w, "citizen");
  assert_ok(account_want_mails(&w.c, false)); /* while it gathers */
  mail_goes(&w);
  assert_answer(w.b, LETTERS, "0");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM notice WHERE to_mail = 1", "0");
  whole_close(&w);
}

/* --- a thousand histories --- */
enum { HISTORIES = 1000, MOMENTS = 14 };

typedef struct history {
  int64_t account_id, dossier_id, at; /* at: goes on from one history to the next */
  int32_t day;                        /* names lists, each its own */
  int64_t went;                       /* when the last letter went */
  int letters, told;
  bool broken;
} history;

static uint32_t chance(uint32_t n) {
  static uint64_t seed = 20261124;
  seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(seed >> 33) % n;
}

static err *something_happens(ctx *c, history *h) {
  notice_entry one = {h->dossier_id, c->now};
  h->told++;
  return notice_list(c, &(notice_wish){.account_id = h->account_id, .what = S("late"),
                                       .day = ++h->day, .entries = &one, .n = 1});
}

/* Jobs of a process: letters are written, and given to a server that takes, delays or refuses
 * them; or the process ends between the server's yes and the note of it, which is sent again. */
static err *jobs_run(ctx *c, history *h, bool works) {
  digest_due *people;
  mail_row *rows;
  size_t n;
  bool mine;
  TRY(digest_waiting(c, 10, &people, &n));
  for (size_t i = 0; i < n; i++) TRY(digest_write(c, &people[i]));
  TRY(mail_due(c, 10, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    TRY(mail_take(c, &rows[i], MINUTE, &mine));
    uint32_t fate = works ? 0 : chance(8);
    if (!mine || fate == 7) continue; /* killed: the lease runs out */
    if (fate == 5) TRY(mail_failed(c, &rows[i], S("451"), false));
    if (fate == 6) TRY(mail_failed(c, &rows[i], S("550"), true));
    if (fate >= 5) continue;
    h->broken = h->broken || (h->went && c->now.us - h->went < HOUR);
    h->went = c->now.us;
    h->letters++;
    TRY(mail_sent(c, &rows[i]));
  }
  return NULL;
}

static err *live(ctx *c, void *arg) {
  history *h = arg;
  instant before = c->now;
  c->now.us = h->at;
  for (int i = 0; i < MOMENTS; i++) {
    c->now.us += (int64_t)chance(i % 3 ? 20 : 90) * MINUTE + chance(60) * SECOND;
    if (chance(2)) TRY(something_happens(c, h));
    if (chance(3)) TRY(jobs_run(c, h, false));
  }
  for (int i = 0; i < 3; i++) { /* then all goes well: nothing may be left */
    c->now.us += 2 * HOUR;
    TRY(jobs_run(c, h, true));
  }
  h->at = c->now.us + HOUR;
  c->now = before;
  return NULL;
}

/* At most one letter an hour, whatever the mail server does; and everything told is in one. */
static void a_thousand_histories(void **state) {
  whole w;
  static const mail_server server = {.url = "smtp://127.0.0.1:1", .from = "a@example.vn"};
  whole_open(&w, state);
  whole_file(&w);
  history h = {.account_id = w.d.filed_by, .dossier_id = w.d.id, .at = w.c.now.us,
               .day = 20270000};
  w.f->mail = &server;
  for (int i = 0; i < HISTORIES; i++) {
    size_t mark = arena_mark(w.c.a);
    assert_ok(ctx_write(&w.c, 0, live, &h));
    arena_rewind(w.c.a, mark);
    if (h.broken) fail_msg("two letters within the hour, in history %d", i);
  }
  w.f->mail = NULL;
  assert_true(h.told > 5000 && h.letters > 2000 && h.letters < h.told);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM notice WHERE to_mail = 1", "0");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM mail"
                     " WHERE sent_at IS NULL AND dead_at IS NULL", "0");
  str sent = both_ask(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM mail WHERE sent_at IS NOT NULL");
  assert_string_equal(sent.p, str_fmt(w.b->a, "%d", h.letters).p);
  whole_close(&w);
}

/* --- trying again --- */
static void the_law_of_retries(void **state) {
  (void)state;
  retry_rule r = {2, 3600};
  for (int64_t tries = 1; tries < 40; tries++) {
    int64_t whole_wait = tries < 12 ? (INT64_C(1) << tries) * SECOND : 3600 * SECOND;
    if (whole_wait > 3600 * SECOND) whole_wait = 3600 * SECOND;
    assert_int_equal(retry_wait(r, tries, 0), whole_wait);
    int64_t least = retry_wait(r, tries, UINT32_MAX);
    assert_true(least >= whole_wait * 3 / 4 && least < whole_wait * 3 / 4 + SECOND);
  }
  assert_int_equal(retry_wait((retry_rule){10, 5}, 1, 0), 5 * SECOND);
  assert_int_equal(retry_wait((retry_rule){INT64_C(86400), 86400}, 1000, 0), 86400 * SECOND);
}

typedef struct failing {
  str kind, error;
  bool for_good, sent;
  size_t n;
} failing;

static err *fail_all(ctx *c, void *arg) {
  failing *f = arg;
  mail_row *rows;
  bool mine;
  TRY(mail_due(c, 50, &rows, &f->n));
  for (size_t i = 0; i < f->n; i++) {
    TRY(mail_take(c, &rows[i], MINUTE, &mine));
    if (!mine) continue;
    TRY(f->sent ? mail_sent(c, &rows[i]) : mail_failed(c, &rows[i], f->error, f->for_good));
  }
  return NULL;
}

static err *read_dead(ctx *c, void *arg) { return mail_dead_list(c, STR_NONE, arg); }

static err *a_code(ctx *c, void *arg) {
  (void)arg;
  return mail_add(c, &(mail_wish){.kind = S("code"), .to = S("a@example.vn"), .subject = "code",
                                  .text = "12345678"});
}

/* A letter that is refused for good is a dead one: an administrator sees whose, of which kind and
 * why; sends it again or drops it, and the journal has it. */
static void dead_letters_are_tended(void **state) {
  whole w;
  dead_letters dead;
  static const mail_server server = {.url = "smtp://127.0.0.1:1", .from = "a@example.vn"};
  whole_open(&w, state);
  whole_file(&w);
  assert_ok(jobs_run_once(w.f));
  w.f->mail = &server;
  mail_goes(&w); /* nobody listens there */
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM mail WHERE error IS NOT NULL"
                     " AND dead_at IS NULL", "1");
  whole_later(&w, 10 * MINUTE);
  assert_ok(ctx_write(&w.c, 0, a_code, NULL));
  assert_ok(ctx_write(&w.c, 0, fail_all, &(failing){.error = S("554 no"), .for_good = true}));
  assert_ok(ctx_read(&w.c, read_dead, &dead));
  assert_int_equal(dead.n, 2);
  str letter = STR_NONE, code = STR_NONE;
  for (size_t i = 0; i < dead.n; i++) {
    assert_true(str_eq(dead.items[i].error, S("554 no")));
    *(str_eq(dead.items[i].kind, S("code")) ? &code : &letter) = dead.items[i].id;
    assert_int_equal(dead.items[i].whole, str_eq(dead.items[i].kind, S("notice")));
  }
  whole_enter(&w, "citizen");
  assert_kind(mail_try_again(&w.c, letter), ERR_FORBIDDEN);
  whole_enter(&w, "admin");
  assert_kind(mail_try_again(&w.c, code), ERR_CONFLICT);
  assert_kind(mail_try_again(&w.c, S("nothing")), ERR_NOT_FOUND);
  assert_ok(mail_drop(&w.c, code));
  assert_kind(mail_drop(&w.c, code), ERR_NOT_FOUND);
  assert_ok(mail_try_again(&w.c, letter));
  assert_kind(mail_try_again(&w.c, letter), ERR_NOT_FOUND);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM journal WHERE kind = 'letter'", "2");
  assert_ok(ctx_write(&w.c, 0, fail_all, &(failing){.sent = true}));
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM mail WHERE sent_at IS NOT NULL", "1");
  assert_ok(ctx_read(&w.c, read_dead, &dead));
  assert_int_equal(dead.n, 0);
  w.f->mail = NULL;
  whole_sound(&w);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_status_has_words),
      cmocka_unit_test(the_law_of_digests),
      cmocka_unit_test(the_law_of_retries),
      BOTH(the_applicant_is_told),
      BOTH(others_are_told_only_when_seen),
      BOTH(mandates_are_told),
      BOTH(the_inbox),
      BOTH(one_letter_in_an_hour),
      BOTH(in_the_persons_language),
      BOTH(mails_switched_off),
      BOTH(a_thousand_histories),
      BOTH(dead_letters_are_tended),
  };
  return cmocka_run_group_tests_name("notice", tests, NULL, NULL);
}
