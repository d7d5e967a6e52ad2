/* db_sqlite: SQLite's side of db.h (db_impl.h), by the C API of sqlite3.
 *
 * WAL with synchronous=FULL, so that a commit is on the disk when it returns; what matters is read
 * back after it was set.  Readers are query_only.  Statements are prepared once per connection. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/defer.h"
#include "base/log.h"
#include "kit/db_impl.h"

typedef struct conn {
  db_conn base;
  sqlite3 *s;
  sqlite3_stmt *command[DB_COMMANDS];
  sqlite3_stmt *cached[DB_STATEMENTS];
} conn;

static err_kind kind_of(sqlite3 *s) {
  int code = sqlite3_extended_errcode(s), system = sqlite3_system_errno(s);
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return ERR_UNIQUE;
    default: break;
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ERR_RETRY;
    case SQLITE_FULL: return ERR_STORAGE;
    case SQLITE_IOERR:
      return system == ENOSPC || system == EDQUOT || system == EFBIG ? ERR_STORAGE : ERR_INTERNAL;
    case SQLITE_CANTOPEN: return ERR_UNAVAILABLE;
    default: return ERR_INTERNAL;
  }
}

/* SQLite's own words name tables and columns of a broken constraint, and never hold values. */
static err *failure(conn *c, const char *name) {
  int code = sqlite3_extended_errcode(c->s);
  bool constraint = (code & 0xff) == SQLITE_CONSTRAINT || (code & 0xff) == SQLITE_ERROR;
  char text[256];
  snprintf(text, sizeof text, "SQLite %d, %s", code,
           constraint ? sqlite3_errmsg(c->s) : sqlite3_errstr(code));
  if ((code & 0xff) == SQLITE_NOTADB || (code & 0xff) == SQLITE_CORRUPT) c->base.broken = true;
  return db_failure(&c->base, kind_of(c->s), name, text);
}

/* --- connecting --- */

err *db_sqlite_create(const char *path) {
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return ERR(UNAVAILABLE, N_("{0} cannot be created: {1}."), str_of(path),
                         str_of(strerror(errno)));
  close(fd);
  char folder[PATH_MAX];
  snprintf(folder, sizeof folder, "%s", path);
  char *slash = strrchr(folder, '/');
  if (slash) slash[slash == folder] = '\0';
  DEFER(close_fd) int dir = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0 || fsync(dir))
    return ERR(STORAGE, N_("{0} cannot be made durable: {1}."), str_of(path),
               str_of(strerror(errno)));
  return NULL;
}

static bool pragma_is(sqlite3 *s, const char *name, const char *value) {
  char sql[64];
  snprintf(sql, sizeof sql, "PRAGMA %s", name);
  sqlite3_stmt *st = NULL;
  if (sqlite3_prepare_v2(s, sql, -1, &st, NULL) != SQLITE_OK) return false;
  bool same = sqlite3_step(st) == SQLITE_ROW &&
              strcmp((const char *)sqlite3_column_text(st, 0), value) == 0;
  sqlite3_finalize(st);
  return same;
}

