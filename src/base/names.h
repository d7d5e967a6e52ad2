/* names: a table from names to numbers, filled once in an arena and read by any number of threads.
 *
 * names t = names_in(arena); names_put(&t, S("x"), 7); names_get(&t, S("x")) is 7; of a name that
 * is not there it is 0, so what is kept begins at 1.  The bytes of a name stay the caller's. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H
#include "base/arena.h"

typedef struct names_slot {
  str name;
  uint32_t hash, value; /* value 0: free */
} names_slot;

typedef struct names {
  arena *a;
  names_slot *slots;
  uint32_t n, mask;
} names;

names names_in(arena *a);
/* Keeps value (not 0) unless the name is there; false: it is, and keeps what it had. */
bool names_put(names *t, str name, uint32_t value);
uint32_t names_get(const names *t, str name);
/* A quick hash over all bytes; not for secrets, and not against an attacker. */
uint64_t names_hash(str s);
#endif
