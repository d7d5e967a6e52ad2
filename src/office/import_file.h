/* import_file: a file that an administrator uploads: kept, judged, previewed, and applied as it was
 * previewed or not at all. */
#ifndef OFFICE_IMPORT_FILE_H
#define OFFICE_IMPORT_FILE_H
#include "office/import.h"

enum { IMPORT_ROWS_MOST = 500, IMPORT_MEMORY = 384 << 20 };

typedef struct import_file_kept {
  int64_t id;
  str public_id, name, blob, sha256; /* sha256 raw */
  import_kind kind;
  int64_t size, seen;     /* seen: the edition against which it was judged */
  const json *report;     /* {"read","added","changed","same","kept","remarks","rows":[{"line",
                             "code","kind","what"}, at most IMPORT_ROWS_MOST]} */
  instant uploaded_at, applied_at; /* applied_at none: not yet */
} import_file_kept;

/* Judges, previews and keeps the bytes; the public id, in c->a.  ERR_INVALID with the line and why:
 * then nothing is kept.  Writes by the train; c->who is the administrator. */
err *import_file_take(ctx *c, const import_source *s, str *public_id);
/* Needs c->db.  ERR_NOT_FOUND. */
err *import_file_find(ctx *c, str public_id, import_file_kept *out);
/* The newest ones, without their reports.  Needs c->db. */
err *import_file_recent(ctx *c, size_t most, import_file_kept **out, size_t *n);
/* The very bytes that were previewed, under the same edition: else ERR_STALE.  ERR_CONFLICT when it
 * was applied or would change nothing. */
err *import_file_apply(ctx *c, const import_file_kept *f);
#endif
