/* rand: random bytes from the kernel, and ids made of them. */
#ifndef BASE_RAND_H
#define BASE_RAND_H
#include "base/arena.h"

/* Fills n bytes from getrandom; the process ends if the kernel cannot (it can since boot). */
void rand_bytes(void *p, size_t n);
str rand_str(arena *a, size_t n);
/* A positive 63-bit row id: 41 bits of milliseconds, then a counter that starts at random.  Ids of
 * one process are unique and rise with time; a clash between processes is caught by the key. */
int64_t rand_id(void);
/* An opaque public id: 128 random bits, base64url. */
str rand_public_id(arena *a);
#endif
