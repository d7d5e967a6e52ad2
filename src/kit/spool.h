/* spool: takes a body piece by piece; small ones stay in memory, larger ones go to a file.
 *
 * The file is made in the given folder with a random name and mode 0600, so that it can be moved to
 * its place afterwards; what has not been moved is removed by spool_drop. */
#ifndef KIT_SPOOL_H
#define KIT_SPOOL_H
#include "base/buf.h"
#include "base/err.h"

typedef struct spool {
  arena *a;
  const char *folder;          /* NULL: no file, memory_limit is all */
  size_t memory_limit, body_limit;
  buf memory;
  size_t size;                 /* bytes taken so far */
  int fd;
  const char *path;
  void *map;
} spool;

/* A zeroed spool is valid for spool_drop alone. */
void spool_open(spool *s, arena *a, const char *folder, size_t memory_limit, size_t body_limit);
/* ERR_TOO_LARGE over body_limit, ERR_STORAGE when the disk refuses; the spool is to be dropped. */
err *spool_add(spool *s, str bytes);
/* The whole, valid until spool_drop; path is NULL when it is in memory. */
err *spool_end(spool *s, str *body, const char **path);
void spool_drop(spool *s);
/* Removes files of spools that are older than a day: a process that was killed left them. */
void spool_sweep(const char *folder);
#endif
