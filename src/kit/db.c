/* db: see db.h.  The contract both databases share: the pool of read connections, the checks on
 * what goes in, and the rule that a failed statement ends its savepoint.  PostgreSQL has that rule
 * by itself; it is kept here for SQLite too, so that a mistake shows on either. */
#include "kit/db.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "kit/db_impl.h"

enum { WAIT_SECONDS = 30 };

err *db_failure(db_conn *c, err_kind kind, const char *name, const char *code) {
  static const str nothing[4];
  const char *msgid = kind == ERR_UNIQUE        ? N_("This exists already.")
                      : kind == ERR_RETRY       ? N_("Busy, please try again.")
                      : kind == ERR_STORAGE     ? N_("There is no room to store this.")
                      : kind == ERR_UNAVAILABLE ? N_("The database cannot be reached.")
                                                : N_("The database refused a statement.");
  log_level level = kind == ERR_UNIQUE  ? LOG_DEBUG_
                    : kind == ERR_RETRY ? LOG_WARNING_
                                        : LOG_ERROR_;
  log_line(level, "database: %s: %s", name, code);
  if (c) c->failed = true;
  err *e = err_make(__FILE__, __LINE__, kind, msgid, nothing);
  return kind == ERR_RETRY || kind == ERR_UNAVAILABLE ? err_retry(e, 1) : e;
}

static bool place_of(const char *url, db *d) {
  str s = str_of(url);
  const char *where = url;
  if (str_starts(s, S("sqlite:")) && s.n > 7) {
    d->kind = DB_SQLITE;
    d->ops = &db_sqlite_ops;
    where = url + 7;
  } else if (str_starts(s, S("postgresql://")) || str_starts(s, S("postgres://"))) {
    d->kind = DB_POSTGRESQL;
    d->ops = &db_pg_ops;
  } else {
    return false;
  }
  d->where = strdup(where);
  return d->where != NULL;
}

static void init_pool(db *d, int readers) {
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&d->returned, &monotonic);
  pthread_condattr_destroy(&monotonic);
  pthread_mutex_init(&d->mutex, NULL);
  d->most = readers < 1 ? 1 : readers;
}

err *db_open(const char *url, bool create, int readers, db **out) {
  db *d = calloc(1, sizeof *d);
  if (!d || !place_of(url, d)) {
    free(d);
    return ERR(INVALID, N_("A database is named sqlite:PATH or postgresql://…"));
  }
  init_pool(d, readers);
  err *e = create && d->kind == DB_SQLITE ? db_sqlite_create(d->where) : NULL;
  if (!e) e = d->ops->connect(d, false, &d->idle);
  if (e) {
    db_close(d);
    return e;
  }
  d->made = 1;
  *out = d;
  return NULL;
}

void db_close(db *d) {
  if (!d) return;
  for (db_conn *c; (c = d->idle);) {
    d->idle = c->next;
    d->ops->disconnect(c);
    d->made--;
  }
  if (d->made > 0) log_error("database: closed with %d connections in use", d->made);
  pthread_cond_destroy(&d->returned);
  pthread_mutex_destroy(&d->mutex);
  free(d->where);
  free(d);
}

db_kind db_kind_of(const db *d) { return d->kind; }
db_kind db_conn_kind(const db_conn *c) { return c->d->kind; }
int64_t db_statements(const db_conn *c) { return c->statements; }
db_work db_worked(const db_conn *c) { return c->work; }
bool db_broken(const db_conn *c) { return c->broken; }

static err *command(db_conn *c, db_command what) {
  c->statements++;
  return c->ops->command(c, what);
}

/* --- the pool --- */

static void give_up(db *d, db_conn *c) {
  if (c) d->ops->disconnect(c);
  pthread_mutex_lock(&d->mutex);
  d->made--;
  pthread_cond_signal(&d->returned);
  pthread_mutex_unlock(&d->mutex);
}

/* An idle connection, or NULL with leave to make one. */
static err *take(db *d, db_conn **out) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += WAIT_SECONDS;
  int late = 0;
  pthread_mutex_lock(&d->mutex);
  while (!d->idle && d->made == d->most && late != ETIMEDOUT)
    late = pthread_cond_timedwait(&d->returned, &d->mutex, &until);
  db_conn *c = d->idle;
  bool make = !c && d->made < d->most;
  if (c) d->idle = c->next;
  if (make) d->made++;
  pthread_mutex_unlock(&d->mutex);
  *out = c;
  return c || make ? NULL : db_failure(NULL, ERR_UNAVAILABLE, "pool", "all connections are taken");
}

