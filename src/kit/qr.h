/* qr: QR codes (ISO/IEC 18004, error correction M) by libqrencode. */
#ifndef KIT_QR_H
#define KIT_QR_H
#include "base/err.h"

enum { QR_TEXT_MOST = 500, QR_QUIET = 4 }; /* the quiet zone around it, in modules */

typedef struct qr {
  int side;                  /* modules, without the quiet zone */
  const unsigned char *dark; /* side rows of side modules: 1 dark, 0 light; in the arena */
} qr;
/* ERR_INVALID: no text, more than QR_TEXT_MOST bytes, or a NUL in it. */
err *qr_make(arena *a, str text, qr *out);
/* The dark modules as the d of an SVG path, for a picture of (side + 2 * QR_QUIET) units. */
str qr_path(arena *a, const qr *q);
#endif
