/* str: see str.h. */
#include "base/str.h"

#include <string.h>

str str_of(const char *z) { return z ? (str){z, strlen(z)} : STR_NONE; }

bool str_eq(str a, str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }

bool str_eq_secret(str a, str b) {
  if (a.n != b.n) return false;
  unsigned char difference = 0;
  for (size_t i = 0; i < a.n; i++) difference |= (unsigned char)(a.p[i] ^ b.p[i]);
  return difference == 0;
}

static unsigned char lower(char c) {
  unsigned char u = (unsigned char)c;
  return (unsigned char)(u >= 'A' && u <= 'Z' ? u + 32 : u);
}

bool str_eq_nocase(str a, str b) {
  if (a.n != b.n) return false;
  for (size_t i = 0; i < a.n; i++)
    if (lower(a.p[i]) != lower(b.p[i])) return false;
  return true;
}

int str_cmp(str a, str b) {
  size_t n = a.n < b.n ? a.n : b.n;
  int order = n ? memcmp(a.p, b.p, n) : 0;
  return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(str s, str prefix) {
  return s.n >= prefix.n && str_eq((str){s.p, prefix.n}, prefix);
}

bool str_ends(str s, str suffix) {
  return s.n >= suffix.n && str_eq((str){s.p + (s.n - suffix.n), suffix.n}, suffix);
}

ptrdiff_t str_chr(str s, char c, size_t from) {
  if (from >= s.n) return -1;
  const char *hit = memchr(s.p + from, c, s.n - from);
  return hit ? hit - s.p : -1;
}

ptrdiff_t str_find(str s, str what) {
  if (what.n == 0) return 0;
  if (s.n < what.n) return -1;
  const char *hit = memmem(s.p, s.n, what.p, what.n);
  return hit ? hit - s.p : -1;
}

size_t str_count(str s, char c) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += s.p[i] == c;
  return n;
}

str str_sub(str s, size_t from, size_t to) {
  if (to > s.n) to = s.n;
  if (from > to) from = to;
  return s.p ? (str){s.p + from, to - from} : STR_NONE;
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

str str_trim(str s) {
  while (s.n && blank(s.p[0])) s.p++, s.n--;
  while (s.n && blank(s.p[s.n - 1])) s.n--;
  return s;
}

bool str_split(str *rest, char sep, str *part) {
  if (!rest->p) return false;
  ptrdiff_t at = str_chr(*rest, sep, 0);
  if (at < 0) {
    *part = *rest;
    *rest = STR_NONE;
  } else {
    *part = (str){rest->p, (size_t)at};
    *rest = (str){rest->p + at + 1, rest->n - (size_t)at - 1};
  }
  return true;
}

bool str_to_i64(str s, int64_t *out) {
  bool minus = s.n && s.p[0] == '-';
  size_t i = minus ? 1 : 0;
  if (i == s.n || (s.p[i] == '0' && (s.n > i + 1 || minus))) return false;
  uint64_t value = 0, limit = (uint64_t)INT64_MAX + (minus ? 1u : 0u);
  for (; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return false;
    uint64_t digit = (uint64_t)(s.p[i] - '0');
    if (value > (limit - digit) / 10) return false;
    value = value * 10 + digit;
  }
  *out = minus ? (value == (uint64_t)INT64_MAX + 1 ? INT64_MIN : -(int64_t)value) : (int64_t)value;
  return true;
}

bool str_utf8(str s) {
  const unsigned char *p = (const unsigned char *)s.p;
  for (size_t i = 0; i < s.n;) {
    unsigned char c = p[i];
    size_t more = c < 0x80 ? 0 : (c >> 5) == 6 ? 1 : (c >> 4) == 14 ? 2 : (c >> 3) == 30 ? 3 : 9;
    if (c == 0 || more == 9 || more >= s.n - i) return false;
    uint32_t code = more ? c & (0x3Fu >> more) : c;
    for (size_t k = 1; k <= more; k++) {
      if ((p[i + k] & 0xC0) != 0x80) return false;
      code = code << 6 | (p[i + k] & 0x3Fu);
    }
    static const uint32_t least[4] = {0, 0x80, 0x800, 0x10000};
    if (code < least[more] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    i += more + 1;
  }
  return true;
}

uint64_t str_hash(str s) {
  uint64_t h = 0xcbf29ce484222325u;
  for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93u;
  return h ^ h >> 32;
}
