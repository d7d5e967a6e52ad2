/* test_merkle: roots, proofs and tiles against the definitions of RFC 9162 written down a second
 * time, as plain recursion over all leaves; paths of tiles; notes; every altered bit is refused. */
#include "in_folder.h"
#include "kit/crypto.h"
#include "office/signed_note.h"
#include "office/tiles.h"

enum { MOST = 66000, FEW = 12 };

static str entry_of(int64_t i) { return str_fmt(a, "entry %lld", (long long)i); }

/* --- the second definition: MTH, PATH and PROOF of RFC 9162 2.1 --- */
static char leaves[MOST][MERKLE_HASH];

static int64_t split(int64_t n) {
  int64_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

static str mth(int64_t from, int64_t to) {
  if (to - from == 1) return (str){leaves[from], MERKLE_HASH};
  int64_t k = split(to - from);
  return sha256(a, str_cat(a, S("\1"), mth(from, from + k), mth(from + k, to)));
}

static str path(int64_t m, int64_t from, int64_t to) {
  if (to - from == 1) return S("");
  int64_t k = split(to - from);
  return m < k ? str_cat(a, path(m, from, from + k), mth(from + k, to))
               : str_cat(a, path(m - k, from + k, to), mth(from, from + k));
}

static str proof(int64_t m, int64_t from, int64_t to, bool whole) {
  int64_t n = to - from, k = n > 1 ? split(n) : 0;
  if (m == n) return whole ? S("") : mth(from, to);
  return m <= k ? str_cat(a, proof(m, from, from + k, whole), mth(from + k, to))
                : str_cat(a, proof(m - k, from + k, to, false), mth(from, from + k));
}

/* --- a tree on disk --- */
typedef struct grove {
  tiles t;
  tile_builder *b;
  int64_t n;
} grove;

static err *keep(void *arg, tile which, str bytes) {
  return tiles_put(&((grove *)arg)->t, a, which, bytes);
}

static void grow(grove *g, int64_t to) {
  for (; g->n < to; g->n++) {
    size_t mark = arena_mark(a);
    assert_null(tile_builder_add(g->b, entry_of(g->n), keep, g));
    arena_rewind(a, mark);
  }
  assert_null(tile_builder_flush(g->b, keep, g));
}

static void plant(grove *g, const char *name) {
  *g = (grove){.n = 0};
  assert_null(tiles_open(str_fmt(a, "%s/%s", folder, name).p, true, &g->t));
  assert_null(tile_builder_new(a, &g->t, 0, &g->b));
}

static void check_tree(const grove *g, int64_t n, int64_t index, int64_t before) {
  char got[MERKLE_PROOF_MOST * MERKLE_HASH], root[MERKLE_HASH], old[MERKLE_HASH];
  size_t count, mark = arena_mark(a);
  tile_reader r = {.tiles = &g->t, .a = a};
  tile_source s = tile_reader_source(&r);
  assert_null(merkle_root(&s, n, root));
  assert_true(str_eq((str){root, MERKLE_HASH}, mth(0, n)));
  assert_null(merkle_inclusion(&s, index, n, got, &count));
  str told = {got, count * MERKLE_HASH};
  assert_true(str_eq(told, path(index, 0, n)));
  assert_true(merkle_included(leaves[index], index, n, told, root));
  assert_false(merkle_included(leaves[index], index + 1, n, told, root) && n > 1);
  for (size_t bit = 0; bit < told.n * 8; bit += 61) {
    got[bit / 8] ^= (char)(1 << bit % 8);
    assert_false(merkle_included(leaves[index], index, n, told, root));
    got[bit / 8] ^= (char)(1 << bit % 8);
  }
  assert_null(merkle_consistency(&s, before, n, got, &count));
  told.n = count * MERKLE_HASH;
  assert_true(str_eq(told, proof(before, 0, n, true)));
  memcpy(old, mth(0, before).p, MERKLE_HASH);
  assert_true(merkle_consistent(before, n, old, root, told));
  assert_false(merkle_consistent(before, n, old, root, str_cat(a, told, S("x"))));
  old[7] ^= 1;
  assert_false(merkle_consistent(before, n, old, root, told));
  arena_rewind(a, mark);
}

static void trees(void **state) {
  (void)state;
  static const int64_t sizes[] = {1, 2, 3, 7, 255, 256, 257, 511, 700, 65535, 65536, 65537, MOST};
  grove g;
  plant(&g, "trees");
  for (int64_t i = 0; i < MOST; i++) {
    size_t mark = arena_mark(a);
    merkle_leaf(leaves[i], entry_of(i));
    arena_rewind(a, mark);
  }
  uint64_t seed = 7;
  for (size_t i = 0; i < COUNT(sizes); i++) {
    int64_t n = sizes[i];
    grow(&g, n);
    check_tree(&g, n, 0, 1);
    check_tree(&g, n, n - 1, n);
    for (int k = 0; k < (n > 1000 ? 2 : FEW); k++) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      int64_t at = (int64_t)(seed >> 33) % n;
      check_tree(&g, n, at, at + 1);
    }
  }
  /* An older tree is read from the tiles of a newer one. */
  for (int64_t n = 1; n < 1200; n += 41) check_tree(&g, n, n / 3, n / 2 + 1);
  tiles_close(&g.t);
}

