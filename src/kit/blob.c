/* blob: see blob.h.  Names files and checks ids; blob_folder and blob_s3 do the rest. */
#include "base/buf.h"
#include "base/rand.h"
#include "kit/blob_impl.h"
#include "kit/crypto.h"

enum { ID_BYTES = 16, ID_DIGITS = 32 };

bool blob_is_id(str id) {
  if (id.n != ID_DIGITS) return false;
  for (size_t i = 0; i < id.n; i++)
    if (!(id.p[i] >= '0' && id.p[i] <= '9') && !(id.p[i] >= 'a' && id.p[i] <= 'f')) return false;
  return true;
}

/* A text that is no id names nothing. */
static err *check(str id) {
  return blob_is_id(id) ? NULL : ERR(NOT_FOUND, N_("The file is missing."));
}

err *blob_put(blob_store *s, arena *a, str bytes, str *id, str *sha256_out) {
  str name = hex_of(a, rand_str(a, ID_BYTES));
  TRY(s->put(s, a, name, bytes));
  *id = name;
  *sha256_out = sha256(a, bytes);
  return NULL;
}

err *blob_get(blob_store *s, arena *a, str id, size_t most, str *bytes) {
  TRY(check(id));
  return s->get(s, a, id, most, bytes);
}

err *blob_fd(blob_store *s, str id, int *fd, int64_t *size) {
  TRY(check(id));
  return s->fd(s, id, fd, size);
}

err *blob_remove(blob_store *s, str id) {
  TRY(check(id));
  return s->remove(s, id);
}

err *blob_each(blob_store *s, int from, int to, blob_fn *fn, void *arg) {
  static const char digits[] = "0123456789abcdef";
  for (int i = from; i < to && i < BLOB_PARTS; i++) {
    const char begins[] = {digits[i >> 4 & 15], digits[i & 15]};
    TRY(s->each(s, (str){begins, sizeof begins}, fn, arg));
  }
  return NULL;
}

void blob_close(blob_store *s) {
  if (s) s->close(s);
}
