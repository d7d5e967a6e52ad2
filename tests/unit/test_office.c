/* test_office: an installation in a temporary folder, with the demonstration in it: sign-in,
 * papers, filing, lists, requests that come twice, permissions; on SQLite and PostgreSQL. */
#include <pthread.h>

#include "office/access.h"
#include "office/desk.h"
#include "office/event.h"
#include "tools/file.h"
#include "whole.h"

enum { CLIENTS = 64, EACH = 2 };

/* --- signing in --- */
static err *by_token(ctx *c, void *arg) {
  void **args = arg;
  return account_by_token(c, *(str *)args[0], *(str *)args[1], args[2]);
}

static const actor *who_has(whole *w, str token, const char *via) {
  const actor *who;
  str kind = str_of(via);
  void *args[] = {&token, &kind, &who};
  assert_ok(ctx_read(&w->c, by_token, args));
  return who;
}

static void signing_in(void **state) {
  whole w;
  session s;
  whole_open(&w, state);
  ctx *c = &w.c;
  assert_ok(account_sign_in(c, S("citizen"), S(DEMO_PASSWORD), S("token"), &s));
  assert_int_equal(s.token.n, 43);
  assert_int_equal(s.expires_at.us - c->now.us, SESSION_HOURS * HOUR);
  const actor *who = who_has(&w, s.token, "token");
  assert_true(str_eq(who->login, S("citizen")) && !who->officer);
  assert_null(who_has(&w, s.token, "cookie"));
  assert_null(who_has(&w, S("x"), "token"));
  c->now.us += SESSION_HOURS * HOUR;
  assert_null(who_has(&w, s.token, "token"));
  c->now.us -= SESSION_HOURS * HOUR;
  assert_ok(account_sign_out(c, s.token));
  assert_null(who_has(&w, s.token, "token"));
  assert_kind(account_sign_in(c, S("nobody"), S(DEMO_PASSWORD), S("token"), &s),
              ERR_UNAUTHENTICATED);
  assert_kind(account_sign_in(c, S("\xff\xfe"), S("x"), S("token"), &s), ERR_UNAUTHENTICATED);
  assert_kind(account_sign_in(c, STR_NONE, STR_NONE, S("token"), &s), ERR_UNAUTHENTICATED);
  assert_kind(account_sign_in(c, S("citizen"), S("x"), S("letter"), &s), ERR_BAD_REQUEST);
  for (int i = 0; i < SIGN_IN_TRIES; i++)
    assert_kind(account_sign_in(c, S("leader"), S("wrong"), S("cookie"), &s), ERR_UNAUTHENTICATED);
  err *e = account_sign_in(c, S("leader"), S(DEMO_PASSWORD), S("cookie"), &s);
  assert_non_null(e);
  assert_int_equal(e->kind, ERR_TOO_MANY);
  assert_int_equal(e->retry_after, SIGN_IN_LOCK_MINUTES * 60);
  c->now.us += SIGN_IN_LOCK_MINUTES * MINUTE;
  assert_ok(account_sign_in(c, S("leader"), S(DEMO_PASSWORD), S("cookie"), &s));
  assert_ok(account_sign_in_demo(c, S("admin"), &s));
  assert_kind(account_sign_in_demo(c, S("nobody"), &s), ERR_NOT_FOUND);
  w.f->demo = false;
  assert_kind(account_sign_in_demo(c, S("admin"), &s), ERR_NOT_FOUND);
  whole_close(&w);
}

/* --- papers --- */
static err *look_paper(ctx *c, void *arg) {
  paper p;
  TRY(paper_get(c, *(str *)arg, &p));
  access_thing thing = paper_thing(&p);
  return access_check(c, WHO_PAPER_READER, &thing, STR_NONE);
}

