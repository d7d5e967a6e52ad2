/* merkle: see merkle.h.  A node is its height and its place among those of that height; it is in
 * the tile of level height / 8, at the foot of which it covers 2^(height % 8) hashes. */
#include "office/merkle.h"

#include <string.h>

#include "kit/crypto.h"

void merkle_leaf(char out[MERKLE_HASH], str entry) { sha256_into(out, S("\0"), entry, STR_NONE); }

void merkle_node(char out[MERKLE_HASH], const char *left, const char *right) {
  sha256_into(out, S("\1"), (str){left, MERKLE_HASH}, (str){right, MERKLE_HASH});
}

tile merkle_tile(int level, int64_t index, int64_t n) {
  int64_t at = index / TILE_WIDTH, left = (n >> (TILE_HEIGHT * level)) - at * TILE_WIDTH;
  return (tile){level, at, left < TILE_WIDTH ? (int)left : TILE_WIDTH};
}

void merkle_fold(char *hashes, size_t count) {
  for (; count > 1; count /= 2)
    for (size_t i = 0; i < count / 2; i++)
      merkle_node(hashes + i * MERKLE_HASH, hashes + 2 * i * MERKLE_HASH,
                  hashes + (2 * i + 1) * MERKLE_HASH);
}

/* A whole node of a tree of n leaves. */
static err *node(const tile_source *s, int height, int64_t index, int64_t n, char *out) {
  int level = height / TILE_HEIGHT, over = height % TILE_HEIGHT;
  int64_t first = index << over;
  size_t count = (size_t)1 << over;
  const char *hashes;
  char work[TILE_WIDTH / 2 * MERKLE_HASH];
  TRY(s->read(s->arg, merkle_tile(level, first, n), &hashes));
  memcpy(work, hashes + (first % TILE_WIDTH) * MERKLE_HASH, count * MERKLE_HASH);
  merkle_fold(work, count);
  memcpy(out, work, MERKLE_HASH);
  return NULL;
}

/* The largest power of two below n, as an exponent; n > 1. */
static int split_height(int64_t n) { return 63 - __builtin_clzll((unsigned long long)(n - 1)); }

/* Hash of the leaves [from, to) of a tree of n leaves, from a multiple of a power of two that is
 * not below to - from, so that every whole part is a node (RFC 9162 2.1.1). */
static err *hash_range(const tile_source *s, int64_t from, int64_t to, int64_t n, char *out) {
  int64_t wide = to - from;
  if ((wide & (wide - 1)) == 0) {
    int height = __builtin_ctzll((unsigned long long)wide);
    return node(s, height, from >> height, n, out);
  }
  int64_t k = INT64_C(1) << split_height(wide);
  char left[MERKLE_HASH], right[MERKLE_HASH];
  TRY(hash_range(s, from, from + k, n, left));
  TRY(hash_range(s, from + k, to, n, right));
  merkle_node(out, left, right);
  return NULL;
}

err *merkle_root(const tile_source *s, int64_t n, char out[MERKLE_HASH]) {
  if (n > 0) return hash_range(s, 0, n, n, out);
  sha256_into(out, S(""), STR_NONE, STR_NONE);
  return NULL;
}

typedef struct range {
  int64_t from, to;
} range;

/* Proofs are found from the root down and told from the leaf up. */
static err *tell(const tile_source *s, int64_t n, const range *downward, size_t count, char *out) {
  for (size_t i = 0; i < count; i++) {
    range r = downward[count - 1 - i];
    TRY(hash_range(s, r.from, r.to, n, out + i * MERKLE_HASH));
  }
  return NULL;
}

err *merkle_inclusion(const tile_source *s, int64_t index, int64_t n,
                      char out[MERKLE_PROOF_MOST * MERKLE_HASH], size_t *count) {
  range siblings[MERKLE_PROOF_MOST], r = {0, n};
  *count = 0;
  while (r.to - r.from > 1) {
    int64_t middle = r.from + (INT64_C(1) << split_height(r.to - r.from));
    bool left = index < middle;
    siblings[(*count)++] = left ? (range){middle, r.to} : (range){r.from, middle};
    r = left ? (range){r.from, middle} : (range){middle, r.to};
  }
  return tell(s, n, siblings, *count, out);
}

