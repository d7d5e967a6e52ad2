/* heic: HEIC (ISO/IEC 23008-12), what many telephones take pictures in, by libheif; kept as a JPEG,
 * since few programs of others read it.
 *
 * The first picture, upright as the file says, in its own colours; nothing else of the file goes
 * over: no place, no name of the camera, no second picture. */
#include <libheif/heif.h>
#include <stdlib.h>

#include "box/box.h"

static struct heif_decoding_options *strictly;

/* In place of libde265's own: libheif starts a thread for every picture, whatever it is told, and
 * here nothing can be started; without one libde265 decodes where it is called. */
int de265_start_worker_threads(void *decoder, int n);
int de265_start_worker_threads(void *decoder, int n) {
  (void)decoder, (void)n;
  return 0;
}

const char *heic_open(void) {
  strictly = heif_decoding_options_alloc();
  if (heif_init(NULL).code || !strictly) return "libheif does not start";
  strictly->strict_decoding = 1;
  strictly->convert_hdr_to_8bit = 1;
  return heif_have_decoder_for_format(heif_compression_HEVC) ? NULL : "libheif decodes no HEIC";
}

static box_verdict keep(sheet *s, const struct heif_image_handle *h,
                        const struct heif_image *image) {
  picture p = {.width = heif_image_get_width(image, heif_channel_interleaved),
               .height = heif_image_get_height(image, heif_channel_interleaved)};
  p.points = heif_image_get_plane_readonly(image, heif_channel_interleaved, &p.stride);
  if (!p.points || !points_allowed(p.width, p.height, BOX_POINTS_HELD)) return BOX_DAMAGED;
  size_t n = heif_image_handle_get_raw_color_profile_size(h);
  char *profile = n && n < 1 << 20 ? malloc(n) : NULL;
  if (profile && !heif_image_handle_get_raw_color_profile(h, profile).code)
    p.colours = (str){profile, n};
  s->said.width = p.width;
  s->said.height = p.height;
  s->said.written = jpeg_write(s->out, &p);
  free(profile);
  return s->said.written ? BOX_FINE : BOX_HEAVY;
}

static box_verdict decode(sheet *s, const struct heif_image_handle *h) {
  int width = heif_image_handle_get_width(h), height = heif_image_handle_get_height(h);
  if (!points_allowed(width, height, BOX_POINTS_HELD)) return BOX_LARGE;
  struct heif_image *image = NULL;
  struct heif_error e = heif_decode_image(h, &image, heif_colorspace_RGB,
                                          heif_chroma_interleaved_RGB, strictly);
  box_verdict verdict = e.code == heif_error_Memory_allocation_error ? BOX_HEAVY : BOX_DAMAGED;
  if (!e.code) verdict = keep(s, h, image);
  if (image) heif_image_release(image);
  return verdict;
}

box_verdict heic_read(sheet *s) {
  struct heif_context *c = heif_context_alloc();
  struct heif_image_handle *h = NULL;
  if (!c) return BOX_HEAVY;
  heif_context_set_max_decoding_threads(c, 0);
  heif_context_set_maximum_image_size_limit(c, BOX_SIDE);
  box_verdict verdict = BOX_DAMAGED;
  if (!heif_context_read_from_memory_without_copy(c, s->bytes.p, s->bytes.n, NULL).code &&
      !heif_context_get_primary_image_handle(c, &h).code)
    verdict = decode(s, h);
  if (h) heif_image_handle_release(h);
  heif_context_free(c);
  return verdict;
}
