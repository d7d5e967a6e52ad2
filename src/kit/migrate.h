/* migrate: brings a database to this program's schema.
 *
 * migrations/NNNN_name.sql are embedded in the binary in order.  They are written in the common
 * subset with BIGINT, TEXT and BYTEA; for SQLite BIGINT becomes INTEGER, BYTEA becomes BLOB, and
 * the mark [strict] becomes STRICT (for PostgreSQL nothing).  Lines between "-- sqlite" or
 * "-- postgresql" and "-- end" are for that database alone.  Each file is one transaction, recorded
 * in schema_migration(number, name, sha256, at). */
#ifndef KIT_MIGRATE_H
#define KIT_MIGRATE_H
#include "kit/db.h"

typedef struct migration {
  int number;
  const char *name;
  str sql;
} migration;
extern const migration migrations[]; /* embedded, in order, generated */
extern const int migration_count;

/* The newest migration applied, 0 for an empty database. */
err *migrate_at(db *d, int *number);
/* Applies what is missing; done (or NULL) is called before each; now_us: µs UTC.  A database newer
 * than this program or with another text under a known number is refused with a clear message and
 * nothing changed. */
err *migrate_run(db *d, void (*done)(void *, const migration *), void *arg, int64_t now_us);
/* The migration's text for one kind of database (tools/gen_sql and tests use it); none when the
 * blocks do not pair. */
str migrate_text(arena *a, str sql, db_kind kind);
/* Makes schema_migration itself, written like a migration; no migration creates that table. */
extern const char migrate_table[];
#endif