static void papers(void **state) {
  whole w;
  whole_open(&w, state);
  ctx *c = &w.c;
  paper p, again;
  whole_enter(&w, "citizen");
  assert_ok(paper_store(c, a_pdf(c->a, "x"), S("C:\\thư mục\\../giấy \x07 chứng sinh.pdf"), &p));
  assert_string_equal(str_z(c->a, p.media_type), "application/pdf");
  assert_string_equal(str_z(c->a, p.name), "giay-to.pdf"); /* a control character: not a name */
  assert_ok(paper_store(c, a_pdf(c->a, "x"), S("other.PNG"), &again));
  assert_true(str_eq(p.public_id, again.public_id));
  assert_ok(paper_store(c, a_png(), S("../../a/b\\ảnh\xe2\x80\xae" "gnp.png"), &p));
  assert_string_equal(str_z(c->a, p.name), "ảnhgnp.png");
  assert_string_equal(str_z(c->a, p.media_type), "image/png");
  static const char *const bad[] = {"<html>%PDF-1.7 %%EOF                    ", "%PDF-1.7 no end ",
                                    "GIF89a............................", "\xff\xd8\xff\xe0 short",
                                    "#!/bin/sh\nexit 0\n              "};
  for (size_t i = 0; i < COUNT(bad); i++)
    assert_kind(paper_store(c, str_of(bad[i]), S("x.pdf"), &again), ERR_MEDIA);
  assert_kind(paper_store(c, str_sub(a_png(), 0, 50), S("x"), &again), ERR_MEDIA);
  assert_kind(paper_store(c, S(""), S("x"), &again), ERR_INVALID);
  assert_ok(ctx_read(c, look_paper, &p.public_id));
  str none = S("none");
  assert_kind(ctx_read(c, look_paper, &none), ERR_NOT_FOUND);
  whole_enter(&w, "business");
  assert_kind(ctx_read(c, look_paper, &p.public_id), ERR_NOT_FOUND);
  assert_ok(paper_store(c, a_png(), S("x"), &again)); /* never shared between two people */
  assert_false(str_eq(p.public_id, again.public_id));
  assert_false(str_eq(p.blob, again.blob));
  whole_close(&w);
}

/* --- filing --- */
typedef struct wish {
  filing f;
  dossier d;
} wish;

static err *file_it(ctx *c, wish *x) { return dossier_send(c, &x->f, &x->d); }

static const json *birth(arena *a) {
  const json *v;
  assert_ok(json_parse(a, file_read(a, "tests/data/birth.json"), &v));
  return v;
}

static wish birth_wish(whole *w) {
  attached *one = arena_new_of(w->c.a, attached);
  paper p;
  assert_ok(paper_store(&w->c, a_pdf(w->c.a, "x"), S("chung-sinh.pdf"), &p));
  *one = (attached){S("birth_certificate"), p.public_id};
  return (wish){.f = {.procedure = S("1.001193"), .fields = birth(w->c.a), .papers = one,
                      .npapers = 1}};
}

/* "field field": what is wrong with a filing. */
static const char *refusal(whole *w, wish *x) {
  err *e = file_it(&w->c, x);
  assert_non_null(e);
  buf b = buf_in(w->c.a);
  for (; e; e = e->next) {
    assert_int_equal(e->kind, ERR_INVALID);
    if (b.n) buf_char(&b, ' ');
    buf_add(&b, e->field);
  }
  return buf_str(&b).p;
}

static err *events(ctx *c, void *arg) {
  void **x = arg;
  return event_list(c, x[0], (const event **)x[1], x[2]);
}

static void filing_online(void **state) {
  whole w;
  whole_open(&w, state);
  both *b = w.b;
  whole_enter(&w, "citizen");
  wish x = birth_wish(&w);
  assert_ok(file_it(&w.c, &x));
  assert_string_equal(str_z(b->a, x.d.code), "H49.31-261124-0001");
  const event *e;
  size_t n;
  void *args[] = {&x.d, &e, &n};
  assert_ok(ctx_read(&w.c, events, args));
  assert_int_equal(n, 1);
  str own = ed25519_public((str){w.f->server_key, ED25519_KEY});
  assert_true(ed25519_verify(own, e->signed_, e->signature));
  assert_true(str_eq(e->hash, x.d.head));
  const json *said;
  assert_ok(json_parse(b->a, e->signed_, &said));
  assert_true(str_eq(json_str(json_get(said, S("role"))), S("holder")));
  assert_true(str_eq(json_str(json_get(said, S("unit"))), S("")));
  assert_true(str_eq(json_str(json_get(said, S("dossier"))), x.d.code));
  assert_int_equal(json_get(said, S("papers"))->n, 1);
  assert_answer(b, "SELECT COUNT(*) FROM delta", "2");
  assert_answer(b, "SELECT COUNT(*) FROM outbox", "2"); /* notice and proof */
  assert_answer(b, "SELECT COUNT(*) FROM ledger_queue", "1");
  assert_answer(b, "SELECT state FROM dossier", "submitted");
  assert_answer(b, "SELECT COUNT(*) FROM paper WHERE attached_at IS NOT NULL", "1");
  x = birth_wish(&w); /* the same paper, another dossier */
  assert_ok(file_it(&w.c, &x));
  assert_string_equal(str_z(b->a, x.d.code), "H49.31-261124-0002");
  both_script(b, "UPDATE code_counter SET last = 9999");
  assert_ok(file_it(&w.c, &x));
  assert_answer(b, "SELECT code FROM dossier ORDER BY LENGTH(code) DESC LIMIT 1",
                "H49.31-261124-10000");
  w.c.now = whole_time("2026-11-25T10:00+07:00");
  assert_ok(file_it(&w.c, &x));
  assert_string_equal(str_z(b->a, x.d.code), "H49.31-261125-0001");
  whole_close(&w);
}

