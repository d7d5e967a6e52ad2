/* jpeg: JPEG (ITU T.81) by libjpeg-turbo: every row decoded and thrown away; and written, for what
 * comes as HEIC.
 *
 * What cameras hang on behind the end (a second picture, a film, their own notes) is left out;
 * anything else there is a reason to refuse. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jpeglib.h>

#include <jerror.h>

#include "box/box.h"

enum { SCANS = 200, QUALITY = 90 };

typedef struct reading {
  struct jpeg_error_mgr errors; /* first: libjpeg knows the struct by it */
  struct jpeg_progress_mgr progress;
  jmp_buf out;
  box_verdict verdict;
} reading;

static reading *of(j_common_ptr c) { return (reading *)(void *)c->err; }

static _Noreturn void leave(j_common_ptr c, box_verdict verdict) {
  of(c)->verdict = verdict;
  longjmp(of(c)->out, 1);
}

static void fail(j_common_ptr c) {
  int what = c->err->msg_code;
  leave(c, what == JERR_OUT_OF_MEMORY ? BOX_HEAVY : what == JERR_IMAGE_TOO_BIG ? BOX_LARGE
                                                                             : BOX_DAMAGED);
}

/* A warning is the library's word for a picture that goes on with guessed points. */
static void warn(j_common_ptr c, int level) {
  int what = c->err->msg_code;
  if (level < 0 && (what == JWRN_JPEG_EOF || what == JWRN_HIT_MARKER ||
                    what == JWRN_HUFF_BAD_CODE || what == JWRN_ARITH_BAD_CODE))
    leave(c, BOX_DAMAGED);
}

/* A picture can be made of thousands of scans that each take as long as the whole. */
static void count_scans(j_common_ptr c) {
  if (((j_decompress_ptr)c)->input_scan_number > SCANS) leave(c, BOX_HEAVY);
}

static void rows(struct jpeg_decompress_struct *d, sheet *s) {
  jpeg_read_header(d, TRUE);
  s->said.width = (int32_t)d->image_width;
  s->said.height = (int32_t)d->image_height;
  if (!points_allowed(d->image_width, d->image_height, BOX_POINTS))
    leave((j_common_ptr)d, BOX_LARGE);
  d->out_color_space = d->jpeg_color_space;
  d->do_fancy_upsampling = FALSE;
  d->dct_method = JDCT_IFAST;
  jpeg_start_decompress(d);
  size_t width = (size_t)d->output_width * (size_t)d->output_components;
  JSAMPARRAY row = d->mem->alloc_sarray((j_common_ptr)d, JPOOL_IMAGE, (JDIMENSION)width, 1);
  while (d->output_scanline < d->output_height) jpeg_read_scanlines(d, row, 1);
  jpeg_finish_decompress(d);
}

/* A second picture, a film (ISO 14496-12), what Samsung's cameras note, or nothing but zeros. */
static bool a_cameras_own(str tail) {
  bool zeros = true;
  for (size_t i = 0; zeros && i < tail.n; i++) zeros = tail.p[i] == 0;
  return zeros || str_starts(tail, S("\xff\xd8\xff")) || str_ends(tail, S("SEFT")) ||
         str_eq(str_sub(tail, 4, 8), S("ftyp"));
}

box_verdict jpeg_read(sheet *s) {
  struct jpeg_decompress_struct d = {0};
  reading r = {.verdict = BOX_FINE};
  d.err = jpeg_std_error(&r.errors);
  r.errors.error_exit = fail;
  r.errors.emit_message = warn;
  r.progress.progress_monitor = count_scans;
  if (!setjmp(r.out)) {
    jpeg_create_decompress(&d);
    d.progress = &r.progress;
    jpeg_mem_src(&d, (const unsigned char *)s->bytes.p, s->bytes.n);
    rows(&d, s);
    s->said.kept = (int64_t)(s->bytes.n - d.src->bytes_in_buffer);
    if (!a_cameras_own(str_sub(s->bytes, (size_t)s->said.kept, s->bytes.n)))
      r.verdict = BOX_TRAILING;
  }
  jpeg_destroy_decompress(&d);
  return r.verdict;
}

/* --- writing --- */
static void compress(struct jpeg_compress_struct *c, const picture *p) {
  c->image_width = (JDIMENSION)p->width;
  c->image_height = (JDIMENSION)p->height;
  c->input_components = 3;
  c->in_color_space = JCS_RGB;
  jpeg_set_defaults(c);
  jpeg_set_quality(c, QUALITY, TRUE);
  jpeg_start_compress(c, TRUE);
  if (p->colours.n)
    jpeg_write_icc_profile(c, (const JOCTET *)p->colours.p, (unsigned)p->colours.n);
  while (c->next_scanline < c->image_height) {
    size_t at = (size_t)c->next_scanline * (size_t)p->stride;
    JSAMPROW row = (JSAMPROW)(uintptr_t)(p->points + at);
    jpeg_write_scanlines(c, &row, 1);
  }
  jpeg_finish_compress(c);
}

int64_t jpeg_write(int out, const picture *p) {
  struct jpeg_compress_struct c = {0};
  reading r = {.verdict = BOX_FINE};
  unsigned char *bytes = NULL;
  unsigned long n = 0;
  c.err = jpeg_std_error(&r.errors);
  r.errors.error_exit = fail;
  bool good = false;
  if (!setjmp(r.out)) {
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &bytes, &n);
    compress(&c, p);
    good = n <= BOX_WRITTEN && write_all(out, bytes, n);
  }
  jpeg_destroy_compress(&c);
  free(bytes);
  return good ? (int64_t)n : 0;
}
