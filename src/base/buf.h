/* buf: a text that grows in an arena.
 *
 * buf b = buf_in(arena); buf_add(&b, S("x")); str s = buf_str(&b);
 * Growth is in place while nothing else is allocated between; else by doubling and copying. */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include "base/arena.h"

typedef struct buf {
  arena *a;
  char *p;
  size_t n, room;
} buf;

buf buf_in(arena *a);
void buf_add(buf *b, str s);
void buf_char(buf *b, char c);
void buf_int(buf *b, int64_t v);
void buf_fmt(buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Room for n more bytes, returned uninitialised and counted as added. */
char *buf_room(buf *b, size_t n);
/* What has been added so far; valid while the arena is, NUL-terminated. */
str buf_str(buf *b);
/* One formatted text. */
str str_fmt(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Several joined; the list ends with STR_NONE. */
str str_cat_(arena *a, const str *parts);
#define str_cat(a, ...) str_cat_((a), (const str[]){__VA_ARGS__, STR_NONE})

/* Lower-case hex and standard base64 with padding; the readers return none on anything else. */
str hex_of(arena *a, str bytes);
str hex_read(arena *a, str hex);
str base64_of(arena *a, str bytes);
str base64_read(arena *a, str text);
/* base64url without padding (tokens, opaque ids). */
str base64url_of(arena *a, str bytes);
#endif
