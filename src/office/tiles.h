/* tiles: the ledger as immutable files that any web server can mirror (C2SP tlog-tiles): bundles of
 * entries, tiles of hashes, and the checkpoint, which is written last.
 *
 * A folder has one writer: whoever holds its lock.  Tiles of the same tree have the same bytes,
 * whoever writes them and however often; so a writer that was killed is followed by one that writes
 * again what the checkpoint does not yet cover. */
#ifndef OFFICE_TILES_H
#define OFFICE_TILES_H
#include "office/merkle.h"

enum { TILE_PATH_ROOM = 64, ENTRY_MOST = 1024, BUNDLE_MOST = TILE_WIDTH * (2 + ENTRY_MOST) };

typedef struct tiles {
  int folder;   /* descriptor */
  int lock;     /* of the file "lock"; -1: another process writes here, or nobody has asked */
} tiles;

/* Opens the folder, which create makes; tiles_close closes it and gives up its lock. */
err *tiles_open(const char *folder, bool create, tiles *out);
void tiles_close(tiles *t);
/* Becomes the folder's writer until tiles_close; false: another is. */
err *tiles_lock(tiles *t, bool *mine);

/* "tile/0/x001/067", with ".p/12" behind it when it is not full; and back.  A path has one form:
 * no needless zeros, three digits to a part, a width below 256. */
void tiles_path(char out[TILE_PATH_ROOM], tile t);
bool tiles_read_path(str path, tile *out);

err *tiles_put(tiles *t, arena *a, tile which, str bytes);
/* A tile may be read from the full one when the partial one has gone.  ERR_NOT_FOUND. */
err *tiles_get(const tiles *t, arena *a, tile which, str *bytes);
err *tiles_fd(const tiles *t, tile which, int *fd, int64_t *size);
/* Removes the partial tiles of one that is full now and covered by a checkpoint. */
void tiles_tidy(tiles *t, tile full);
/* The newest checkpoint, a signed note; none: nothing is published yet. */
err *tiles_checkpoint_put(tiles *t, arena *a, str note);
err *tiles_checkpoint(const tiles *t, arena *a, str *note);

/* A reader of the folder's tiles for office/merkle, which keeps those it has read in a. */
typedef struct tile_reader {
  const tiles *tiles;
  arena *a;
  struct { tile which; const char *hashes; } kept[TILE_LEVELS * 2];
  size_t next;
} tile_reader;
tile_source tile_reader_source(tile_reader *r);

/* Grows a tree entry by entry and hands out each tile: full ones as they fill, partial ones by
 * tile_builder_flush, which hands out only what has grown since the last flush. */
typedef err *tile_emit(void *arg, tile which, str bytes);
typedef struct tile_builder tile_builder;
/* In a; of size leaves already in the folder (0: empty), whose right edge is read from t. */
err *tile_builder_new(arena *a, const tiles *t, int64_t size, tile_builder **out);
err *tile_builder_add(tile_builder *b, str entry, tile_emit *emit, void *arg);
err *tile_builder_flush(tile_builder *b, tile_emit *emit, void *arg);
#endif
