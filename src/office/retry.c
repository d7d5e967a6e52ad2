/* retry: see retry.h. */
#include "office/retry.h"

#include "base/time.h"

int64_t retry_wait(retry_rule r, int64_t tries, uint32_t chance) {
  int64_t wait = r.first < r.longest ? r.first : r.longest;
  for (int64_t i = 1; i < tries && wait < r.longest; i++)
    wait = wait > r.longest / 2 ? r.longest : 2 * wait;
  int64_t whole = wait * SECOND, part = whole / 4;
  return whole - (int64_t)((uint64_t)part * chance >> 32);
}
