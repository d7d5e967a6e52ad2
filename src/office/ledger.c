/* ledger: see ledger.h. */
#include "office/ledger.h"

#include <string.h>

#include "base/buf.h"
#include "office/ledger.sql.h"

enum { PLACES_AT_ONCE = 1024, LEAVES_AT_ONCE = 4096, PUBLISHED_AT_ONCE = 1 << 16 };

str ledger_origin(arena *a, const office *f) {
  return str_cat(a, S("motcua/"), f->demo ? S("demonstration/") : S(""), str_of(f->instance));
}

static str key_of(const office *f) { return (str){f->ledger_key, ED25519_KEY}; }

str ledger_public_key(arena *a, const office *f) {
  return str_dup(a, ed25519_public(key_of(f)));
}

/* --- places --- */
static err *give_places(ctx *c, void *arg) {
  size_t *n = arg;
  ledger_size_row head;
  ledger_waiting_row waiting;
  bool found;
  int64_t changed = 0, placed = 0;
  *n = 0;
  TRY(ledger_waiting(c->db, c->a, PLACES_AT_ONCE, &waiting, &found));
  if (!waiting.n) return NULL;
  TRY(ledger_size(c->db, c->a, &head, &found));
  TRY(ledger_grow(c->db, head.size, head.size + waiting.n, &changed));
  if (changed != 1) return ERR(RETRY, N_("The ledger grew meanwhile."));
  TRY(ledger_place(c->db, head.size, waiting.n, &placed));
  TRY(ledger_placed(c->db, head.size, &changed));
  if (placed != waiting.n || changed != placed) return ERR(RETRY, N_("The ledger grew meanwhile."));
  *n = (size_t)placed;
  return NULL;
}

err *ledger_sequence(ctx *c, size_t *n) { return ctx_write(c, 0, give_places, n); }

/* --- publishing --- */
typedef struct publication {
  checkpoint last;   /* published before */
  str last_note;
  int64_t size;      /* to be published */
  tile_builder *tree;
  tile full[PUBLISHED_AT_ONCE / TILE_WIDTH * 2 + TILE_LEVELS * 2];
  size_t nfull;
  int64_t from;      /* the next leaf to be read */
  ledger_leaves_row *leaves;
  size_t nleaves;
  str note;          /* of the new checkpoint */
} publication;

err *ledger_published(ctx *c, checkpoint *out, str *note) {
  str text, origin = ledger_origin(c->a, c->office);
  *out = (checkpoint){.origin = origin};
  TRY(tiles_checkpoint(&c->office->ledger, c->a, note));
  if (!note->n) return NULL;
  TRY(note_open(c->a, *note, origin, ledger_public_key(c->a, c->office), &text));
  return checkpoint_read(c->a, text, out);
}

static err *parted(void) {
  return ERR(CONFLICT, N_("The published ledger is not what the database says: it may have been "
                          "restored from a backup. Nothing is published until this is settled."));
}

/* What was published is what the database noted before it was; and how far it has come since. */
static err *compare(ctx *c, void *arg) {
  publication *p = arg;
  ledger_size_row head;
  ledger_checkpoint_at_row noted;
  bool found;
  TRY(ledger_size(c->db, c->a, &head, &found));
  if (p->last.size > head.size) return parted();
  if (p->last.size) {
    TRY(ledger_checkpoint_at(c->db, c->a, p->last.size, &noted, &found));
    if (!found || !str_eq(noted.note, p->last_note)) return parted();
  }
  int64_t most = p->last.size + PUBLISHED_AT_ONCE;
  p->size = head.size < most ? head.size : most;
  return NULL;
}

static err *read_leaves(ctx *c, void *arg) {
  publication *p = arg;
  return ledger_leaves(c->db, c->a, p->from, p->size, LEAVES_AT_ONCE, &p->leaves, &p->nleaves);
}

typedef struct writing {
  ctx *c;
  publication *p;
} writing;

static err *write_tile(void *arg, tile which, str bytes) {
  const writing *w = arg;
  if (which.width == TILE_WIDTH) w->p->full[w->p->nfull++] = which;
  return tiles_put(&w->c->office->ledger, w->c->a, which, bytes);
}

static err *write_tiles(ctx *c, publication *p) {
  writing w = {c, p};
  TRY(tile_builder_new(c->a, &c->office->ledger, p->last.size, &p->tree));
  for (p->from = p->last.size; p->from < p->size; p->from += (int64_t)p->nleaves) {
    size_t mark = arena_mark(c->a);
    TRY(ctx_read(c, read_leaves, p));
    if (!p->nleaves) return parted();
    for (size_t i = 0; i < p->nleaves; i++)
      TRY(tile_builder_add(p->tree, p->leaves[i].leaf, write_tile, &w));
    arena_rewind(c->a, mark);
  }
  return tile_builder_flush(p->tree, write_tile, &w);
}

/* One that was noted and not published, since the process ended there, is the same. */
static err *note_it(ctx *c, void *arg) {
  const publication *p = arg;
  ledger_checkpoint_at_row noted;
  bool found;
  TRY(ledger_checkpoint_at(c->db, c->a, p->size, &noted, &found));
  if (found) return str_eq(noted.note, p->note) ? NULL : parted();
  return ledger_checkpoint_add(c->db, p->size, c->now.us, p->note, NULL);
}

static err *publish(ctx *c, publication *p) {
  checkpoint next = {.origin = p->last.origin, .size = p->size};
  tile_reader r = {.tiles = &c->office->ledger, .a = c->a};
  tile_source s = tile_reader_source(&r);
  TRY(write_tiles(c, p));
  TRY(merkle_root(&s, p->size, next.root));
  p->note = note_sign(c->a, checkpoint_text(c->a, &next), next.origin, key_of(c->office));
  TRY(ctx_write(c, 0, note_it, p));
  TRY(tiles_checkpoint_put(&c->office->ledger, c->a, p->note));
  for (size_t i = 0; i < p->nfull; i++) tiles_tidy(&c->office->ledger, p->full[i]);
  return NULL;
}

err *ledger_publish(ctx *c, int64_t *size) {
  publication *p = arena_new_of(c->a, publication);
  bool mine;
  *size = 0;
  TRY(tiles_lock(&c->office->ledger, &mine));
  if (!mine) return NULL;
  TRY(ledger_published(c, &p->last, &p->last_note));
  TRY(ctx_read(c, compare, p));
  if (p->size > p->last.size) TRY(publish(c, p));
  *size = p->size;
  return NULL;
}
