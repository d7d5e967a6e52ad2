/* page_impl: what page.c and stamp.c share of cairo and pango; nobody else includes it.  Foreign
 * types are named, not included. */
#ifndef KIT_PAGE_IMPL_H
#define KIT_PAGE_IMPL_H
#include "base/buf.h"
#include "base/err.h"

struct _cairo;
struct _cairo_surface;
struct _PangoContext;
struct _PangoLayout;

typedef struct page_canvas {
  struct _cairo_surface *surface;
  struct _cairo *cairo;
} page_canvas;
/* A PDF of pages of w by h points that is written to out. */
page_canvas page_canvas_open(buf *out, double w, double h);
/* Flushes; an error when cairo failed at anything. */
err *page_canvas_finish(page_canvas *k);
void page_canvas_close(page_canvas *k);

/* A context on the thread's own font map, which stays warm; unhinted, 1 unit = 1 point. */
struct _PangoContext *page_context(struct _cairo *c);
/* A text in a font ("Noto Serif Bold 11"), wrapped to width points (negative: not). */
struct _PangoLayout *page_layout(struct _PangoContext *c, str text, const char *font, double width);
/* Shrinks the family from size on until the text fits into w by h; returns its height. */
double page_fit(struct _PangoLayout *l, const char *family, double size, double w, double h);
/* Shrinks it from size, not below least, to fit on one line of w; else it stays and wraps. */
void page_one_line(struct _PangoLayout *l, const char *family, double size, double least, double w);
#endif
