/* tally: a table of sums by open addressing; see tally.h. */
#include "office/tally.h"

int32_t span_first(fold_span span, int32_t day) {
  int32_t month = day / 100 % 100;
  switch (span) {
    case SPAN_NOW: return 0;
    case SPAN_DAY: return day;
    case SPAN_MONTH: return day / 100 * 100 + 1;
    case SPAN_QUARTER: return day / 10000 * 10000 + ((month - 1) / 3 * 3 + 1) * 100 + 1;
    case SPAN_YEAR: return day / 10000 * 10000 + 101;
  }
  return 0;
}

static uint64_t mix(uint64_t h, uint64_t x) {
  h = (h ^ x) * 0xBF58476D1CE4E5B9u;
  return h ^ h >> 29;
}

static uint64_t hash_of(const tally_key *k) {
  uint64_t h = mix((uint64_t)k->unit_id, (uint64_t)k->due);
  h = mix(h, (uint64_t)k->first << 8 | (uint64_t)k->span << 1 | (uint64_t)k->below);
  for (size_t i = 0; i < k->measure.n; i++) h = mix(h, (uint8_t)k->measure.p[i]);
  return h;
}

static bool same(const tally_key *a, const tally_key *b) {
  return a->unit_id == b->unit_id && a->due == b->due && a->first == b->first &&
         a->span == b->span && a->below == b->below && str_eq(a->measure, b->measure);
}

static tally_row *place_of(const tally *t, const tally_key *key) {
  size_t i = (size_t)hash_of(key) & (t->room - 1);
  while (t->rows[i].used && !same(&t->rows[i].key, key)) i = (i + 1) & (t->room - 1);
  return &t->rows[i];
}

static void widen(tally *t) {
  tally old = *t;
  t->room = old.room ? old.room * 2 : 1024;
  t->rows = arena_list(t->a, t->room, tally_row);
  for (size_t i = 0; i < t->room; i++) t->rows[i] = (tally_row){0};
  for (size_t i = 0; i < old.room; i++)
    if (old.rows[i].used) *place_of(t, &old.rows[i].key) = old.rows[i];
}

void tally_add(tally *t, const tally_key *key, int64_t n) {
  if (t->used * 2 >= t->room) widen(t);
  tally_row *r = place_of(t, key);
  if (!r->used) {
    *r = (tally_row){.key = *key, .used = true};
    t->used++;
  }
  r->n += n;
}