err *db_read_begin(db *d, db_conn **out) {
  db_conn *c;
  TRY(take(d, &c));
  for (bool old = c != NULL;; old = false) {
    err *e = c ? NULL : d->ops->connect(d, false, &c);
    if (!e) e = command(c, DB_BEGIN_READ);
    if (!e) {
      c->open = true;
      c->failed = false;
      *out = c;
      return NULL;
    }
    if (!old || !c->broken) { /* a fresh connection that fails is the caller's answer */
      give_up(d, c);
      return e;
    }
    d->ops->disconnect(c);
    c = NULL;
  }
}

void db_read_end(db *d, db_conn *c) {
  if (!c) return;
  db_rollback(c);
  if (c->broken) {
    give_up(d, c);
    return;
  }
  pthread_mutex_lock(&d->mutex);
  c->next = d->idle;
  d->idle = c;
  pthread_cond_signal(&d->returned);
  pthread_mutex_unlock(&d->mutex);
}

err *db_connect(db *d, db_conn **out) { return d->ops->connect(d, true, out); }

void db_disconnect(db_conn *c) {
  if (!c) return;
  if (c->open) db_rollback(c);
  c->ops->disconnect(c);
}

/* --- transactions --- */

err *db_begin(db_conn *c) {
  c->failed = false;
  TRY(command(c, DB_BEGIN_WRITE));
  c->open = true;
  return NULL;
}

static err *refused(db_conn *c, const char *name) {
  return db_failure(c, ERR_INTERNAL, name, "a statement before it failed, and was not rolled back");
}

err *db_commit(db_conn *c) {
  err *e = c->failed ? refused(c, "commit") : command(c, DB_COMMIT);
  if (e) db_rollback(c);
  c->open = false;
  return e;
}

void db_rollback(db_conn *c) {
  if (c->open && !c->broken && command(c, DB_ROLLBACK)) c->broken = true;
  c->open = c->failed = false;
}

err *db_savepoint(db_conn *c) {
  return c->failed ? refused(c, "savepoint") : command(c, DB_SAVE);
}

err *db_savepoint_release(db_conn *c) {
  return c->failed ? refused(c, "release") : command(c, DB_SAVE_RELEASE);
}

err *db_savepoint_rollback(db_conn *c) {
  TRY(command(c, DB_SAVE_ROLLBACK));
  c->failed = false;
  return NULL;
}

/* --- statements --- */

static err *run(db_conn *c, const db_run_call *call) {
  const db_query *q = call->q;
  if (c->failed && c->open) return refused(c, q->name);
  for (size_t i = 0; q->parameters[i]; i++) {
    const db_value *v = &call->parameters[i];
    if (i >= DB_PARAMETERS || v->type != (db_type)q->parameters[i])
      return db_failure(c, ERR_INTERNAL, q->name, "a parameter of another type");
    if (v->type == DB_TEXT && !v->null && !str_utf8(v->s))
      return db_failure(c, ERR_INTERNAL, q->name, "a text that is not UTF-8");
  }
  c->statements++;
  return c->ops->run(c, call);
}

err *db_run(db_conn *c, const db_query *q, const db_value *parameters, int64_t *changed) {
  int64_t ignored;
  return run(c, &(db_run_call){.q = q, .parameters = parameters,
                               .changed = changed ? changed : &ignored});
}

err *db_rows(db_conn *c, const db_query *q, const db_value *parameters, db_row_fn fn, void *arg) {
  int64_t ignored;
  return run(c, &(db_run_call){q, parameters, fn, arg, &ignored});
}

err *db_script(db_conn *c, const char *sql) {
  if (c->failed && c->open) return refused(c, "script");
  c->statements++;
  return c->ops->script(c, sql);
}

err *db_adhoc(db_conn *c, const char *sql, const str *args, db_row_fn fn, void *arg) {
  if (c->failed && c->open) return refused(c, "adhoc");
  int n = 0;
  for (; args && args[n].p; n++) {
    if (n == DB_PARAMETERS) return db_failure(c, ERR_INTERNAL, "adhoc", "too many parameters");
    if (!str_utf8(args[n]))
      return db_failure(c, ERR_INTERNAL, "adhoc", "a text that is not UTF-8");
  }
  c->statements++;
  return c->ops->adhoc(c, &(db_adhoc_call){sql, args, n, fn, arg});
}

err *db_check(db_conn *c, const db_query *q) { return c->ops->check(c, q); }
