/* test_db: the database contract on SQLite and on PostgreSQL, migrations included. */
#include "both.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>

#include "kit/migrate.h"

#define TEXT_OF(literal) {literal, sizeof(literal) - 1}
const migration migrations[] = {
    {1, "0001_first.sql",
     TEXT_OF("CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, name TEXT UNIQUE, body BYTEA)\n"
             "  [strict]; -- not here: BIGINT [strict]\n"
             "CREATE TABLE part (id BIGINT NOT NULL PRIMARY KEY,\n"
             "  thing_id BIGINT NOT NULL REFERENCES thing(id)) [strict];\n")},
    {2, "0002_second.sql",
     TEXT_OF("CREATE TABLE second (id BIGINT NOT NULL PRIMARY KEY) [strict];\n"
             "-- sqlite\nINSERT INTO second VALUES (1);\n-- end\n"
             "-- postgresql\nINSERT INTO second VALUES (2);\n-- end\n")}};
const int migration_count = COUNT(migrations);

static const db_query insert = {
    "insert", "INSERT INTO thing (id, name, body) VALUES ($1, $2, $3)", "itb", "", 0};
static const db_query select_one = {
    "select_one", "SELECT id, name, body FROM thing WHERE id = $1", "i", "itb", 1};
static const db_query rename_all = {
    "rename_all", "UPDATE thing SET name = name || $1 WHERE id >= $2 RETURNING id", "ti", "i", 2};
static const db_query select_ids = {"select_ids", "SELECT id FROM thing ORDER BY id", "", "i", 3};
static const db_query wrong = {"wrong", "SELECT name FROM thing", "", "i", 4};
static const db_query insert_part = {
    "insert_part", "INSERT INTO part (id, thing_id) VALUES ($1, $2)", "ii", "", 5};

static db_value number(int64_t i) { return (db_value){.type = DB_INT, .i = i}; }
static db_value text(str s) { return (db_value){.type = DB_TEXT, .null = !s.p, .s = s}; }
static db_value bytes(str s) { return (db_value){.type = DB_BYTES, .null = !s.p, .s = s}; }

static err *add(db_conn *c, int64_t id, str name, str body) {
  const db_value p[] = {number(id), text(name), bytes(body)};
  int64_t changed = -1;
  TRY(db_run(c, &insert, p, &changed));
  assert_int_equal(changed, 1);
  return NULL;
}

static db_conn *writer(both *b) {
  db_conn *c;
  assert_ok(migrate_run(b->d, NULL, NULL, 7));
  assert_ok(db_connect(b->d, &c));
  assert_ok(db_begin(c));
  return c;
}

static err *count(void *arg, const db_value *row) {
  (void)row;
  ++*(int *)arg;
  return NULL;
}

typedef struct thing { both *b; int64_t id; str name, body; } thing;
static err *keep(void *arg, const db_value *row) {
  thing *t = arg;
  t->id = row[0].i;
  t->name = row[1].null ? STR_NONE : str_dup(t->b->a, row[1].s);
  t->body = row[2].null ? STR_NONE : str_dup(t->b->a, row[2].s);
  return NULL;
}

static void values_come_back(void **state) {
  both *b = both_of(state);
  db_conn *c = writer(b);
  static const int64_t ids[] = {INT64_MIN, -1, 0, 1, 256, INT64_MAX};
  const str names[] = {S("Hạ Long"),  S(""),                 STR_NONE,
                       S("O'Neil; --"), S("\xf0\x9f\x91\xb6"), S("x")};
  const str bodies[] = {S("\0\1\xff"), S(""), STR_NONE, S("a"), S("\0"), S("\\x00")};
  for (size_t i = 0; i < COUNT(ids); i++) assert_ok(add(c, ids[i], names[i], bodies[i]));
  assert_ok(db_commit(c));
  for (size_t i = 0; i < COUNT(ids); i++) {
    thing t = {.b = b};
    const db_value p[] = {number(ids[i])};
    assert_ok(db_rows(c, &select_one, p, keep, &t));
    assert_true(t.id == ids[i]);
    assert_true(str_eq(t.name, names[i]) && !t.name.p == !names[i].p);
    assert_true(str_eq(t.body, bodies[i]) && !t.body.p == !bodies[i].p);
  }
  db_disconnect(c);
}

