/* cmd_admin: `motcua migrate` and `motcua doctor`: what an administrator runs by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/buf.h"
#include "cmd.h"
#include "kit/clamd.h"
#include "kit/migrate.h"
#include "office/doctor.h"
#include "office/mail.h"
#include "office/unattended.h"

enum { MEMORY = 16 << 20 };

/* --- migrate --- */

static void say(void *arg, const migration *m) {
  (*(int *)arg)++;
  printf("migration %d: %s\n", m->number, m->name);
}

static err *migrate_with(arena *a, const conf *c) {
  office_options o = cmd_office(c);
  db *d;
  int done = 0;
  TRY(office_lock(&o));
  TRY(db_open(office_database(a, &o), false, 1, &d));
  err *e = migrate_run(d, say, &done, instant_now().us);
  db_close(d);
  if (!e && !done) puts("The database is up to date.");
  return e;
}

/* An installation from before it had a key for proofs of filing gets one. */
static err *complete(arena *a, const conf *c) {
  office_options o = cmd_office(c);
  office *f;
  bool made;
  TRY(office_open(&o, &f));
  err *e = unattended_make(f, a, instant_now(), &made);
  if (!e && made) puts("Made the Centre's key for what the server signs by itself.");
  office_close(f);
  return e;
}

err *cmd_migrate(const conf *c) {
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  err *e = migrate_with(a, c);
  if (!e) e = complete(a, c);
  if (e) e = err_keep(e);
  arena_free(a);
  return e;
}

/* --- doctor --- */

static void line(const char *what, str value) { printf("%-40s %.*s\n", what, STR_ARG(value)); }

static err *keep_text(void *arg, const db_value *row) {
  str *kept = ((void **)arg)[1];
  *kept = str_dup(((void **)arg)[0], row[0].s);
  return NULL;
}

/* What the database itself says of how it makes commits durable. */
static err *durability(ctx *c, str *said) {
  bool sqlite = db_kind_of(c->office->db) == DB_SQLITE;
  str mode = STR_NONE;
  void *arg[] = {c->a, &mode};
  TRY(db_adhoc(c->db, sqlite ? "PRAGMA synchronous" : "SHOW synchronous_commit", NULL,
               keep_text, arg));
  bool safe = sqlite ? str_eq(mode, S("2")) || str_eq(mode, S("3"))
                     : !str_eq(mode, S("off")) && !str_eq(mode, S("local"));
  *said = str_cat(c->a, sqlite ? S("SQLite, synchronous ") : S("PostgreSQL, synchronous_commit "),
                  mode, safe ? S("") : S(" (NOT SAFE)"));
  return NULL;
}

static void storage(arena *a, const office *f) {
  struct statvfs disk;
  bool known = statvfs(f->folder, &disk) == 0;
  uint64_t free_mib = known ? (uint64_t)disk.f_bavail * disk.f_frsize >> 20 : 0;
  line("free disk", known ? str_fmt(a, "%llu MiB%s", (unsigned long long)free_mib,
                                    free_mib < 1024 ? " (little)" : "")
                          : S("unknown"));
}

static void secret(arena *a, const conf *c) {
  struct stat st;
  const char *path = c->secret ? c->secret : str_cat(a, str_of(c->data), S(".secret")).p;
  if (stat(path, &st))
    line("secret file", str_cat(a, str_of(path), S(" cannot be read")));
  else
    line("secret file", str_fmt(a, "%s, mode %04o", path, (unsigned)st.st_mode & 07777));
}

static void costs(arena *a, const office *f) {
  bool low = f->pin_cost.kib < 19456 || f->password_cost.kib < 19456 || f->pin_cost.passes < 2 ||
             f->password_cost.passes < 2 || f->pkcs12_iterations < 600000;
  line("costs", str_fmt(a, "password %lld KiB %lld passes, PIN %lld KiB %lld passes, "
                           "key files %d rounds%s",
                        (long long)f->password_cost.kib, (long long)f->password_cost.passes,
                        (long long)f->pin_cost.kib, (long long)f->pin_cost.passes,
                        f->pkcs12_iterations,
                        low ? " (LOWERED: for a demonstration or tests alone)" : ""));
  line("demonstration", f->demo ? S("yes: everybody knows its passwords") : S("no"));
}

/* Whether papers can be taken: what reads them, and the virus scanner where there is one. */
static void uploads(const ctx *c) {
  err *e = box_ready(c->office->box);
  line("uploads", e ? S("REFUSED: motcua-box does not work here") : S("read in a sandbox"));
  const char *clamd = c->office->clamd;
  e = clamd ? clamd_ping(clamd) : NULL;
  str answers = e ? S("REFUSED: it does not answer") : S("answers");
  line("virus scanner", clamd ? answers : S("none (--clamd)"));
}

static err *facts(ctx *c) {
  doctor_fact *all;
  size_t n;
  TRY(doctor_facts(c, &all, &n));
  for (size_t i = 0; i < n; i++)
    line(all[i].what, str_fmt(c->a, "%lld%s%.*s%s", (long long)all[i].n,
                              all[i].about.n ? " of " : "", STR_ARG(all[i].about),
                              all[i].look ? "  !" : ""));
  return NULL;
}

static err *mail_line(ctx *c) {
  const mail_server *s = c->office->mail;
  mail_figures m;
  TRY(mail_count(c, &m));
  line("mail server", s ? str_cat(c->a, str_of(s->url), S(", from "), str_of(s->from))
                        : S("NOT SET UP: nobody can register or reset a password (--mail)"));
  line("mail waiting", str_fmt(c->a, "%lld", (long long)m.waiting));
  line("mail given up", str_fmt(c->a, "%lld%s%.*s", (long long)m.dead,
                                m.newest_error.p ? ", the last: " : "", STR_ARG(m.newest_error)));
  return NULL;
}

static err *look(ctx *c, void *arg) {
  const conf *given = arg;
  int number;
  str kind;
  TRY(migrate_at(c->office->db, &number));
  TRY(durability(c, &kind));
  line("database", kind);
  line("schema", str_fmt(c->a, "%d of %d", number, migrations[migration_count - 1].number));
  storage(c->a, c->office);
  uploads(c);
  secret(c->a, given);
  costs(c->a, c->office);
  TRY(facts(c));
  return mail_line(c);
}

err *cmd_doctor(const conf *given) {
  office_options o = cmd_office(given);
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  office *f = NULL;
  err *e = office_open(&o, &f);
  if (!e) {
    line("version", S(MOTCUA_VERSION));
    ctx c = {.a = a, .office = f, .now = instant_now()};
    c.edition = office_edition(f);
    e = ctx_read(&c, look, (void *)(uintptr_t)given);
    office_release(f, c.edition);
    office_close(f);
  }
  arena_free(a);
  return e;
}
