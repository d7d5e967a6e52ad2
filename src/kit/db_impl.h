/* db_impl: what db.c and the two databases agree upon; private to kit/db*.c. */
#ifndef KIT_DB_IMPL_H
#define KIT_DB_IMPL_H
#include <pthread.h>

#include "kit/db.h"

enum { DB_COLUMNS = 64, DB_PARAMETERS = 64, DB_STATEMENTS = 4096 };

typedef enum db_command {
  DB_BEGIN_READ,
  DB_BEGIN_WRITE,
  DB_COMMIT,
  DB_ROLLBACK,
  DB_SAVE,
  DB_SAVE_RELEASE,
  DB_SAVE_ROLLBACK,
  DB_COMMANDS
} db_command;

typedef struct db_run_call {
  const db_query *q;
  const db_value *parameters;
  db_row_fn fn;
  void *arg;
  int64_t *changed;
} db_run_call;

typedef struct db_adhoc_call {
  const char *sql;
  const str *args;
  int n;
  db_row_fn fn;
  void *arg;
} db_adhoc_call;

/* One database's side.  connect leaves nothing open when it fails; writing: not for the pool. */
typedef struct db_ops {
  err *(*connect)(db *d, bool writing, db_conn **out);
  void (*disconnect)(db_conn *c);
  err *(*command)(db_conn *c, db_command command);
  err *(*run)(db_conn *c, const db_run_call *call);
  err *(*script)(db_conn *c, const char *sql);
  err *(*adhoc)(db_conn *c, const db_adhoc_call *call);
  err *(*check)(db_conn *c, const db_query *q);
} db_ops;
extern const db_ops db_sqlite_ops, db_pg_ops;

struct db_conn { /* the first member of each database's own struct */
  const db_ops *ops;
  db *d;
  db_conn *next; /* in the pool */
  int64_t statements;
  db_work work;
  bool open;   /* in a transaction */
  bool failed; /* a statement failed: nothing more until a rollback */
  bool broken;
};

struct db {
  db_kind kind;
  const db_ops *ops;
  char *where; /* a path, or a libpq URI */
  pthread_mutex_t mutex;
  pthread_cond_t returned;
  db_conn *idle;
  int made, most;
};

/* Logs name and code, marks c (may be NULL) as failed, and makes the error callers see. */
err *db_failure(db_conn *c, err_kind kind, const char *name, const char *code);
/* Creates an empty file, mode 0600, and makes its folder entry durable; one that is there stays. */
err *db_sqlite_create(const char *path);
#endif
