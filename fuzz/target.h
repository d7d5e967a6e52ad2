/* target: what every fuzz target has: its entry, an empty arena for each input, and a claim. */
#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input's own memory and list of errors, empty. */
static inline arena *fresh(void) {
  static arena *a;
  if (!a) a = arena_new((size_t)256 << 20);
  if (!a) abort();
  arena_reset(a, 1 << 20);
  err_reset();
  return a;
}

static inline void must(bool holds) {
  if (!holds) abort();
}
#endif
