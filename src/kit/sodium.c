/* sodium: what libsodium does of crypto.h: Argon2id, which OpenSSL 3.0 has not, and Ed25519, which
 * costs it a quarter of OpenSSL's time.  A hash costs tens of megabytes and a core, so two at most
 * run at once, the others wait their turn. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/crypto.h"

enum { AT_ONCE = 2, RAW = 32 };

static sem_t turns;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void) {
  if (sodium_init() >= 0 && sem_init(&turns, 0, AT_ONCE) == 0) return;
  fprintf(stderr, "motcua: libsodium cannot start\n");
  abort();
}

static void ready(void) { pthread_once(&once, begin); }

static void enter(void) {
  ready();
  while (sem_wait(&turns) && errno == EINTR) continue;
}
static void leave(void) { sem_post(&turns); }

static bool bearable(argon2_cost c) {
  return c.passes >= (int64_t)crypto_pwhash_OPSLIMIT_MIN && c.passes <= 1000 &&
         c.kib >= (int64_t)crypto_pwhash_MEMLIMIT_MIN / 1024 && c.kib <= INT64_C(4) << 20;
}

static err *no_memory(void) {
  return err_retry(ERR(UNAVAILABLE, N_("There is not enough memory to check this now.")), 5);
}

err *password_hash(arena *a, str password, argon2_cost cost, str *out) {
  if (!bearable(cost)) return ERR(INTERNAL, "The cost of Argon2id is out of range.");
  char *text = arena_alloc(a, crypto_pwhash_STRBYTES);
  enter();
  int refused = crypto_pwhash_str_alg(text, password.p ? password.p : "", password.n,
                                      (unsigned long long)cost.passes, (size_t)cost.kib * 1024,
                                      crypto_pwhash_ALG_ARGON2ID13);
  leave();
  if (refused) return no_memory();
  *out = str_of(text);
  return NULL;
}

bool password_check(str hash, str password) {
  char text[crypto_pwhash_STRBYTES] = {0};
  if (!str_starts(hash, S(crypto_pwhash_argon2id_STRPREFIX)) || hash.n >= sizeof text) return false;
  memcpy(text, hash.p, hash.n);
  enter();
  int refused = crypto_pwhash_str_verify(text, password.p ? password.p : "", password.n);
  leave();
  return !refused;
}

err *pin_stretch(arena *a, str pin, str salt16, argon2_cost cost, str *out) {
  if (!bearable(cost) || salt16.n != crypto_pwhash_SALTBYTES)
    return ERR(INTERNAL, "The cost or the salt of Argon2id is out of range.");
  char *raw = arena_alloc(a, RAW);
  enter();
  int refused = crypto_pwhash((unsigned char *)raw, RAW, pin.p ? pin.p : "", pin.n,
                              (const unsigned char *)salt16.p, (unsigned long long)cost.passes,
                              (size_t)cost.kib * 1024, crypto_pwhash_ALG_ARGON2ID13);
  leave();
  if (refused) return no_memory();
  *out = (str){raw, RAW};
  return NULL;
}

/* --- Ed25519 --- */

static unsigned char *bytes_at(char *p) { return (unsigned char *)p; }
static const unsigned char *bytes_of(str s) { return (const unsigned char *)(s.p ? s.p : ""); }

str ed25519_key(arena *a, str seed) {
  assert(seed.n == ED25519_SEED);
  ready();
  char *key = arena_alloc(a, ED25519_KEY), public_key[ED25519_PUBLIC];
  crypto_sign_seed_keypair(bytes_at(public_key), bytes_at(key), bytes_of(seed));
  return (str){key, ED25519_KEY};
}

str ed25519_public(str key) { return str_sub(key, ED25519_SEED, ED25519_KEY); }

str ed25519_sign(arena *a, str key, str message) {
  assert(key.n == ED25519_KEY);
  ready();
  char *out = arena_alloc(a, ED25519_SIGNATURE);
  crypto_sign_detached(bytes_at(out), NULL, bytes_of(message), message.n, bytes_of(key));
  return (str){out, ED25519_SIGNATURE};
}

bool ed25519_verify(str public_key, str message, str signature) {
  if (public_key.n != ED25519_PUBLIC || signature.n != ED25519_SIGNATURE) return false;
  ready();
  return crypto_sign_verify_detached(bytes_of(signature), bytes_of(message), message.n,
                                     bytes_of(public_key)) == 0;
}