static void refuses_text_that_is_no_utf8(void **state) {
  both *b = both_of(state);
  db_conn *c = writer(b);
  assert_kind(add(c, 1, S("a\0b"), STR_NONE), ERR_INTERNAL);
  db_rollback(c);
  assert_ok(db_begin(c));
  assert_kind(add(c, 1, S("\xc3\x28"), STR_NONE), ERR_INTERNAL);
  db_rollback(c);
  const db_value p[] = {text(S("1"))};
  assert_kind(db_run(c, &select_one, p, NULL), ERR_INTERNAL);
  db_disconnect(c);
}

static void a_failed_statement_ends_its_savepoint(void **state) {
  both *b = both_of(state);
  db_conn *c = writer(b);
  assert_ok(add(c, 1, S("a"), STR_NONE));
  assert_ok(db_savepoint(c));
  assert_ok(add(c, 2, S("b"), STR_NONE));
  assert_kind(add(c, 3, S("a"), STR_NONE), ERR_UNIQUE);
  assert_kind(add(c, 4, S("d"), STR_NONE), ERR_INTERNAL); /* nothing more until a rollback */
  assert_kind(db_savepoint_release(c), ERR_INTERNAL);
  assert_ok(db_savepoint_rollback(c));
  assert_ok(db_savepoint(c));
  assert_ok(add(c, 5, S("e"), STR_NONE));
  assert_ok(db_savepoint_release(c));
  assert_ok(db_commit(c));
  assert_answer(b, "SELECT COUNT(*) FROM thing WHERE id IN (1, 5)", "2");
  assert_answer(b, "SELECT COUNT(*) FROM thing", "2");
  assert_ok(db_begin(c));
  assert_kind(add(c, 1, S("z"), STR_NONE), ERR_UNIQUE); /* PRIMARY KEY */
  assert_kind(db_commit(c), ERR_INTERNAL);
  assert_answer(b, "SELECT COUNT(*) FROM thing", "2");
  db_disconnect(c);
}

static void broken_references_are_internal(void **state) {
  both *b = both_of(state);
  db_conn *c = writer(b);
  const db_value p[] = {number(1), number(99)};
  assert_kind(db_run(c, &insert_part, p, NULL), ERR_INTERNAL);
  db_disconnect(c); /* rolls back */
}

static err *stop_at_two(void *arg, const db_value *row) {
  (void)row;
  if (++*(int *)arg == 2) return ERR(GONE, "stop at {0}", S("two"));
  return NULL;
}

static err *nested(void *arg, const db_value *row) {
  (void)row;
  void **args = arg;
  return db_rows(args[0], &select_ids, NULL, count, args[1]);
}

static void rows_and_changes(void **state) {
  both *b = both_of(state);
  db_conn *c = writer(b);
  for (int64_t i = 1; i <= 3; i++) assert_ok(add(c, i, str_fmt(b->a, "n%d", (int)i), STR_NONE));
  int n = 0;
  int64_t changed = -1;
  const db_value p[] = {text(S("x")), number(2)};
  assert_ok(db_rows(c, &rename_all, p, count, &n));
  assert_int_equal(n, 2);
  assert_ok(db_run(c, &rename_all, p, &changed));
  assert_int_equal(changed, 2);
  assert_ok(db_run(c, &select_ids, NULL, &changed));
  assert_int_equal(changed, 0);
  n = 0;
  void *args[] = {c, &n};
  assert_ok(db_rows(c, &select_ids, NULL, nested, args));
  assert_int_equal(n, 9);
  n = 0;
  assert_ok(db_rows(c, &select_ids, NULL, count, &n));
  assert_int_equal(n, 3);
  assert_ok(db_commit(c));
  assert_true(db_statements(c) >= 9);
  db_disconnect(c);
}