static void patterns(void **state) {
  whole w;
  whole_open(&w, state);
  arena *a = w.b->a;
  whole_enter(&w, "citizen");
  wish x = birth_wish(&w);
  assert_ok(install_code_pattern(w.f, a, w.c.now, S("{yyyymmdd}.{agency}.{seq:6}")));
  whole_renew(&w);
  assert_ok(file_it(&w.c, &x));
  assert_string_equal(str_z(a, x.d.code), "20261124.H49.31.000001");
  static const char *const bad[] = {"", "{agency}-{seq:4}", "{yymmdd}-{seq:4}", "{agency}-{yymmdd}",
                                    "{agency}/{yymmdd}-{seq:4}", "{agency} {yymmdd} {seq:4}"};
  for (size_t i = 0; i < COUNT(bad); i++)
    assert_kind(install_code_pattern(w.f, a, w.c.now, str_of(bad[i])), ERR_INVALID);
  whole_close(&w);
}

static void filing_refused(void **state) {
  whole w;
  whole_open(&w, state);
  whole_enter(&w, "business");
  wish strange = birth_wish(&w);
  whole_enter(&w, "citizen");
  wish good = birth_wish(&w), x = good;
  x.f.procedure = S("9.999999");
  assert_string_equal(refusal(&w, &x), "procedure");
  static const char *const not_mine[] = {"counter", "post", "vneid", "fax"};
  for (size_t i = 0; i < COUNT(not_mine); i++) {
    x = good;
    x.f.channel = str_of(not_mine[i]);
    assert_string_equal(refusal(&w, &x), "channel");
  }
  x = good;
  x.f.channel = S("counter");
  x.f.npapers = 0;
  x.f.fields = NULL;
  assert_string_equal(refusal(&w, &x),
                      "channel fields.requester fields.child fields.mother "
                      "papers.birth_certificate");
  x = good;
  attached two[] = {good.f.papers[0], {S("passport"), good.f.papers[0].paper}};
  x.f.papers = two;
  x.f.npapers = 2;
  assert_string_equal(refusal(&w, &x), "papers.passport");
  x = good;
  x.f.papers = strange.f.papers; /* somebody else's paper is unknown */
  assert_string_equal(refusal(&w, &x), "papers.birth_certificate");
  x = good;
  w.c.now = whole_time("2026-11-01T10:00+07:00"); /* the child is born on the 10th */
  assert_string_equal(refusal(&w, &x), "fields.child.birth_date");
  assert_answer(w.b, "SELECT COUNT(*) FROM dossier", "0");
  whole_close(&w);
}

static void filing_at_a_counter(void **state) {
  whole w;
  whole_open(&w, state);
  whole_enter(&w, "receptionist");
  wish x = birth_wish(&w), y = x;
  assert_ok(file_it(&w.c, &x));
  assert_true(str_eq(x.d.channel, S("counter")));
  assert_true(str_eq(edition_unit(w.c.edition, x.d.unit_id)->code, S("H49.31")));
  assert_true(str_eq(edition_unit(w.c.edition, x.d.reception_unit_id)->code, S("H49.01")));
  y.f.channel = S("post");
  assert_ok(file_it(&w.c, &y)); /* the same requester is the same person */
  assert_int_equal(x.d.holder_id, y.d.holder_id);
  assert_answer(w.b, "SELECT COUNT(*) FROM person WHERE personal_id = '022196004321'", "1");
  y.f.channel = S("online");
  assert_string_equal(refusal(&w, &y), "channel");
  y.f.channel = S("vneid");
  assert_string_equal(refusal(&w, &y), "channel");
  both_script(w.b, "UPDATE person SET name_folded = 'someone else'"
                   " WHERE personal_id = '022196004321'");
  assert_string_equal(refusal(&w, &x), "fields.requester.personal_id");
  whole_close(&w);
}

