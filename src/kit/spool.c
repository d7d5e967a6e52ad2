/* spool: see spool.h. */
#include "kit/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/rand.h"
#include "base/time.h"

static const str prefix = {"upload-", 7};

static err *cannot_store(void) {
  int code = errno;
  log_error("spool: %s", strerrordesc_np(code));
  return ERR(STORAGE, N_("What you sent could not be stored"));
}

static err *write_all(int fd, str bytes) {
  while (bytes.n) {
    ssize_t n = write(fd, bytes.p, bytes.n);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return cannot_store();
    bytes = str_sub(bytes, (size_t)n, bytes.n);
  }
  return NULL;
}

void spool_open(spool *s, arena *a, const char *folder, size_t memory_limit, size_t body_limit) {
  *s = (spool){.a = a, .folder = folder, .fd = -1, .memory = buf_in(a)};
  s->memory_limit = memory_limit;
  s->body_limit = body_limit;
}

static err *to_file(spool *s) {
  str id = rand_public_id(s->a);
  s->path = str_fmt(s->a, "%s/%s%.*s", s->folder, prefix.p, STR_ARG(id)).p;
  s->fd = open(s->path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (s->fd < 0) {
    s->path = NULL;
    return cannot_store();
  }
  return write_all(s->fd, (str){s->memory.p, s->memory.n});
}

err *spool_add(spool *s, str bytes) {
  bool fits = bytes.n <= s->memory_limit && s->size <= s->memory_limit - bytes.n;
  if (bytes.n > s->body_limit || s->size > s->body_limit - bytes.n || (!fits && !s->folder))
    return ERR(TOO_LARGE, N_("What you sent is too large"));
  if (!fits && !s->path) TRY(to_file(s));
  s->size += bytes.n;
  if (s->path) return write_all(s->fd, bytes);
  buf_add(&s->memory, bytes);
  return NULL;
}

err *spool_end(spool *s, str *body, const char **path) {
  *path = s->path;
  *body = buf_str(&s->memory);
  if (!s->path) return NULL;
  void *map = mmap(NULL, s->size, PROT_READ, MAP_PRIVATE, s->fd, 0);
  if (map == MAP_FAILED) return cannot_store();
  close(s->fd);
  s->fd = -1;
  s->map = map;
  *body = (str){map, s->size};
  return NULL;
}

void spool_drop(spool *s) {
  if (s->map) munmap(s->map, s->size);
  if (s->path && s->fd >= 0) close(s->fd);
  if (s->path && unlink(s->path) && errno != ENOENT)
    log_error("spool: cannot remove a file: %s", strerrordesc_np(errno));
  *s = (spool){.fd = -1};
}

void spool_sweep(const char *folder) {
  DIR *d = opendir(folder);
  if (!d) return;
  int64_t before = instant_now().us / SECOND - DAY / SECOND;
  for (struct dirent *e; (e = readdir(d));) {
    struct stat st;
    if (!str_starts(str_of(e->d_name), prefix)) continue;
    if (fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode)) continue;
    if (st.st_mtime < before) unlinkat(dirfd(d), e->d_name, 0);
  }
  closedir(d);
}
