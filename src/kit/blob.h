/* blob: files that are written once, in a folder of the data directory.
 *
 * A blob is named by a random id (128 bits, hex); two holders never share one.  Writing: a
 * temporary file, fsync, rename into blobs/ab/ID, fsync of the folder; only then a row may name
 * it. */
#ifndef KIT_BLOB_H
#define KIT_BLOB_H
#include "base/err.h"

typedef struct blob_store blob_store;

/* The store in a folder, which create makes.  ERR_UNAVAILABLE when it cannot be opened.  Threads
 * may share a store.  Writing: ERR_STORAGE when there is no room. */
err *blob_open(const char *folder, bool create, blob_store **out);
void blob_close(blob_store *s);

/* Stores bytes durably; id (in a) and sha256 (32 raw bytes, in a) of what was written. */
err *blob_put(blob_store *s, arena *a, str bytes, str *id, str *sha256);
/* Moves a spooled file of the same file system in, after fsync; the path is gone afterwards. */
err *blob_put_file(blob_store *s, arena *a, const char *path, str *id, str *sha256);
/* The whole content; ERR_NOT_FOUND when it is missing, ERR_TOO_LARGE over most bytes. */
err *blob_get(blob_store *s, arena *a, str id, size_t most, str *bytes);
/* An open descriptor for sending; the caller closes it. */
err *blob_fd(blob_store *s, str id, int *fd, int64_t *size);
/* ERR_NOT_FOUND when it is not there. */
err *blob_remove(blob_store *s, str id);
/* Calls fn for every stored id (sweep, verify) with its size in bytes and when it was written; an
 * error of fn ends it and is returned. */
err *blob_each(blob_store *s, err *(*fn)(void *arg, str id, int64_t size, int64_t modified_us),
               void *arg);
#endif