static void a_row_function_can_stop(void **state) {
  both *b = both_of(state);
  db_conn *c = writer(b);
  for (int64_t i = 1; i <= 3; i++) assert_ok(add(c, i, STR_NONE, STR_NONE));
  int n = 0;
  assert_kind(db_rows(c, &select_ids, NULL, stop_at_two, &n), ERR_GONE);
  assert_int_equal(n, 2);
  assert_ok(add(c, 4, STR_NONE, STR_NONE)); /* not the database's failure */
  assert_ok(db_commit(c));
  db_disconnect(c);
}

static void types_are_checked(void **state) {
  both *b = both_of(state);
  db_conn *c = writer(b);
  assert_ok(db_check(c, &insert));
  assert_ok(db_check(c, &rename_all));
  assert_ok(add(c, 1, S("a"), STR_NONE));
  assert_kind(db_rows(c, &wrong, NULL, count, &(int){0}), ERR_INTERNAL);
  db_rollback(c);
  static const db_query more = {"more", "SELECT id, name FROM thing", "", "i", 6};
  assert_kind(db_check(c, &more), ERR_INTERNAL);
  static const db_query missing = {"missing", "SELECT nothing FROM thing", "", "i", 7};
  assert_kind(db_check(c, &missing), ERR_INTERNAL);
  if (b->pg) assert_kind(db_check(c, &wrong), ERR_INTERNAL);
  db_disconnect(c);
}

static void a_read_is_a_snapshot(void **state) {
  both *b = both_of(state);
  db_conn *w = writer(b), *r;
  assert_ok(add(w, 1, STR_NONE, STR_NONE));
  assert_ok(db_commit(w));
  int n = 0;
  assert_ok(db_read_begin(b->d, &r));
  assert_ok(db_rows(r, &select_ids, NULL, count, &n));
  assert_ok(db_begin(w));
  assert_ok(add(w, 2, STR_NONE, STR_NONE));
  assert_ok(db_commit(w));
  assert_ok(db_rows(r, &select_ids, NULL, count, &n));
  assert_int_equal(n, 2); /* one row, twice */
  assert_kind(add(r, 3, STR_NONE, STR_NONE), ERR_INTERNAL); /* and it cannot write */
  db_read_end(b->d, r);
  assert_answer(b, "SELECT COUNT(*) FROM thing", "2");
  db_disconnect(w);
}

static void settings_are_as_promised(void **state) {
  both *b = both_of(state);
  if (b->pg) {
    assert_answer(b, "SHOW synchronous_commit", "on");
    assert_answer(b, "SHOW TimeZone", "UTC");
    assert_answer(b, "SHOW client_encoding", "UTF8");
    assert_answer(b, "SHOW transaction_isolation", "repeatable read");
    assert_answer(b, "SHOW transaction_read_only", "on");
    return;
  }
  static const char *const is[][2] = {
      {"journal_mode", "wal"}, {"synchronous", "2"},      {"foreign_keys", "1"},
      {"mmap_size", "0"},      {"recursive_triggers", "1"}, {"busy_timeout", "5000"},
      {"query_only", "1"},     {"secure_delete", "1"}};
  for (size_t i = 0; i < COUNT(is); i++)
    assert_answer(b, str_fmt(b->a, "PRAGMA %s", is[i][0]).p, is[i][1]);
  struct stat st;
  assert_answer(b, "SELECT COUNT(*) FROM sqlite_master", "0"); /* the reader holds the WAL open */
  both_script(b, "CREATE TABLE t (x BIGINT)");
  assert_int_equal(stat(b->url + strlen("sqlite:"), &st), 0);
  assert_int_equal(st.st_mode & 07777, 0600);
  assert_int_equal(stat(str_fmt(b->a, "%s-wal", b->url + strlen("sqlite:")).p, &st), 0);
  assert_int_equal(st.st_mode & 07777, 0600);
}

