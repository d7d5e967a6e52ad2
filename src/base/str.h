/* str: a borrowed run of bytes, passed by value.
 *
 * Text in Motcua is UTF-8, NFC-normalised once on entry (kit/text.h).  A str owns nothing: its
 * bytes live in an arena, in the edition or in the program.  NUL-terminate (str_z) only at the
 * edge of a library.  A str whose p is NULL means "none" (SQL NULL, an absent header); an empty
 * text has a non-NULL p and n == 0. */
#ifndef BASE_STR_H
#define BASE_STR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct str {
  const char *p;
  size_t n;
} str;

/* A 64-bit integer that may be absent (SQL NULL). */
typedef struct opt_i64 {
  bool has;
  int64_t v;
} opt_i64;

#define S(literal) ((str){"" literal, sizeof(literal) - 1})
#define TEXT(literal) {"" literal, sizeof(literal) - 1} /* the same in a static table */
#define STR_NONE ((str){NULL, 0})
/* For printf-like functions: printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""
#define SOME(x) ((opt_i64){true, (x)})
#define NONE_I64 ((opt_i64){false, 0})
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Wraps a NUL-terminated string; NULL gives STR_NONE. */
str str_of(const char *z);
/* Equality of bytes; none equals none and empty. */
bool str_eq(str a, str b);
/* Equality that takes the same time whatever the bytes (secrets). */
bool str_eq_secret(str a, str b);
/* ASCII case-insensitive equality (header names). */
bool str_eq_nocase(str a, str b);
/* Order by bytes: <0, 0, >0. */
int str_cmp(str a, str b);
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
/* Index of the first c at or after from, or -1. */
ptrdiff_t str_chr(str s, char c, size_t from);
/* Index of the first occurrence of what, or -1. */
ptrdiff_t str_find(str s, str what);
/* How often c stands in s. */
size_t str_count(str s, char c);
/* The part [from, to), clipped to s. */
str str_sub(str s, size_t from, size_t to);
/* Without ASCII space, tab, CR, LF at both ends. */
str str_trim(str s);
/* Takes the part before the first sep off *rest (the whole when there is none).  False when *rest
 * is none, which it becomes after the last part. */
bool str_split(str *rest, char sep, str *part);
/* Strict decimal: optional '-', digits only, no leading zeros but "0", within int64. */
bool str_to_i64(str s, int64_t *out);
/* True when s is well-formed UTF-8 without NUL. */
bool str_utf8(str s);
/* FNV-1a with a final mix, for tables and lanes; not for secrets. */
uint64_t str_hash(str s);
#endif
