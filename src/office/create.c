/* create: a new data folder, its secret and its database; see office.h.
 *
 * Everything is made in an order that lets a failure be undone: folder, secret, database. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/defer.h"
#include "base/rand.h"
#include "base/time.h"
#include "kit/migrate.h"
#include "office/office.h"

enum { SECRET_SIZE = 32 };

static const char *secret_path(arena *a, const office_options *o) {
  if (o->secret_file) return o->secret_file;
  str folder = str_of(o->folder);
  while (folder.n > 1 && folder.p[folder.n - 1] == '/') folder.n--;
  return str_cat(a, folder, S(".secret")).p;
}

const char *office_database(arena *a, const office_options *o) {
  return o->database ? o->database
                     : str_cat(a, S("sqlite:"), str_of(o->folder), S("/motcua.db")).p;
}

err *office_secret(arena *a, const office_options *o, str *secret) {
  const char *path = secret_path(a, o);
  DEFER(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat st;
  if (fd < 0 || fstat(fd, &st))
    return ERR(UNAVAILABLE, N_("The secret file {0} cannot be read: {1}."), str_of(path),
               str_of(strerror(errno)));
  if (st.st_mode & 077)
    return ERR(UNAVAILABLE, N_("The secret file {0} is open to others; chmod 600 it."),
               str_of(path));
  char text[SECRET_SIZE * 2 + 2];
  ssize_t n = read(fd, text, sizeof text);
  str hex = str_trim((str){text, n < 0 ? 0 : (size_t)n});
  *secret = hex.n == SECRET_SIZE * 2 ? hex_read(a, hex) : STR_NONE;
  wipe((str){text, sizeof text});
  if (!secret->p)
    return ERR(UNAVAILABLE, N_("The secret file {0} does not hold 64 hex digits."), str_of(path));
  return NULL;
}

static err *make_secret(arena *a, const char *path) {
  DEFER(close_fd) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return ERR(UNAVAILABLE, N_("The secret file {0} cannot be made: {1}."), str_of(path),
               str_of(strerror(errno)));
  str text = str_cat(a, hex_of(a, rand_str(a, SECRET_SIZE)), S("\n"));
  bool ok = write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
  int why = errno;
  wipe(text);
  if (ok) return NULL;
  unlink(path);
  return ERR(STORAGE, N_("The secret file {0} cannot be written: {1}."), str_of(path),
             str_of(strerror(why)));
}

static bool folder_empty(const char *path) {
  DIR *d = opendir(path);
  if (!d) return false;
  bool empty = true;
  for (struct dirent *e; empty && (e = readdir(d));)
    empty = str_eq(str_of(e->d_name), S(".")) || str_eq(str_of(e->d_name), S(".."));
  closedir(d);
  return empty;
}

static void note_first(void *arg, const migration *m) {
  if (m->number == migrations[0].number) *(bool *)arg = true;
}

/* Of two that begin at once on one database, the one that makes the first tables goes on. */
static err *make_database(arena *a, const office_options *o) {
  db *d;
  TRY(db_open(office_database(a, o), true, 1, &d));
  int number = 0;
  bool ours = false;
  err *e = migrate_at(d, &number);
  if (!e && number == 0) e = migrate_run(d, note_first, &ours, instant_now().us);
  if (!e && !ours)
    e = ERR(CONFLICT,
            N_("The database holds an installation already; use migrate, or another one."));
  db_close(d);
  return e;
}

err *office_create(const office_options *o) {
  arena *a = arena_new((size_t)1 << 20);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  str folder = str_of(o->folder);
  bool made = mkdir(o->folder, 0700) == 0;
  err *e = NULL;
  if (!made && errno != EEXIST)
    e = ERR(UNAVAILABLE, N_("The folder {0} cannot be made: {1}."), folder,
            str_of(strerror(errno)));
  else if (!made && !folder_empty(o->folder))
    e = ERR(CONFLICT, N_("The folder {0} is not empty; nothing was changed."), folder);
  if (!e && !made) chmod(o->folder, 0700);
  const char *secret = secret_path(a, o);
  bool kept = false;
  if (!e) {
    e = make_secret(a, secret);
    kept = !e;
  }
  if (!e) e = make_database(a, o);
  if (e) {
    static const char *const files[] = {"/motcua.db", "/motcua.db-wal", "/motcua.db-shm"};
    bool ours = kept; /* the folder was missing or empty, so these are of our making */
    for (size_t i = 0; ours && !o->database && i < COUNT(files); i++)
      unlink(str_cat(a, folder, str_of(files[i])).p);
    if (kept) unlink(secret);
    if (made) rmdir(o->folder);
  }
  arena_free(a);
  return e;
}
