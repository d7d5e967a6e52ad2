/* digest: SHA-256 (libsodium) of what a page of a PDF draws with.
 *
 * A page is fed in as its objects, resolved from the page on and in the order of their keys, each
 * stream by the digest of its unpacked bytes; numbers of objects do not count, nor does what
 * lies on other pages.  So the same file gives the same digests always, and a page that is changed
 * another one.  docs/adr/0005 says it in full. */
#include <sodium.h>

#include "box/box.h"

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(digest), "room for the state");
_Static_assert(crypto_hash_sha256_BYTES == DIGEST_SIZE, "as long as it is told");

static crypto_hash_sha256_state *state_of(digest *d) {
  return (crypto_hash_sha256_state *)(void *)d->room;
}

void digest_begin(digest *d) { crypto_hash_sha256_init(state_of(d)); }

void digest_add(digest *d, const void *bytes, size_t n) {
  crypto_hash_sha256_update(state_of(d), bytes, n);
}

/* With its length before it, so that two texts never read as one. */
void digest_text(digest *d, char kind, str s) {
  unsigned char head[9] = {(unsigned char)kind};
  for (size_t i = 0; i < 8; i++) head[1 + i] = (unsigned char)(s.n >> (56 - 8 * i));
  digest_add(d, head, sizeof head);
  digest_add(d, s.p, s.n);
}

void digest_end(digest *d, unsigned char out[DIGEST_SIZE]) {
  crypto_hash_sha256_final(state_of(d), out);
}

void digest_of(const void *bytes, size_t n, unsigned char out[DIGEST_SIZE]) {
  crypto_hash_sha256(out, bytes, n);
}
