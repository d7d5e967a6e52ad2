/* db: one contract for SQLite 3.40 and PostgreSQL 15.
 *
 * Statements are written once, in NAME.sql files beside the module that owns them, and become typed
 * C functions by tools/gen_sql (see tools/README.md); code above kit calls those and the few
 * functions below.  Values are BIGINT (int64_t), TEXT (str) and BYTEA (str); a none str is NULL.
 * A connection is used by one thread at a time.  Reads run in a snapshot (SQLite: a deferred
 * transaction; PostgreSQL: REPEATABLE READ READ ONLY); writes go through the write train
 * (kit/train.h) as READ COMMITTED savepoints: invariants hold by constraint, never by isolation. */
#ifndef KIT_DB_H
#define KIT_DB_H
#include "base/err.h"

typedef struct db db;           /* a database and its pool of read connections */
typedef struct db_conn db_conn; /* one connection */

typedef enum db_type { DB_INT = 'i', DB_TEXT = 't', DB_BYTES = 'b' } db_type;
typedef struct db_value {
  db_type type;
  bool null;
  int64_t i; /* DB_INT */
  str s;     /* DB_TEXT, DB_BYTES; in a row: valid until the row function returns */
} db_value;

/* A statement as tools/gen_sql emits it: SQL with $1.. numbered; one char of db_type per parameter
 * and per column; index is its place in every connection's cache of prepared statements. */
typedef struct db_query {
  const char *name, *sql, *parameters, *columns;
  int index;
} db_query;
extern const db_query *const db_queries[]; /* all of them, generated; for the check on both bases */
extern const int db_query_count;

typedef enum db_kind { DB_SQLITE, DB_POSTGRESQL } db_kind;

/* Opens "sqlite:PATH" or "postgresql://…" (a libpq URI); nothing is created: a missing file is an
 * error unless create.  SQLite: WAL, synchronous=FULL asserted, foreign_keys and
 * recursive_triggers on, busy timeout 5 s.  readers: most read connections, opened on demand. */
err *db_open(const char *url, bool create, int readers, db **out);
void db_close(db *d);
db_kind db_kind_of(const db *d);

/* A read connection inside a snapshot; waits when all are taken, at most 30 s (ERR_UNAVAILABLE).
 * db_read_end always succeeds. */
err *db_read_begin(db *d, db_conn **out);
void db_read_end(db *d, db_conn *c);

/* A connection of one's own for writing (train, migrations).  db_disconnect rolls back. */
err *db_connect(db *d, db_conn **out);
void db_disconnect(db_conn *c);
/* True after a lost connection to the server: disconnect and connect again. */
bool db_broken(const db_conn *c);
err *db_begin(db_conn *c);     /* SQLite: BEGIN IMMEDIATE; PostgreSQL: BEGIN, READ COMMITTED */
/* Success means durable.  A transaction that fails is rolled back; ERR_UNAVAILABLE alone means that
 * the server went away and nobody knows whether it was stored. */
err *db_commit(db_conn *c);
void db_rollback(db_conn *c);
err *db_savepoint(db_conn *c);        /* one level, named by the wrapper */
err *db_savepoint_release(db_conn *c);
err *db_savepoint_rollback(db_conn *c);

/* Runs one statement.  changed, if not NULL, gets the number of rows written.  Errors: ERR_UNIQUE
 * for a broken UNIQUE or PRIMARY KEY, ERR_RETRY for busy, deadlock, serialisation or a lost
 * connection, ERR_STORAGE for a full disk, ERR_UNAVAILABLE for a server that is away, else
 * ERR_INTERNAL.  After a failed statement its transaction takes no other until it, or its
 * savepoint, is rolled back; so expect a conflict with ON CONFLICT DO NOTHING, not by catching
 * ERR_UNIQUE. */
err *db_run(db_conn *c, const db_query *q, const db_value *parameters, int64_t *changed);
/* The same, each row given to fn, whose error stops the run and is returned.  fn may run statements
 * on c; the whole answer is in memory on PostgreSQL, so page what may be large. */
typedef err *(*db_row_fn)(void *arg, const db_value *row);
err *db_rows(db_conn *c, const db_query *q, const db_value *parameters, db_row_fn fn, void *arg);
/* Prepares q and compares parameters and columns with what the generator found in the schema. */
err *db_check(db_conn *c, const db_query *q);
/* A script of several statements without parameters (migrations, tests). */
err *db_script(db_conn *c, const char *sql);
/* One statement made at run time, rows as text (doctor, tests, migrate); fn may be NULL.  args:
 * texts for $1.., the list ends with STR_NONE; NULL: none. */
err *db_adhoc(db_conn *c, const char *sql, const str *args, db_row_fn fn, void *arg);
db_kind db_conn_kind(const db_conn *c);

/* Statements run on this connection since it was made (benchmarks, tests of budgets). */
int64_t db_statements(const db_conn *c);
/* What its statements have cost so far: steps of SQLite's machine, and rows of tables that were
 * read from end to end; 0 on PostgreSQL.  So a test can say that a query costs the same in a
 * database a hundred times as large. */
typedef struct db_work {
  int64_t steps, scanned;
} db_work;
db_work db_worked(const db_conn *c);
#endif
