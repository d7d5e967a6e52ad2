/* guard: what a request must be before anything looks at it (RFC 9112; libmicrohttpd is lax).
 *
 * Pure function over the parsed head: exactly one Host; at most one Content-Length, all digits;
 * never Content-Length with Transfer-Encoding; Transfer-Encoding only "chunked"; at most one each
 * of Authorization, Content-Type, Cookie, If-Match, Idempotency-Key, Origin; header names are
 * tokens, values without control characters or NUL; at most 100 headers of 16 KiB in all; method a
 * known token; target in origin form, visible ASCII without '#' and '\', at most 8 KiB, escapes
 * whole, no encoded NUL, no empty, "." or ".." segment (an empty last one is for the router). */
#ifndef KIT_GUARD_H
#define KIT_GUARD_H
#include "kit/http.h"

/* NULL when clean; else ERR_BAD_REQUEST, ERR_URI_TOO_LONG or ERR_HEADERS_TOO_LARGE, and the
 * connection must close.  Values are as sent, not trimmed: what frames a body must be exact. */
err *guard_check(str method, str target, const http_header *headers, size_t n);
#endif
