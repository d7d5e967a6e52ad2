/* png: PNG (ISO/IEC 15948) by libpng, every row unpacked and thrown away. */
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "box/box.h"

enum { CHUNKS = 200, CHUNK_BYTES = 16 << 20 };

typedef struct reading { /* libpng knows where it is: it stays right when a longjmp leaves */
  str bytes;
  size_t at;
  png_bytep row;
} reading;

static void give(png_structp png, png_bytep to, size_t n) {
  reading *r = png_get_io_ptr(png);
  if (n > r->bytes.n - r->at) png_error(png, "cut off");
  memcpy(to, r->bytes.p + r->at, n);
  r->at += n;
}

static void fail(png_structp png, png_const_charp why) {
  (void)why;
  png_longjmp(png, 1);
}
static void ignore(png_structp png, png_const_charp why) { (void)png, (void)why; }

static box_verdict rows(png_structp png, png_infop info, sheet *s, reading *r) {
  png_read_info(png, info);
  s->said.width = (int32_t)png_get_image_width(png, info);
  s->said.height = (int32_t)png_get_image_height(png, info);
  if (!points_allowed(s->said.width, s->said.height, BOX_POINTS)) return BOX_LARGE;
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  r->row = malloc(png_get_rowbytes(png, info));
  if (!r->row) return BOX_HEAVY;
  for (int pass = 0; pass < passes; pass++)
    for (int32_t y = 0; y < s->said.height; y++) png_read_row(png, r->row, NULL);
  png_read_end(png, info);
  return BOX_FINE;
}

/* The sides stand at a fixed place (11.2.2): said before libpng refuses them as its own limit. */
static bool too_large(str s) {
  const unsigned char *p = (const unsigned char *)s.p;
  if (s.n < 24) return false;
  int64_t width = (int64_t)p[16] << 24 | p[17] << 16 | p[18] << 8 | p[19];
  int64_t height = (int64_t)p[20] << 24 | p[21] << 16 | p[22] << 8 | p[23];
  return width && height && !points_allowed(width, height, BOX_POINTS);
}

box_verdict png_read(sheet *s) {
  if (too_large(s->bytes)) return BOX_LARGE;
  reading r = {s->bytes, 0, NULL};
  box_verdict verdict = BOX_DAMAGED;
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, fail, ignore);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) return BOX_HEAVY;
  png_set_user_limits(png, BOX_SIDE, BOX_SIDE);
  png_set_chunk_cache_max(png, CHUNKS);
  png_set_chunk_malloc_max(png, CHUNK_BYTES);
  png_set_read_fn(png, &r, give);
  if (!setjmp(png_jmpbuf(png))) {
    verdict = rows(png, info, s, &r);
    if (verdict == BOX_FINE && r.at != s->bytes.n) verdict = BOX_TRAILING;
  }
  free(r.row);
  png_destroy_read_struct(&png, &info, NULL);
  return verdict;
}
