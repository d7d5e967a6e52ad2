/* tiles: see tiles.h.  The folder and its paths; tile_builder.c grows the tree. */
#include "office/tiles.h"

#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/rand.h"
#include "kit/durable.h"
#include "office/signed_note.h"

enum { PART = 1000, NAME = 16 };

err *tiles_open(const char *folder, bool create, tiles *out) {
  *out = (tiles){.folder = -1, .lock = -1};
  return durable_open(folder, create, &out->folder);
}

void tiles_close(tiles *t) {
  if (t->lock >= 0) close(t->lock);
  if (t->folder >= 0) close(t->folder);
  *t = (tiles){.folder = -1, .lock = -1};
}

err *tiles_lock(tiles *t, bool *mine) {
  if (t->lock < 0) TRY(durable_lock(t->folder, &t->lock));
  *mine = t->lock >= 0;
  return NULL;
}

/* --- paths --- */
void tiles_path(char out[TILE_PATH_ROOM], tile t) {
  char number[32], last[16] = "";
  int n = 0;
  if (t.index >= PART * PART)
    n = snprintf(number, sizeof number, "x%03d/", (int)(t.index / (PART * PART)) % PART);
  if (t.index >= PART)
    n += snprintf(number + n, sizeof number - (size_t)n, "x%03d/", (int)(t.index / PART % PART));
  snprintf(number + n, sizeof number - (size_t)n, "%03d", (int)(t.index % PART));
  if (t.width < TILE_WIDTH) snprintf(last, sizeof last, ".p/%d", t.width);
  if (t.level == TILE_ENTRIES) snprintf(out, TILE_PATH_ROOM, "tile/entries/%s%s", number, last);
  else snprintf(out, TILE_PATH_ROOM, "tile/%d/%s%s", t.level, number, last);
}

/* The path that the tile would have is the one that was asked for, or it is none. */
bool tiles_read_path(str path, tile *out) {
  str rest = path, part, level;
  int64_t l = TILE_ENTRIES, width = TILE_WIDTH, index = 0, digits;
  if (!str_split(&rest, '/', &part) || !str_eq(part, S("tile")) || !rest.p) return false;
  if (!str_split(&rest, '/', &level) || !rest.p) return false;
  if (!str_eq(level, S("entries")) && (!str_to_i64(level, &l) || l < 0 || l >= TILE_LEVELS))
    return false;
  ptrdiff_t dot = str_find(rest, S(".p/"));
  if (dot >= 0) {
    if (!str_to_i64(str_sub(rest, (size_t)dot + 3, rest.n), &width)) return false;
    if (width < 1 || width >= TILE_WIDTH) return false;
    rest.n = (size_t)dot;
  }
  for (int parts = 0; rest.p && str_split(&rest, '/', &part); parts++) {
    if (rest.p && part.n) part = str_sub(part, 1, part.n);
    while (part.n > 1 && part.p[0] == '0') part = str_sub(part, 1, part.n);
    if (parts == 3 || !str_to_i64(part, &digits) || digits < 0 || digits >= PART) return false;
    index = index * PART + digits;
  }
  *out = (tile){(int)l, index, (int)width};
  char want[TILE_PATH_ROOM];
  tiles_path(want, *out);
  return str_eq(str_of(want), path);
}

/* --- files --- */
static err *put(tiles *t, arena *a, const char *path, str bytes) {
  str name = hex_of(a, rand_str(a, NAME)); /* one that was left behind is in nobody's way */
  return durable_put(t->folder, name.p, path, bytes);
}

err *tiles_put(tiles *t, arena *a, tile which, str bytes) {
  char path[TILE_PATH_ROOM];
  tiles_path(path, which);
  return put(t, a, path, bytes);
}

static size_t most_bytes(tile t) {
  return t.level == TILE_ENTRIES ? BUNDLE_MOST : (size_t)t.width * MERKLE_HASH;
}

/* The first entries of a bundle. */
static str first_entries(str bundle, int width) {
  size_t at = 0;
  for (int i = 0; i < width; i++) {
    if (at + 2 > bundle.n) return STR_NONE;
    size_t n = (size_t)(unsigned char)bundle.p[at] << 8 | (unsigned char)bundle.p[at + 1];
    at += 2 + n;
  }
  return at <= bundle.n ? str_sub(bundle, 0, at) : STR_NONE;
}

err *tiles_get(const tiles *t, arena *a, tile which, str *bytes) {
  char path[TILE_PATH_ROOM];
  tiles_path(path, which);
  err *e = durable_get(t->folder, path, a, most_bytes(which), bytes);
  if (e && e->kind == ERR_NOT_FOUND && which.width < TILE_WIDTH) {
    tile full = {which.level, which.index, TILE_WIDTH};
    tiles_path(path, full);
    e = durable_get(t->folder, path, a, most_bytes(full), bytes);
    if (!e)
      *bytes = which.level == TILE_ENTRIES ? first_entries(*bytes, which.width)
                                      : str_sub(*bytes, 0, most_bytes(which));
  }
  TRY(e);
  if (!bytes->p || (which.level != TILE_ENTRIES && bytes->n != most_bytes(which)))
    return ERR(INTERNAL, N_("A file of the ledger is not whole: {0}."), str_dup(a, str_of(path)));
  return NULL;
}

err *tiles_fd(const tiles *t, tile which, int *fd, int64_t *size) {
  char path[TILE_PATH_ROOM];
  tiles_path(path, which);
  return durable_fd(t->folder, path, fd, size);
}

void tiles_tidy(tiles *t, tile full) {
  char path[TILE_PATH_ROOM];
  tiles_path(path, full);
  durable_remove_folder(t->folder, str_of(path), ".p");
}

err *tiles_checkpoint_put(tiles *t, arena *a, str note) { return put(t, a, "checkpoint", note); }

err *tiles_checkpoint(const tiles *t, arena *a, str *note) {
  err *e = durable_get(t->folder, "checkpoint", a, NOTE_MOST, note);
  if (!e || e->kind != ERR_NOT_FOUND) return e;
  *note = STR_NONE;
  return NULL;
}

/* --- a source for proofs --- */
static err *read_tile(void *arg, tile t, const char **hashes) {
  tile_reader *r = arg;
  for (size_t i = 0; i < COUNT(r->kept); i++)
    if (r->kept[i].hashes && r->kept[i].which.level == t.level &&
        r->kept[i].which.index == t.index && r->kept[i].which.width == t.width) {
      *hashes = r->kept[i].hashes;
      return NULL;
    }
  str bytes;
  TRY(tiles_get(r->tiles, r->a, t, &bytes));
  r->kept[r->next].which = t;
  r->kept[r->next].hashes = *hashes = bytes.p;
  r->next = (r->next + 1) % COUNT(r->kept);
  return NULL;
}

tile_source tile_reader_source(tile_reader *r) { return (tile_source){read_tile, r}; }
