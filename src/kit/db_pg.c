/* db_pg: PostgreSQL's side of db.h (db_impl.h), by libpq.
 *
 * Statements are prepared on first use with types said outright, and values travel in binary:
 * int8 in network order, text and bytea as they are.  A connection is refused unless the database
 * is UTF-8 with collation C and commits synchronously. */
#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "kit/db_impl.h"

enum { OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25 };

typedef struct conn {
  db_conn base;
  PGconn *s;
  bool prepared[DB_STATEMENTS];
  char transaction[32]; /* the number of the one being committed */
  char crash[40];       /* when the server last forgot its statistics: at its last crash */
} conn;

static bool starts(const char *s, const char *with) { return strncmp(s, with, strlen(with)) == 0; }

/* PostgreSQL 15, appendix A. */
static err_kind kind_of(const char *state) {
  static const struct {
    const char *state;
    err_kind kind;
  } table[] = {
      {"23505", ERR_UNIQUE},  {"40001", ERR_RETRY},   {"40P01", ERR_RETRY},
      {"55P03", ERR_RETRY},   {"57014", ERR_RETRY},   {"57P0", ERR_RETRY},
      {"25P03", ERR_RETRY},   {"08", ERR_RETRY},      {"53100", ERR_STORAGE},
      {"53", ERR_UNAVAILABLE}};
  for (size_t i = 0; i < COUNT(table); i++)
    if (starts(state, table[i].state)) return table[i].kind;
  return ERR_INTERNAL;
}

/* Takes the result.  The server's words may quote data: its code and a constraint are logged. */
static err *failure(conn *c, PGresult *r, const char *name) {
  const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
  const char *constraint = r ? PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME) : NULL;
  /* Every error of the server has a code; libpq's own may come before its status has changed. */
  bool lost = !state || PQstatus(c->s) != CONNECTION_OK;
  if (!state) state = "08006";
  if (lost || starts(state, "57P0") || starts(state, "08")) c->base.broken = true;
  char text[160];
  snprintf(text, sizeof text, "PostgreSQL %s %s", state, constraint ? constraint : "");
  err *e = db_failure(&c->base, kind_of(state), name, text);
  PQclear(r);
  return e;
}

static err *simple(conn *c, const char *sql, const char *name) {
  PGresult *r = PQexec(c->s, sql);
  ExecStatusType status = PQresultStatus(r);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return failure(c, r, name);
  PQclear(r);
  return NULL;
}

/* --- connecting --- */

static void disconnect(db_conn *base) {
  conn *c = (conn *)base;
  PQfinish(c->s);
  free(c);
}

static void quiet(void *arg, const char *message) { (void)arg, (void)message; }

static err *unfit(const char *why) {
  log_error("database: %s", why);
  return ERR(UNAVAILABLE, N_("The PostgreSQL database does not fit: {0}."), str_of(why));
}

static err *settle(conn *c) {
  PGresult *r = PQexec(
      c->s,
      "SELECT set_config('TimeZone', 'UTC', false), set_config('lock_timeout', '5s', false),"
      " set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
      " WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),"
      " current_setting('synchronous_commit'), current_setting('fsync'),"
      " current_setting('standard_conforming_strings'), pg_encoding_to_char(encoding),"
      " datcollate, current_setting('server_version_num'),"
      " (SELECT stats_reset::text FROM pg_stat_wal)"
      " FROM pg_database WHERE datname = current_database()");
  if (PQresultStatus(r) != PGRES_TUPLES_OK || PQntuples(r) != 1) return failure(c, r, "connect");
  char told[9][24];
  for (int i = 0; i < 9; i++) snprintf(told[i], sizeof told[i], "%s", PQgetvalue(r, 0, i));
  snprintf(c->crash, sizeof c->crash, "%s", PQgetvalue(r, 0, 9));
  PQclear(r);
  r = PQexec(c->s, "SHOW synchronous_commit");
  bool synchronous = PQresultStatus(r) == PGRES_TUPLES_OK &&
                     (!strcmp(PQgetvalue(r, 0, 0), "on") ||
                      !strcmp(PQgetvalue(r, 0, 0), "remote_apply"));
  PQclear(r);
  if (!synchronous) return unfit("synchronous_commit is off");
  if (strcmp(told[4], "on")) log_warning("database: the server runs with fsync=off");
  if (strcmp(told[5], "on")) return unfit("standard_conforming_strings is off");
  if (strcmp(told[6], "UTF8")) return unfit("its encoding is not UTF8");
  if (strcmp(told[7], "C") && strcmp(told[7], "POSIX") && !starts(told[7], "C."))
    return unfit("its collation is not C");
  if (strlen(told[8]) < 6 || strcmp(told[8], "150000") < 0) return unfit("it is older than 15");
  return NULL;
}