/* --- lists --- */
typedef struct listing {
  const char *view;
  str after;
  dossier_list list;
} listing;

static err *list(ctx *c, void *arg) {
  listing *x = arg;
  return dossier_list_of(c, &(list_wish){.view = str_of(x->view), .after = x->after}, &x->list);
}

/* Codes of all pages; how many pages there were. */
static int pages(whole *w, const char *view, str *codes, size_t *n) {
  listing x = {.view = view};
  int count = 0;
  *n = 0;
  do {
    assert_ok(ctx_read(&w->c, list, &x));
    for (size_t i = 0; i < x.list.n; i++) codes[(*n)++] = x.list.items[i].code;
    x.after = x.list.next;
    count++;
  } while (x.list.more);
  return count;
}

static void lists(void **state) {
  whole w;
  whole_open(&w, state);
  enum { MANY = 120 };
  str mine[MANY + 1], desk[MANY + 1];
  size_t n;
  whole_enter(&w, "citizen");
  wish x = birth_wish(&w);
  for (int i = 0; i < MANY; i++) {
    w.c.now.us += i % 3 ? SECOND : 0; /* several at the same instant */
    assert_ok(file_it(&w.c, &x));
  }
  assert_int_equal(pages(&w, "mine", mine, &n), 3);
  assert_int_equal(n, MANY);
  whole_enter(&w, "receptionist.halong");
  assert_int_equal(pages(&w, "desk", desk, &n), 3);
  assert_int_equal(n, MANY);
  for (size_t i = 0; i < n; i++) assert_true(str_eq(desk[i], mine[MANY - 1 - i]));
  assert_int_equal(pages(&w, "mine", desk, &n), 1);
  assert_int_equal(n, 0);
  both_script(w.b, "UPDATE dossier SET due_order = 5 WHERE code LIKE '%-0077'");
  assert_int_equal(pages(&w, "desk", desk, &n), 3);
  assert_true(str_ends(desk[0], S("-0077")));
  whole_enter(&w, "appraiser.halong");
  assert_int_equal(pages(&w, "desk", desk, &n), 1);
  assert_int_equal(n, 0);
  static const char *const broken[] = {"", "x", "AAAAAAAAAAAAAAAAAAAAA!",
                                       "AAAAAAAAAAAAAAAAAAAAAAAA"};
  for (size_t i = 0; i < COUNT(broken); i++)
    assert_kind(ctx_read(&w.c, list, &(listing){.view = "desk", .after = str_of(broken[i])}),
                ERR_BAD_REQUEST);
  assert_kind(ctx_read(&w.c, list, &(listing){.view = "all"}), ERR_BAD_REQUEST);
  whole_close(&w);
}

/* --- requests that come twice --- */
typedef struct looking {
  once o;
  bool found;
} looking;

static err *look_once(ctx *c, void *arg) {
  looking *x = arg;
  return once_look(c, &x->o, &x->found);
}

static err *sweep(ctx *c, void *arg) {
  (void)arg;
  return once_sweep(c);
}

static void twice(void **state) {
  whole w;
  whole_open(&w, state);
  whole_enter(&w, "citizen");
  wish x = birth_wish(&w);
  once o = {.route = S("POST /dossiers"), .key = S("k"), .fingerprint = S("f"), .status = 201};
  w.c.once = &o;
  assert_ok(file_it(&w.c, &x));
  looking same = {.o = {.route = o.route, .key = o.key, .fingerprint = o.fingerprint}};
  looking other = same, new = same;
  assert_ok(ctx_read(&w.c, look_once, &same));
  assert_true(same.found);
  assert_int_equal(same.o.status, 201);
  assert_string_equal(str_z(w.c.a, same.o.location), "/dossiers/H49.31-261124-0001");
  other.o.fingerprint = S("g");
  assert_kind(ctx_read(&w.c, look_once, &other), ERR_INVALID);
  new.o.key = S("l");
  assert_ok(ctx_read(&w.c, look_once, &new));
  assert_false(new.found);
  o.location = STR_NONE; /* the same at the same time: neither row nor dossier */
  assert_kind(file_it(&w.c, &x), ERR_CONFLICT);
  assert_answer(w.b, "SELECT COUNT(*) FROM dossier", "1");
  w.c.once = NULL;
  w.c.now.us += 8 * DAY;
  assert_ok(ctx_write(&w.c, 0, sweep, NULL));
  assert_answer(w.b, "SELECT COUNT(*) FROM idempotency", "0");
  whole_close(&w);
}

