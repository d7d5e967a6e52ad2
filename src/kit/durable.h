/* durable: files of a folder that are there whole, or not at all, whenever the process or the
 * machine ends.  Paths are relative to the folder's descriptor and never leave it. */
#ifndef KIT_DURABLE_H
#define KIT_DURABLE_H
#include "base/err.h"

/* What errno says as an error, logged with what was done ("writing"): ERR_STORAGE there is no room,
 * ERR_NOT_FOUND no such file, else ERR_INTERNAL. */
err *durable_failed(const char *doing);
/* Opens a folder, which create makes (0700) with the folder "tmp" in it; the caller closes *fd.
 * Temporary files that a crash left there more than a day ago are removed.
 * ERR_UNAVAILABLE when it cannot be opened. */
err *durable_open(const char *folder, bool create, int *fd);
/* Writes bytes to "tmp/NAME", syncs, and moves that to path in place of what is there; folders on
 * the way are made.  Durable when it returns. */
err *durable_put(int folder, const char *name, const char *path, str bytes);
/* A regular file, opened for reading; the caller closes *fd.  *size in bytes. */
err *durable_fd(int folder, const char *path, int *fd, int64_t *size);
/* The whole content, in a; ERR_TOO_LARGE over most bytes. */
err *durable_get(int folder, const char *path, arena *a, size_t most, str *bytes);
/* Removes the files in the folder PATH + BEHIND, and it, as far as that goes. */
void durable_remove_folder(int folder, str path, const char *behind);
/* Takes the file "lock" in the folder for as long as *fd is open, which the caller closes; -1:
 * another process has it. */
err *durable_lock(int folder, int *fd);
#endif
