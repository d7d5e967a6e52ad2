/* buf: see buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

buf buf_in(arena *a) { return (buf){.a = a}; }

char *buf_room(buf *b, size_t n) {
  if (n + 1 > b->room - b->n) {
    size_t room = b->room ? b->room * 2 : 256;
    while (room - b->n < n + 1) room *= 2;
    b->p = arena_grow(b->a, b->p, b->room, room);
    b->room = room;
  }
  char *at = b->p + b->n;
  b->n += n;
  return at;
}

void buf_add(buf *b, str s) {
  if (s.n) memcpy(buf_room(b, s.n), s.p, s.n);
}

void buf_char(buf *b, char c) { *buf_room(b, 1) = c; }

void buf_int(buf *b, int64_t v) {
  char digits[24];
  size_t at = sizeof digits;
  uint64_t u = v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
  do digits[--at] = (char)('0' + u % 10);
  while (u /= 10);
  if (v < 0) digits[--at] = '-';
  buf_add(b, (str){digits + at, sizeof digits - at});
}

__attribute__((format(printf, 2, 0), nonnull))
static void add_va(buf *b, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, args);
  if (n > 0) {
    char *at = buf_room(b, (size_t)n);
    vsnprintf(at, (size_t)n + 1, format, again);
  }
  va_end(again);
}

void buf_fmt(buf *b, const char *format, ...) {
  va_list args;
  va_start(args, format);
  add_va(b, format, args);
  va_end(args);
}

str buf_str(buf *b) {
  *buf_room(b, 0) = '\0';
  return (str){b->p, b->n};
}

str str_fmt(arena *a, const char *format, ...) {
  buf b = buf_in(a);
  va_list args;
  va_start(args, format);
  add_va(&b, format, args);
  va_end(args);
  return buf_str(&b);
}

str str_cat_(arena *a, const str *parts) {
  size_t n = 0;
  for (const str *s = parts; s->p; s++) n += s->n;
  char *p = arena_alloc(a, n + 1), *at = p;
  for (const str *s = parts; s->p; s++) {
    memcpy(at, s->p, s->n);
    at += s->n;
  }
  return (str){p, n};
}

str hex_of(arena *a, str bytes) {
  static const char digit[] = "0123456789abcdef";
  char *p = arena_alloc(a, bytes.n * 2 + 1);
  for (size_t i = 0; i < bytes.n; i++) {
    unsigned char c = (unsigned char)bytes.p[i];
    p[2 * i] = digit[c >> 4];
    p[2 * i + 1] = digit[c & 15];
  }
  return (str){p, bytes.n * 2};
}

static int hex_digit(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

str hex_read(arena *a, str hex) {
  if (!hex.p || hex.n % 2) return STR_NONE;
  char *p = arena_alloc(a, hex.n / 2 + 1);
  for (size_t i = 0; i < hex.n; i += 2) {
    int high = hex_digit(hex.p[i]), low = hex_digit(hex.p[i + 1]);
    if (high < 0 || low < 0) return STR_NONE;
    p[i / 2] = (char)(high << 4 | low);
  }
  return (str){p, hex.n / 2};
}

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static str encode(arena *a, str in, const char *digit, bool pad) {
  char *p = arena_alloc(a, (in.n + 2) / 3 * 4 + 1);
  size_t at = 0;
  for (size_t i = 0; i < in.n; i += 3) {
    size_t have = in.n - i < 3 ? in.n - i : 3;
    uint32_t v = 0;
    for (size_t k = 0; k < 3; k++) v = v << 8 | (k < have ? (unsigned char)in.p[i + k] : 0u);
    for (size_t k = 0; k < 4; k++) {
      if (k <= have) p[at++] = digit[v >> (18 - 6 * k) & 63];
      else if (pad) p[at++] = '=';
    }
  }
  return (str){p, at};
}

str base64_of(arena *a, str bytes) { return encode(a, bytes, standard, true); }
str base64url_of(arena *a, str bytes) { return encode(a, bytes, url_safe, false); }

str base64_read(arena *a, str text) {
  if (!text.p || text.n % 4) return STR_NONE;
  size_t pad = 0;
  while (pad < 2 && pad < text.n && text.p[text.n - 1 - pad] == '=') pad++;
  char *p = arena_alloc(a, text.n / 4 * 3 + 1);
  size_t at = 0;
  for (size_t i = 0; i < text.n; i += 4) {
    uint32_t v = 0;
    for (size_t k = 0; k < 4; k++) {
      char c = text.p[i + k];
      const char *hit = c && c != '=' ? strchr(standard, c) : NULL;
      if (!hit && !(c == '=' && i + k >= text.n - pad)) return STR_NONE;
      v = v << 6 | (hit ? (uint32_t)(hit - standard) : 0u);
    }
    for (size_t k = 0; k < 3; k++) p[at++] = (char)(v >> (16 - 8 * k) & 255);
  }
  if (pad && (p[at - pad] != 0 || p[at - 1] != 0)) return STR_NONE; /* stray bits */
  return (str){p, at - pad};
}
