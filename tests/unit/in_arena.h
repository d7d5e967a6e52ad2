/* in_arena: cmocka, and an arena `a` that a test or a group of tests opens and closes. */
#ifndef TESTS_IN_ARENA_H
#define TESTS_IN_ARENA_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"

static arena *a;

static inline int open_arena(void **state) {
  (void)state;
  a = arena_new((size_t)1 << 30);
  return a ? 0 : -1;
}

static inline int close_arena(void **state) {
  (void)state;
  err_reset();
  arena_free(a);
  return 0;
}

/* A copy with one bit altered. */
static inline str flipped(str s, size_t bit) {
  str copy = str_dup(a, s);
  ((char *)(uintptr_t)copy.p)[bit / 8] ^= (char)(1 << bit % 8);
  return copy;
}
#endif
