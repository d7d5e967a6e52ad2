/* text: Unicode by ICU. */
#ifndef KIT_TEXT_H
#define KIT_TEXT_H
#include "base/err.h"

/* NFC (UAX 15); out may be in itself when it was that already.  ERR_BAD_REQUEST when it is not
 * well-formed UTF-8 or holds NUL, DEL or C0/C1 controls other than tab, LF and CR. */
err *text_nfc(arena *a, str in, str *out);
/* Without what nobody sees: white space and invisible characters at the ends, and within marks of
 * direction and the like (not the joiners of scripts).  in is NFC; out may be in itself. */
str text_tidy(arena *a, str in);
/* The next three take text that text_nfc gave.
 * Folded for search: Latin-ASCII, lower case, runs of other than letters and digits become one
 * blank, none at the ends ("Đăng ký khai sinh" → "dang ky khai sinh"). */
str text_fold(arena *a, str in);
/* Sort key of the Vietnamese collation (bytes, compare by memcmp). */
str text_sort_key(arena *a, str in);
/* A property as ECMA-262 writes it within \p{}: "Lu", "Letter", "Script=Latin", "Alphabetic". */
typedef struct text_range {
  uint32_t from, to; /* code points, both inclusive */
} text_range;
/* The code points that have it, as sorted ranges in a; false when there is no such property. */
bool text_property(arena *a, str name, const text_range **ranges, size_t *n);
/* Upper case in Vietnamese. */
str text_upper(arena *a, str in);
#endif
