/* names: see names.h.  Open addressing, at most half full; the hash takes eight bytes at a time. */
#include "base/names.h"

#include <string.h>

enum { FIRST = 8 };

static uint64_t eight(const char *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

static uint64_t four(const char *p) {
  uint32_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

static uint64_t mixed(uint64_t x, uint64_t y) {
  __extension__ typedef unsigned __int128 wide;
  wide product = (wide)(x ^ 0x9e3779b97f4a7c15u) * (y ^ 0xd1b54a32d192ed03u);
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t names_hash(str s) {
  uint64_t h = s.n;
  for (; s.n > 16; s.p += 8, s.n -= 8) h = mixed(h, eight(s.p));
  if (s.n >= 8) return mixed(h ^ eight(s.p), eight(s.p + s.n - 8));
  if (s.n >= 4) return mixed(h ^ four(s.p), four(s.p + s.n - 4));
  if (!s.n) return mixed(h, 0);
  const unsigned char *p = (const unsigned char *)s.p;
  return mixed(h, (uint64_t)p[0] << 16 | (uint64_t)p[s.n / 2] << 8 | p[s.n - 1]);
}

names names_in(arena *a) { return (names){.a = a}; }

static names_slot *slot_of(const names *t, str name, uint32_t hash) {
  uint32_t i = hash & t->mask;
  while (t->slots[i].value && (t->slots[i].hash != hash || !str_eq(t->slots[i].name, name)))
    i = (i + 1) & t->mask;
  return &t->slots[i];
}

static void grow(names *t) {
  names old = *t;
  uint32_t room = old.slots ? 2 * (old.mask + 1) : FIRST;
  t->slots = arena_list(t->a, room, names_slot);
  t->mask = room - 1;
  for (uint32_t i = 0; old.slots && i <= old.mask; i++)
    if (old.slots[i].value) *slot_of(t, old.slots[i].name, old.slots[i].hash) = old.slots[i];
}

bool names_put(names *t, str name, uint32_t value) {
  uint32_t hash = (uint32_t)names_hash(name);
  if (!t->slots || t->n > t->mask / 2) grow(t);
  names_slot *s = slot_of(t, name, hash);
  if (s->value) return false;
  *s = (names_slot){name, hash, value};
  t->n++;
  return true;
}

uint32_t names_get(const names *t, str name) {
  return t->slots ? slot_of(t, name, (uint32_t)names_hash(name))->value : 0;
}
