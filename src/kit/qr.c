/* qr: see qr.h.  libqrencode chooses the smallest symbol for the text's bytes. */
#include "kit/qr.h"

#include <qrencode.h>

#include "base/buf.h"

err *qr_make(arena *a, str text, qr *out) {
  *out = (qr){0};
  if (!text.n || text.n > QR_TEXT_MOST || str_chr(text, '\0', 0) >= 0)
    return ERR(INVALID, N_("This text cannot be a QR code."));
  QRcode *made = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
  if (!made) return ERR(UNAVAILABLE, N_("Out of memory."));
  size_t n = (size_t)made->width * (size_t)made->width;
  unsigned char *dark = arena_list(a, n, unsigned char);
  for (size_t i = 0; i < n; i++) dark[i] = made->data[i] & 1;
  *out = (qr){made->width, dark};
  QRcode_free(made);
  return NULL;
}

str qr_path(arena *a, const qr *q) {
  buf b = buf_in(a);
  for (int y = 0; y < q->side; y++)
    for (int x = 0; x < q->side;) {
      int n = 0;
      while (x + n < q->side && q->dark[y * q->side + x + n]) n++;
      if (n) buf_fmt(&b, "M%d %dh%dv1h-%dz", x + QR_QUIET, y + QR_QUIET, n, n);
      x += n ? n : 1;
    }
  return buf_str(&b);
}
