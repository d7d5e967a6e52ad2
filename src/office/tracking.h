/* tracking: following a dossier without signing in, by its number and a secret code.
 *
 * The code has TRACKING_CODE characters of Crockford's base 32 (50 bits), drawn when the dossier is
 * filed, told to who filed it that once, and kept as HMAC-SHA-256 under a key of the secret file.
 * Unknown number and wrong code are one answer after the same work; tries are counted before they
 * are judged, for the number and for the network. */
#ifndef OFFICE_TRACKING_H
#define OFFICE_TRACKING_H
#include "office/dossier.h"

enum { TRACKING_CODE = 10 };

/* A fresh code, at random. */
str tracking_code(arena *a);
/* As people read it, "7XK2M-QD94T"; and what somebody typed as a code: without blanks and hyphens,
 * capitals, I and L as 1, O as 0; none when it can be no code. */
str tracking_code_told(arena *a, str code);
str tracking_code_read(arena *a, str typed);

/* The code opens the dossier from now on, and no other does.  Inside a decide. */
err *tracking_keep(ctx *c, const dossier *d, str code);
/* The same with a fresh code, in a transaction of its own; for c->who. */
err *tracking_renew(ctx *c, const dossier *d, str *code);
/* The dossier's id for its number and code.  ERR_NOT_FOUND: not both right; ERR_TOO_MANY with
 * Retry-After: too many wrong ones.  Runs transactions of its own. */
err *tracking_open(ctx *c, str number, str code, int64_t *dossier_id);

/* What the QR code on a proof of filing holds: the page of tracking with the number filled in, or
 * the number alone where this installation does not know its address.  Never the code. */
str tracking_address(const office *f, arena *a, str number);
#endif
