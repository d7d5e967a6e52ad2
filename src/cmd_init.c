/* cmd_init: `motcua init`: a new folder, secret and database, filled with what an installation
 * begins with, and, if wished, with the demonstration.  A failure leaves nothing behind. */
#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "cmd.h"
#include "kit/migrate.h"
#include "office/account.h"
#include "office/demo.h"
#include "office/unattended.h"

enum { MEMORY = 256 << 20, NAME_MOST = 64 };

/* --- progress on a terminal --- */

typedef struct meter {
  bool shown;
  int64_t last;
} meter;

static void show(void *arg, int64_t done, int64_t all) {
  meter *m = arg;
  int64_t percent = all ? done * 100 / all : 100;
  if (!m->shown || percent == m->last) return;
  m->last = percent;
  fprintf(stderr, "\rdossiers: %lld of %lld (%lld %%)%s", (long long)done, (long long)all,
          (long long)percent, done == all ? "\n" : "");
}

/* --- undoing --- */

static void remove_tree(arena *a, str path, int depth) {
  DIR *d = depth > 0 ? opendir(path.p) : NULL;
  for (struct dirent *e; d && (e = readdir(d));) {
    str name = str_of(e->d_name);
    if (str_eq(name, S(".")) || str_eq(name, S(".."))) continue;
    str inside = str_cat(a, path, S("/"), name);
    if (unlink(inside.p)) remove_tree(a, inside, depth - 1);
  }
  if (d) closedir(d);
  rmdir(path.p);
}

/* The tables that the migrations have made; the database was without them before (create.c). */
static void drop_tables(arena *a, const char *url) {
  db *d;
  db_conn *c;
  if (db_open(url, false, 1, &d)) return;
  if (!db_connect(d, &c)) {
    for (int i = 0; i < migration_count; i++) {
      str rest = migrations[i].sql;
      for (ptrdiff_t at; (at = str_find(rest, S("CREATE TABLE "))) >= 0;) {
        rest = str_sub(rest, (size_t)at + 13, rest.n);
        str name = str_sub(rest, 0, (size_t)str_chr(rest, ' ', 0));
        if (name.n < NAME_MOST)
          (void)db_script(c, str_cat(a, S("DROP TABLE IF EXISTS "), name, S(" CASCADE")).p);
      }
    }
    (void)db_script(c, "DROP TABLE IF EXISTS schema_migration CASCADE");
    (void)db_script(c, "DROP FUNCTION IF EXISTS append_only() CASCADE");
    (void)db_script(c, "DROP FUNCTION IF EXISTS delegation_ends_once() CASCADE");
    db_disconnect(c);
  }
  db_close(d);
}

static void undo(arena *a, const office_options *o) {
  str folder = str_of(o->folder);
  while (folder.n > 1 && folder.p[folder.n - 1] == '/') folder.n--;
  folder = str_dup(a, folder);
  if (o->database && str_starts(str_of(o->database), S("postgres"))) drop_tables(a, o->database);
  remove_tree(a, folder, 4);
  unlink(o->secret_file ? o->secret_file : str_cat(a, folder, S(".secret")).p);
}

/* --- making --- */

static err *fill(office *f, arena *a, const conf *c) {
  instant now = instant_now();
  TRY(install_base(f, a, now, c->demo));
  if (c->code_pattern) TRY(install_code_pattern(f, a, now, str_of(c->code_pattern)));
  bool made;
  if (!c->demo) return unattended_make(f, a, now, &made);
  TRY(demo_fill(f, a, now));
  meter m = {.shown = isatty(STDERR_FILENO), .last = -1};
  return c->dossiers ? demo_dossiers(f, now, c->dossiers, show, &m) : NULL;
}

static void tell(const conf *c) {
  printf("Made %s. Keep its secret file apart from backups of the folder.\n", c->data);
  if (!c->demo) return;
  printf("\nThe demonstration's people (password %s, PIN %s):\n", DEMO_PASSWORD, DEMO_PIN);
  for (size_t i = 0; i < demo_account_count; i++) {
    const demo_account *d = &demo_accounts[i];
    printf("  %-22.*s %.*s\n", STR_ARG(d->login), STR_ARG(d->what));
  }
}

err *cmd_init(const conf *c) {
  if (c->dossiers && !c->demo)
    return ERR(INVALID, N_("--dossiers needs --demo: only a demonstration has invented dossiers."));
  office_options o = cmd_office(c);
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  err *e = office_create(&o);
  bool made = !e;
  office *f = NULL;
  if (!e) e = office_open(&o, &f);
  if (!e) e = fill(f, a, c);
  if (f) office_close(f);
  if (e && made) undo(a, &o);
  if (!e) tell(c);
  e = err_keep(e);
  arena_free(a);
  return e;
}