/* --- permissions --- */
typedef struct permit_case {
  access_who who;
  const dossier *d;
  str step;
} permit_case;

static err *permit(ctx *c, void *arg) {
  const permit_case *p = arg;
  return access_check(c, p->who, p->d ? DOSSIER_THING(p->d) : NULL, p->step);
}

static void permissions(void **state) {
  whole w;
  whole_open(&w, state);
  ctx *c = &w.c;
  whole_enter(&w, "citizen");
  wish x = birth_wish(&w);
  assert_ok(file_it(c, &x));
  static const struct {
    const char *login;
    access_who who;
    const char *action, *kind; /* NULL: may */
  } rules[] = {
      {NULL, WHO_ANYONE, NULL, NULL},
      {NULL, WHO_SIGNED_IN, NULL, "UNAUTHENTICATED"},
      {NULL, WHO_STEP_TAKER, "receive", "UNAUTHENTICATED"},
      {"citizen", WHO_FILER, NULL, NULL},
      {"receptionist", WHO_FILER, NULL, NULL},
      {"appraiser.halong", WHO_FILER, NULL, "FORBIDDEN"},
      {"citizen", WHO_HOLDER_OR_SCOPE, NULL, NULL},
      {"business", WHO_HOLDER_OR_SCOPE, NULL, "NOT_FOUND"},
      {"receptionist.halong", WHO_HOLDER_OR_SCOPE, NULL, NULL},
      {"sealer.halong", WHO_HOLDER_OR_SCOPE, NULL, NULL},
      {"receptionist", WHO_HOLDER_OR_SCOPE, NULL, "NOT_FOUND"},
      {"appraiser", WHO_HOLDER_OR_SCOPE, NULL, "NOT_FOUND"},
      {"leader", WHO_HOLDER_OR_SCOPE, NULL, "NOT_FOUND"},
      {"admin", WHO_HOLDER_OR_SCOPE, NULL, "NOT_FOUND"},
      {"citizen", WHO_SCOPE, NULL, "FORBIDDEN"},
      {"business", WHO_SCOPE, NULL, "NOT_FOUND"},
      {"approver.halong", WHO_SCOPE, NULL, NULL},
      {"receptionist.halong", WHO_STEP_TAKER, "receive", NULL},
      {"returner.halong", WHO_STEP_TAKER, "receive", "FORBIDDEN"},
      {"appraiser.halong", WHO_STEP_TAKER, "receive", "FORBIDDEN"},
      {"receptionist", WHO_STEP_TAKER, "receive", "NOT_FOUND"},
      {"appraiser", WHO_STEP_TAKER, "appraise", "NOT_FOUND"},
      {"citizen", WHO_STEP_TAKER, "receive", "FORBIDDEN"},
      {"business", WHO_STEP_TAKER, "receive", "NOT_FOUND"},
      {"admin", WHO_STEP_TAKER, "receive", "NOT_FOUND"},
      {NULL, WHO_DEMO, NULL, NULL},
  };
  for (size_t i = 0; i < COUNT(rules); i++) {
    if (rules[i].login) whole_enter(&w, rules[i].login);
    else c->who = NULL;
    permit_case p = {rules[i].who, &x.d, str_of(rules[i].action)};
    err *e = ctx_read(c, permit, &p);
    const char *got = e ? err_name(e->kind) : NULL;
    if (!got != !rules[i].kind || (got && strcmp(got, rules[i].kind)))
      fail_msg("rule %zu, %s: %s", i, rules[i].login, got ? got : "may");
  }
  whole_enter(&w, "citizen");
  permit_case none = {.who = WHO_HOLDER_OR_SCOPE};
  assert_kind(ctx_read(c, permit, &none), ERR_NOT_FOUND);
  whole_close(&w);
}

