/* test_journal: acts of administration are chained and signed, listed by what they changed, and
 * every altered column, missing and added entry is found. */
#include <pthread.h>

#include "office/journal.h"
#include "whole.h"

typedef struct telling {
  const char *subject;
  int64_t n;
} telling;

static err *tell(ctx *c, void *arg) {
  const telling *t = arg;
  json_member d[] = {journal_change(c->a, "name", S("Phường A"), S("Phường B")),
                     journal_int(c->a, "from", 20261201)};
  for (int64_t i = 0; i < t->n; i++)
    TRY(journal_write(c, &(journal_entry){.act = ACT_UNIT_CHANGED, .subject = str_of(t->subject),
                                          .detail = d, .ndetail = COUNT(d)}));
  return NULL;
}

static void write_acts(whole *w, const char *subject, int64_t n) {
  assert_ok(ctx_write(&w->c, 0, tell, &(telling){subject, n}));
}

/* --- reading --- */
typedef struct reading {
  journal_wish wish;
  journal_row *rows;
  size_t n;
} reading;

static err *list(ctx *c, void *arg) {
  reading *r = arg;
  return journal_list(c, &r->wish, &r->rows, &r->n);
}

static reading listed(whole *w, journal_wish wish) {
  reading r = {.wish = wish};
  assert_ok(ctx_read(&w->c, list, &r));
  return r;
}

static void lists(void **state) {
  whole w;
  whole_open(&w, state);
  int64_t before = (int64_t)listed(&w, (journal_wish){.most = 1000}).n;
  write_acts(&w, "H49.31", 2); /* nobody signed in: the command line */
  whole_enter(&w, "admin");
  whole_later(&w, MINUTE);
  write_acts(&w, "H49.32", 3);
  reading r = listed(&w, (journal_wish){.kind = S("unit"), .subject = S("H49.31"), .most = 10});
  assert_int_equal(r.n, 2);
  assert_true(r.rows[0].seq > r.rows[1].seq);
  assert_false(r.rows[0].actor.p || r.rows[0].actor_name.p);
  r = listed(&w, (journal_wish){.kind = S("unit"), .subject = S("H49.32"), .most = 2});
  assert_int_equal(r.n, 2);
  assert_true(str_eq(r.rows[0].actor, w.c.who->public_id));
  assert_int_equal(r.rows[0].at.us, w.c.now.us);
  const json *name = json_get(r.rows[0].detail, S("name"));
  assert_true(str_eq(json_str(json_get(name, S("old"))), S("Phường A")));
  assert_true(str_eq(json_str(json_get(name, S("new"))), S("Phường B")));
  r = listed(&w, (journal_wish){.kind = S("unit"), .subject = S("H49.32"), .most = 9,
                                .before = r.rows[1].seq});
  assert_int_equal(r.n, 1);
  r = listed(&w, (journal_wish){.most = 1000});
  assert_int_equal((int64_t)r.n, before + 5);
  assert_int_equal(r.rows[0].seq, before + 5);
  assert_int_equal(listed(&w, (journal_wish){.kind = S("role"), .most = 9}).n, 0);
  assert_int_equal(whole_verify(&w).acts, before + 5);
  whole_sound(&w);
  whole_close(&w);
}

/* --- what it refuses --- */
static err *unknown_key(ctx *c, void *arg) {
  (void)arg;
  json_member d[] = {journal_text(c->a, "full_name", S("Nguyễn Thị Minh An"))};
  return journal_write(c, &(journal_entry){.act = ACT_ACCOUNT_CREATED, .subject = S("x"),
                                           .detail = d, .ndetail = 1});
}

static err *too_much(ctx *c, void *arg) {
  (void)arg;
  char *text = arena_alloc(c->a, JOURNAL_DETAIL_MOST);
  memset(text, 'x', JOURNAL_DETAIL_MOST);
  json_member d[] = {journal_text(c->a, "source", (str){text, JOURNAL_DETAIL_MOST})};
  return journal_write(c, &(journal_entry){.act = ACT_DAY_SET, .subject = S("20270101"),
                                           .detail = d, .ndetail = 1});
}

static err *no_subject(ctx *c, void *arg) {
  (void)arg;
  return journal_write(c, &(journal_entry){.act = ACT_DAY_SET, .subject = S("")});
}

/* An act and what it does are one: the failure of one undoes both. */
static err *told_then_failed(ctx *c, void *arg) {
  TRY(tell(c, arg));
  return ERR(CONFLICT, "not now");
}

static void refuses(void **state) {
  whole w;
  whole_open(&w, state);
  write_acts(&w, "H49.31", 1);
  int64_t acts = whole_verify(&w).acts;
  assert_kind(ctx_write(&w.c, 0, unknown_key, NULL), ERR_INTERNAL);
  assert_kind(ctx_write(&w.c, 0, too_much, NULL), ERR_INTERNAL);
  assert_kind(ctx_write(&w.c, 0, no_subject, NULL), ERR_INTERNAL);
  assert_kind(ctx_write(&w.c, 0, told_then_failed, &(telling){"H49.31", 2}), ERR_CONFLICT);
  assert_int_equal(whole_verify(&w).acts, acts);
  write_acts(&w, "H49.31", 1);
  whole_sound(&w);
  whole_close(&w);
}

