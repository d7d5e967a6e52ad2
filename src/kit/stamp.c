/* stamp: the appearance of a signature (page.h): an officer's mark in blue; an authority's in red,
 * its words on the left and a round seal on the right, where it covers a third of the officer's
 * mark; and the cairo and pango that page.c shares. */
#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>

#include "base/defer.h"
#include "kit/page.h"
#include "kit/page_impl.h"

enum { LINES_MOST = 12, LINE_TEXT_MOST = 1000 };
#define SMALLEST 3.0
#define FAMILIES ", Noto Serif Bengali, Noto Sans Bengali, Noto Sans"

/* --- shared --- */

static cairo_status_t write_out(void *out, const unsigned char *p, unsigned n) {
  buf_add(out, (str){(const char *)p, n});
  return CAIRO_STATUS_SUCCESS;
}

page_canvas page_canvas_open(buf *out, double w, double h) {
  page_canvas k = {.surface = cairo_pdf_surface_create_for_stream(write_out, out, w, h)};
  cairo_pdf_surface_restrict_to_version(k.surface, CAIRO_PDF_VERSION_1_5);
  /* Without a date of ours cairo would put the clock's into the file. */
  cairo_pdf_surface_set_metadata(k.surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
  k.cairo = cairo_create(k.surface);
  return k;
}

err *page_canvas_finish(page_canvas *k) {
  cairo_status_t of_drawing = cairo_status(k->cairo);
  cairo_surface_finish(k->surface);
  cairo_status_t of_file = cairo_surface_status(k->surface);
  if (of_drawing == CAIRO_STATUS_SUCCESS && of_file == CAIRO_STATUS_SUCCESS) return NULL;
  cairo_status_t why = of_drawing ? of_drawing : of_file;
  return ERR(INTERNAL, "cairo: {0}", str_of(cairo_status_to_string(why)));
}

void page_canvas_close(page_canvas *k) {
  cairo_destroy(k->cairo);
  cairo_surface_destroy(k->surface);
}

PangoContext *page_context(cairo_t *c) {
  PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
  cairo_font_options_t *plain = cairo_font_options_create();
  cairo_font_options_set_hint_style(plain, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(plain, CAIRO_HINT_METRICS_OFF);
  pango_cairo_update_context(c, context);
  pango_cairo_context_set_font_options(context, plain);
  pango_cairo_context_set_resolution(context, 72);
  pango_context_set_round_glyph_positions(context, FALSE);
  pango_context_set_language(context, pango_language_from_string("vi"));
  cairo_font_options_destroy(plain);
  return context;
}

/* "Noto Serif Bold 11" with families to fall back on by name. */
static void set_font(PangoLayout *l, const char *font) {
  PangoFontDescription *d = pango_font_description_from_string(font);
  char *families = g_strconcat(pango_font_description_get_family(d), FAMILIES, NULL);
  pango_font_description_set_family(d, families);
  pango_layout_set_font_description(l, d);
  pango_font_description_free(d);
  g_free(families);
}

PangoLayout *page_layout(PangoContext *c, str text, const char *font, double width) {
  PangoLayout *l = pango_layout_new(c);
  set_font(l, font);
  pango_layout_set_text(l, text.p ? text.p : "", (int)text.n);
  pango_layout_set_width(l, width < 0 ? -1 : pango_units_from_double(width));
  pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
  PangoAttrList *exact = pango_attr_list_new(); /* a broken number gets no hyphen */
  pango_attr_list_insert(exact, pango_attr_insert_hyphens_new(FALSE));
  pango_layout_set_attributes(l, exact);
  pango_attr_list_unref(exact);
  return l;
}

static void set_size(PangoLayout *l, const char *family, double size) {
  char font[64], number[G_ASCII_DTOSTR_BUF_SIZE];
  g_snprintf(font, sizeof font, "%s %s", family,
             g_ascii_formatd(number, sizeof number, "%.2f", size));
  set_font(l, font);
}

double page_fit(PangoLayout *l, const char *family, double size, double w, double h) {
  PangoRectangle box;
  pango_layout_set_width(l, pango_units_from_double(w));
  for (;; size *= 0.94) {
    set_size(l, family, size);
    pango_layout_get_extents(l, NULL, &box);
    bool fits = box.height <= pango_units_from_double(h) && box.width <= pango_units_from_double(w);
    if (fits || size < SMALLEST) return pango_units_to_double(box.height);
  }
}

void page_one_line(PangoLayout *l, const char *family, double size, double least, double w) {
  PangoRectangle box;
  pango_layout_set_width(l, -1);
  pango_layout_get_extents(l, NULL, &box);
  double natural = pango_units_to_double(box.width);
  if (natural > w && size * w / natural >= least) set_size(l, family, size * w / natural - 0.02);
  pango_layout_set_width(l, pango_units_from_double(w));
}

/* --- the stamp --- */

static void star(cairo_t *c, double x, double y, double r) {
  for (int i = 0; i < 10; i++) {
    double angle = -G_PI / 2 + i * G_PI / 5, reach = i % 2 ? r * 0.382 : r;
    cairo_line_to(c, x + reach * cos(angle), y + reach * sin(angle));
  }
  cairo_close_path(c);
  cairo_fill(c);
}

static void ring(cairo_t *c, double x, double y, double r, double width) {
  cairo_set_line_width(c, width);
  cairo_new_sub_path(c);
  cairo_arc(c, x, y, r, 0, 2 * G_PI);
  cairo_stroke(c);
}

/* Where words go. */
typedef struct area {
  double x, w;
  PangoAlignment align;
} area;

static area seal(cairo_t *c, const page_stamp *s) {
  double r = fmin(s->h, s->w / 2.6) / 2 - 2, x = s->w - r - 2, y = s->h / 2;
  if (r < 8) return (area){2, s->w - 4, PANGO_ALIGN_CENTER};
  ring(c, x, y, r, r * 0.07);
  ring(c, x, y, r * 0.88, r * 0.025);
  ring(c, x, y, r * 0.58, r * 0.025);
  star(c, x, y, r * 0.42);
  for (int i = 0; i < 5; i++) {
    double angle = G_PI / 2 + i * 2 * G_PI / 5;
    star(c, x + r * 0.73 * cos(angle), y + r * 0.73 * sin(angle), r * 0.07);
  }
  return (area){2, s->w - 2 * r - 10, PANGO_ALIGN_RIGHT};
}

/* A stroke of the pen under the name, from thin to thick and back. */
static void flourish(cairo_t *c, double x, double y, double w) {
  cairo_move_to(c, x, y + 1);
  cairo_curve_to(c, x + w * 0.4, y - 3, x + w * 0.7, y + 3.2, x + w, y - 2);
  cairo_curve_to(c, x + w * 0.7, y + 4.6, x + w * 0.4, y - 1.8, x, y + 1);
  cairo_fill(c);
}

/* The first line is the name, larger; the others follow under it. */
static void words(cairo_t *c, const page_stamp *s, arena *a, area in) {
  double share = s->n > 1 ? 0.5 : 1, gap = s->red ? 1 : 5;
  buf rest = buf_in(a);
  for (size_t i = 1; i < s->n; i++) {
    if (i > 1) buf_char(&rest, '\n');
    buf_add(&rest, s->lines[i]);
  }
  PangoContext *context = page_context(c);
  PangoLayout *name = page_layout(context, s->n ? s->lines[0] : S(""), "Noto Serif Bold 13", in.w);
  PangoLayout *under = page_layout(context, buf_str(&rest), "Noto Sans 8", in.w);
  double high = page_fit(name, s->red ? "Noto Serif Bold" : "Noto Serif Bold Italic",
                         s->red ? 10 : 15, in.w, (s->h - 4) * share - gap);
  double low = page_fit(under, "Noto Sans", 8, in.w, s->h - 4 - high - gap);
  double y = (s->h - high - gap - (s->n > 1 ? low : 0)) / 2;
  PangoRectangle ink;
  pango_layout_set_alignment(name, in.align);
  pango_layout_set_alignment(under, in.align);
  pango_layout_get_extents(name, NULL, &ink);
  double start = in.x + pango_units_to_double(ink.x), wide = pango_units_to_double(ink.width);
  cairo_move_to(c, in.x, y);
  pango_cairo_show_layout(c, name);
  if (!s->red && s->n) flourish(c, start, y + high + 1, wide);
  cairo_move_to(c, in.x, y + high + gap);
  if (s->n > 1) pango_cairo_show_layout(c, under);
  g_object_unref(name);
  g_object_unref(under);
  g_object_unref(context);
}

err *page_stamp_draw(arena *a, const page_stamp *stamp, str *pdf) {
  bool good = stamp->w >= 16 && stamp->h >= 8 && stamp->w <= 2000 && stamp->h <= 2000 &&
              stamp->n <= LINES_MOST;
  for (size_t i = 0; good && i < stamp->n; i++)
    good = stamp->lines[i].n <= LINE_TEXT_MOST && str_utf8(stamp->lines[i]);
  if (!good) return ERR(INVALID, N_("This stamp cannot be drawn."));
  buf out = buf_in(a);
  DEFER(page_canvas_close) page_canvas k = page_canvas_open(&out, stamp->w, stamp->h);
  if (stamp->red) cairo_set_source_rgb(k.cairo, 0.80, 0.07, 0.09);
  else cairo_set_source_rgb(k.cairo, 0.07, 0.22, 0.62);
  cairo_rectangle(k.cairo, 0, 0, stamp->w, stamp->h);
  cairo_clip(k.cairo);
  area whole = {2, stamp->w - 4, PANGO_ALIGN_CENTER};
  words(k.cairo, stamp, a, stamp->red ? seal(k.cairo, stamp) : whole);
  cairo_show_page(k.cairo);
  TRY(page_canvas_finish(&k));
  *pdf = buf_str(&out);
  return NULL;
}