err *merkle_consistency(const tile_source *s, int64_t m, int64_t n,
                        char out[MERKLE_PROOF_MOST * MERKLE_HASH], size_t *count) {
  range told[MERKLE_PROOF_MOST], r = {0, n};
  bool whole = true; /* the old tree is a node of the new one so far */
  *count = 0;
  while (r.to != m) {
    int64_t middle = r.from + (INT64_C(1) << split_height(r.to - r.from));
    bool left = m <= middle;
    told[(*count)++] = left ? (range){middle, r.to} : (range){r.from, middle};
    r = left ? (range){r.from, middle} : (range){middle, r.to};
    whole = whole && left;
  }
  if (!whole) told[(*count)++] = r;
  return tell(s, n, told, *count, out);
}

/* --- what a reader does --- */
static bool take(str *proof, const char **hash) {
  if (proof->n < MERKLE_HASH) return false;
  *hash = proof->p;
  *proof = str_sub(*proof, MERKLE_HASH, proof->n);
  return true;
}

bool merkle_included(const char *leaf, int64_t index, int64_t n, str proof, const char *root) {
  if (index < 0 || index >= n) return false;
  int64_t at = index, last = n - 1;
  char hash[MERKLE_HASH];
  memcpy(hash, leaf, MERKLE_HASH);
  for (; last > 0; at >>= 1, last >>= 1) {
    const char *beside;
    if (at == last && !(at & 1)) continue; /* alone at the right edge: it goes up as it is */
    if (!take(&proof, &beside)) return false;
    if (at & 1) merkle_node(hash, beside, hash);
    else merkle_node(hash, hash, beside);
  }
  return !proof.n && !memcmp(hash, root, MERKLE_HASH);
}

bool merkle_consistent(int64_t m, int64_t n, const char *old_root, const char *root, str proof) {
  if (m <= 0 || m > n) return false;
  if (m == n) return !proof.n && !memcmp(old_root, root, MERKLE_HASH);
  int64_t at = m - 1, last = n - 1;
  for (; at & 1; last >>= 1) at >>= 1;
  char before[MERKLE_HASH], after[MERKLE_HASH];
  const char *hash = old_root;
  if (at && !take(&proof, &hash)) return false;
  memcpy(before, hash, MERKLE_HASH);
  memcpy(after, hash, MERKLE_HASH);
  for (; last > 0; at >>= 1, last >>= 1) {
    if (at == last && !(at & 1)) continue;
    if (!take(&proof, &hash)) return false;
    if (at & 1) {
      merkle_node(before, hash, before);
      merkle_node(after, hash, after);
    } else {
      merkle_node(after, after, hash);
    }
  }
  return !proof.n && !memcmp(before, old_root, MERKLE_HASH) && !memcmp(after, root, MERKLE_HASH);
}

/* --- the right edge --- */
void merkle_add(merkle_edge *e, const char *leaf) {
  char hash[MERKLE_HASH];
  memcpy(hash, leaf, MERKLE_HASH);
  int top = __builtin_popcountll((unsigned long long)e->n);
  for (int64_t bits = e->n; bits & 1; bits >>= 1) merkle_node(hash, e->roots[--top], hash);
  memcpy(e->roots[top], hash, MERKLE_HASH);
  e->n++;
}

void merkle_edge_root(const merkle_edge *e, char out[MERKLE_HASH]) {
  int top = __builtin_popcountll((unsigned long long)e->n);
  if (!top) {
    sha256_into(out, S(""), STR_NONE, STR_NONE);
    return;
  }
  memcpy(out, e->roots[--top], MERKLE_HASH);
  while (top) merkle_node(out, e->roots[--top], out);
}
