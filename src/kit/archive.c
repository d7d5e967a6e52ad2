/* archive: see archive.h.  libarchive's ZIP writer; members are deflated, their names ASCII, so
 * that no locale has a part in them. */
#include "kit/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"

enum { PIECE = 64 << 10, MODE = 0644 };

struct archive_file {
  arena *a;
  struct archive *zip;
  int fd;
};

static err *refused(const archive_file *f) {
  const char *why = archive_error_string(f->zip);
  log_error("archive: %s", why ? why : "unknown");
  return ERR(STORAGE, N_("The archive could not be written."));
}

err *archive_begin(arena *a, int fd, archive_file **out) {
  archive_file *f = arena_new_of(a, archive_file);
  *f = (archive_file){.a = a, .zip = archive_write_new(), .fd = fd};
  *out = f;
  if (!f->zip) return ERR(UNAVAILABLE, N_("Out of memory."));
  bool good = archive_write_set_format_zip(f->zip) == ARCHIVE_OK &&
              archive_write_open_fd(f->zip, fd) == ARCHIVE_OK;
  return good ? NULL : refused(f);
}

static err *header(archive_file *f, str name, instant at, int64_t size) {
  struct archive_entry *e = archive_entry_new();
  if (!e) return ERR(UNAVAILABLE, N_("Out of memory."));
  archive_entry_set_pathname(e, str_cat(f->a, name).p);
  archive_entry_set_size(e, size);
  archive_entry_set_filetype(e, S_IFREG);
  archive_entry_set_perm(e, MODE);
  archive_entry_set_mtime(e, (time_t)(at.us / SECOND), 0);
  int done = archive_write_header(f->zip, e);
  archive_entry_free(e);
  return done == ARCHIVE_OK ? NULL : refused(f);
}

static err *data(archive_file *f, str bytes) {
  while (bytes.n) {
    la_ssize_t n = archive_write_data(f->zip, bytes.p, bytes.n);
    if (n <= 0) return refused(f);
    bytes = str_sub(bytes, (size_t)n, bytes.n);
  }
  return NULL;
}

err *archive_put(archive_file *f, str name, instant at, str bytes) {
  TRY(header(f, name, at, (int64_t)bytes.n));
  return data(f, bytes);
}

err *archive_put_fd(archive_file *f, str name, instant at, int fd, int64_t size) {
  char piece[PIECE];
  TRY(header(f, name, at, size));
  for (int64_t done = 0; done < size;) {
    ssize_t n = pread(fd, piece, sizeof piece, done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return ERR(STORAGE, N_("The archive could not be written."));
    TRY(data(f, (str){piece, (size_t)n}));
    done += n;
  }
  return NULL;
}

err *archive_end(archive_file *f, int64_t *size) {
  struct stat st;
  if (archive_write_close(f->zip) != ARCHIVE_OK) return refused(f);
  if (fstat(f->fd, &st)) return ERR(STORAGE, N_("The archive could not be written."));
  *size = st.st_size;
  return NULL;
}

void archive_drop(archive_file *f) {
  if (f && f->zip) archive_write_free(f->zip);
  if (f) f->zip = NULL;
}
