/* blob: see blob.h.  Everything is relative to the folder's descriptor, and an id is 32 hex
 * digits before it becomes part of a path.  There is no other state: threads may share a store. */
#include "kit/blob.h"

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
#include "base/rand.h"
#include "kit/crypto.h"

enum { ID_BYTES = 16, ID_DIGITS = 32, STALE_SECONDS = 24 * 3600, PATH_ROOM = 48 };

struct blob_store {
  int folder;
};

static err *failed(const char *doing) {
  int why = errno;
  log_error("blob: %s: %s", doing, strerror(why));
  if (why == ENOSPC || why == EDQUOT || why == EFBIG)
    return ERR(STORAGE, N_("There is no room to store this."));
  if (why == ENOENT) return ERR(NOT_FOUND, N_("The file is missing."));
  return ERR(INTERNAL, N_("A file could not be stored or read."));
}

static bool is_id(str id) {
  if (id.n != ID_DIGITS) return false;
  for (size_t i = 0; i < id.n; i++)
    if (!(id.p[i] >= '0' && id.p[i] <= '9') && !(id.p[i] >= 'a' && id.p[i] <= 'f')) return false;
  return true;
}

/* "ab/ID"; a text that is no id gives an error. */
static err *path_of(str id, char path[PATH_ROOM]) {
  if (!is_id(id)) return ERR(NOT_FOUND, N_("The file is missing."));
  snprintf(path, PATH_ROOM, "%.2s/%.*s", id.p, STR_ARG(id));
  return NULL;
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

static err *make_folder(int at, const char *name) {
  if (!mkdirat(at, name, 0700)) return fsync(at) ? failed("making a folder") : NULL;
  return errno == EEXIST ? NULL : failed("making a folder");
}

err *blob_open(const char *folder, bool create, blob_store **out) {
  if (create && mkdir(folder, 0700) && errno != EEXIST) return failed("making the folder");
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return ERR(UNAVAILABLE, N_("{0} cannot be opened: {1}."), str_of(folder),
                         str_of(strerror(errno)));
  err *e = make_folder(fd, "tmp");
  blob_store *s = e ? NULL : malloc(sizeof *s);
  if (!s) {
    close(fd);
    return e ? e : ERR(UNAVAILABLE, N_("There is not enough memory."));
  }
  s->folder = fd;
  sweep_temporary(fd);
  *out = s;
  return NULL;
}

void blob_close(blob_store *s) {
  if (!s) return;
  close(s->folder);
  free(s);
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
static err *settle(blob_store *s, int from_folder, const char *from, str id) {
  char path[PATH_ROOM], sub[4];
  TRY(path_of(id, path));
  snprintf(sub, sizeof sub, "%.2s", id.p);
  TRY(make_folder(s->folder, sub));
  DEFER(close_fd) int at = openat(s->folder, sub, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (at < 0) return failed("opening a folder");
  if (renameat(from_folder, from, s->folder, path)) return failed("moving");
  return fsync(at) ? failed("syncing a folder") : NULL;
}

err *blob_put(blob_store *s, arena *a, str bytes, str *id, str *sha256_out) {
  char temporary[PATH_ROOM];
  str name = hex_of(a, rand_str(a, ID_BYTES));
  snprintf(temporary, sizeof temporary, "tmp/%.*s", STR_ARG(name));
  int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  DEFER(close_fd) int fd = openat(s->folder, temporary, flags, 0600);
  if (fd < 0) return failed("creating");
  err *e = write_all(fd, bytes);
  if (!e) e = settle(s, s->folder, temporary, name);
  if (e) {
    unlinkat(s->folder, temporary, 0);
    return e;
  }
  *id = name;
  *sha256_out = sha256(a, bytes);
  return NULL;
}

err *blob_put_file(blob_store *s, arena *a, const char *path, str *id, str *sha256_out) {
  DEFER(close_fd) int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat st;
  if (fd < 0 || fstat(fd, &st)) return failed("opening a spooled file");
  if (!S_ISREG(st.st_mode)) return ERR(INTERNAL, N_("A file could not be stored or read."));
  if (fchmod(fd, 0600) || fsync(fd)) return failed("syncing");
  TRY(sha256_file(a, fd, sha256_out, &(int64_t){0}));
  str name = hex_of(a, rand_str(a, ID_BYTES));
  TRY(settle(s, AT_FDCWD, path, name));
  *id = name;
  return NULL;
}

/* --- reading --- */

err *blob_fd(blob_store *s, str id, int *fd, int64_t *size) {
  char path[PATH_ROOM];
  struct stat st;
  TRY(path_of(id, path));
  int f = openat(s->folder, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
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

err *blob_get(blob_store *s, arena *a, str id, size_t most, str *bytes) {
  DEFER(close_fd) int fd = -1;
  int64_t size;
  TRY(blob_fd(s, id, &fd, &size));
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

err *blob_remove(blob_store *s, str id) {
  char path[PATH_ROOM];
  TRY(path_of(id, path));
  if (!unlinkat(s->folder, path, 0)) return NULL;
  return errno == ENOENT ? ERR(NOT_FOUND, N_("The file is missing.")) : failed("removing");
}

/* --- all of them --- */

typedef struct each_call {
  err *(*fn)(void *arg, str id, int64_t size, int64_t modified_us);
  void *arg;
} each_call;

static err *each_in(int folder, const char *sub, const each_call *call) {
  int fd = openat(folder, sub, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT ? NULL : failed("opening a folder");
  DIR *d = fdopendir(fd);
  if (!d) {
    close(fd);
    return failed("opening a folder");
  }
  err *e = NULL;
  for (struct dirent *f; !e && (f = readdir(d));) {
    str id = str_of(f->d_name);
    struct stat st;
    if (!is_id(id) || !str_starts(id, str_of(sub))) continue;
    if (fstatat(fd, f->d_name, &st, AT_SYMLINK_NOFOLLOW)) continue; /* removed meanwhile */
    int64_t modified = (int64_t)st.st_mtim.tv_sec * 1000000 + st.st_mtim.tv_nsec / 1000;
    e = call->fn(call->arg, id, st.st_size, modified);
  }
  closedir(d);
  return e;
}

err *blob_each(blob_store *s, err *(*fn)(void *arg, str id, int64_t size, int64_t modified_us),
               void *arg) {
  const each_call call = {fn, arg};
  for (int i = 0; i < 256; i++) {
    char sub[4];
    snprintf(sub, sizeof sub, "%02x", (unsigned)i);
    TRY(each_in(s->folder, sub, &call));
  }
  return NULL;
}