static err *settle(conn *c, bool writing) {
  static const char *const must[][2] = {{"journal_mode", "wal"}, {"synchronous", "2"},
                                        {"foreign_keys", "1"},   {"recursive_triggers", "1"},
                                        {"secure_delete", "1"}};
  sqlite3_db_config(c->s, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(c->s, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config(c->s, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config(c->s, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_busy_timeout(c->s, 5000);
  static const char wanted[] =
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
      "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; PRAGMA mmap_size=0;"
      "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
      "PRAGMA journal_size_limit=67108864; PRAGMA cell_size_check=ON";
  int code = sqlite3_exec(c->s, wanted, NULL, NULL, NULL);
  if (code != SQLITE_OK) return failure(c, "open");
  for (size_t i = 0; i < COUNT(must); i++)
    if (!pragma_is(c->s, must[i][0], must[i][1]))
      return db_failure(&c->base, ERR_INTERNAL, "open", must[i][0]);
  if (!writing && sqlite3_exec(c->s, "PRAGMA query_only=ON", NULL, NULL, NULL) != SQLITE_OK)
    return failure(c, "open");
  return NULL;
}

static void disconnect(db_conn *base) {
  conn *c = (conn *)base;
  for (size_t i = 0; i < COUNT(c->command); i++) sqlite3_finalize(c->command[i]);
  for (size_t i = 0; i < COUNT(c->cached); i++) sqlite3_finalize(c->cached[i]);
  sqlite3_close_v2(c->s);
  free(c);
}

static err *prepare_commands(conn *c) {
  static const char *const sql[DB_COMMANDS] = {
      [DB_BEGIN_READ] = "BEGIN DEFERRED", [DB_BEGIN_WRITE] = "BEGIN IMMEDIATE",
      [DB_COMMIT] = "COMMIT",             [DB_ROLLBACK] = "ROLLBACK",
      [DB_SAVE] = "SAVEPOINT decide",     [DB_SAVE_RELEASE] = "RELEASE decide",
      [DB_SAVE_ROLLBACK] = "ROLLBACK TO decide"};
  for (size_t i = 0; i < DB_COMMANDS; i++)
    if (sqlite3_prepare_v3(c->s, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &c->command[i], NULL))
      return failure(c, "open");
  return NULL;
}

/* SQLite counts its memory under one lock of the process; nobody asks for the count. */
static void configure(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

static err *connect_to(db *d, bool writing, db_conn **out) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, configure);
  conn *c = calloc(1, sizeof *c);
  if (!c) return db_failure(NULL, ERR_UNAVAILABLE, "open", "no memory");
  c->base = (db_conn){.ops = &db_sqlite_ops, .d = d};
  char path[PATH_MAX]; /* never a URI, never ":memory:" */
  int n = snprintf(path, sizeof path, "%s%s", d->where[0] == '/' ? "" : "./", d->where);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  err *e = NULL;
  if (n >= (int)sizeof path || sqlite3_open_v2(path, &c->s, flags, NULL) != SQLITE_OK)
    e = ERR(UNAVAILABLE, N_("The database {0} cannot be opened."), str_of(d->where));
  if (!e) e = settle(c, writing);
  if (!e) e = prepare_commands(c);
  if (e) {
    disconnect(&c->base);
    return e;
  }
  *out = &c->base;
  return NULL;
}

static err *command(db_conn *base, db_command what) {
  conn *c = (conn *)base;
  bool none = sqlite3_get_autocommit(c->s) != 0;
  if (what == DB_ROLLBACK && none) return NULL;
  if (what != DB_BEGIN_READ && what != DB_BEGIN_WRITE && none)
    return db_failure(base, ERR_RETRY, "transaction", "SQLite has rolled all of it back");
  int code = sqlite3_step(c->command[what]);
  sqlite3_reset(c->command[what]);
  if (code != SQLITE_DONE) return failure(c, "transaction");
  return what == DB_SAVE_ROLLBACK ? command(base, DB_SAVE_RELEASE) : NULL;
}

/* --- statements --- */

static err *prepare(conn *c, const db_query *q, unsigned flags, sqlite3_stmt **st) {
  if (sqlite3_prepare_v3(c->s, q->sql, -1, flags, st, NULL) != SQLITE_OK)
    return failure(c, q->name);
  if (sqlite3_column_count(*st) == (int)strlen(q->columns) &&
      sqlite3_bind_parameter_count(*st) == (int)strlen(q->parameters))
    return NULL;
  sqlite3_finalize(*st);
  *st = NULL;
  return db_failure(&c->base, ERR_INTERNAL, q->name, "parameters or columns differ");
}

static int bind(sqlite3_stmt *st, int at, const db_value *v) {
  if (v->null) return sqlite3_bind_null(st, at);
  if (v->type == DB_INT) return sqlite3_bind_int64(st, at, v->i);
  const char *p = v->s.p ? v->s.p : "";
  if (v->type == DB_TEXT)
    return sqlite3_bind_text64(st, at, p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
  return sqlite3_bind_blob64(st, at, p, v->s.n, SQLITE_STATIC);
}

/* False when the column holds another type than the generator found. */
static bool read_column(sqlite3_stmt *st, int i, db_type type, db_value *v) {
  static const int wanted[] = {['i'] = SQLITE_INTEGER, ['t'] = SQLITE_TEXT, ['b'] = SQLITE_BLOB};
  int has = sqlite3_column_type(st, i);
  *v = (db_value){.type = type, .null = has == SQLITE_NULL};
  if (v->null) return true;
  if (has != wanted[type]) return false;
  if (type == DB_INT) {
    v->i = sqlite3_column_int64(st, i);
    return true;
  }
  const void *p = type == DB_TEXT ? (const void *)sqlite3_column_text(st, i)
                                  : sqlite3_column_blob(st, i);
  int n = sqlite3_column_bytes(st, i);
  v->s = (str){p ? p : "", (size_t)n};
  return p || !n;
}

static err *give_row(conn *c, sqlite3_stmt *st, const db_run_call *call) {
  db_value row[DB_COLUMNS];
  for (int i = 0; call->q->columns[i]; i++)
    if (i == DB_COLUMNS || !read_column(st, i, (db_type)call->q->columns[i], &row[i]))
      return db_failure(&c->base, ERR_INTERNAL, call->q->name, "a column of another type");
  return call->fn ? call->fn(call->arg, row) : NULL;
}

static err *step_all(conn *c, sqlite3_stmt *st, const db_run_call *call) {
  for (int i = 0; call->q->parameters[i]; i++)
    if (bind(st, i + 1, &call->parameters[i]) != SQLITE_OK) return failure(c, call->q->name);
  int code;
  while ((code = sqlite3_step(st)) == SQLITE_ROW) TRY(give_row(c, st, call));
  if (code != SQLITE_DONE) return failure(c, call->q->name);
  *call->changed = sqlite3_stmt_readonly(st) ? 0 : sqlite3_changes64(c->s);
  return NULL;
}

/* A statement that is running already (a row function runs it again) gets a second copy. */
static err *run(db_conn *base, const db_run_call *call) {
  conn *c = (conn *)base;
  const db_query *q = call->q;
  if (q->index < 0 || q->index >= DB_STATEMENTS)
    return db_failure(base, ERR_INTERNAL, q->name, "its index is out of range");
  sqlite3_stmt **cached = &c->cached[q->index], *st = *cached;
  bool second = st && sqlite3_stmt_busy(st);
  if (second) TRY(prepare(c, q, 0, &st));
  else if (!st) {
    TRY(prepare(c, q, SQLITE_PREPARE_PERSISTENT, cached));
    st = *cached;
  }
  err *e = step_all(c, st, call);
  base->work.steps += sqlite3_stmt_status(st, SQLITE_STMTSTATUS_VM_STEP, 1);
  base->work.scanned += sqlite3_stmt_status(st, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
  sqlite3_reset(st);
  sqlite3_clear_bindings(st);
  if (second) sqlite3_finalize(st);
  return e;
}

static err *check(db_conn *base, const db_query *q) {
  sqlite3_stmt *st = NULL;
  TRY(prepare((conn *)base, q, 0, &st));
  sqlite3_finalize(st);
  return NULL;
}

static err *script(db_conn *base, const char *sql) {
  conn *c = (conn *)base;
  return sqlite3_exec(c->s, sql, NULL, NULL, NULL) == SQLITE_OK ? NULL : failure(c, "script");
}

static err *adhoc_rows(conn *c, sqlite3_stmt *st, const db_adhoc_call *call) {
  int columns = sqlite3_column_count(st), code;
  if (columns > DB_COLUMNS) return db_failure(&c->base, ERR_INTERNAL, "adhoc", "too many columns");
  for (int i = 0; i < call->n; i++) {
    char name[16];
    snprintf(name, sizeof name, "$%d", i + 1);
    int at = sqlite3_bind_parameter_index(st, name);
    db_value v = {.type = DB_TEXT, .null = !call->args[i].p, .s = call->args[i]};
    if (at && bind(st, at, &v) != SQLITE_OK) return failure(c, "adhoc");
  }
  while ((code = sqlite3_step(st)) == SQLITE_ROW) {
    db_value row[DB_COLUMNS] = {0};
    for (int i = 0; i < columns; i++) {
      const char *p = (const char *)sqlite3_column_text(st, i);
      row[i] = (db_value){.type = DB_TEXT, .null = !p};
      if (p) row[i].s = (str){p, (size_t)sqlite3_column_bytes(st, i)};
    }
    if (call->fn) TRY(call->fn(call->arg, row));
  }
  return code == SQLITE_DONE ? NULL : failure(c, "adhoc");
}

static err *adhoc(db_conn *base, const db_adhoc_call *call) {
  conn *c = (conn *)base;
  sqlite3_stmt *st = NULL;
  const char *tail = "";
  if (sqlite3_prepare_v2(c->s, call->sql, -1, &st, &tail) != SQLITE_OK) return failure(c, "adhoc");
  err *e = !st || str_trim(str_of(tail)).n
               ? db_failure(base, ERR_INTERNAL, "adhoc", "not one statement")
               : adhoc_rows(c, st, call);
  sqlite3_finalize(st);
  return e;
}

const db_ops db_sqlite_ops = {connect_to, disconnect, command, run, script, adhoc, check};
