/* blob_impl: what a home of files can do; for the files of kit/blob alone. */
#ifndef KIT_BLOB_IMPL_H
#define KIT_BLOB_IMPL_H
#include "kit/blob.h"

/* A store begins with it.  Every id is 32 hex digits already. */
struct blob_store {
  err *(*put)(blob_store *s, arena *a, str id, str bytes);
  err *(*get)(blob_store *s, arena *a, str id, size_t most, str *bytes);
  err *(*fd)(blob_store *s, str id, int *fd, int64_t *size);
  err *(*remove)(blob_store *s, str id);
  err *(*each)(blob_store *s, str part, blob_fn *fn, void *arg); /* ids that begin with part */
  void (*close)(blob_store *s);
};

bool blob_is_id(str id);
#endif
