/* ruling: the job that carries out decisions on many dossiers (office/ruling.h), a bite at a time:
 * lists whom they concern, does what was approved, removes the files that lost their rows.
 *
 * What a bite did is in its transaction; files go after it, and their rows in erased_blob last, so
 * that a process that ends anywhere leaves nothing undone. */
#include "office/ruling.h"

#include "base/log.h"
#include "jobs/jobs.h"
#include "jobs/sweep.sql.h"

enum { FILES_AT_ONCE = 50 };

typedef struct files {
  const ruling *r;
  str *blobs;
  size_t n;
  bool named[FILES_AT_ONCE]; /* by another row: it is that one's */
} files;

static err *look(ctx *c, void *arg) { return ruling_waiting_one(c, arg); }

static err *look_files(ctx *c, void *arg) {
  files *f = arg;
  TRY(ruling_erase_files(c, f->r, FILES_AT_ONCE, &f->blobs, &f->n));
  for (size_t i = 0; i < f->n; i++) {
    sweep_named_row row = {0};
    bool found;
    TRY(sweep_named(c->db, c->a, f->blobs[i], &row, &found));
    f->named[i] = row.n > 0;
  }
  return NULL;
}

static err *forget(ctx *c, void *arg) {
  const files *f = arg;
  for (size_t i = 0; i < f->n; i++) TRY(ruling_erase_gone(c, f->blobs[i]));
  return NULL;
}

static err *remove_files(ctx *c, const ruling *r, size_t *n) {
  files f = {.r = r};
  TRY(ctx_read(c, look_files, &f));
  *n = f.n;
  for (size_t i = 0; i < f.n; i++)
    if (!f.named[i]) TRY(blob_gone(blob_remove(c->office->blobs, f.blobs[i])));
  return f.n ? ctx_write(c, r->id, forget, &f) : NULL;
}

err *jobs_ruling(ctx *c, size_t *n) {
  ruling r;
  size_t removed = 0;
  *n = 0;
  TRY(ctx_read(c, look, &r));
  if (!r.id) return NULL;
  *n = 1;
  bool all = str_eq(r.state, S("running")) && r.done + r.skipped == r.planned;
  if (!all) return ruling_work(c, &r);
  TRY(remove_files(c, &r, &removed));
  if (removed) return NULL;
  log_info("decision %.*s: %lld dossiers done, %lld left alone", STR_ARG(r.number),
           (long long)r.done, (long long)r.skipped);
  return ruling_finish(c, &r);
}