static void wrong_places_are_refused(void **state) {
  both *b = both_of(state);
  db *d = NULL;
  assert_kind(db_open("mysql://x", false, 1, &d), ERR_INVALID);
  assert_kind(db_open("sqlite:", true, 1, &d), ERR_INVALID);
  assert_kind(db_open(str_fmt(b->a, "sqlite:%s/none.db", b->folder).p, false, 1, &d),
              ERR_UNAVAILABLE);
  assert_int_equal(access(str_fmt(b->a, "%s/none.db", b->folder).p, F_OK), -1);
  assert_kind(db_open("sqlite:/nowhere/at/all.db", true, 1, &d), ERR_UNAVAILABLE);
  assert_kind(db_open("postgresql:///motcua?host=/nowhere", false, 1, &d), ERR_UNAVAILABLE);
  str junk = str_fmt(b->a, "%s/junk.db", b->folder);
  FILE *f = fopen(junk.p, "w");
  for (int i = 0; i < 1000; i++) fputs("no database at all ", f);
  fclose(f);
  assert_kind(db_open(str_fmt(b->a, "sqlite:%s", junk.p).p, false, 1, &d), ERR_INTERNAL);
}

static void a_server_that_does_not_fit_is_refused(void **state) {
  both *b = both_of(state);
  db_conn *c;
  assert_ok(db_connect(b->d, &c));
  assert_ok(db_adhoc(c, "DROP DATABASE IF EXISTS latin", NULL, NULL, NULL));
  assert_ok(db_adhoc(c, "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'", NULL, NULL,
                     NULL));
  ptrdiff_t at = str_find(str_of(b->url), S("/motcua?"));
  str url = str_fmt(b->a, "%.*s/latin?%s", (int)at, b->url, b->url + at + 8);
  db *d;
  assert_kind(db_open(url.p, false, 1, &d), ERR_UNAVAILABLE);
  assert_ok(db_adhoc(c, "DROP DATABASE latin", NULL, NULL, NULL));
  db_disconnect(c);
}

static void busy_is_retry(void **state) {
  both *b = both_of(state);
  db_conn *one = writer(b), *two;
  assert_ok(add(one, 1, S("a"), STR_NONE));
  assert_ok(db_connect(b->d, &two));
  if (b->pg) {
    assert_ok(db_adhoc(two, "SET lock_timeout = '50ms'", NULL, NULL, NULL));
    assert_ok(db_begin(two));
    assert_kind(add(two, 1, S("b"), STR_NONE), ERR_RETRY);
  } else {
    assert_ok(db_adhoc(two, "PRAGMA busy_timeout = 50", NULL, NULL, NULL));
    assert_kind(db_begin(two), ERR_RETRY);
  }
  db_disconnect(two);
  assert_ok(db_commit(one));
  db_disconnect(one);
}

static void a_full_disk_is_storage(void **state) {
  both *b = both_of(state);
  db_conn *c = writer(b);
  assert_ok(db_commit(c));
  assert_ok(db_adhoc(c, "PRAGMA max_page_count = 20", NULL, NULL, NULL));
  assert_ok(db_begin(c));
  str large = {arena_alloc(b->a, 1 << 20), 1 << 20};
  assert_kind(add(c, 1, S("a"), large), ERR_STORAGE);
  db_rollback(c);
  assert_ok(db_begin(c));
  assert_ok(add(c, 2, S("b"), S("small")));
  assert_ok(db_commit(c));
  db_disconnect(c);
}

static void a_lost_connection_is_replaced(void **state) {
  both *b = both_of(state);
  db_conn *c, *r;
  assert_ok(migrate_run(b->d, NULL, NULL, 7));
  assert_ok(db_connect(b->d, &c));
  assert_ok(db_read_begin(b->d, &r));
  assert_ok(db_adhoc(c, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE pid <> pg_backend_pid() AND application_name = 'motcua'",
                     NULL, NULL, NULL));
  assert_kind(db_run(r, &select_ids, NULL, NULL), ERR_RETRY);
  assert_true(db_broken(r));
  db_read_end(b->d, r);
  assert_answer(b, "SELECT 1", "1");
  assert_ok(db_adhoc(c, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE pid <> pg_backend_pid() AND application_name = 'motcua'",
                     NULL, NULL, NULL));
  assert_answer(b, "SELECT 1", "1"); /* the idle one was lost: replaced without a word */
  assert_kind(db_adhoc(c, "SELECT pg_terminate_backend(pg_backend_pid())", NULL, NULL, NULL),
              ERR_RETRY);
  assert_true(db_broken(c));
  db_disconnect(c);
}

