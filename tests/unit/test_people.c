/* test_people: registering, new passwords, locks, sessions, identities and mandates, and what
 * people of bad will try against them; on SQLite and PostgreSQL. */
#include "whole.h"

#include <pthread.h>

#include "office/access.h"
#include "office/attempt.h"
#include "office/form_draft.h"
#include "office/mail.h"
#include "office/mandate.h"
#include "office/registration.h"

#define PASSWORD S("năm con mèo")

/* --- letters and codes --- */
typedef struct letters {
  mail_row *rows;
  size_t n;
} letters;

static err *read_letters(ctx *c, void *arg) {
  letters *l = arg;
  return mail_newest(c, &l->rows, &l->n);
}

static mail_row newest(whole *w) {
  letters l;
  assert_ok(ctx_read(&w->c, read_letters, &l));
  assert_true(l.n > 0);
  return l.rows[0];
}

/* The eight digits after "is " or "là". */
static str code_in(str text) {
  for (size_t i = 0; i + 8 <= text.n; i++) {
    size_t n = 0;
    while (n < 8 && text.p[i + n] >= '0' && text.p[i + n] <= '9') n++;
    if (n == 8) return str_sub(text, i, i + 8);
  }
  return STR_NONE;
}

static code_request asked(whole *w, code_purpose purpose, const char *mailbox, str *code) {
  code_request q;
  w->c.who = NULL;
  assert_ok(code_ask(&w->c, purpose, str_of(mailbox), &q));
  mail_row m = newest(w);
  assert_true(str_eq(m.to, q.mailbox));
  *code = code_in(m.text);
  return q;
}

static str other_code(whole *w, str code) {
  char *p = arena_alloc(w->b->a, code.n);
  memcpy(p, code.p, code.n);
  p[0] = p[0] == '9' ? '0' : (char)(p[0] + 1);
  return (str){p, code.n};
}

static registration filled(str id, str code) {
  return (registration){.id = id, .code = code, .name = S("Đinh Thị Mới"), .password = PASSWORD,
                        .via = S("token")};
}

static err *by_token(ctx *c, void *arg) {
  void **args = arg;
  return account_by_token(c, *(str *)args[0], S("token"), args[1]);
}

static const actor *owner(whole *w, str token) {
  const actor *who;
  void *args[] = {&token, &who};
  assert_ok(ctx_read(&w->c, by_token, args));
  return who;
}

static const actor *registered(whole *w, const char *mailbox) {
  str code;
  session s;
  code_request q = asked(w, CODE_REGISTER, mailbox, &code);
  registration r = filled(q.id, code);
  assert_ok(register_account(&w->c, &r, &s));
  w->c.who = owner(w, s.token);
  assert_non_null(w->c.who);
  return w->c.who;
}

static void registering(void **state) {
  whole w;
  session s;
  str code;
  whole_open(&w, state);
  w.c.language = LANG_EN;
  code_request q = asked(&w, CODE_REGISTER, " Moi@Example.VN ", &code);
  assert_true(str_eq(q.mailbox, S("moi@example.vn")));
  assert_int_equal(code.n, 8);
  registration r = filled(q.id, code);
  r.name = S("  "), r.password = S("12345678"), r.claimed_id = S("123");
  err *e = register_account(&w.c, &r, &s);
  assert_kind(e, ERR_INVALID);
  assert_true(e->next && e->next->next && !e->next->next->next); /* all three at once */
  r = filled(q.id, code);
  r.claimed_id = S("022192004318"); /* somebody else's: claimed, opens nothing */
  assert_ok(register_account(&w.c, &r, &s));
  const actor *who = owner(&w, s.token);
  assert_true(who && who->assurance == 1 && !who->officer);
  whole_file(&w); /* by whom the number is */
  whole_look(&w);
  assert_false(access_own(who, &w.d));
  assert_kind(register_account(&w.c, &r, &s), ERR_GONE); /* used */
  q = asked(&w, CODE_REGISTER, "nua@example.vn", &code);
  r = filled(q.id, code);
  r.claimed_id = S("022192004318"); /* by two: none is refused for the other */
  assert_ok(register_account(&w.c, &r, &s));
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM account WHERE claimed_id = '022192004318'",
                "2");
  assert_ok(account_sign_in(&w.c, S("MOI@example.vn"), PASSWORD, S("token"), &s));
  assert_answer(w.b, "SELECT language FROM account WHERE mailbox = 'moi@example.vn'", "en");
  str none;
  q = asked(&w, CODE_REGISTER, "moi@example.vn", &none); /* the same answer; the letter tells */
  assert_null(none.p);
  assert_true(str_find(newest(&w).text, S("There is one already")) > 0);
  r = filled(q.id, S("00000000"));
  assert_kind(register_account(&w.c, &r, &s), ERR_INVALID);
  whole_close(&w);
}

