/* merkle: the tree over the ledger's entries (RFC 9162 2.1), kept in tiles of 256 hashes (C2SP
 * tlog-tiles): a tile of level L holds nodes of height 8 L, a full one 256 of them.
 *
 * What is on the way up inside a tile is reckoned when it is needed. Nothing here knows where the
 * tiles are: a source reads them. */
#ifndef OFFICE_MERKLE_H
#define OFFICE_MERKLE_H
#include "base/err.h"

enum { MERKLE_HASH = 32, TILE_WIDTH = 256, TILE_HEIGHT = 8, TILE_LEVELS = 8, TILE_ENTRIES = -1,
       MERKLE_PROOF_MOST = 64 };

typedef struct tile {
  int level;     /* 0 to 7; TILE_ENTRIES: the entries themselves */
  int64_t index; /* of the tiles of its level, from 0 */
  int width;     /* how many it holds, 1 to 256 */
} tile;

/* Where tiles are read: bytes is width hashes, valid while the source is used. */
typedef struct tile_source {
  err *(*read)(void *arg, tile t, const char **hashes);
  void *arg;
} tile_source;

/* SHA-256(0x00 || entry), SHA-256(0x01 || left || right). */
void merkle_leaf(char out[MERKLE_HASH], str entry);
void merkle_node(char out[MERKLE_HASH], const char *left, const char *right);

/* Puts the root of count hashes, which stand side by side, where the first stood; count is a power
 * of two, and all are overwritten. */
void merkle_fold(char *hashes, size_t count);
/* The tile that holds node `index` of height 8 level in a tree of n leaves. */
tile merkle_tile(int level, int64_t index, int64_t n);

/* The root of the first n leaves, n >= 0 (n = 0: SHA-256 of nothing). */
err *merkle_root(const tile_source *s, int64_t n, char out[MERKLE_HASH]);
/* The audit path of leaf `index` in the tree of n leaves, 0 <= index < n: *count hashes of 32 bytes
 * one after the other, lowest first.  A tree has at most 2^62 leaves. */
err *merkle_inclusion(const tile_source *s, int64_t index, int64_t n,
                      char out[MERKLE_PROOF_MOST * MERKLE_HASH], size_t *count);
/* The proof that the tree of m leaves is the beginning of that of n, 0 < m <= n. */
err *merkle_consistency(const tile_source *s, int64_t m, int64_t n,
                        char out[MERKLE_PROOF_MOST * MERKLE_HASH], size_t *count);

/* What whoever holds a proof does (RFC 9162 2.1.3.2, 2.1.4.2); the proof as above. */
bool merkle_included(const char *leaf, int64_t index, int64_t n, str proof, const char *root);
bool merkle_consistent(int64_t m, int64_t n, const char *old_root, const char *root, str proof);

/* The right edge of a tree to which leaves are added one by one: roots of its whole subtrees. */
typedef struct merkle_edge {
  int64_t n;
  char roots[MERKLE_PROOF_MOST][MERKLE_HASH]; /* one for each bit of n that is set, largest first */
} merkle_edge;
void merkle_add(merkle_edge *e, const char *leaf);
void merkle_edge_root(const merkle_edge *e, char out[MERKLE_HASH]);
#endif
