/* blob_folder: files in a folder; see blob.h.  Everything is relative to the folder's descriptor.
 * There is no other state: threads may share a store. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kit/blob_impl.h"
#include "kit/durable.h"

enum { PATH_ROOM = 48 };

typedef struct shelf {
  blob_store s; /* first */
  int fd;
} shelf;

static int fd_of(const blob_store *s) { return ((const shelf *)(const void *)s)->fd; }

/* "ab/ID". */
static void path_of(str id, char path[PATH_ROOM]) {
  snprintf(path, PATH_ROOM, "%.*s/%.*s", STR_ARG(str_sub(id, 0, 2)), STR_ARG(id));
}

static err *put(blob_store *s, arena *a, str id, str bytes) {
  char path[PATH_ROOM], name[PATH_ROOM];
  (void)a;
  path_of(id, path);
  snprintf(name, sizeof name, "%.*s", STR_ARG(id));
  return durable_put(fd_of(s), name, path, bytes);
}

static err *open_blob(blob_store *s, str id, int *fd, int64_t *size) {
  char path[PATH_ROOM];
  path_of(id, path);
  return durable_fd(fd_of(s), path, fd, size);
}

static err *get(blob_store *s, arena *a, str id, size_t most, str *bytes) {
  char path[PATH_ROOM];
  path_of(id, path);
  return durable_get(fd_of(s), path, a, most, bytes);
}

static err *remove_blob(blob_store *s, str id) {
  char path[PATH_ROOM];
  path_of(id, path);
  if (!unlinkat(fd_of(s), path, 0)) return NULL;
  return errno == ENOENT ? ERR(NOT_FOUND, N_("The file is missing.")) : durable_failed("removing");
}

/* --- all of them --- */
static err *each(blob_store *s, str part, blob_fn *fn, void *arg) {
  char sub[4];
  snprintf(sub, sizeof sub, "%.*s", STR_ARG(part));
  int at = openat(fd_of(s), sub, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (at < 0) return errno == ENOENT ? NULL : durable_failed("opening a folder");
  DIR *d = fdopendir(at);
  if (!d) {
    close(at);
    return durable_failed("opening a folder");
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
static void close_folder(blob_store *s) {
  close(fd_of(s));
  free(s);
}

err *blob_open(const char *name, bool create, blob_store **out) {
  int fd;
  TRY(durable_open(name, create, &fd));
  shelf *f = malloc(sizeof *f);
  if (!f) {
    close(fd);
    return ERR(UNAVAILABLE, N_("There is not enough memory."));
  }
  *f = (shelf){{put, get, open_blob, remove_blob, each, close_folder}, fd};
  *out = &f->s;
  return NULL;
}