static err *connect_to(db *d, bool writing, db_conn **out) {
  const char *names[] = {"connect_timeout", "application_name", "tcp_user_timeout",
                         "dbname", "client_encoding", NULL};
  const char *values[] = {"5", "motcua", "20000", d->where, "UTF8", NULL};
  conn *c = calloc(1, sizeof *c);
  if (!c) return db_failure(NULL, ERR_UNAVAILABLE, "connect", "no memory");
  c->base = (db_conn){.ops = &db_pg_ops, .d = d};
  c->s = PQconnectdbParams(names, values, 1);
  err *e = PQstatus(c->s) == CONNECTION_OK
               ? NULL
               : db_failure(NULL, ERR_UNAVAILABLE, "connect", "PostgreSQL does not answer");
  if (!e) {
    PQsetNoticeProcessor(c->s, quiet, NULL);
    e = settle(c);
    /* A process that stands still in a transaction must not hold up the others. */
    if (!e && writing) e = simple(c, "SET idle_in_transaction_session_timeout = '10s'", "connect");
  }
  if (e) {
    disconnect(&c->base);
    return e;
  }
  *out = &c->base;
  return NULL;
}

/* --- transactions --- */

static void note_transaction(conn *c) {
  PGresult *r = PQexec(c->s, "SELECT pg_current_xact_id_if_assigned()");
  bool is = PQresultStatus(r) == PGRES_TUPLES_OK && !PQgetisnull(r, 0, 0);
  snprintf(c->transaction, sizeof c->transaction, "%s", is ? PQgetvalue(r, 0, 0) : "");
  PQclear(r);
}

/* 'c'ommitted, 'a'borted, 'i'n progress, 0 while the server cannot tell, or '?': after a crash the
 * number of a transaction whose log was lost may be given to another, so that one says nothing. */
static char fate_of(const conn *c) {
  db_conn *other;
  if (connect_to(c->base.d, true, &other)) return 0;
  const char *value[] = {c->transaction};
  PGresult *r = PQexecParams(((conn *)other)->s, "SELECT pg_xact_status($1::xid8)", 1, NULL, value,
                             NULL, NULL, 0);
  char fate = PQresultStatus(r) == PGRES_TUPLES_OK && !PQgetisnull(r, 0, 0)
                  ? PQgetvalue(r, 0, 0)[0]
                  : 0;
  if (fate == 'c' && strcmp(c->crash, ((conn *)other)->crash)) fate = '?';
  PQclear(r);
  disconnect(other);
  return fate;
}

/* The connection went away during COMMIT: asks the server what became of the transaction. */
static err *find_out(conn *c) {
  if (!c->transaction[0]) return db_failure(&c->base, ERR_RETRY, "commit", "nothing was written");
  for (int tries = 0; tries < 30; tries++) {
    char fate = fate_of(c);
    if (fate == 'c') return NULL;
    if (fate == '?') break;
    if (fate == 'a') return db_failure(&c->base, ERR_RETRY, "commit", "lost, and rolled back");
    usleep(500000);
  }
  log_error("database: commit: transaction %s has an unknown fate", c->transaction);
  return ERR(UNAVAILABLE, N_("The database went away; look whether this was stored before you "
                             "repeat it."));
}