/* --- altered --- */
static void disarm(both *b) {
  both_script(b, b->pg ? "ALTER TABLE journal DISABLE TRIGGER ALL"
                       : "DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete;"
                         "DROP TRIGGER journal_no_replace");
  both_script(b, "CREATE TABLE kept AS SELECT * FROM journal;"
                 "CREATE TABLE kept_head AS SELECT * FROM journal_head");
}

static void back(both *b) {
  both_script(b, "DELETE FROM journal; INSERT INTO journal SELECT * FROM kept;"
                 "DELETE FROM journal_head; INSERT INTO journal_head SELECT * FROM kept_head");
}

static void named(whole *w, const char *sql, const char *word) {
  both_script(w->b, sql);
  verify_report r = whole_verify(w);
  if (r.ok || str_find(r.first_wrong, str_of(word)) < 0)
    print_error("%s\n  gave \"%.*s\", not \"%s\"\n", sql, STR_ARG(r.first_wrong), word);
  assert_false(r.ok);
  assert_true(str_find(r.first_wrong, str_of(word)) >= 0);
  back(w->b);
  whole_sound(w);
}

static void altered(void **state) {
  whole w;
  whole_open(&w, state);
  write_acts(&w, "H49.31", 1);
  whole_enter(&w, "admin");
  whole_later(&w, MINUTE);
  write_acts(&w, "H49.32", 2);
  whole_sound(&w);
  disarm(w.b);
  static const char *const last = " WHERE seq = (SELECT seq FROM journal_head)";
  static const char *const other = " = (SELECT k.%s FROM kept k WHERE k.seq = (SELECT seq FROM"
                                   " journal_head) - 1)";
  static const struct {
    const char *set, *word;
  } ways[] = {{"at = at + 1", "the row differ"},
              {"actor_id = NULL", "the row differ"},
              {"actor_id = (SELECT id FROM account WHERE login = 'leader')", "the row differ"},
              {"kind = 'role'", "the row differ"},
              {"subject = 'H49.33'", "the row differ"},
              {"action = 'created'", "the row differ"},
              {"seq = seq + 1", "an entry is missing"}};
  char sql[512];
  for (size_t i = 0; i < COUNT(ways); i++) {
    snprintf(sql, sizeof sql, "UPDATE journal SET %s%s", ways[i].set, last);
    named(&w, sql, ways[i].word);
  }
  static const char *const bytes[] = {"signed", "signature", "hash"};
  for (size_t i = 0; i < COUNT(bytes); i++) {
    char from[256];
    snprintf(from, sizeof from, other, bytes[i]);
    snprintf(sql, sizeof sql, "UPDATE journal SET %s%s%s", bytes[i], from, last);
    named(&w, sql, "its hash is not");
  }
  named(&w, "DELETE FROM journal WHERE seq = (SELECT seq FROM journal_head) - 1", "is missing");
  named(&w, "DELETE FROM journal WHERE seq = (SELECT seq FROM journal_head)", "newest entries");
  named(&w, "UPDATE journal_head SET seq = seq + 1", "newest entries");
  whole_close(&w);
}

/* Signed by another key: the bytes are right, the signer is not. */
static void forged(void **state) {
  whole w;
  whole_open(&w, state);
  char kept[ED25519_KEY];
  memcpy(kept, w.f->server_key, sizeof kept);
  str other = ed25519_key(w.b->a, S("01234567890123456789012345678901"));
  memcpy(w.f->server_key, other.p, ED25519_KEY);
  write_acts(&w, "H49.31", 1);
  memcpy(w.f->server_key, kept, sizeof kept);
  verify_report r = whole_verify(&w);
  assert_false(r.ok);
  assert_true(str_find(r.first_wrong, S("signature is not the server's")) >= 0);
  whole_close(&w);
}

/* --- at the same time --- */
typedef struct writer {
  office *f;
  int64_t lane;
  bool good;
} writer;

static void *write_many(void *arg) {
  writer *me = arg;
  arena *a = arena_new(16 << 20);
  ctx c = {.a = a, .office = me->f, .now = instant_now()};
  me->good = a != NULL;
  for (int i = 0; me->good && i < 40; i++)
    me->good = !ctx_write(&c, me->lane, tell, &(telling){"H49.31", 1});
  arena_free(a);
  return NULL;
}

/* Four writers; on PostgreSQL two of them are another process's. */
static void at_once(void **state) {
  whole w;
  whole_open(&w, state);
  office *other = w.f;
  if (w.b->pg) assert_ok(office_open(&w.options, &other));
  writer all[4];
  pthread_t threads[COUNT(all)];
  int64_t before = whole_verify(&w).acts;
  for (size_t i = 0; i < COUNT(all); i++) {
    all[i] = (writer){.f = i % 2 ? other : w.f, .lane = (int64_t)i};
    assert_int_equal(pthread_create(&threads[i], NULL, write_many, &all[i]), 0);
  }
  for (size_t i = 0; i < COUNT(all); i++) {
    pthread_join(threads[i], NULL);
    assert_true(all[i].good);
  }
  assert_int_equal(whole_verify(&w).acts, before + 160);
  whole_sound(&w);
  if (other != w.f) office_close(other);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(lists), BOTH(refuses), BOTH(altered), SQLITE(forged),
                                     BOTH(at_once)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