/* Begun anew at any size, the tree grows as one that never stopped. */
static void again(void **state) {
  (void)state;
  grove g;
  plant(&g, "again");
  for (int64_t n = 100; n < 3000; n += 333) {
    grow(&g, n);
    assert_null(tile_builder_new(a, &g.t, n, &g.b));
  }
  check_tree(&g, g.n, 5, 257);
  merkle_edge edge = {.n = 0};
  char root[MERKLE_HASH];
  for (int64_t i = 0; i < 300; i++) {
    merkle_edge_root(&edge, root);
    if (i) assert_true(str_eq((str){root, MERKLE_HASH}, mth(0, i)));
    merkle_add(&edge, leaves[i]);
  }
  tiles_close(&g.t);
}

/* --- names of files --- */
static void paths(void **state) {
  (void)state;
  static const struct { const char *path; tile t; } good[] = {
      {"tile/0/000", {0, 0, 256}},
      {"tile/3/x001/x234/067", {3, 1234067, 256}},
      {"tile/entries/x001/000.p/1", {TILE_ENTRIES, 1000, 1}},
      {"tile/0/255.p/255", {0, 255, 255}},
  };
  static const char *const bad[] = {
      "tile/0/0", "tile/0/0000", "tile/00/000", "tile/8/000", "tile/-1/000", "tile/0/x000/001",
      "tile/0/001.p/256", "tile/0/001.p/0", "tile/0/001.p/01", "tile/0/001.p/", "tile/0/",
      "tile/0", "tile", "", "tile/0/../checkpoint", "tile/0/x001/1234", "tile/0/x001/x002/x003/004",
      "tile/entries/001/002", "checkpoint", "tile/0/001/", "tile//001", "tile/data/001",
  };
  for (size_t i = 0; i < COUNT(good); i++) {
    char path[TILE_PATH_ROOM];
    tile t;
    tiles_path(path, good[i].t);
    assert_string_equal(path, good[i].path);
    assert_true(tiles_read_path(str_of(path), &t));
    assert_true(t.level == good[i].t.level && t.index == good[i].t.index &&
                t.width == good[i].t.width);
  }
  for (size_t i = 0; i < COUNT(bad); i++) {
    tile t;
    if (tiles_read_path(str_of(bad[i]), &t)) fail_msg("%s was taken", bad[i]);
  }
}

