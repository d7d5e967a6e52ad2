/* test_find: a dossier is found by its code, by a name without accents, by a personal ID and by a
 * phone, by those who may read it and nobody else; a page costs the same however many there are. */
#include "office/find.h"
#include "office/identity.h"
#include "plans.h"
#include "whole.h"

typedef struct finding {
  str words, after;
  find_list f;
} finding;

static err *find(ctx *c, void *arg) {
  finding *x = arg;
  return dossier_find(c, x->words, x->after, &x->f);
}

static size_t found(whole *w, const char *login, const char *words, const char *kind) {
  finding x = {.words = str_of(words)};
  whole_enter(w, login);
  assert_ok(ctx_read(&w->c, find, &x));
  assert_string_equal(x.f.kind.p, kind);
  for (size_t i = 0; i < x.f.list.n; i++)
    assert_string_equal(x.f.list.items[i].code.p, w->code.p);
  return x.f.list.n;
}

static void each_way(whole *w, const char *login, size_t n) {
  static const char *const names[] = {"Nguyễn Thị Minh An", "nguyen thi", "MINH AN", " an ",
                                      "thi min"};
  for (size_t i = 0; i < COUNT(names); i++)
    assert_int_equal(found(w, login, names[i], "name"), n);
  assert_int_equal(found(w, login, "022192004318", "personal_id"), n);
  assert_int_equal(found(w, login, "0900000101", "phone"), n);
  assert_int_equal(found(w, login, "+84 900.000.101", "phone"), n);
  assert_int_equal(found(w, login, w->code.p, "code"), n);
}

/* At reception and at the authority, but not a province away, nor by somebody without such a role;
 * one piece of a number finds nothing. */
static void within_scope(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  each_way(&w, "receptionist.halong", 1);
  each_way(&w, "appraiser.halong", 1);
  each_way(&w, "leader.halong", 1);
  each_way(&w, "sealer.hatu", 0);
  each_way(&w, "receptionist", 0);
  each_way(&w, "admin", 0);
  assert_int_equal(found(&w, "appraiser.halong", "02219200", "phone"), 0);
  assert_int_equal(found(&w, "appraiser.halong", "minh tuan", "name"), 0);
  char lower[32];
  snprintf(lower, sizeof lower, "h%s ", w.code.p + 1);
  assert_int_equal(found(&w, "appraiser.halong", lower, "code"), 1);
  both_script(w.b, "UPDATE account_role SET field = 'Another field' WHERE role = 'appraiser'");
  each_way(&w, "appraiser.halong", 0);
  str field = both_ask(w.b, "SELECT field FROM dossier");
  both_script(w.b, str_fmt(w.b->a, "UPDATE account_role SET field = '%.*s'"
                                   " WHERE role = 'appraiser'", STR_ARG(field)).p);
  each_way(&w, "appraiser.halong", 1);
  finding x = {.words = S("a")};
  assert_kind(ctx_read(&w.c, find, &x), ERR_INVALID);
  x = (finding){.words = S("minh an"), .after = S("AAAAAAAAAAA")};
  assert_kind(ctx_read(&w.c, find, &x), ERR_BAD_REQUEST);
  whole_enter(&w, "citizen");
  x = (finding){.words = S("minh an")};
  assert_kind(ctx_read(&w.c, find, &x), ERR_FORBIDDEN);
  whole_close(&w);
}

/* Finished ones are found too. */
static void finished(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  each_way(&w, "receptionist.halong", 1);
  whole_close(&w);
}

/* No number stands in the index, and what is erased is found no more. */
static void kept_apart(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  const char *numbers = w.b->pg ? "SELECT CAST(COUNT(*) AS TEXT) FROM dossier_key"
                                  " WHERE position('\\x303930303030'::bytea in key) > 0"
                                : "SELECT CAST(COUNT(*) AS TEXT) FROM dossier_key"
                                  " WHERE instr(key, CAST('090000' AS BLOB)) > 0";
  assert_answer(w.b, numbers, "0");
  int64_t id = whole_look(&w)->id;
  db_conn *c;
  assert_ok(db_connect(w.b->d, &c));
  assert_ok(db_begin(c));
  ctx own = w.c;
  own.db = c;
  assert_ok(find_forget(&own, id));
  assert_ok(db_commit(c));
  db_disconnect(c);
  assert_int_equal(found(&w, "appraiser.halong", "minh an", "name"), 0);
  assert_int_equal(found(&w, "appraiser.halong", "0900000101", "phone"), 0);
  whole_close(&w);
}

