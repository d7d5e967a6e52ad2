/* retry: how long something that has failed waits before it is tried again; for the outbox and for
 * letters. */
#ifndef OFFICE_RETRY_H
#define OFFICE_RETRY_H
#include <stdint.h>

typedef struct retry_rule {
  int64_t first, longest; /* seconds, at least 1 */
} retry_rule;
/* The wait after the `tries`-th failure (1: the first), in microseconds: twice as long each time,
 * never longer than `longest`, and then by chance between three quarters of that and the whole, so
 * that what failed together does not come back together.  Pure but for `chance`, 0 to 2^32 - 1. */
int64_t retry_wait(retry_rule r, int64_t tries, uint32_t chance);
#endif