static void tidy(void **state) {
  (void)state;
  grove g;
  plant(&g, "tidy");
  grow(&g, 200);
  grow(&g, 300);
  str bytes;
  tiles_tidy(&g.t, (tile){0, 0, TILE_WIDTH});
  tiles_tidy(&g.t, (tile){TILE_ENTRIES, 0, TILE_WIDTH});
  must_run("cd tidy/tile/0 && test ! -e 000.p && test -f 000 && test -f 001.p/44");
  assert_null(tiles_get(&g.t, a, (tile){0, 0, 200}, &bytes)); /* out of the full one */
  assert_int_equal(bytes.n, 200 * MERKLE_HASH);
  assert_null(tiles_get(&g.t, a, (tile){TILE_ENTRIES, 0, 3}, &bytes));
  assert_true(str_eq(bytes, S("\0\7entry 0\0\7entry 1\0\7entry 2")));
  must_run("truncate -s 8191 tidy/tile/0/000; truncate -s 5 tidy/tile/entries/000");
  assert_non_null(tiles_get(&g.t, a, (tile){0, 0, TILE_WIDTH}, &bytes));
  assert_non_null(tiles_get(&g.t, a, (tile){TILE_ENTRIES, 0, 3}, &bytes));
  assert_non_null(tiles_get(&g.t, a, (tile){0, 9, 1}, &bytes));
  bool mine;
  tiles other;
  assert_null(tiles_lock(&g.t, &mine));
  assert_true(mine);
  assert_null(tiles_open(str_fmt(a, "%s/tidy", folder).p, false, &other));
  assert_null(tiles_lock(&other, &mine));
  assert_false(mine); /* one writer */
  tiles_close(&g.t);
  assert_null(tiles_lock(&other, &mine));
  assert_true(mine); /* which another follows */
  tiles_close(&other);
}

/* --- notes --- */
static void notes(void **state) {
  (void)state;
  str key = ed25519_key(a, sha256(a, S("a seed"))), public_key = ed25519_public(key), text, name;
  str other = ed25519_key(a, sha256(a, S("another seed")));
  checkpoint c = {.origin = S("motcua/x"), .size = 12345}, back;
  memcpy(c.root, sha256(a, S("root")).p, MERKLE_HASH);
  str note = note_sign(a, checkpoint_text(a, &c), c.origin, key);
  assert_null(note_open(a, note, c.origin, public_key, &text));
  assert_null(checkpoint_read(a, text, &back));
  assert_true(back.size == c.size && str_eq(back.origin, c.origin));
  assert_memory_equal(back.root, c.root, MERKLE_HASH);
  for (size_t bit = 0; bit < note.n * 8; bit++) {
    char *p = (char *)(uintptr_t)note.p;
    p[bit / 8] ^= (char)(1 << bit % 8);
    assert_non_null(note_open(a, note, c.origin, public_key, &text));
    p[bit / 8] ^= (char)(1 << bit % 8);
  }
  err_reset();
  assert_non_null(note_open(a, note, S("motcua/y"), public_key, &text));
  assert_non_null(note_open(a, note, c.origin, ed25519_public(other), &text));
  assert_non_null(note_open(a, str_sub(note, 0, note.n - 1), c.origin, public_key, &text));
  /* Another's signature beside it is passed over; a second key of the same name is another. */
  str two = note_sign(a, checkpoint_text(a, &c), c.origin, other);
  str both = str_cat(a, two, str_sub(note, (size_t)str_find(note, S("\n\n")) + 2, note.n));
  assert_null(note_open(a, both, c.origin, public_key, &text));
  str vkey = note_verifier_key(a, c.origin, public_key), read;
  assert_null(note_verifier_read(a, vkey, &name, &read));
  assert_true(str_eq(name, c.origin) && str_eq(read, public_key));
  assert_non_null(note_verifier_read(a, str_cat(a, vkey, S("A")), &name, &read));
  static const char *const no_checkpoints[] = {"", "x\n", "x\n-1\nAAAA\n", "x\n01\n",
                                               "x\n1\nAA==\n"};
  for (size_t i = 0; i < COUNT(no_checkpoints); i++)
    assert_non_null(checkpoint_read(a, str_of(no_checkpoints[i]), &back));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(trees), cmocka_unit_test(again),
                                     cmocka_unit_test(paths), cmocka_unit_test(tidy),
                                     cmocka_unit_test(notes)};
  return cmocka_run_group_tests(tests, open_folder, close_folder);
}