/* Who reads the pages in Bengali gets letters in it, the code in digits that the page's field
 * takes as they are, and an account that keeps the language. */
static void letters_in_bengali(void **state) {
  whole w;
  session s;
  str code;
  whole_open(&w, state);
  w.c.language = LANG_BN;
  code_request q = asked(&w, CODE_REGISTER, "bangla@example.vn", &code);
  mail_row m = newest(&w);
  assert_true(str_eq(m.language, S("bn")));
  assert_true(str_starts(m.text, S("আপনার কোড ")) && code.n == 8);
  assert_true(str_find(m.text, S("১৫ মিনিটের মধ্যে")) > 0);
  registration r = filled(q.id, code);
  assert_ok(register_account(&w.c, &r, &s));
  assert_answer(w.b, "SELECT language FROM account WHERE mailbox = 'bangla@example.vn'", "bn");
  w.c.language = LANG_EN; /* somebody else's browser asks: the letter speaks as its reader does */
  q = asked(&w, CODE_REGISTER, "bangla@example.vn", &code);
  assert_true(str_eq(newest(&w).language, S("bn")));
  whole_close(&w);
}

static void passwords(void **state) {
  both *b = *state;
  static const char *const weak[] = {"", "bảy ký", "1234567", "12345678", "87654321", "aaaaaaaa",
                                     "abcdefgh", "MatKhau123", "moi@example.vn", "password",
                                     "Minh.An@example.vn"};
  static const char *const fit[] = {"năm con mèo", "tám chữ à", "correct horse", "a1b2c3d4e5"};
  for (size_t i = 0; i < COUNT(weak); i++)
    if (!account_password_fit(b->a, str_of(weak[i]),
                              i == 10 ? S("minh.an@example.vn") : S("moi@example.vn"), S("p")))
      fail_msg("\"%s\" was taken", weak[i]);
  for (size_t i = 0; i < COUNT(fit); i++)
    assert_ok(account_password_fit(b->a, str_of(fit[i]), S("moi@example.vn"), S("p")));
}

static void codes_of_bad_will(void **state) {
  whole w;
  session s;
  str code, second;
  whole_open(&w, state);
  code_request q = asked(&w, CODE_REGISTER, "moi@example.vn", &code);
  registration r = filled(q.id, other_code(&w, code));
  for (int i = 0; i < CODE_TRIES - 1; i++)
    assert_kind(register_account(&w.c, &r, &s), ERR_INVALID);
  assert_kind(register_account(&w.c, &r, &s), ERR_GONE);
  r.code = code; /* too late: guessed too often */
  assert_kind(register_account(&w.c, &r, &s), ERR_GONE);
  q = asked(&w, CODE_REGISTER, "moi@example.vn", &code);
  code_request other = asked(&w, CODE_REGISTER, "khac@example.vn", &second);
  r = filled(other.id, code); /* a code belongs to its own request */
  assert_kind(register_account(&w.c, &r, &s), ERR_INVALID);
  r = filled(q.id, code);
  assert_kind(register_reset(&w.c, &r, &s), ERR_GONE); /* and to its purpose */
  r = filled(S("nothing"), code);
  assert_kind(register_account(&w.c, &r, &s), ERR_GONE);
  whole_later(&w, CODE_MINUTES * MINUTE);
  r = filled(q.id, code);
  assert_kind(register_account(&w.c, &r, &s), ERR_GONE); /* run out */
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM account WHERE mailbox LIKE 'moi%'", "0");
  static const char *const wrong[] = {"", "moi", "moi@", "@x.vn", "a b@x.vn", "a@x", "a@x..vn",
                                      "a@x.vn\r\nBcc: b@x.vn", "<a@x.vn>", "á@x.vn", "a@-x.vn"};
  for (size_t i = 0; i < COUNT(wrong); i++)
    assert_kind(code_ask(&w.c, CODE_RESET, str_of(wrong[i]), &q), ERR_INVALID);
  w.f->demo = false;
  assert_kind(code_ask(&w.c, CODE_RESET, S("moi@example.vn"), &q), ERR_UNAVAILABLE);
  whole_close(&w);
}

