/* blob_folder: files in a folder; see blob.h.  Everything is relative to the folder's descriptor.
 * There is no other state: threads may share a store. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/defer.h"
#include "base/log.h"
#include "kit/blob_impl.h"

enum { STALE_SECONDS = 24 * 3600, PATH_ROOM = 48 };

typedef struct shelf {
  blob_store s; /* first */
  int fd;
} shelf;

static int fd_of(const blob_store *s) { return ((const shelf *)(const void *)s)->fd; }

static err *failed(const char *doing) {
  int why = errno;
  log_error("blob: %s: %s", doing, strerror(why));
  if (why == ENOSPC || why == EDQUOT || why == EFBIG)
    return ERR(STORAGE, N_("There is no room to store this."));
  if (why == ENOENT) return ERR(NOT_FOUND, N_("The file is missing."));
  return ERR(INTERNAL, N_("A file could not be stored or read."));
}

/* "ab/ID". */
static void path_of(str id, char path[PATH_ROOM]) {
  snprintf(path, PATH_ROOM, "%.2s/%.*s", id.p, STR_ARG(id));
}

static err *make_folder(int at, const char *name) {
  if (!mkdirat(at, name, 0700)) return fsync(at) ? failed("making a folder") : NULL;
  return errno == EEXIST ? NULL : failed("making a folder");
}

/* --- writing --- */

static err *write_all(int fd, str bytes) {
  while (bytes.n) {
    ssize_t n = write(fd, bytes.p, bytes.n);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed("writing");
    bytes = str_sub(bytes, (size_t)n, bytes.n);
  }
  return fsync(fd) ? failed("syncing") : NULL;
}

/* Moves a synced file to its place and makes the folder's entry durable. */
static err *settle(int folder, const char *from, str id) {
  char path[PATH_ROOM], sub[4];
  path_of(id, path);
  snprintf(sub, sizeof sub, "%.2s", id.p);
  TRY(make_folder(folder, sub));
  DEFER(close_fd) int at = openat(folder, sub, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (at < 0) return failed("opening a folder");
  if (renameat(folder, from, folder, path)) return failed("moving");
  return fsync(at) ? failed("syncing a folder") : NULL;
}

static err *put(blob_store *s, arena *a, str id, str bytes) {
  char temporary[PATH_ROOM];
  (void)a;
  snprintf(temporary, sizeof temporary, "tmp/%.*s", STR_ARG(id));
  int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  DEFER(close_fd) int fd = openat(fd_of(s), temporary, flags, 0600);
  if (fd < 0) return failed("creating");
  err *e = write_all(fd, bytes);
  if (!e) e = settle(fd_of(s), temporary, id);
  if (e) unlinkat(fd_of(s), temporary, 0);
  return e;
}

/* --- reading --- */

static err *open_blob(blob_store *s, str id, int *fd, int64_t *size) {
  char path[PATH_ROOM];
  struct stat st;
  path_of(id, path);
  int f = openat(fd_of(s), path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (f < 0)
    return errno == ENOENT ? ERR(NOT_FOUND, N_("The file is missing.")) : failed("opening");
  if (fstat(f, &st) || !S_ISREG(st.st_mode)) {
    close(f);
    return ERR(INTERNAL, N_("A file could not be stored or read."));
  }
  *fd = f;
  *size = st.st_size;
  return NULL;
}

static err *get(blob_store *s, arena *a, str id, size_t most, str *bytes) {
  DEFER(close_fd) int fd = -1;
  int64_t size;
  TRY(open_blob(s, id, &fd, &size));
  if ((uint64_t)size > most) return ERR(TOO_LARGE, N_("The file is larger than allowed."));
  size_t n = (size_t)size, have = 0;
  char *p = arena_alloc(a, n + 1);
  while (have < n) {
    ssize_t got = read(fd, p + have, n - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("reading");
    if (!got) return ERR(INTERNAL, N_("A file could not be stored or read."));
    have += (size_t)got;
  }
  *bytes = (str){p, n};
  return NULL;
}

static err *remove_blob(blob_store *s, str id) {
  char path[PATH_ROOM];
  path_of(id, path);
  if (!unlinkat(fd_of(s), path, 0)) return NULL;
  return errno == ENOENT ? ERR(NOT_FOUND, N_("The file is missing.")) : failed("removing");
}

/* --- all of them --- */
static err *each(blob_store *s, str part, blob_fn *fn, void *arg) {
  char sub[4];
  snprintf(sub, sizeof sub, "%.*s", STR_ARG(part));
  int at = openat(fd_of(s), sub, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (at < 0) return errno == ENOENT ? NULL : failed("opening a folder");
  DIR *d = fdopendir(at);
  if (!d) {
    close(at);
    return failed("opening a folder");
  }
  err *e = NULL;
  for (struct dirent *f; !e && (f = readdir(d));) {
    str id = str_of(f->d_name);
    struct stat st;
    if (!blob_is_id(id) || !str_starts(id, part)) continue;
    if (fstatat(at, f->d_name, &st, AT_SYMLINK_NOFOLLOW)) continue; /* removed meanwhile */
    int64_t modified = (int64_t)st.st_mtim.tv_sec * 1000000 + st.st_mtim.tv_nsec / 1000;
    e = fn(arg, id, st.st_size, modified);
  }
  closedir(d);
  return e;
}

/* --- opening --- */
/* Temporary files that a crash left behind. */
static void sweep_temporary(int folder) {
  int fd = openat(folder, "tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *d = fd < 0 ? NULL : fdopendir(fd);
  if (!d && fd >= 0) close(fd);
  for (struct dirent *e; d && (e = readdir(d));) {
    struct stat st;
    if (fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode)) continue;
    if (time(NULL) - st.st_mtime > STALE_SECONDS && unlinkat(fd, e->d_name, 0))
      log_warning("blob: a stale temporary file stays: %s", strerror(errno));
  }
  if (d) closedir(d);
}

static void close_folder(blob_store *s) {
  close(fd_of(s));
  free(s);
}

err *blob_open(const char *name, bool create, blob_store **out) {
  if (create && mkdir(name, 0700) && errno != EEXIST) return failed("making the folder");
  int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return ERR(UNAVAILABLE, N_("{0} cannot be opened: {1}."), str_of(name),
                         str_of(strerror(errno)));
  err *e = make_folder(fd, "tmp");
  shelf *f = e ? NULL : malloc(sizeof *f);
  if (!f) {
    close(fd);
    return e ? e : ERR(UNAVAILABLE, N_("There is not enough memory."));
  }
  *f = (shelf){{put, get, open_blob, remove_blob, each, close_folder}, fd};
  sweep_temporary(fd);
  *out = &f->s;
  return NULL;
}