static err *commit(conn *c) {
  note_transaction(c);
  if (PQstatus(c->s) != CONNECTION_OK) return failure(c, NULL, "commit");
  PGresult *r = PQexec(c->s, "COMMIT");
  if (PQresultStatus(r) == PGRES_COMMAND_OK) {
    bool stored = strcmp(PQcmdStatus(r), "COMMIT") == 0; /* an aborted one answers ROLLBACK */
    PQclear(r);
    return stored ? NULL : db_failure(&c->base, ERR_INTERNAL, "commit", "it had been aborted");
  }
  err *e = failure(c, r, "commit");
  return c->base.broken ? find_out(c) : e;
}

static err *command(db_conn *base, db_command what) {
  static const char *const sql[DB_COMMANDS] = {
      [DB_BEGIN_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
      [DB_BEGIN_WRITE] = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
      [DB_ROLLBACK] = "ROLLBACK",
      [DB_SAVE] = "SAVEPOINT decide",
      [DB_SAVE_RELEASE] = "RELEASE SAVEPOINT decide",
      [DB_SAVE_ROLLBACK] = "ROLLBACK TO SAVEPOINT decide; RELEASE SAVEPOINT decide"};
  conn *c = (conn *)base;
  err *e = what == DB_COMMIT ? commit(c) : simple(c, sql[what], "transaction");
  /* The server may have become a standby: another connection may find the new primary. */
  if (e && what == DB_BEGIN_WRITE) base->broken = true;
  return e;
}

/* --- statements --- */

static Oid oid_of(char type) {
  return type == DB_INT ? OID_INT8 : type == DB_TEXT ? OID_TEXT : OID_BYTEA;
}

static err *prepare(conn *c, const db_query *q, const char *name) {
  Oid types[DB_PARAMETERS];
  int n = 0;
  for (; q->parameters[n]; n++) types[n] = oid_of(q->parameters[n]);
  PGresult *r = PQprepare(c->s, name, q->sql, n, types);
  if (PQresultStatus(r) != PGRES_COMMAND_OK) return failure(c, r, q->name);
  PQclear(r);
  return NULL;
}

static bool columns_fit(const PGresult *r, const db_query *q) {
  int n = (int)strlen(q->columns);
  if (PQnfields(r) != n || n > DB_COLUMNS) return false;
  for (int i = 0; i < n; i++)
    if (PQftype(r, i) != oid_of(q->columns[i])) return false;
  return true;
}

static err *give_rows(const PGresult *r, const db_run_call *call) {
  int rows = PQntuples(r), columns = PQnfields(r);
  for (int i = 0; call->fn && i < rows; i++) {
    db_value row[DB_COLUMNS];
    for (int k = 0; k < columns; k++) {
      row[k] = (db_value){.type = (db_type)call->q->columns[k], .null = PQgetisnull(r, i, k) != 0};
      if (row[k].null) continue;
      const char *p = PQgetvalue(r, i, k);
      uint64_t wire;
      if (row[k].type == DB_INT) {
        memcpy(&wire, p, sizeof wire);
        row[k].i = (int64_t)be64toh(wire);
      } else {
        row[k].s = (str){p, (size_t)PQgetlength(r, i, k)};
      }
    }
    TRY(call->fn(call->arg, row));
  }
  return NULL;
}

/* Rows written: a SELECT's tag counts rows read. */
static int64_t changed_by(PGresult *r) {
  int64_t n = 0;
  if (!starts(PQcmdStatus(r), "SELECT")) str_to_i64(str_of(PQcmdTuples(r)), &n);
  return n;
}

static PGresult *execute(conn *c, const char *name, const db_run_call *call) {
  const char *values[DB_PARAMETERS];
  int lengths[DB_PARAMETERS], formats[DB_PARAMETERS], n = 0;
  uint64_t wire[DB_PARAMETERS];
  for (; call->q->parameters[n]; n++) {
    const db_value *v = &call->parameters[n];
    formats[n] = 1;
    if (v->type == DB_INT) {
      wire[n] = htobe64((uint64_t)v->i);
      values[n] = v->null ? NULL : (const char *)&wire[n];
      lengths[n] = sizeof wire[n];
    } else {
      values[n] = v->null ? NULL : v->s.p ? v->s.p : "";
      lengths[n] = (int)v->s.n;
    }
  }
  return PQexecPrepared(c->s, name, n, values, lengths, formats, 1);
}

static err *run(db_conn *base, const db_run_call *call) {
  conn *c = (conn *)base;
  const db_query *q = call->q;
  if (q->index < 0 || q->index >= DB_STATEMENTS)
    return db_failure(base, ERR_INTERNAL, q->name, "its index is out of range");
  char name[16];
  snprintf(name, sizeof name, "q%d", q->index);
  if (!c->prepared[q->index]) {
    TRY(prepare(c, q, name));
    c->prepared[q->index] = true;
  }
  PGresult *r = execute(c, name, call);
  ExecStatusType status = PQresultStatus(r);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return failure(c, r, q->name);
  err *e = columns_fit(r, q) ? give_rows(r, call)
                             : db_failure(base, ERR_INTERNAL, q->name, "columns differ");
  *call->changed = changed_by(r);
  PQclear(r);
  return e;
}

static err *check(db_conn *base, const db_query *q) {
  conn *c = (conn *)base;
  TRY(prepare(c, q, ""));
  PGresult *r = PQdescribePrepared(c->s, "");
  if (PQresultStatus(r) != PGRES_COMMAND_OK) return failure(c, r, q->name);
  bool fits = columns_fit(r, q) && PQnparams(r) == (int)strlen(q->parameters);
  for (int i = 0; fits && q->parameters[i]; i++)
    fits = PQparamtype(r, i) == oid_of(q->parameters[i]);
  PQclear(r);
  return fits ? NULL : db_failure(base, ERR_INTERNAL, q->name, "parameters or columns differ");
}

static err *script(db_conn *base, const char *sql) { return simple((conn *)base, sql, "script"); }

static err *adhoc_rows(const PGresult *r, const db_adhoc_call *call) {
  int rows = PQntuples(r), columns = PQnfields(r);
  if (columns > DB_COLUMNS) return db_failure(NULL, ERR_INTERNAL, "adhoc", "too many columns");
  for (int i = 0; call->fn && i < rows; i++) {
    db_value row[DB_COLUMNS] = {0};
    for (int k = 0; k < columns; k++) {
      row[k] = (db_value){.type = DB_TEXT, .null = PQgetisnull(r, i, k) != 0};
      if (!row[k].null) row[k].s = (str){PQgetvalue(r, i, k), (size_t)PQgetlength(r, i, k)};
    }
    TRY(call->fn(call->arg, row));
  }
  return NULL;
}

static err *adhoc(db_conn *base, const db_adhoc_call *call) {
  conn *c = (conn *)base;
  const char *values[DB_PARAMETERS];
  char *copies[DB_PARAMETERS];
  bool memory = true;
  for (int i = 0; i < call->n; i++) { /* text parameters end with NUL */
    copies[i] = call->args[i].p ? strndup(call->args[i].p, call->args[i].n) : NULL;
    memory &= copies[i] || !call->args[i].p;
    values[i] = copies[i];
  }
  PGresult *r = memory ? PQexecParams(c->s, call->sql, call->n, NULL, values, NULL, NULL, 0) : NULL;
  for (int i = 0; i < call->n; i++) free(copies[i]);
  ExecStatusType status = PQresultStatus(r);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return failure(c, r, "adhoc");
  err *e = adhoc_rows(r, call);
  PQclear(r);
  return e;
}

const db_ops db_pg_ops = {connect_to, disconnect, command, run, script, adhoc, check};
