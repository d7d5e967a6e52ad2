/* blob: files that are written once, in a folder or in an S3-compatible store.
 *
 * A blob is named by a random id (128 bits, hex); two holders never share one.  It is durable when
 * blob_put returns; only then a row may name it. */
#ifndef KIT_BLOB_H
#define KIT_BLOB_H
#include "base/err.h"

typedef struct blob_store blob_store;

/* A folder, which create makes: a temporary file, fsync, rename to ab/ID, fsync of ab.
 * ERR_UNAVAILABLE when it cannot be opened. */
err *blob_open(const char *folder, bool create, blob_store **out);
/* "s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION" (PREFIX and region may be left out);
 * durable with the store's 200.  credentials: a file with the lines aws_access_key_id=… and
 * aws_secret_access_key=….  ERR_INVALID: the address; ERR_UNAVAILABLE: the file, or the store does
 * not answer. */
err *blob_open_s3(const char *address, const char *credentials, blob_store **out);
void blob_close(blob_store *s);

/* Threads may share a store.  ERR_STORAGE: no room; ERR_UNAVAILABLE: the store does not answer. */

/* Stores bytes durably; id (in a) and sha256 (32 raw bytes, in a) of what was written. */
err *blob_put(blob_store *s, arena *a, str bytes, str *id, str *sha256);
/* The whole content; ERR_NOT_FOUND when it is missing, ERR_TOO_LARGE over most bytes. */
err *blob_get(blob_store *s, arena *a, str id, size_t most, str *bytes);
/* An open descriptor for sending; the caller closes it. */
err *blob_fd(blob_store *s, str id, int *fd, int64_t *size);
/* ERR_NOT_FOUND when it is not there, where the store tells. */
err *blob_remove(blob_store *s, str id);

/* All ids are in BLOB_PARTS parts of about one size. */
enum { BLOB_PARTS = 256 };
typedef err *blob_fn(void *arg, str id, int64_t size, int64_t modified_us);
/* Calls fn for every id of the parts [from, to), with its size in bytes and when it was written; an
 * error of fn ends it and is returned. */
err *blob_each(blob_store *s, int from, int to, blob_fn *fn, void *arg);
#endif
