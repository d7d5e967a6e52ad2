/* schema_value: values compared as JSON Schema compares them: 1 is 1.0, members have no order.
 * Numbers are compared and divided by their decimal digits, so no rounding enters. */
#include <inttypes.h>
#include <stdio.h>

#include "office/schema_impl.h"

enum { DEPTH = 200, ROOM = 40, FAR = 1000000000, DIGITS = 18, FEW = 8 };
enum { DEAR = 8 }; /* what decimals cost */

/* --- decimals --- */
typedef struct decimal { /* 0.DIGITS times 10^top, digits without zeros at either end */
  bool minus;
  str digits; /* with a point somewhere within, perhaps */
  size_t n;   /* digits without the point; 0: zero */
  int64_t top;
} decimal;

static bool digit(char c) { return c >= '0' && c <= '9'; }

static int64_t exponent_of(str s) {
  bool minus = s.n && s.p[0] == '-';
  int64_t v = 0;
  for (size_t i = 0; i < s.n; i++)
    if (digit(s.p[i]) && v < FAR) v = v * 10 + (s.p[i] - '0');
  return minus ? -v : v;
}

/* From a number's text: -12.50e3 and the like. */
static decimal read_decimal(str s) {
  decimal d = {.minus = s.n && s.p[0] == '-'};
  size_t end = 0;
  while (end < s.n && s.p[end] != 'e' && s.p[end] != 'E') end++;
  int64_t exponent = end < s.n ? exponent_of(str_sub(s, end + 1, s.n)) : 0;
  ptrdiff_t dot = str_chr(str_sub(s, 0, end), '.', 0);
  int64_t point = dot < 0 ? (int64_t)end : (int64_t)dot;
  size_t from = 0;
  while (from < end && (s.p[from] < '1' || s.p[from] > '9')) from++;
  while (end > from && (s.p[end - 1] < '1' || s.p[end - 1] > '9')) end--;
  d.digits = str_sub(s, from, end);
  for (size_t i = 0; i < d.digits.n; i++) d.n += digit(d.digits.p[i]);
  int64_t before = point - (int64_t)from; /* digits before the point; negative: zeros after it */
  d.top = exponent + (before < 0 ? before + 1 : before);
  if (!d.n) d = (decimal){.digits = d.digits};
  return d;
}

static decimal decimal_of(const json *v, char room[ROOM]) {
  if (v->kind == JSON_INT) {
    snprintf(room, ROOM, "%" PRId64, v->i);
  } else if (v->s.p) {
    return read_decimal(v->s);
  } else {
    snprintf(room, ROOM, "%.15g", v->real);
    if (strtod(room, NULL) != v->real) snprintf(room, ROOM, "%.17g", v->real);
  }
  return read_decimal(str_of(room));
}

static int next_digit(str *s) {
  while (s->n && !digit(s->p[0])) *s = str_sub(*s, 1, s->n);
  if (!s->n) return 0;
  int v = s->p[0] - '0';
  *s = str_sub(*s, 1, s->n);
  return v;
}

static int order_of(const decimal *x, const decimal *y) {
  if (x->minus != y->minus) return x->minus ? -1 : 1;
  int way = x->minus ? -1 : 1;
  if (!x->n || !y->n) return way * ((x->n > 0) - (y->n > 0));
  if (x->top != y->top) return x->top < y->top ? -way : way;
  str a = x->digits, b = y->digits;
  while (a.n || b.n) {
    int i = next_digit(&a), k = next_digit(&b);
    if (i != k) return i < k ? -way : way;
  }
  return 0;
}

int schema_order(const json *x, const json *y) {
  if (x->kind == JSON_INT && y->kind == JSON_INT) return (x->i > y->i) - (x->i < y->i);
  char rx[ROOM], ry[ROOM];
  decimal a = decimal_of(x, rx), b = decimal_of(y, ry);
  return order_of(&a, &b);
}

bool schema_whole(const json *v) {
  if (v->kind == JSON_INT) return true;
  char room[ROOM];
  decimal d = decimal_of(v, room);
  return v->kind == JSON_REAL && (!d.n || d.top >= (int64_t)d.n);
}

static uint64_t times(uint64_t x, uint64_t y, uint64_t modulus) {
  __extension__ typedef unsigned __int128 wide;
  return (uint64_t)((wide)x * y % modulus);
}

static uint64_t remainder_of(str digits, uint64_t modulus) {
  uint64_t r = 0;
  while (digits.n) r = (r * 10 + (uint64_t)next_digit(&digits)) % modulus; /* below 10^19 */
  return r;
}

/* v is V * 10^e and of is M * 10^f with V and M whole and without zeros at their ends: v is a
 * multiple when M divides V * 10^(e-f), which cannot be when e < f: 10 does not divide V. */
