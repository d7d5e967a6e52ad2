/* ruling_erase: destroys the personal data of a dossier: text, salts, papers; see ruling.h.
 *
 * What goes is a row of personal.def.  Event, result and number stay with their hashes, so that the
 * chain still verifies; a file is removed after the commit, once no other row names it
 * (erased_blob, jobs/ruling.c). */
#include "office/ruling.h"
#include "office/ruling_erase.sql.h"

typedef err *eraser(db_conn *c, int64_t id, int64_t *changed);

static eraser *const erasers[] = {
#define DOSSIER(table, columns, query) query,
#define SWEPT(table, columns, when)
#define ACCOUNT(table, columns)
#define PLAIN(table)
#include "office/personal.def"
#undef DOSSIER
#undef SWEPT
#undef ACCOUNT
#undef PLAIN
};

err *ruling_erase_list(ctx *c, ruling *r, ruling_find *f) {
  erase_listed_row *rows;
  TRY(erase_listed(c->db, c->a,
                   &(erase_listed_in){.procedure = r->procedure_id, .before = r->before.us,
                                      .ended_at = r->reached, .id = r->reached_id,
                                      .most = (int64_t)f->most},
                   &rows, &f->n));
  f->end = f->n < f->most;
  for (size_t i = 0; i < f->n; i++) {
    f->lines[i] = (ruling_line){.dossier_id = rows[i].id, .code = rows[i].code,
                                .old_due = INSTANT_NONE, .new_due = INSTANT_NONE};
    r->reached = rows[i].ended_at;
    r->reached_id = rows[i].id;
  }
  return NULL;
}

static err *take_file(ctx *c, const ruling *r, str blob) {
  return erased_blob_insert(c->db, blob, r->id, NULL);
}

/* A paper that another dossier, a draft or a mandate holds too stays theirs. */
static err *papers(ctx *c, const ruling *r, int64_t id) {
  erase_papers_of_row *rows;
  erase_drawn_row *drawn;
  size_t n;
  TRY(erase_papers_of(c->db, c->a, id, &rows, &n));
  TRY(erase_copies(c->db, id, NULL));
  TRY(erase_attachments(c->db, id, NULL));
  for (size_t i = 0; i < n; i++) {
    int64_t changed = 0;
    TRY(erase_paper(c->db, rows[i].id, &changed));
    if (changed) TRY(take_file(c, r, rows[i].blob));
  }
  erase_stored_of_row *stored; /* of a person without an account: else it is their own */
  TRY(erase_stored_of(c->db, c->a, id, &stored, &n));
  for (size_t i = 0; i < n; i++) {
    TRY(erase_stored(c->db, stored[i].id, NULL));
    TRY(take_file(c, r, stored[i].blob));
  }
  TRY(erase_drawn(c->db, c->a, id, &drawn, &n));
  for (size_t i = 0; i < n; i++) TRY(take_file(c, r, drawn[i].blob));
  return NULL;
}

err *ruling_erase_apply(ctx *c, const ruling *r, const ruling_line *line, bool *done) {
  int64_t changed = 0;
  TRY(erase_mark(c->db, line->dossier_id, r->id, r->before.us, &changed));
  *done = changed == 1;
  if (!*done) return NULL;
  TRY(papers(c, r, line->dossier_id));
  for (size_t i = 0; i < COUNT(erasers); i++)
    if (erasers[i]) TRY(erasers[i](c->db, line->dossier_id, NULL));
  return NULL;
}

err *ruling_erase_files(ctx *c, const ruling *r, size_t most, str **blobs, size_t *n) {
  erased_blobs_row *rows;
  TRY(erased_blobs(c->db, c->a, r->id, (int64_t)most, &rows, n));
  *blobs = arena_list(c->a, *n, str);
  for (size_t i = 0; i < *n; i++) (*blobs)[i] = rows[i].blob;
  return NULL;
}

err *ruling_erase_gone(ctx *c, str blob) { return erased_blob_gone(c->db, blob, NULL); }