static err *keep_setting(void *arg, const db_value *row) {
  snprintf(arg, 16, "%.*s", STR_ARG(row[0].s));
  return NULL;
}

/* A process that stops in the middle of a transaction does not keep its rows for ever. */
static void a_writer_that_stands_still_is_cut_off(void **state) {
  both *b = both_of(state);
  db_conn *c = writer(b);
  char set[16];
  assert_ok(db_adhoc(c, "SHOW idle_in_transaction_session_timeout", NULL, keep_setting, set));
  assert_string_equal(set, "10s");
  assert_ok(db_adhoc(c, "SET idle_in_transaction_session_timeout = '50ms'", NULL, NULL, NULL));
  assert_ok(add(c, 1, S("a"), STR_NONE));
  usleep(200000);
  assert_kind(db_commit(c), ERR_RETRY);
  assert_true(db_broken(c));
  db_disconnect(c);
  assert_answer(b, "SELECT COUNT(*) FROM thing", "0");
}

static void *read_often(void *arg) {
  both *b = arg;
  for (int i = 0; i < 50; i++) {
    db_conn *c;
    int n = 0;
    if (db_read_begin(b->d, &c)) return "no connection";
    err *e = db_rows(c, &select_ids, NULL, count, &n);
    db_read_end(b->d, c);
    if (e || n != 1) return "wrong rows";
  }
  return NULL;
}

static void the_pool_serves_more_threads_than_it_has(void **state) {
  both *b = both_of(state);
  db_conn *c = writer(b);
  assert_ok(add(c, 1, STR_NONE, STR_NONE));
  assert_ok(db_commit(c));
  db_disconnect(c);
  pthread_t t[12];
  for (size_t i = 0; i < COUNT(t); i++) pthread_create(&t[i], NULL, read_often, b);
  for (size_t i = 0; i < COUNT(t); i++) {
    void *said;
    pthread_join(t[i], &said);
    assert_null(said);
  }
}

/* --- migrations --- */

static void note(void *arg, const migration *m) { *(int *)arg = *(int *)arg * 10 + m->number; }

static void migrations_run_once(void **state) {
  both *b = both_of(state);
  int at = -1, done = 0;
  assert_ok(migrate_at(b->d, &at));
  assert_int_equal(at, 0);
  assert_ok(migrate_run(b->d, note, &done, 1234));
  assert_int_equal(done, 12);
  assert_ok(migrate_run(b->d, note, &done, 1235));
  assert_int_equal(done, 12);
  assert_ok(migrate_at(b->d, &at));
  assert_int_equal(at, 2);
  assert_answer(b, "SELECT id FROM second", b->pg ? "2" : "1");
  assert_answer(b, "SELECT COUNT(*) FROM schema_migration WHERE at = 1234", "2");
  assert_answer(b, "SELECT name FROM schema_migration WHERE number = 2", "0002_second.sql");
}

static void other_databases_are_refused(void **state) {
  both *b = both_of(state);
  assert_ok(migrate_run(b->d, NULL, NULL, 1));
  both_script(b, "INSERT INTO schema_migration VALUES (3, '0003_third.sql', 'x', 9)");
  err *e = migrate_run(b->d, NULL, NULL, 2);
  assert_non_null(e);
  assert_int_equal(e->kind, ERR_CONFLICT);
  assert_non_null(strstr(err_text(b->a, e, NULL).p, "newer"));
  both_script(b, "DELETE FROM schema_migration WHERE number = 3;"
                 "UPDATE schema_migration SET sha256 = 'other' WHERE number = 1");
  assert_kind(migrate_run(b->d, NULL, NULL, 2), ERR_CONFLICT);
  both_script(b, "DELETE FROM schema_migration WHERE number = 1");
  assert_kind(migrate_run(b->d, NULL, NULL, 2), ERR_CONFLICT);
}

