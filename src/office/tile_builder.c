/* tile_builder: the right edge of the ledger's tree as it grows; see tiles.h. */
#include <string.h>

#include "base/buf.h"
#include "office/tiles.h"

typedef struct edge { /* the last tile of one level */
  int64_t index;
  int width, flushed;
  char hashes[TILE_WIDTH * MERKLE_HASH];
} edge;

struct tile_builder {
  edge levels[TILE_LEVELS];
  int64_t bundle;
  int entries, entries_flushed;
  size_t nbytes;
  char bytes[BUNDLE_MOST];
};

static err *read_level(arena *a, const tiles *t, int64_t size, int level, edge *e) {
  int64_t n = size >> (TILE_HEIGHT * level);
  e->index = n / TILE_WIDTH;
  e->width = e->flushed = (int)(n % TILE_WIDTH);
  if (!e->width) return NULL;
  str bytes;
  TRY(tiles_get(t, a, (tile){level, e->index, e->width}, &bytes));
  memcpy(e->hashes, bytes.p, bytes.n);
  return NULL;
}

err *tile_builder_new(arena *a, const tiles *t, int64_t size, tile_builder **out) {
  tile_builder *b = arena_new_of(a, tile_builder);
  size_t mark = arena_mark(a);
  for (int level = 0; level < TILE_LEVELS; level++)
    TRY(read_level(a, t, size, level, &b->levels[level]));
  b->bundle = size / TILE_WIDTH;
  b->entries = b->entries_flushed = (int)(size % TILE_WIDTH);
  if (b->entries) {
    str bytes;
    TRY(tiles_get(t, a, (tile){TILE_ENTRIES, b->bundle, b->entries}, &bytes));
    memcpy(b->bytes, bytes.p, bytes.n);
    b->nbytes = bytes.n;
  }
  arena_rewind(a, mark);
  *out = b;
  return NULL;
}

/* The root of a full tile is the next hash of the level above. */
static err *add_hash(tile_builder *b, const char *hash, tile_emit *emit, void *arg) {
  char work[TILE_WIDTH * MERKLE_HASH];
  for (int level = 0; level < TILE_LEVELS; level++) {
    edge *e = &b->levels[level];
    memcpy(e->hashes + (size_t)e->width++ * MERKLE_HASH, hash, MERKLE_HASH);
    if (e->width < TILE_WIDTH) return NULL;
    TRY(emit(arg, (tile){level, e->index, TILE_WIDTH}, (str){e->hashes, sizeof e->hashes}));
    memcpy(work, e->hashes, sizeof work);
    merkle_fold(work, TILE_WIDTH);
    hash = work;
    e->index++;
    e->width = e->flushed = 0;
  }
  return ERR(STORAGE, N_("The ledger is full."));
}

err *tile_builder_add(tile_builder *b, str entry, tile_emit *emit, void *arg) {
  if (entry.n > ENTRY_MOST) return ERR(TOO_LARGE, N_("An entry of the ledger is too long."));
  b->bytes[b->nbytes++] = (char)(entry.n >> 8);
  b->bytes[b->nbytes++] = (char)(entry.n & 0xff);
  memcpy(b->bytes + b->nbytes, entry.p, entry.n);
  b->nbytes += entry.n;
  if (++b->entries == TILE_WIDTH) {
    TRY(emit(arg, (tile){TILE_ENTRIES, b->bundle++, TILE_WIDTH}, (str){b->bytes, b->nbytes}));
    b->entries = b->entries_flushed = 0;
    b->nbytes = 0;
  }
  char hash[MERKLE_HASH];
  merkle_leaf(hash, entry);
  return add_hash(b, hash, emit, arg);
}

err *tile_builder_flush(tile_builder *b, tile_emit *emit, void *arg) {
  if (b->entries > b->entries_flushed)
    TRY(emit(arg, (tile){TILE_ENTRIES, b->bundle, b->entries}, (str){b->bytes, b->nbytes}));
  b->entries_flushed = b->entries;
  for (int level = 0; level < TILE_LEVELS; level++) {
    edge *e = &b->levels[level];
    if (e->width > e->flushed)
      TRY(emit(arg, (tile){level, e->index, e->width},
               (str){e->hashes, (size_t)e->width * MERKLE_HASH}));
    e->flushed = e->width;
  }
  return NULL;
}
