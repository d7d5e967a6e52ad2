/* crypto: see crypto.h.  OpenSSL's EVP; algorithms are fetched once, since a fetch costs more than
 * hashing a short text.  What cannot fail but for want of memory ends the process when it does, as
 * an exhausted arena would.  Argon2id and Ed25519 are in sodium.c. */
#include "kit/crypto.h"

#include <assert.h>
#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/defer.h"
#include "base/rand.h"

enum { KEY = 32, NONCE = 12, TAG = 16, HKDF_MOST = 255 * SHA256_SIZE, FILE_STEP = 1 << 17 };

DEFER_FOR(EVP_MD_CTX, EVP_MD_CTX_free)
DEFER_FOR(EVP_MAC_CTX, EVP_MAC_CTX_free)
DEFER_FOR(EVP_KDF_CTX, EVP_KDF_CTX_free)
DEFER_FOR(EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)

static struct {
  EVP_MD *sha256;
  EVP_MAC *hmac;
  EVP_KDF *hkdf;
  EVP_CIPHER *gcm;
} algorithm;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static pthread_key_t thread_context;
static void free_context(void *p) { EVP_MD_CTX_free(p); }

static void need(bool ok) {
  if (ok) return;
  ERR_print_errors_fp(stderr);
  fprintf(stderr, "motcua: a cryptographic primitive is not available\n");
  abort();
}

static void fetch(void) {
  algorithm.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
  algorithm.hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
  algorithm.hkdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
  algorithm.gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
  need(algorithm.sha256 && algorithm.hmac && algorithm.hkdf && algorithm.gcm);
  need(!pthread_key_create(&thread_context, free_context));
}

static void ready(void) { pthread_once(&once, fetch); }
static unsigned char *bytes_at(char *p) { return (unsigned char *)p; }
static const unsigned char *bytes_of(str s) { return (const unsigned char *)(s.p ? s.p : ""); }

static EVP_MD_CTX *digest_begin(void) {
  ready();
  EVP_MD_CTX *c = EVP_MD_CTX_new();
  need(c && EVP_DigestInit_ex2(c, algorithm.sha256, NULL));
  return c;
}

static str digest_end(arena *a, EVP_MD_CTX *c) {
  char *out = arena_alloc(a, SHA256_SIZE);
  need(EVP_DigestFinal_ex(c, bytes_at(out), NULL));
  return (str){out, SHA256_SIZE};
}

str sha256(arena *a, str bytes) { return sha256_of(a, (const str[]){bytes, STR_NONE}); }

str sha256_of(arena *a, const str *parts) {
  DEFER(EVP_MD_CTX_free_at) EVP_MD_CTX *c = digest_begin();
  for (; parts->p; parts++) need(EVP_DigestUpdate(c, parts->p, parts->n));
  return digest_end(a, c);
}

/* A context for each thread: making one costs more than hashing two blocks. */
static EVP_MD_CTX *own_context(void) {
  ready();
  EVP_MD_CTX *c = pthread_getspecific(thread_context);
  if (c) return c;
  c = EVP_MD_CTX_new();
  need(c && !pthread_setspecific(thread_context, c));
  need(EVP_DigestInit_ex2(c, algorithm.sha256, NULL));
  return c;
}

void sha256_into(char out[SHA256_SIZE], str a, str b, str c) {
  EVP_MD_CTX *own = own_context();
  need(EVP_DigestInit_ex2(own, NULL, NULL));
  for (const str *part = (const str[]){a, b, c, STR_NONE}; part->p; part++)
    need(EVP_DigestUpdate(own, part->p, part->n));
  need(EVP_DigestFinal_ex(own, bytes_at(out), NULL));
}