static void hundred_requests(void **state) {
  whole w;
  code_request q;
  int sent = 0;
  whole_open(&w, state);
  for (int i = 0; i < 100; i++) {
    err *e = code_ask(&w.c, CODE_RESET, S("citizen@example.vn"), &q);
    if (e) assert_int_equal(e->kind, ERR_TOO_MANY);
    if (e) assert_int_equal(e->retry_after, 3600);
    sent += !e;
  }
  assert_int_equal(sent, 5);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM mail", "5");
  whole_later(&w, HOUR);
  assert_ok(code_ask(&w.c, CODE_RESET, S("citizen@example.vn"), &q));
  w.c.network = S("192.0.2.7");
  sent = 0;
  for (int i = 0; i < 100; i++)
    sent += !code_ask(&w.c, CODE_RESET, str_fmt(w.b->a, "x%d@example.vn", i), &q);
  assert_int_equal(sent, 30);
  whole_close(&w);
}

typedef struct racer {
  whole *w;
  registration r;
  arena *a;
  err_kind kind;
  bool won;
} racer;

static void *race(void *arg) {
  racer *x = arg;
  session s;
  ctx c = x->w->c;
  c.a = x->a = arena_new((size_t)16 << 20);
  err *e = register_account(&c, &x->r, &s);
  x->won = !e;
  if (e) x->kind = e->kind;
  err_reset();
  return NULL;
}

static void two_at_once(void **state) {
  whole w;
  str code;
  racer x[2];
  pthread_t threads[2];
  whole_open(&w, state);
  for (int i = 0; i < 2; i++) {
    code_request q = asked(&w, CODE_REGISTER, "moi@example.vn", &code);
    x[i] = (racer){.w = &w, .r = filled(q.id, code)};
  }
  for (int i = 0; i < 2; i++) assert_int_equal(pthread_create(&threads[i], NULL, race, &x[i]), 0);
  for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
  for (int i = 0; i < 2; i++) arena_free(x[i].a);
  assert_int_equal(x[0].won + x[1].won, 1);
  assert_int_equal(x[x[0].won].kind, ERR_CONFLICT);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM account WHERE mailbox = 'moi@example.vn'",
                "1");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM person WHERE email = 'moi@example.vn'",
                "1");
  whole_close(&w);
}

/* --- passwords, locks, sessions --- */
static void new_password(void **state) {
  whole w;
  session old, s;
  str code;
  whole_open(&w, state);
  ctx *c = &w.c;
  assert_ok(account_sign_in(c, S("citizen"), S(DEMO_PASSWORD), S("token"), &old));
  code_request q = asked(&w, CODE_RESET, "citizen@example.vn", &code);
  registration r = {.id = q.id, .code = code, .password = PASSWORD, .via = S("token")};
  assert_ok(register_reset(c, &r, &s));
  assert_null(owner(&w, old.token)); /* every session has ended */
  assert_true(str_eq(owner(&w, s.token)->login, S("citizen")));
  assert_kind(account_sign_in(c, S("citizen"), S(DEMO_PASSWORD), S("token"), &old),
              ERR_UNAUTHENTICATED);
  assert_kind(register_reset(c, &r, &s), ERR_GONE); /* replayed */
  q = asked(&w, CODE_RESET, "nobody@example.vn", &code);
  assert_null(code.p);
  r.id = q.id, r.code = S("12345678");
  assert_kind(register_reset(c, &r, &s), ERR_INVALID);
  whole_close(&w);
}

static err *own(ctx *c, void *arg) { return account_own(c, arg); }

