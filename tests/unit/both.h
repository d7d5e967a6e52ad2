/* both: runs a test on SQLite and, when MOTCUA_TEST_PG names a server (tests/pg.sh), on PostgreSQL.
 *
 * Every test gets an empty database and an arena; its state is a struct both. */
#ifndef TESTS_BOTH_H
#define TESTS_BOTH_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "kit/db.h"

typedef struct both {
  bool pg;
  arena *a;
  db *d;
  char folder[64];
  char url[512];
} both;

static both both_sqlite = {.pg = false}, both_pg = {.pg = true};

#define assert_ok(call)                                                                  \
  do {                                                                                   \
    err *both_error_ = (call);                                                           \
    if (both_error_) print_error("%s:%d: %s\n", both_error_->file, both_error_->line,    \
                                 both_error_->msgid);                                    \
    assert_null(both_error_);                                                            \
  } while (0)
#define assert_kind(call, wanted)                                                        \
  do {                                                                                   \
    err *both_error_ = (call);                                                           \
    assert_non_null(both_error_);                                                        \
    assert_string_equal(err_name(both_error_->kind), err_name(wanted));                  \
  } while (0)
#define BOTH(f)                                                    \
  {#f " on SQLite", f, both_open, both_close, &both_sqlite},       \
  {#f " on PostgreSQL", f, both_open, both_close, &both_pg}
#define SQLITE(f) {#f " on SQLite", f, both_open, both_close, &both_sqlite}
#define POSTGRESQL(f) {#f " on PostgreSQL", f, both_open, both_close, &both_pg}

static void both_script(both *b, const char *sql) {
  db_conn *c;
  assert_ok(db_connect(b->d, &c));
  assert_ok(db_begin(c));
  assert_ok(db_script(c, sql));
  assert_ok(db_commit(c));
  db_disconnect(c);
}

static int both_open(void **state) {
  both *b = *state;
  const char *server = getenv("MOTCUA_TEST_PG");
  b->d = NULL;
  b->a = arena_new(64 << 20);
  if (b->pg && !server) return 0;
  snprintf(b->folder, sizeof b->folder, "/tmp/motcua-test.XXXXXX");
  if (!b->a || !mkdtemp(b->folder)) return -1;
  if (b->pg) snprintf(b->url, sizeof b->url, "%s", server);
  else snprintf(b->url, sizeof b->url, "sqlite:%s/motcua.db", b->folder);
  if (db_open(b->url, true, 4, &b->d)) return -1;
  if (b->pg) /* a test that failed may have left a transaction open */
    both_script(b, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                   " WHERE pid <> pg_backend_pid() AND state LIKE 'idle in transaction%';"
                   "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  return 0;
}

static int both_close(void **state) {
  both *b = *state;
  if (b->d) {
    db_close(b->d);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", b->folder);
    if (system(command)) return -1;
  }
  arena_free(b->a);
  return 0;
}

/* The test's database; ends the test as skipped when there is no server. */
static both *both_of(void **state) {
  both *b = *state;
  if (!b->d) skip();
  return b;
}

static inline err *both_text(void *arg, const db_value *row) {
  both *b = ((void **)arg)[0];
  *(str *)((void **)arg)[1] = row[0].null ? STR_NONE : str_dup(b->a, row[0].s);
  return NULL;
}

/* The first column of the last row of a statement, in a snapshot; none for NULL or no row. */
static inline str both_ask(both *b, const char *sql) {
  str s = STR_NONE;
  void *arg[] = {b, &s};
  db_conn *c;
  assert_ok(db_read_begin(b->d, &c));
  assert_ok(db_adhoc(c, sql, NULL, both_text, arg));
  db_read_end(b->d, c);
  return s;
}
#define assert_answer(b, sql, wanted)              \
  do {                                             \
    str both_said_ = both_ask((b), (sql));         \
    assert_non_null(both_said_.p);                 \
    assert_string_equal(both_said_.p, (wanted));   \
  } while (0)
#endif