err *sha256_file(arena *a, int fd, str *digest, int64_t *size) {
  DEFER(EVP_MD_CTX_free_at) EVP_MD_CTX *c = digest_begin();
  size_t mark = arena_mark(a);
  char *part = arena_alloc(a, FILE_STEP);
  for (*size = 0;;) {
    ssize_t got = pread(fd, part, FILE_STEP, *size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ERR(INTERNAL, "A file cannot be read: {0}.", str_of(strerror(errno)));
    if (got == 0) break;
    need(EVP_DigestUpdate(c, part, (size_t)got));
    *size += got;
  }
  arena_rewind(a, mark);
  *digest = digest_end(a, c);
  return NULL;
}

/* One after the other; the list ends with STR_NONE. */
static str hmac_of(arena *a, str key, const str *parts) {
  ready();
  DEFER(EVP_MAC_CTX_free_at) EVP_MAC_CTX *c = EVP_MAC_CTX_new(algorithm.hmac);
  char name[] = "SHA256";
  OSSL_PARAM with[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                       OSSL_PARAM_construct_end()};
  need(c && EVP_MAC_init(c, bytes_of(key), key.n, with));
  for (; parts->p; parts++) need(EVP_MAC_update(c, bytes_of(*parts), parts->n));
  char *out = arena_alloc(a, SHA256_SIZE);
  size_t n = 0;
  need(EVP_MAC_final(c, bytes_at(out), &n, SHA256_SIZE) && n == SHA256_SIZE);
  return (str){out, SHA256_SIZE};
}

str hmac(arena *a, str key, str label, str bytes) {
  str rest = bytes.p ? bytes : S("");
  return hmac_of(a, key, (const str[]){label, S("\0"), rest, STR_NONE});
}

str hmac_sha256(arena *a, str key, str bytes) {
  return hmac_of(a, key, (const str[]){bytes, STR_NONE});
}

static OSSL_PARAM octets(const char *name, str s) {
  return OSSL_PARAM_construct_octet_string(name, (void *)(uintptr_t)(s.p ? s.p : ""), s.n);
}

str hkdf(arena *a, str key, str info, size_t n) {
  assert(key.n > 0 && n > 0 && n <= HKDF_MOST);
  ready();
  DEFER(EVP_KDF_CTX_free_at) EVP_KDF_CTX *c = EVP_KDF_CTX_new(algorithm.hkdf);
  char name[] = "SHA256";
  OSSL_PARAM with[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, name, 0),
                       octets(OSSL_KDF_PARAM_KEY, key), octets(OSSL_KDF_PARAM_INFO, info),
                       OSSL_PARAM_construct_end()};
  char *out = arena_alloc(a, n);
  need(c && EVP_KDF_derive(c, bytes_at(out), n, with) > 0);
  return (str){out, n};
}

/* --- AES-256-GCM: nonce, ciphertext, tag (NIST SP 800-38D) --- */

str seal_box(arena *a, str key32, str bytes) {
  assert(key32.n == KEY && bytes.n < INT32_MAX);
  ready();
  char *out = arena_alloc(a, NONCE + bytes.n + TAG);
  rand_bytes(out, NONCE);
  DEFER(EVP_CIPHER_CTX_free_at) EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
  int n = 0;
  need(c && EVP_EncryptInit_ex2(c, algorithm.gcm, bytes_of(key32), bytes_at(out), NULL));
  char *text = out + NONCE, *tag = text + bytes.n;
  need(EVP_EncryptUpdate(c, bytes_at(text), &n, bytes_of(bytes), (int)bytes.n));
  need(EVP_EncryptFinal_ex(c, bytes_at(tag), &n) && n == 0);
  need(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG, tag) > 0);
  return (str){out, NONCE + bytes.n + TAG};
}

err *open_box(arena *a, str key32, str box, str *bytes) {
  assert(key32.n == KEY);
  ready();
  if (box.n < NONCE + TAG || box.n > INT32_MAX)
    return ERR(INVALID, N_("What was sealed has been altered."));
  DEFER(EVP_CIPHER_CTX_free_at) EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
  need(c && EVP_DecryptInit_ex2(c, algorithm.gcm, bytes_of(key32), bytes_of(box), NULL));
  size_t size = box.n - NONCE - TAG;
  char tag[TAG], *out = arena_alloc(a, size + 1);
  memcpy(tag, box.p + box.n - TAG, TAG);
  need(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG, tag) > 0);
  int n = 0;
  bool good = EVP_DecryptUpdate(c, bytes_at(out), &n, bytes_of(box) + NONCE, (int)size) > 0 &&
              EVP_DecryptFinal_ex(c, bytes_at(out) + n, &n) > 0;
  if (!good) {
    wipe((str){out, size});
    ERR_clear_error();
    return ERR(INVALID, N_("What was sealed has been altered."));
  }
  *bytes = (str){out, size};
  return NULL;
}

void wipe(str secret) {
  if (secret.n) OPENSSL_cleanse((void *)(uintptr_t)secret.p, secret.n);
}