static void sessions(void **state) {
  whole w;
  session s[3];
  own_account mine;
  whole_open(&w, state);
  ctx *c = &w.c;
  c->network = S("192.0.2.7"), c->agent = S("Firefox, Linux");
  for (int i = 0; i < 3; i++)
    assert_ok(account_sign_in(c, S("citizen"), S(DEMO_PASSWORD), S("token"), &s[i]));
  c->who = owner(&w, s[0].token);
  assert_ok(ctx_read(c, own, &mine));
  assert_int_equal(mine.nsessions, 3);
  int current = 0;
  str other = STR_NONE;
  for (size_t i = 0; i < 3; i++) {
    current += mine.sessions[i].current;
    if (!mine.sessions[i].current) other = mine.sessions[i].id;
    assert_true(str_eq(mine.sessions[i].agent, S("Firefox, Linux")));
  }
  assert_int_equal(current, 1);
  assert_ok(account_end_session(c, other));
  assert_kind(account_end_session(c, other), ERR_NOT_FOUND);
  whole_enter(&w, "citizen2"); /* nobody ends another's */
  assert_kind(account_end_session(c, mine.sessions[0].id), ERR_NOT_FOUND);
  c->who = owner(&w, s[0].token);
  assert_ok(account_touch(c)); /* within the hour: nothing */
  whole_later(&w, 2 * HOUR);
  assert_ok(account_touch(c));
  c->who = owner(&w, s[0].token);
  assert_int_equal(c->who->used_at.us, c->now.us);
  /* A stolen session cannot change the password, and the guesses are counted. */
  for (int i = 0; i < SIGN_IN_TRIES; i++)
    assert_kind(account_change_password(c, S("wrong"), PASSWORD), ERR_INVALID);
  assert_kind(account_change_password(c, S(DEMO_PASSWORD), PASSWORD), ERR_TOO_MANY);
  whole_later(&w, SIGN_IN_LOCK_MINUTES * MINUTE);
  assert_ok(account_change_password(c, S(DEMO_PASSWORD), PASSWORD));
  int left = 0;
  for (int i = 0; i < 3; i++) left += owner(&w, s[i].token) != NULL;
  assert_int_equal(left, 1);
  assert_ok(account_end_session(c, STR_NONE));
  assert_null(owner(&w, s[0].token));
  whole_close(&w);
}

/* A stranger who guesses locks out the stranger; guesses from everywhere end as well; the owner
 * comes in from where they have been before. */
static void locks(void **state) {
  whole w;
  session s;
  whole_open(&w, state);
  ctx *c = &w.c;
  c->network = S("198.51.100.1"); /* the owner's */
  assert_ok(account_sign_in(c, S("citizen"), S(DEMO_PASSWORD), S("token"), &s));
  for (int n = 0; n < 10; n++) {
    c->network = str_fmt(w.b->a, "192.0.2.%d", n);
    for (int i = 0; i < SIGN_IN_TRIES; i++)
      assert_kind(account_sign_in(c, S("citizen"), S("guess"), S("token"), &s),
                  ERR_UNAUTHENTICATED);
    assert_kind(account_sign_in(c, S("citizen"), S(DEMO_PASSWORD), S("token"), &s), ERR_TOO_MANY);
  }
  c->network = S("203.0.113.9"); /* a fresh one: fifty guesses are enough for a day */
  assert_kind(account_sign_in(c, S("citizen"), S(DEMO_PASSWORD), S("token"), &s), ERR_TOO_MANY);
  c->network = S("198.51.100.1");
  assert_ok(account_sign_in(c, S("citizen"), S(DEMO_PASSWORD), S("token"), &s));
  c->network = S("203.0.113.9"); /* somebody unknown is refused in the same way */
  for (int i = 0; i < SIGN_IN_TRIES; i++)
    assert_kind(account_sign_in(c, S("nobody"), S("guess"), S("token"), &s), ERR_UNAUTHENTICATED);
  assert_kind(account_sign_in(c, S("nobody"), S("guess"), S("token"), &s), ERR_TOO_MANY);
  whole_later(&w, DAY);
  assert_ok(account_sign_in(c, S("citizen"), S(DEMO_PASSWORD), S("token"), &s));
  whole_close(&w);
}

static void networks(void **state) {
  both *b = *state;
  assert_null(attempt_network(b->a, S("127.0.0.1")).p);
  assert_null(attempt_network(b->a, S("::1")).p);
  assert_null(attempt_network(b->a, STR_NONE).p);
  assert_null(attempt_network(b->a, S("nonsense:")).p);
  assert_true(str_eq(attempt_network(b->a, S("192.0.2.7")), S("192.0.2.7")));
  assert_true(str_eq(attempt_network(b->a, S("::ffff:192.0.2.7")), S("192.0.2.7")));
  assert_true(str_eq(attempt_network(b->a, S("2001:db8:1:2:3:4:5:6")), S("2001:db8:1:2::/64")));
}

/* --- identities --- */
static identity_card card_of(const actor *who, const char *number, const char *name) {
  return (identity_card){.account = who->public_id, .personal_id = str_of(number),
                         .full_name = str_of(name), .sex = S("female"), .birth_day = 19990203};
}

static err *bind(whole *w, const identity_card *card) {
  str login;
  whole_enter(w, "receptionist.halong");
  return identity_bind(&w->c, card, &login);
}