/* A name and number that a card has changed, and dossiers that are older than the search. */
static void renewed(void **state) {
  whole w;
  whole_open(&w, state);
  paper photo;
  whole_enter(&w, "newcomer");
  assert_ok(paper_store(&w.c, a_pdf(w.b->a, "a certificate of birth"), S("a.pdf"), &photo));
  attached at = {S("birth_certificate"), photo.public_id};
  filing f = {.procedure = S("1.001193"), .fields = demo_birth(w.b->a, 1, w.c.now),
              .papers = &at, .npapers = 1};
  assert_ok(dossier_send(&w.c, &f, &w.d));
  w.code = w.d.code;
  str id = w.c.who->public_id, login;
  assert_int_equal(found(&w, "appraiser.halong", "dinh van", "name"), 1);
  assert_int_equal(found(&w, "appraiser.halong", "022090111222", "personal_id"), 0);
  whole_enter(&w, "receptionist.halong");
  identity_card card = {.account = id, .full_name = S("Đinh Trường Sơn"), .sex = S("male"),
                        .personal_id = S("022090111222"), .birth_day = 19900101};
  assert_ok(identity_bind(&w.c, &card, &login));
  assert_ok(jobs_run_once(w.f));
  assert_int_equal(found(&w, "appraiser.halong", "022090111222", "personal_id"), 1);
  assert_int_equal(found(&w, "appraiser.halong", "truong son", "name"), 1);
  assert_int_equal(found(&w, "appraiser.halong", "dinh van", "name"), 0);
  both_script(w.b, "DELETE FROM dossier_key;"
                   "INSERT INTO outbox (id, kind, event_id, dossier_id, not_before, attempts)"
                   " SELECT id + 1, 'keys', id, dossier_id, at, 0 FROM event WHERE seq = 1"
                   " ON CONFLICT (kind, event_id) DO UPDATE"
                   " SET done_at = NULL, not_before = excluded.not_before");
  assert_int_equal(found(&w, "appraiser.halong", "truong son", "name"), 0);
  assert_ok(jobs_run_once(w.f));
  assert_int_equal(found(&w, "appraiser.halong", "truong son", "name"), 1);
  whole_close(&w);
}

/* Copies of the dossier, one of a name and then many of another, in the ward's and the centre's
 * index. */
static const char copies[] =
    "INSERT INTO dossier (id, code, procedure_id, procedure_version_id, channel, holder_id,"
    " filed_by, unit_id, reception_unit_id, field, delivery, state, status, version, seq, head,"
    " submitted_at, due_order, desk_unit_id)"
    " SELECT d.id + n, 'copy-' || n, d.procedure_id, d.procedure_version_id, d.channel,"
    " d.holder_id, d.filed_by, d.unit_id, d.unit_id, d.field, d.delivery, d.state, 1, 1, 1,"
    " d.head, d.submitted_at + n, d.due_order, d.desk_unit_id FROM dossier d, k;"
    "INSERT INTO dossier_key (dossier_id, unit_id, field, key, turned)"
    " SELECT d.id, d.unit_id, d.field, %s, -d.id FROM dossier d WHERE d.code LIKE 'copy-%%'";

/* Every one once, in the order of names and the newest first, whatever the page begins with. */
static void pages(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  const char *key = w.b->pg ? "convert_to(CASE WHEN d.id % 3 = 0 THEN 'zebu' ELSE 'zebra' END,"
                              " 'UTF8')"
                            : "CAST(CASE WHEN d.id % 3 = 0 THEN 'zebu' ELSE 'zebra' END AS BLOB)";
  str numbers = S("CREATE TABLE k (n BIGINT);"
                  "INSERT INTO k WITH RECURSIVE m(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM m"
                  " WHERE n < 130) SELECT n FROM m;");
  both_script(w.b, str_cat(w.b->a, numbers, str_fmt(w.b->a, copies, key)).p);
  whole_enter(&w, "appraiser.halong");
  finding x = {.words = S("zeb")};
  size_t seen = 0, looks = 0, zebus = 0;
  int64_t last = INT64_MAX;
  do {
    assert_ok(ctx_read(&w.c, find, &x));
    for (size_t i = 0; i < x.f.list.n; i++, seen++) {
      int64_t id = x.f.list.items[i].id;
      bool zebu = id % 3 == 0;
      if (zebu && !zebus) last = INT64_MAX;
      zebus += zebu;
      assert_true(zebu || !zebus);
      assert_true(id < last);
      last = id;
    }
    x.after = x.f.list.next;
    looks++;
  } while (x.f.list.more);
  assert_int_equal(seen, 130);
  assert_int_equal(looks, 3);
  assert_true(zebus >= 43 && zebus <= 44);
  whole_close(&w);
}

static bool of_search(const char *name) { return strncmp(name, "find_in_", 8) == 0; }
static bool by_key(str how) {
  return str_find(how, S("(key,turned)>")) >= 0 || str_find(how, S("AND key>")) >= 0;
}

/* A search is a range of an index that is in the list's order already. */
static void plans(void **state) {
  whole w;
  whole_open(&w, state);
  assert_int_equal(plans_are(w.b, of_search, by_key), 2);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(within_scope), BOTH(finished), BOTH(kept_apart),
                                     BOTH(renewed),      BOTH(pages),    SQLITE(plans)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
