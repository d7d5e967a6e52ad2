/* migrate: see migrate.h.  Two processes may start at once: each step takes SQLite's write lock or
 * an advisory lock of PostgreSQL, then looks again what is missing. */
#include "kit/migrate.h"

#include "base/buf.h"
#include "kit/crypto.h"

enum { SCRATCH = 16 << 20 };

typedef struct seen {
  arena *a;
  int count;
} seen;

static err *see_number(void *arg, const db_value *row) {
  int64_t n = 0;
  if (!row[0].null && !str_to_i64(row[0].s, &n))
    return ERR(INTERNAL, N_("The list of migrations cannot be read."));
  *(int *)arg = (int)n;
  return NULL;
}

static err *see_table(void *arg, const db_value *row) {
  *(bool *)arg = !row[0].null;
  return NULL;
}

static err *has_table(db_conn *c, bool *is) {
  *is = false;
  return db_adhoc(c, db_conn_kind(c) == DB_SQLITE
                         ? "SELECT name FROM sqlite_master WHERE name = 'schema_migration'"
                         : "SELECT to_regclass('schema_migration')",
                  NULL, see_table, is);
}

err *migrate_at(db *d, int *number) {
  db_conn *c;
  *number = 0;
  TRY(db_read_begin(d, &c));
  bool is;
  err *e = has_table(c, &is);
  if (!e && is)
    e = db_adhoc(c, "SELECT MAX(number) FROM schema_migration", NULL, see_number, number);
  db_read_end(d, c);
  return e;
}

static err *compare(void *arg, const db_value *row) {
  seen *s = arg;
  int64_t number = 0;
  if (!str_to_i64(row[0].s, &number))
    return ERR(INTERNAL, N_("The list of migrations cannot be read."));
  if (s->count >= migration_count)
    return ERR(CONFLICT, N_("The database is newer than this program (migration {0}: {1}). Use a "
                            "newer motcua."), row[0].s, row[1].s);
  const migration *m = &migrations[s->count++];
  if (m->number != number || !str_eq(hex_of(s->a, sha256(s->a, m->sql)), row[2].s))
    return ERR(CONFLICT, N_("Migration {0} of the database ({1}) is not the one of this program. "
                            "Nothing was changed."), row[0].s, row[1].s);
  return NULL;
}

static err *record(db_conn *c, arena *a, const migration *m, int64_t now_us) {
  const str row[] = {str_fmt(a, "%d", m->number), str_of(m->name),
                     hex_of(a, sha256(a, m->sql)), str_fmt(a, "%lld", (long long)now_us),
                     STR_NONE};
  return db_adhoc(c, db_conn_kind(c) == DB_SQLITE
                         ? "INSERT INTO schema_migration VALUES ($1, $2, $3, $4)"
                         : "INSERT INTO schema_migration VALUES ($1::bigint, $2, $3, $4::bigint)",
                  row, NULL, NULL);
}

typedef struct step_call {
  db_conn *c;
  arena *a;
  void (*done)(void *, const migration *);
  void *arg;
  int64_t now_us;
} step_call;

static err *script_of(step_call *k, const char *name, str sql) {
  str text = migrate_text(k->a, sql, db_conn_kind(k->c));
  if (!text.p) return ERR(INTERNAL, N_("Migration {0} is not well formed."), str_of(name));
  return db_script(k->c, text.p);
}

/* Applies the first that is missing, inside a transaction; *more is false when there is none. */
static err *step(step_call *k, bool *more) {
  if (db_conn_kind(k->c) == DB_POSTGRESQL) /* "motcua" as a number */
    TRY(db_adhoc(k->c, "SELECT pg_advisory_xact_lock(120325461472609)", NULL, NULL, NULL));
  bool is;
  TRY(has_table(k->c, &is));
  if (!is) TRY(script_of(k, "0", str_of(migrate_table)));
  seen s = {.a = k->a};
  TRY(db_adhoc(k->c, "SELECT number, name, sha256 FROM schema_migration ORDER BY number",
               NULL, compare, &s));
  *more = s.count < migration_count;
  if (!*more) return NULL;
  const migration *m = &migrations[s.count];
  if (k->done) k->done(k->arg, m);
  TRY(script_of(k, m->name, m->sql));
  return record(k->c, k->a, m, k->now_us);
}

err *migrate_run(db *d, void (*done)(void *, const migration *), void *arg, int64_t now_us) {
  step_call k = {.done = done, .arg = arg, .now_us = now_us, .a = arena_new(SCRATCH)};
  if (!k.a) return ERR(UNAVAILABLE, N_("There is not enough memory."));
  err *e = db_connect(d, &k.c);
  for (bool more = true; !e && more;) {
    arena_reset(k.a, SCRATCH);
    e = db_begin(k.c);
    if (e) break;
    e = step(&k, &more);
    if (e) db_rollback(k.c);
    else e = db_commit(k.c);
  }
  db_disconnect(k.c);
  arena_free(k.a);
  return e;
}