/* --- many at once --- */
typedef struct crowd {
  ctx c;
  const attached *paper;
} crowd;

static void *client(void *arg) {
  const crowd *w = arg;
  ctx c = w->c;
  c.a = arena_new(64 << 20);
  for (int i = 0; i < EACH; i++) {
    wish x = {.f = {.procedure = S("1.001193"), .fields = birth(c.a),
                    .papers = w->paper, .npapers = 1}};
    c.edition = office_edition(c.office);
    err *e = file_it(&c, &x);
    office_release(c.office, c.edition);
    if (e) return "failed";
  }
  arena_free(c.a);
  return NULL;
}

static void many(void **state) {
  whole w;
  whole_open(&w, state);
  whole_enter(&w, "citizen");
  wish x = birth_wish(&w);
  crowd all = {w.c, x.f.papers};
  pthread_t threads[CLIENTS];
  for (int i = 0; i < CLIENTS; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, client, &all), 0);
  for (int i = 0; i < 10; i++) { /* editions change meanwhile */
    both_script(w.b, "UPDATE setting SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT)"
                     " WHERE name = 'edition'");
    assert_ok(office_renew(w.f));
  }
  for (int i = 0; i < CLIENTS; i++) {
    void *said;
    pthread_join(threads[i], &said);
    assert_null(said);
  }
  assert_answer(w.b, "SELECT COUNT(DISTINCT code) FROM dossier", "128");
  assert_answer(w.b, "SELECT last FROM code_counter", "128");
  whole_close(&w);
}

/* --- opening --- */
static void opening(void **state) {
  whole w;
  whole_open(&w, state);
  assert_int_equal(strlen(w.f->instance), 32);
  assert_non_null(edition_procedure(w.c.edition, S("1.001193")));
  assert_null(edition_procedure(w.c.edition, S("9.001194")));
  const procedure *p = edition_procedure(w.c.edition, S("1.001193"));
  assert_ptr_not_equal(edition_version(w.c.edition, p->version_id), NULL);
  assert_int_equal(procedure_channel(p, S("online"))->limit.cutoff, 15 * 60);
  assert_true(procedure_component(p, S("birth_certificate"))->required);
  assert_true(str_eq(procedure_positive(p)->code, S("KQ.G15.000031")));
  assert_true(str_eq(edition_unit(w.c.edition, edition_competence(w.c.edition, p, S("06688"))
                                                   ->unit_id)->code, S("H49.31")));
  assert_true(str_eq(edition_unit(w.c.edition, edition_competence(w.c.edition, p, S("06652"))
                                                   ->unit_id)->code, S("H49.25")));
  assert_true(str_eq(edition_unit(w.c.edition, edition_competence(w.c.edition, p, S("99999"))
                                                   ->unit_id)->code, S("H49.01")));
  assert_true(clock_working(&w.c.edition->calendar, 20260110));
  office *second = NULL;
  office_options o = w.options;
  o.folder = "/nowhere/at/all";
  assert_kind(office_open(&o, &second), ERR_UNAVAILABLE);
  o = w.options;
  o.secret_file = str_fmt(w.b->a, "%s/other.secret", w.b->folder).p;
  assert_kind(office_open(&o, &second), ERR_UNAVAILABLE);
  FILE *f = fopen(o.secret_file, "w");
  for (int i = 0; i < 64; i++) fputc('a', f);
  fclose(f);
  assert_int_equal(system(str_fmt(w.b->a, "chmod 600 %s", o.secret_file).p), 0);
  assert_kind(office_open(&o, &second), ERR_UNAVAILABLE); /* another installation's secret */
  both_script(w.b, "UPDATE schema_migration SET number = 9999 WHERE number = 1");
  assert_kind(office_open(&w.options, &second), ERR_UNAVAILABLE);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(opening), BOTH(signing_in), BOTH(papers),
                                     BOTH(filing_online), BOTH(patterns),
                                     BOTH(filing_refused),
                                     BOTH(filing_at_a_counter), BOTH(lists), BOTH(twice),
                                     BOTH(permissions), BOTH(many)};
  return cmocka_run_group_tests_name("office", tests, NULL, NULL);
}