static void a_failing_migration_leaves_the_one_before(void **state) {
  both *b = both_of(state);
  int at;
  both_script(b, "CREATE TABLE second (x BIGINT)");
  assert_kind(migrate_run(b->d, NULL, NULL, 1), ERR_INTERNAL);
  assert_ok(migrate_at(b->d, &at));
  assert_int_equal(at, 1);
  both_script(b, "DROP TABLE second");
  assert_ok(migrate_run(b->d, NULL, NULL, 2));
  assert_ok(migrate_at(b->d, &at));
  assert_int_equal(at, 2);
}

static void *migrate_too(void *arg) {
  int done = 0;
  return migrate_run(((both *)arg)->d, note, &done, 1) ? (void *)-1 : (void *)(intptr_t)done;
}

static void two_may_migrate_at_once(void **state) {
  both *b = both_of(state);
  pthread_t t[4];
  intptr_t sum = 0;
  for (size_t i = 0; i < COUNT(t); i++) pthread_create(&t[i], NULL, migrate_too, b);
  for (size_t i = 0; i < COUNT(t); i++) {
    void *done;
    pthread_join(t[i], &done);
    assert_ptr_not_equal(done, (void *)-1);
    for (intptr_t d = (intptr_t)done; d; d /= 10) sum += d % 10;
  }
  assert_int_equal(sum, 3); /* the first and the second, once each */
}

static void texts_of_migrations(void **state) {
  (void)state;
  arena *a = arena_new(1 << 20);
  str sql = S("-- BIGINT\nCREATE TABLE t (a bigint, b BYTEA, bigints TEXT DEFAULT 'BIGINT [strict]'"
              ")[strict];\n  -- sqlite\nx BIGINT\n-- end\n-- postgresql\ny [1] BIGINT\n-- end\nz");
  assert_string_equal(migrate_text(a, sql, DB_SQLITE).p,
                      "-- BIGINT\nCREATE TABLE t (a INTEGER, b BLOB, bigints TEXT DEFAULT "
                      "'BIGINT [strict]')STRICT;\n\nx INTEGER\n\n\n\n\nz\n");
  assert_string_equal(migrate_text(a, sql, DB_POSTGRESQL).p,
                      "-- BIGINT\nCREATE TABLE t (a bigint, b BYTEA, bigints TEXT DEFAULT "
                      "'BIGINT [strict]');\n\n\n\n\ny [1] BIGINT\n\nz\n");
  assert_null(migrate_text(a, S("-- sqlite\nx\n"), DB_SQLITE).p);
  assert_null(migrate_text(a, S("x\n-- end\n"), DB_SQLITE).p);
  assert_null(migrate_text(a, S("-- sqlite\n-- postgresql\n-- end\n-- end"), DB_SQLITE).p);
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      BOTH(values_come_back),
      BOTH(refuses_text_that_is_no_utf8),
      BOTH(a_failed_statement_ends_its_savepoint),
      BOTH(broken_references_are_internal),
      BOTH(rows_and_changes),
      BOTH(a_row_function_can_stop),
      BOTH(types_are_checked),
      BOTH(a_read_is_a_snapshot),
      BOTH(settings_are_as_promised),
      SQLITE(wrong_places_are_refused),
      POSTGRESQL(a_server_that_does_not_fit_is_refused),
      BOTH(busy_is_retry),
      SQLITE(a_full_disk_is_storage),
      POSTGRESQL(a_lost_connection_is_replaced),
      POSTGRESQL(a_writer_that_stands_still_is_cut_off),
      BOTH(the_pool_serves_more_threads_than_it_has),
      BOTH(migrations_run_once),
      BOTH(other_databases_are_refused),
      BOTH(a_failing_migration_leaves_the_one_before),
      BOTH(two_may_migrate_at_once),
      cmocka_unit_test(texts_of_migrations),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
