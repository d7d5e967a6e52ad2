/* durable: see durable.h. */
#include "kit/durable.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/defer.h"
#include "base/log.h"

enum { STALE_SECONDS = 24 * 3600, PATH_ROOM = 128 };

err *durable_failed(const char *doing) {
  int why = errno;
  log_error("files: %s: %s", doing, strerror(why));
  if (why == ENOSPC || why == EDQUOT || why == EFBIG)
    return ERR(STORAGE, N_("There is no room to store this."));
  if (why == ENOENT) return ERR(NOT_FOUND, N_("The file is missing."));
  return ERR(INTERNAL, N_("A file could not be stored or read."));
}

static err *make_folder(int at, const char *name) {
  if (!mkdirat(at, name, 0700)) return fsync(at) ? durable_failed("syncing") : NULL;
  return errno == EEXIST ? NULL : durable_failed("making a folder");
}

/* --- writing --- */
static err *write_all(int fd, str bytes) {
  while (bytes.n) {
    ssize_t n = write(fd, bytes.p, bytes.n);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return durable_failed("writing");
    bytes = str_sub(bytes, (size_t)n, bytes.n);
  }
  return fsync(fd) ? durable_failed("syncing") : NULL;
}

/* Opens the folder that the path's file is in, making what is missing, each made durable in its
 * parent; *file: the last name of the path. */
static err *walk(int folder, const char *path, int *at, const char **file) {
  int here = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (here < 0) return durable_failed("opening a folder");
  for (const char *slash; (slash = strchr(path, '/')); path = slash + 1) {
    char name[PATH_ROOM];
    snprintf(name, sizeof name, "%.*s", (int)(slash - path), path);
    err *e = make_folder(here, name);
    int next = e ? -1 : openat(here, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (!e && next < 0) e = durable_failed("opening a folder");
    close(here);
    if (e) return e;
    here = next;
  }
  *at = here;
  *file = path;
  return NULL;
}

static err *settle(int folder, const char *from, const char *path) {
  DEFER(close_fd) int at = -1;
  const char *file = path;
  TRY(walk(folder, path, &at, &file));
  if (renameat(folder, from, at, file)) return durable_failed("moving");
  return fsync(at) ? durable_failed("syncing a folder") : NULL;
}

err *durable_put(int folder, const char *name, const char *path, str bytes) {
  char temporary[PATH_ROOM];
  snprintf(temporary, sizeof temporary, "tmp/%s", name);
  int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  DEFER(close_fd) int fd = openat(folder, temporary, flags, 0600);
  if (fd < 0) return durable_failed("creating");
  err *e = write_all(fd, bytes);
  if (!e) e = settle(folder, temporary, path);
  if (e) unlinkat(folder, temporary, 0);
  return e;
}

/* --- reading --- */
err *durable_fd(int folder, const char *path, int *fd, int64_t *size) {
  struct stat st;
  int f = openat(folder, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (f < 0)
    return errno == ENOENT ? ERR(NOT_FOUND, N_("The file is missing.")) : durable_failed("opening");
  if (fstat(f, &st) || !S_ISREG(st.st_mode)) {
    close(f);
    return ERR(INTERNAL, N_("A file could not be stored or read."));
  }
  *fd = f;
  *size = st.st_size;
  return NULL;
}

err *durable_get(int folder, const char *path, arena *a, size_t most, str *bytes) {
  DEFER(close_fd) int fd = -1;
  int64_t size;
  TRY(durable_fd(folder, path, &fd, &size));
  if ((uint64_t)size > most) return ERR(TOO_LARGE, N_("The file is larger than allowed."));
  size_t n = (size_t)size, have = 0;
  char *p = arena_alloc(a, n + 1);
  while (have < n) {
    ssize_t got = read(fd, p + have, n - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return durable_failed("reading");
    if (!got) return ERR(INTERNAL, N_("A file could not be stored or read."));
    have += (size_t)got;
  }
  *bytes = (str){p, n};
  return NULL;
}

/* --- removing --- */
void durable_remove_folder(int folder, str path, const char *behind) {
  char name[PATH_ROOM];
  snprintf(name, sizeof name, "%.*s%s", STR_ARG(path), behind);
  int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return;
  DIR *d = fdopendir(fd);
  if (!d) close(fd);
  for (struct dirent *e; d && (e = readdir(d));)
    if (e->d_name[0] != '.') unlinkat(fd, e->d_name, 0);
  if (d) closedir(d);
  if (unlinkat(folder, name, AT_REMOVEDIR))
    log_warning("files: a folder stays: %s", strerror(errno));
}

/* --- opening --- */
err *durable_lock(int folder, int *fd) {
  int lock = openat(folder, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  *fd = -1;
  if (lock < 0) return durable_failed("opening a lock");
  if (!flock(lock, LOCK_EX | LOCK_NB)) {
    *fd = lock;
    return NULL;
  }
  bool taken = errno == EWOULDBLOCK;
  err *e = taken ? NULL : durable_failed("locking");
  close(lock);
  return e;
}

static void sweep_temporary(int folder) {
  int fd = openat(folder, "tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *d = fd < 0 ? NULL : fdopendir(fd);
  if (!d && fd >= 0) close(fd);
  for (struct dirent *e; d && (e = readdir(d));) {
    struct stat st;
    if (fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode)) continue;
    if (time(NULL) - st.st_mtime > STALE_SECONDS && unlinkat(fd, e->d_name, 0))
      log_warning("files: a stale temporary file stays: %s", strerror(errno));
  }
  if (d) closedir(d);
}

err *durable_open(const char *folder, bool create, int *fd) {
  if (create && mkdir(folder, 0700) && errno != EEXIST)
    return durable_failed("making the folder");
  int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (at < 0)
    return ERR(UNAVAILABLE, N_("{0} cannot be opened: {1}."), str_of(folder),
               str_of(strerror(errno)));
  err *e = make_folder(at, "tmp");
  if (e) {
    close(at);
    return e;
  }
  sweep_temporary(at);
  *fd = at;
  return NULL;
}
