/* uri: references as RFC 3986 resolves them, and JSON pointers (RFC 6901) in their fragments. */
#ifndef OFFICE_URI_H
#define OFFICE_URI_H
#include "base/buf.h"

/* What ref means where base holds (5.2.2): the address without its fragment; *fragment is the part
 * after '#' as it stands, none when there is no '#'.  base may be empty. */
str uri_resolve(arena *a, str base, str ref, str *fragment);
/* The bytes that "%41" and the like stand for; none when they are no UTF-8. */
str uri_decode(arena *a, str s);
/* Takes the next token of a pointer off *rest, "~1" and "~0" undone; false after the last, and when
 * *rest does not begin with '/' (which leaves *rest not empty). */
bool pointer_next(arena *a, str *rest, str *token);
#endif