static void binding(void **state) {
  whole w;
  whole_open(&w, state);
  const actor *who = registered(&w, "moi@example.vn");
  identity_card card = card_of(who, "022199000001", "Đinh Thị Mới");
  card.birth_day = -1, card.personal_id = S("1"), card.full_name = S(" ");
  err *e = bind(&w, &card);
  assert_kind(e, ERR_INVALID);
  assert_true(e->next && e->next->next);
  card = card_of(who, "022192004318", "Đinh Thị Mới"); /* the number of citizen */
  e = bind(&w, &card);
  assert_kind(e, ERR_INVALID);
  card.full_name = S("Nguyễn Thị Minh An");
  assert_kind(bind(&w, &card), ERR_CONFLICT); /* has an account */
  card = card_of(who, "022199000001", "Đinh Thị Mới");
  assert_ok(bind(&w, &card));
  assert_kind(bind(&w, &card), ERR_CONFLICT); /* once */
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM identity_binding", "4"); /* 3 were */
  assert_true(str_eq(newest(&w).to, S("moi@example.vn")));
  const actor *twin = registered(&w, "khac@example.vn");
  card = card_of(twin, "022199000001", "Đinh Thị Mới");
  assert_kind(bind(&w, &card), ERR_CONFLICT);
  card.account = S("nobody");
  assert_kind(bind(&w, &card), ERR_NOT_FOUND);
  whole_enter(&w, "receptionist.halong");
  card.account = w.c.who->public_id; /* no officer's account */
  assert_kind(bind(&w, &card), ERR_NOT_FOUND);
  whole_close(&w);
}

/* --- mandates --- */
static err *grant(whole *w, const char *by, mandate_wish wish) {
  mandate_line made;
  whole_enter(w, by);
  return mandate_grant(&w->c, &wish, &made);
}

static void mandates(void **state) {
  whole w;
  whole_open(&w, state);
  mandate_wish own_wish = {.agent = S("citizen2"), .procedure = S("1.001193")};
  assert_ok(grant(&w, "citizen", own_wish));
  assert_kind(grant(&w, "newcomer", own_wish), ERR_FORBIDDEN);
  assert_kind(grant(&w, "appraiser", own_wish), ERR_FORBIDDEN);
  assert_kind(grant(&w, "citizen2", own_wish), ERR_INVALID); /* to oneself */
  static const mandate_wish wrong[] = {
      {.agent = {"nobody", 6}}, {.agent = {"newcomer", 8}}, {.agent = {"appraiser", 9}},
      {.agent = {"citizen2", 8}, .procedure = {"9.9", 3}}, {.agent = {"citizen2", 8}, .last = -1},
      {.agent = {"citizen2", 8}, .last = 20261123}, {.agent = {"citizen2", 8}, .paper = {"x", 1}},
      {.agent = {"citizen2", 8}, .from = 20270101, .last = 20261231}};
  for (size_t i = 0; i < COUNT(wrong); i++)
    assert_kind(grant(&w, "citizen", wrong[i]), ERR_INVALID);
  mandate_wish company = {.agent = S("citizen2"), .number = S("0100109106-001"),
                          .name = S("Hợp tác xã Ngọc Trai"), .kind = S("authorised"),
                          .last = 20261231};
  assert_ok(grant(&w, "receptionist", company));
  company.name = S("Công ty khác");
  assert_kind(grant(&w, "receptionist", company), ERR_INVALID); /* the number has another name */
  company.number = S("12");
  assert_kind(grant(&w, "receptionist", company), ERR_INVALID);
  company.number = S("022192999999"), company.name = S("Người Lạ");
  assert_kind(grant(&w, "receptionist", company), ERR_INVALID); /* nobody known */
  whole_enter(&w, "citizen2");
  assert_int_equal(w.c.who->nmandates, 2);
  str id = w.c.who->mandates[0].public_id;
  whole_later(&w, 38 * DAY); /* the first of January: the company's has run out */
  whole_enter(&w, "citizen2");
  assert_int_equal(w.c.who->nmandates, 1);
  assert_true(str_eq(w.c.who->mandates[0].holder, S("Nguyễn Thị Minh An")));
  whole_enter(&w, "business");
  assert_kind(mandate_revoke(&w.c, id), ERR_NOT_FOUND);
  whole_close(&w);
}

/* Revoked between the check and the transaction: refused, and nothing is filed. */
static err *prepare(ctx *c, void *arg) {
  void **args = arg;
  return dossier_prepare(c, args[0], args[1]);
}
static err *file(ctx *c, void *arg) {
  dossier d;
  return dossier_file(c, arg, &d);
}

