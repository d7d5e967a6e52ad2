/* pages_ledger: the public ledger as files of C2SP tlog-tiles, proofs, and a page about it.
 * Nothing here is anybody's: all of it may be kept, mirrored and checked by whoever likes. */
#include "office/ledger.h"

#include "base/buf.h"
#include "office/ledger.sql.h"
#include "web/web.h"

static err *nothing_here(void) { return ERR(NOT_FOUND, N_("There is nothing at this address.")); }

err *ledger_show(rq *r) {
  arena *a = r->ctx.a;
  checkpoint c;
  str note, origin = ledger_origin(a, r->web->office);
  ledger_checkpoint_at_row noted = {0};
  bool found;
  TRY(ledger_published(&r->ctx, &c, &note));
  if (c.size) TRY(ledger_checkpoint_at(r->ctx.db, a, c.size, &noted, &found));
  v_ledger v = {.origin = origin,
                .key = note_verifier_key(a, origin, ledger_public_key(a, r->web->office)),
                .size = c.size,
                .checkpoint = note,
                .published_at = c.size ? (instant){noted.at} : INSTANT_NONE};
  return REPLY(r, 200, ledger, &v);
}

err *ledger_checkpoint_show(rq *r) {
  str note;
  TRY(tiles_checkpoint(&r->web->office->ledger, r->ctx.a, &note));
  if (!note.n) return nothing_here();
  r->cache = S("no-cache");
  return reply_text(r, S("text/plain; charset=utf-8"), note);
}

err *ledger_tile_show(rq *r) {
  tile which;
  int fd;
  int64_t size;
  if (!tiles_read_path(str_cat(r->ctx.a, S("tile/"), r->params[0]), &which)) return nothing_here();
  err *e = tiles_fd(&r->web->office->ledger, which, &fd, &size);
  if (e && e->kind == ERR_NOT_FOUND) return nothing_here();
  TRY(e);
  r->cache = S("public, max-age=31536000, immutable");
  return reply_file_of(r, fd, size, S("application/octet-stream"));
}

/* --- proofs --- */
typedef err *proof_maker(const tile_source *s, int64_t from, int64_t n,
                         char out[MERKLE_PROOF_MOST * MERKLE_HASH], size_t *count);

/* Of a tree that is published, whatever its size was then. */
static err *prove(rq *r, int64_t least, int64_t beyond, proof_maker *make) {
  arena *a = r->ctx.a;
  int64_t from, size;
  checkpoint c;
  str note;
  char hashes[MERKLE_PROOF_MOST * MERKLE_HASH], root[MERKLE_HASH];
  size_t n;
  if (!str_to_i64(r->params[0], &from) || !str_to_i64(r->params[1], &size)) return nothing_here();
  TRY(ledger_published(&r->ctx, &c, &note));
  if (from < least || from > size - beyond || size > c.size) return nothing_here();
  tile_reader reader = {.tiles = &r->web->office->ledger, .a = a};
  tile_source s = tile_reader_source(&reader);
  TRY(make(&s, from, size, hashes, &n));
  TRY(merkle_root(&s, size, root));
  str *list = arena_list(a, n + 1, str);
  for (size_t i = 0; i < n; i++)
    list[i] = base64_of(a, (str){hashes + i * MERKLE_HASH, MERKLE_HASH});
  v_ledger_proof v = {.from = from, .size = size, .hashes = {list, n},
                      .root = base64_of(a, (str){root, MERKLE_HASH})};
  r->cache = S("public, max-age=31536000, immutable");
  return reply_json(r, 200, &v_ledger_proof_type, &v);
}

err *ledger_inclusion(rq *r) { return prove(r, 0, 1, merkle_inclusion); }
err *ledger_consistency(rq *r) { return prove(r, 1, 0, merkle_consistency); }
