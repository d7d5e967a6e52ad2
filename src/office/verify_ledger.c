/* verify_ledger: the public ledger against the events: places, checkpoints, tiles; see
 * verify_impl.h.  The tree is grown once more from the database, and whatever it gives is compared
 * with what was signed and with what lies in the folder. */
#include <string.h>

#include "base/buf.h"
#include "office/ledger.h"
#include "office/ledger.sql.h"
#include "office/verify_impl.h"

enum { PAGE = 4096, CHECKPOINTS = 200 };

typedef struct regrown {
  verifier *v;
  merkle_edge edge;      /* after the leaves read so far */
  tile_builder *tree;
  int64_t published;     /* entries whose tiles must be there */
} regrown;

static err *wrong_ledger(verifier *v, const char *what) {
  return wrong(v, S("ledger"), str_of(what));
}

static err *verify_places(verifier *v) {
  ledger_sums_row sums;
  ledger_size_row head;
  bool found;
  TRY(ledger_sums(v->c.db, v->c.a, &sums, &found));
  TRY(ledger_size(v->c.db, v->c.a, &head, &found));
  if (sums.places + sums.waiting != v->report->events || sums.unplaced)
    return wrong_ledger(v, "an event has no place in it, or two");
  if (sums.places != head.size || (sums.places && sums.greatest.v != head.size - 1))
    return wrong_ledger(v, "its places have a gap");
  if (sums.swapped) return wrong_ledger(v, "a step of a dossier stands before the one it follows");
  return NULL;
}

/* A file is what the tree gives; those that no checkpoint covers yet may not be there. */
static err *compare_tile(void *arg, tile which, str bytes) {
  regrown *r = arg;
  verifier *v = r->v;
  size_t mark = arena_mark(v->c.a);
  char path[TILE_PATH_ROOM];
  str kept;
  err *e = tiles_get(&v->c.office->ledger, v->c.a, which, &kept);
  bool same = !e && str_eq(kept, bytes);
  arena_rewind(v->c.a, mark);
  if (same) return NULL;
  tiles_path(path, which);
  return wrong(v, str_cat(v->c.a, S("ledger/"), str_dup(v->c.a, str_of(path))),
               S("the file is not what the events give"));
}

/* The checkpoint of a size that is reached says what the tree is there. */
static err *verify_checkpoint(regrown *r, const ledger_checkpoints_row *row) {
  verifier *v = r->v;
  str text, where = str_fmt(v->c.a, "checkpoint %lld", (long long)row->size);
  str origin = ledger_origin(v->c.a, v->c.office);
  checkpoint c;
  char root[MERKLE_HASH];
  if (note_open(v->c.a, row->note, origin, ledger_public_key(v->c.a, v->c.office), &text) ||
      checkpoint_read(v->c.a, text, &c) || !str_eq(c.origin, origin) || c.size != row->size)
    return wrong(v, where, S("it is not signed by the ledger's key"));
  merkle_edge_root(&r->edge, root);
  if (!memcmp(root, c.root, MERKLE_HASH)) return NULL;
  return wrong(v, where, S("its root is not that of the events"));
}

static err *regrow_page(regrown *r, int64_t size) {
  verifier *v = r->v;
  ledger_leaves_row *rows;
  size_t n;
  char hash[MERKLE_HASH];
  TRY(ledger_leaves(v->c.db, v->c.a, r->edge.n, size, PAGE, &rows, &n));
  if (!n) return wrong_ledger(v, "an entry is missing");
  for (size_t i = 0; i < n; i++) {
    merkle_leaf(hash, rows[i].leaf);
    merkle_add(&r->edge, hash);
    if (r->edge.n <= r->published)
      TRY(tile_builder_add(r->tree, rows[i].leaf, compare_tile, r));
  }
  return NULL;
}

static err *regrow(regrown *r, int64_t size) {
  while (r->edge.n < size) {
    size_t mark = arena_mark(r->v->c.a);
    TRY(regrow_page(r, size));
    arena_rewind(r->v->c.a, mark);
  }
  return NULL;
}

static err *verify_checkpoints(regrown *r, int64_t size) {
  verifier *v = r->v;
  for (size_t n = CHECKPOINTS; n == CHECKPOINTS;) {
    size_t mark = arena_mark(v->c.a);
    ledger_checkpoints_row *rows;
    TRY(ledger_checkpoints(v->c.db, v->c.a, r->edge.n, CHECKPOINTS, &rows, &n));
    for (size_t i = 0; i < n; i++) {
      if (rows[i].size > size) return wrong_ledger(v, "a checkpoint covers more than there is");
      TRY(regrow(r, rows[i].size));
      TRY(verify_checkpoint(r, &rows[i]));
    }
    arena_rewind(v->c.a, mark);
  }
  return NULL;
}

err *verify_published(verifier *v) {
  str note;
  return ledger_published(&v->c, &v->published, &note)
             ? wrong_ledger(v, "the published checkpoint is not signed by the ledger's key")
             : NULL;
}

err *verify_ledger(verifier *v) {
  regrown r = {.v = v, .published = v->published.size};
  ledger_size_row head;
  bool found;
  TRY(verify_places(v));
  TRY(ledger_size(v->c.db, v->c.a, &head, &found));
  if (r.published > head.size)
    return wrong_ledger(v, "more is published than there is: the database is older");
  tiles nothing = {.folder = -1, .lock = -1};
  TRY(tile_builder_new(v->c.a, &nothing, 0, &r.tree));
  TRY(verify_checkpoints(&r, head.size));
  TRY(regrow(&r, head.size));
  TRY(tile_builder_flush(r.tree, compare_tile, &r));
  v->report->entries = head.size;
  return NULL;
}