static err *own_draft(ctx *c, void *arg) {
  void **args = arg;
  bool found;
  TRY(form_draft_for(c, edition_procedure(c->edition, S("1.001193"))->id, 0, args[0], &found));
  return found ? NULL : ERR(INTERNAL, "no draft");
}

static void revoked_meanwhile(void **state) {
  whole w;
  prepared_filing *ready;
  paper photo;
  whole_open(&w, state);
  assert_ok(grant(&w, "citizen", (mandate_wish){.agent = S("citizen2")}));
  whole_enter(&w, "citizen2");
  assert_ok(paper_store(&w.c, a_pdf(w.b->a, "a certificate"), S("a.pdf"), &photo));
  attached at = {S("birth_certificate"), photo.public_id};
  filing f = {.procedure = S("1.001193"), .fields = demo_birth(w.b->a, 1, w.c.now),
              .papers = &at, .npapers = 1, .mandate = w.c.who->mandates[0].public_id};
  form_draft kept, found;
  form_draft_wish wish = {.filing = f, .seen_version = -1};
  void *look[] = {&found};
  assert_ok(form_draft_save(&w.c, &wish, &kept)); /* for whom stays with what was typed */
  wish.public_id = kept.public_id;
  assert_ok(form_draft_save(&w.c, &wish, &kept));
  assert_ok(ctx_read(&w.c, own_draft, look));
  assert_true(str_eq(found.mandate, f.mandate));
  void *args[] = {&f, &ready};
  assert_ok(ctx_read(&w.c, prepare, args));
  assert_ok(mandate_revoke(&w.c, f.mandate));
  assert_kind(ctx_write(&w.c, 0, file, ready), ERR_FORBIDDEN);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM dossier", "0");
  f.mandate = S("nothing");
  assert_kind(ctx_read(&w.c, prepare, args), ERR_INVALID);
  whole_close(&w);
}

/* --- letters that cannot go --- */
static err *take_and_fail(ctx *c, void *arg) {
  mail_row *rows;
  size_t n;
  bool mine;
  TRY(mail_due(c, 10, &rows, &n));
  *(size_t *)arg = n;
  if (!n) return NULL;
  TRY(mail_take(c, &rows[0], MINUTE, &mine));
  bool again;
  TRY(mail_take(c, &rows[0], MINUTE, &again)); /* another has it */
  if (!mine || again) return ERR(INTERNAL, "the lease does not hold");
  return mail_failed(c, &rows[0], S("451"), false);
}

static void given_up(void **state) {
  whole w;
  str code;
  size_t n = 1;
  int tries = 0;
  whole_open(&w, state);
  asked(&w, CODE_REGISTER, "moi@example.vn", &code);
  both_script(w.b, "UPDATE mail SET not_after = not_after + 864000000000");
  for (int64_t waited = 0; waited < 48 * HOUR; waited += 10 * MINUTE) {
    assert_ok(ctx_write(&w.c, 0, take_and_fail, &n));
    tries += n > 0;
    whole_later(&w, 10 * MINUTE);
  }
  assert_int_equal(tries, w.c.edition->notices.mail_tries);
  assert_answer(w.b, "SELECT error FROM mail WHERE dead_at IS NOT NULL AND text IS NULL", "451");
  whole_close(&w);
}

/* --- what a sweep leaves --- */
static void swept(void **state) {
  whole w;
  str code;
  whole_open(&w, state);
  registered(&w, "moi@example.vn");
  asked(&w, CODE_RESET, "moi@example.vn", &code);
  whole_later(&w, 92 * DAY);
  assert_ok(jobs_sweep(w.f));
  whole_later(&w, 92 * DAY);
  assert_ok(jobs_sweep(w.f));
  static const char *const tables[] = {"mail", "mailbox_code", "session", "attempt"};
  for (size_t i = 0; i < COUNT(tables); i++)
    assert_answer(w.b, str_fmt(w.b->a, "SELECT CAST(COUNT(*) AS TEXT) FROM %s", tables[i]).p, "0");
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      BOTH(registering),    BOTH(letters_in_bengali), SQLITE(passwords), BOTH(codes_of_bad_will),
      BOTH(hundred_requests),
      BOTH(two_at_once),    BOTH(new_password), BOTH(sessions),         BOTH(locks),
      SQLITE(networks),     BOTH(binding),      BOTH(mandates),         BOTH(revoked_meanwhile),
      BOTH(given_up),       BOTH(swept),
  };
  return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
