/* crypto: hashes, MACs and key derivation by OpenSSL; the server's own Ed25519, passwords and PINs
 * by libsodium.  All results are raw bytes in the given arena. */
#ifndef KIT_CRYPTO_H
#define KIT_CRYPTO_H
#include "base/err.h"

enum { SHA256_SIZE = 32, ED25519_SEED = 32, ED25519_PUBLIC = 32, ED25519_KEY = 64,
       ED25519_SIGNATURE = 64 };

str sha256(arena *a, str bytes);
/* SHA-256 of several parts one after the other; the list ends with STR_NONE. */
str sha256_of(arena *a, const str *parts);
str hmac_sha256(arena *a, str key, str bytes); /* RFC 2104 */
/* SHA-256 of three parts (none: nothing) one after the other into 32 bytes, which may be one of
 * the parts; for the millions of hashes of a tree. */
void sha256_into(char out[SHA256_SIZE], str a, str b, str c);
/* HMAC-SHA-256 over label || 0x00 || bytes: labels keep uses of one key apart. */
str hmac(arena *a, str key, str label, str bytes);
/* HKDF-SHA-256 (RFC 5869), empty salt. */
str hkdf(arena *a, str key, str info, size_t n);
/* Reads from the file's start whatever its offset, which stays. */
err *sha256_file(arena *a, int fd, str *digest, int64_t *size);

/* Ed25519 (RFC 8032).  A key is its 32-byte seed with the public key behind it. */
str ed25519_key(arena *a, str seed);
str ed25519_public(str key);
str ed25519_sign(arena *a, str key, str message);
bool ed25519_verify(str public_key, str message, str signature);

/* AES-256-GCM with a random nonce in front, under 32 raw bytes; ERR_INVALID when anything was
 * altered. */
str seal_box(arena *a, str key32, str bytes);
err *open_box(arena *a, str key32, str box, str *bytes);

/* Cost of Argon2id: memory in KiB and passes. */
typedef struct argon2_cost {
  int64_t kib;
  int64_t passes;
} argon2_cost;
/* A crypt string "$argon2id$…"; at most two run at once in the process, others wait.
 * ERR_UNAVAILABLE with Retry-After when there is no memory, ERR_INTERNAL for a cost out of
 * range. */
err *password_hash(arena *a, str password, argon2_cost cost, str *out);
bool password_check(str hash, str password);
/* 32 raw bytes of Argon2id(pin, salt16): the first half of a key's passphrase. */
err *pin_stretch(arena *a, str pin, str salt16, argon2_cost cost, str *out);
/* Overwrites secrets so that the compiler cannot leave it out. */
void wipe(str secret);
#endif
