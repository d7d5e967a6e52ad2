/* sweep_blobs: files that no row names, left by a process that ended between the file and its row;
 * see jobs.h.
 *
 * A file younger than a day may still get its row.  One that is older and has none is noted; a day
 * later it is looked for again, and only then removed.  All parts of the store are gone through in
 * a day, so that an hour's share is a twenty-fourth of the files. */
#include "base/log.h"
#include "jobs/jobs.h"
#include "jobs/sweep.sql.h"

enum { AT_ONCE = 500 };

typedef struct looking {
  ctx *c;
  str ids[AT_ONCE]; /* older than a day */
  bool unnamed[AT_ONCE];
  size_t n;
  int64_t gone;
} looking;

static err *look(ctx *c, void *arg) {
  looking *k = arg;
  for (size_t i = 0; i < k->n; i++) {
    sweep_named_row row = {0};
    bool found;
    TRY(sweep_named(c->db, c->a, k->ids[i], &row, &found));
    k->unnamed[i] = row.n == 0;
  }
  return NULL;
}

static err *note(ctx *c, void *arg) {
  const looking *k = arg;
  for (size_t i = 0; i < k->n; i++)
    if (k->unnamed[i]) TRY(sweep_note(c->db, k->ids[i], c->now.us, NULL));
  return NULL;
}

/* What has been gathered is looked for; gathering begins anew. */
static err *first_look(looking *k) {
  size_t unnamed = 0;
  if (k->n) TRY(ctx_read(k->c, look, k));
  for (size_t i = 0; i < k->n; i++) unnamed += k->unnamed[i];
  if (unnamed) TRY(ctx_write(k->c, 0, note, k));
  k->n = 0;
  return NULL;
}

static err *gather(void *arg, str id, int64_t size, int64_t modified_us) {
  looking *k = arg;
  (void)size;
  if (modified_us > k->c->now.us - DAY) return NULL;
  k->ids[k->n++] = str_dup(k->c->a, id);
  return k->n == AT_ONCE ? first_look(k) : NULL;
}

static err *noted(ctx *c, void *arg) {
  looking *k = arg;
  sweep_noted_row *rows;
  TRY(sweep_noted(c->db, c->a, c->now.us - DAY, AT_ONCE, &rows, &k->n));
  for (size_t i = 0; i < k->n; i++) k->ids[i] = rows[i].blob;
  return look(c, k);
}

static err *forget(ctx *c, void *arg) {
  looking *k = arg;
  TRY(look(c, k)); /* once more, in the transaction */
  for (size_t i = 0; i < k->n; i++) TRY(sweep_forget(c->db, k->ids[i], NULL));
  return NULL;
}

static err *second_look(looking *k) {
  do {
    TRY(ctx_read(k->c, noted, k));
    if (k->n) TRY(ctx_write(k->c, 0, forget, k));
    for (size_t i = 0; i < k->n; i++)
      if (k->unnamed[i]) {
        TRY(blob_gone(blob_remove(k->c->office->blobs, k->ids[i])));
        k->gone++;
      }
  } while (k->n == AT_ONCE);
  k->n = 0;
  return NULL;
}

err *blob_gone(err *e) { return e && e->kind == ERR_NOT_FOUND ? NULL : e; }

err *sweep_blobs(ctx *c, int part) {
  looking *k = arena_new_of(c->a, looking);
  k->c = c;
  TRY(second_look(k));
  TRY(blob_each(c->office->blobs, part, part + 1, gather, k));
  TRY(first_look(k));
  if (k->gone) log_info("sweep: %lld files without a row are removed", (long long)k->gone);
  return NULL;
}