bool schema_multiple(const json *v, const json *of) {
  if (v->kind == JSON_INT && of->kind == JSON_INT) return v->i % of->i == 0;
  char rv[ROOM], ro[ROOM];
  decimal a = decimal_of(v, rv), b = decimal_of(of, ro);
  if (!a.n) return true;
  int64_t more = (a.top - (int64_t)a.n) - (b.top - (int64_t)b.n);
  uint64_t modulus = remainder_of(b.digits, UINT64_C(1000000000000000000));
  if (more < 0 || !modulus) return false;
  uint64_t r = remainder_of(a.digits, modulus), power = 10 % modulus;
  for (; more; more >>= 1) {
    if (more & 1) r = times(r, power, modulus);
    power = times(power, power, modulus);
  }
  return r == 0;
}

bool schema_divisor(const json *v) {
  char room[ROOM];
  if (v->kind != JSON_INT && v->kind != JSON_REAL) return false;
  decimal d = decimal_of(v, room);
  return !d.minus && d.n > 0 && d.n <= DIGITS;
}

/* --- equality --- */
static bool number(const json *v) { return v->kind == JSON_INT || v->kind == JSON_REAL; }

static bool equal(const json *x, const json *y, int depth, int64_t *budget) {
  if (x->kind == JSON_REAL && number(y)) *budget -= DEAR;
  if (number(x) && number(y)) return schema_order(x, y) == 0;
  if (x->kind != y->kind || x->n != y->n || --*budget < 0 || depth > DEPTH) return false;
  *budget -= (int64_t)(x->s.n / 64);
  if (x->kind == JSON_STRING) return str_eq(x->s, y->s);
  for (size_t i = 0; i < x->n; i++) {
    const json *other = &y->items[i];
    if (x->kind == JSON_OBJECT && !str_eq(x->keys[i], y->keys[i])) {
      other = json_get(y, x->keys[i]);
      *budget -= (int64_t)(y->n / 4);
    }
    if (!other || !equal(&x->items[i], other, depth + 1, budget)) return false;
  }
  return true;
}

bool schema_equal(const json *x, const json *y, int64_t *budget) {
  return equal(x, y, 0, budget);
}

/* Equal numbers have one hash: a whole one that an integer can hold has the integer's, another goes
 * by sign, place and digits. */
static uint64_t number_hash(const json *v) {
  char room[ROOM];
  decimal d;
  uint64_t h = (uint64_t)v->i, whole = 0;
  if (v->kind == JSON_REAL) {
    d = decimal_of(v, room);
    h = (uint64_t)d.top * 2 + d.minus;
    for (str s = d.digits; s.n;) h = h * 31 + (uint64_t)next_digit(&s);
    bool fits = !d.n || (d.top >= (int64_t)d.n && d.top <= DIGITS);
    for (int64_t k = 0; fits && d.n && k < d.top; k++)
      whole = whole * 10 + (uint64_t)next_digit(&d.digits);
    if (fits) h = d.minus ? 0 - whole : whole;
  }
  return h * 0x9e3779b97f4a7c15u;
}

static uint64_t hash(const json *v, int depth, int64_t *budget) {
  if (v->kind == JSON_REAL) *budget -= DEAR;
  if (number(v)) return number_hash(v);
  *budget -= (int64_t)(v->s.n / 64);
  if (v->kind == JSON_STRING) return names_hash(v->s);
  uint64_t h = (uint64_t)v->kind + 1;
  if (--*budget < 0 || depth > DEPTH) return h;
  for (size_t i = 0; i < v->n; i++) {
    uint64_t one = hash(&v->items[i], depth + 1, budget);
    if (v->kind == JSON_OBJECT) h += (one ^ names_hash(v->keys[i])) * 0xd1b54a32d192ed03u;
    else h = (h ^ one) * 0x9e3779b97f4a7c15u + 1;
  }
  return h;
}

uint64_t schema_hash(const json *v, int64_t *budget) { return hash(v, 0, budget); }

static bool repeats_few(const json *list, int64_t *budget, size_t pair[2]) {
  for (size_t k = 1; k < list->n; k++)
    for (size_t i = 0; i < k; i++)
      if (schema_equal(&list->items[i], &list->items[k], budget)) {
        pair[0] = i, pair[1] = k;
        return true;
      }
  return false;
}

bool schema_repeated(const json *list, arena *scratch, int64_t *budget, size_t pair[2]) {
  if (list->n <= FEW) return repeats_few(list, budget, pair);
  size_t mark = arena_mark(scratch), room = 16;
  while (room < 2 * list->n) room *= 2;
  typedef struct slot {
    uint64_t hash;
    size_t entry; /* from 1 */
  } slot;
  slot *slots = arena_list(scratch, room, slot);
  bool found = false;
  for (size_t i = 0; i < list->n && !found && --*budget >= 0; i++) {
    uint64_t h = schema_hash(&list->items[i], budget);
    size_t at = (h ^ h >> 32) & (room - 1);
    for (; slots[at].entry && !found && --*budget >= 0; at = (at + 1) & (room - 1)) {
      found = slots[at].hash == h &&
              schema_equal(&list->items[slots[at].entry - 1], &list->items[i], budget);
      if (found) pair[0] = slots[at].entry - 1, pair[1] = i;
    }
    slots[at] = (slot){h, i + 1};
  }
  arena_rewind(scratch, mark);
  return found;
}
