/* archive: a ZIP file, written piece by piece into an open file (libarchive): its memory does not
 * grow with what goes into it. */
#ifndef KIT_ARCHIVE_H
#define KIT_ARCHIVE_H
#include "base/err.h"
#include "base/time.h"

typedef struct archive_file archive_file; /* in the arena that it was begun with */

/* Writes to fd, which stays the caller's.  ERR_UNAVAILABLE: no memory. */
err *archive_begin(arena *a, int fd, archive_file **out);
/* One member.  name: a path of ASCII letters, digits and . _ - /; at: when it was made.
 * ERR_STORAGE: the disk refuses. */
err *archive_put(archive_file *f, str name, instant at, str bytes);
/* The same with what stands in a file of that size; ERR_STORAGE also when it is shorter. */
err *archive_put_fd(archive_file *f, str name, instant at, int fd, int64_t size);
/* Completes it; *size: its bytes. */
err *archive_end(archive_file *f, int64_t *size);
/* Frees it, ended or not; NULL is left alone. */
void archive_drop(archive_file *f);
#endif
