/* rand: see rand.h. */
#include "base/rand.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/buf.h"
#include "base/time.h"

void rand_bytes(void *p, size_t n) {
  for (size_t done = 0; done < n;) {
    ssize_t got = getrandom((char *)p + done, n - done, 0);
    if (got > 0) done += (size_t)got;
    else if (got < 0) continue; /* interrupted by a signal */
    else abort();
  }
}

str rand_str(arena *a, size_t n) {
  char *p = arena_alloc(a, n);
  rand_bytes(p, n);
  return (str){p, n};
}

int64_t rand_id(void) {
  static _Atomic uint64_t last;
  static const int64_t epoch = INT64_C(1735689600000000); /* 2025-01-01T00:00:00Z */
  uint64_t ms = (uint64_t)((instant_now().us - epoch) / 1000), jitter;
  rand_bytes(&jitter, sizeof jitter);
  uint64_t fresh = (ms & 0x1FFFFFFFFFFu) << 22 | (jitter & 0x1FFFFFu);
  uint64_t seen = atomic_load(&last), next;
  do next = fresh > seen ? fresh : seen + 1;
  while (!atomic_compare_exchange_weak(&last, &seen, next));
  return (int64_t)(next & INT64_MAX);
}

str rand_public_id(arena *a) { return base64url_of(a, rand_str(a, 16)); }
