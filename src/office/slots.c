/* slots: see slots.h. */
#include "office/slots.h"

#include <stdatomic.h>

enum { SLOTS = 16, SLOT_SHIFT = 48 };
static const uint64_t taken_mask = (UINT64_C(1) << SLOT_SHIFT) - 1;

typedef struct slot {
  _Atomic(edition *) edition;
  _Atomic int64_t count;
} slot;

struct edition_slots {
  _Atomic uint64_t word; /* slot << SLOT_SHIFT | how often it was taken */
  slot slots[SLOTS];
};

edition_slots *slots_new(arena *a) { return arena_new_of(a, edition_slots); }

static void drop(slot *s) {
  edition *e = atomic_exchange(&s->edition, NULL);
  if (e) edition_free(e);
}

void slots_close(edition_slots *s) {
  for (size_t i = 0; i < SLOTS; i++) drop(&s->slots[i]);
}

const edition *slots_take(edition_slots *s) {
  uint64_t word = atomic_fetch_add(&s->word, 1);
  return atomic_load(&s->slots[word >> SLOT_SHIFT].edition);
}

void slots_give(edition_slots *s, const edition *e) {
  if (!e) return;
  for (size_t i = 0; i < SLOTS; i++) {
    slot *at = &s->slots[i];
    if (atomic_load(&at->edition) != e) continue;
    if (atomic_fetch_sub(&at->count, 1) == 1) drop(at);
    return;
  }
}

bool slots_replace(edition_slots *s, edition *e) {
  size_t old = (size_t)(atomic_load(&s->word) >> SLOT_SHIFT);
  for (size_t i = 0; i < SLOTS; i++) {
    slot *at = &s->slots[i];
    if (i == old || atomic_load(&at->edition)) continue;
    atomic_store(&at->count, 0);
    atomic_store(&at->edition, e);
    uint64_t word = atomic_exchange(&s->word, (uint64_t)i << SLOT_SHIFT);
    int64_t taken = (int64_t)(word & taken_mask);
    if (atomic_fetch_add(&s->slots[old].count, taken) + taken == 0) drop(&s->slots[old]);
    return true;
  }
  return false;
}
