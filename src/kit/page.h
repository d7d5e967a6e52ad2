/* page: draws A4 papers and the appearances of signatures as PDF, by cairo and pango.
 *
 * A paper is a list of blocks; texts are UTF-8 and shaped by pango with the families named in
 * page.c and stamp.c (Noto Serif, Noto Sans, those of Bengali script).  Text wraps, shrinks or goes
 * on to further pages; it never leaves its place.  For a fixed `date` the bytes are the same each
 * time.  Thread-safe: each thread keeps its own warm font map.
 * ERR_INVALID: not UTF-8, a field outside the page or without a name; ERR_TOO_LARGE: over 256 KiB
 * of text or 60 pages. */
#ifndef KIT_PAGE_H
#define KIT_PAGE_H
#include "base/err.h"
#include "base/time.h"

typedef enum page_style {
  PAGE_NATION,    /* country's name (label, or the text's first line) and motto: bold, ruled */
  PAGE_AUTHORITY, /* label: the body above, or none; text: the authority's name; beside PAGE_NATION
                     on its left when they are neighbours */
  PAGE_TITLE,     /* the paper's title, large, centred */
  PAGE_SUBTITLE,
  PAGE_FIELD,     /* label: value (the colon is added) */
  PAGE_TEXT,      /* a paragraph */
  PAGE_CODE,      /* a hash or another long word, whole on a line, after its label if that fits */
  PAGE_ITALIC,    /* place and date; as the last block it stands above the first field */
  PAGE_SPACE,     /* vertical space of one line */
  PAGE_QR         /* text as a QR code (kit/qr.h), label beside it */
} page_style;
typedef struct page_block {
  page_style style;
  str label, text;
} page_block;

/* A rectangle in points from the page's lower left corner (ISO 32000-1 8.3.2). */
typedef struct page_box {
  double x, y, w, h;
} page_box;

typedef struct page_paper {
  str title;                /* document information and /Title */
  instant date;             /* CreationDate: fixed by the caller */
  const page_block *blocks;
  size_t n;
  const page_box *fields;   /* signature fields to reserve on the last page (see pdf_prepare) */
  const str *field_names;
  const str *field_captions; /* printed above each field: the signer's title; may be none */
  size_t nfields;
} page_paper;
/* The drawn paper with its empty signature fields: the bytes an approver sees and signs (classic
 * cross-reference table, /Lang vi, /ID, one AcroForm). */
err *page_draw(arena *a, const page_paper *paper, str *pdf);

typedef struct page_stamp {
  double w, h;
  bool red;            /* an authority's seal is red, an officer's mark blue (Decree 30/2020); the
                          round seal is at the right end: that third overlaps the officer's box */
  const str *lines;    /* the first is the name, larger; shrunk to fit the box; at most 12 */
  size_t n;
} page_stamp;
/* A one-page PDF of exactly w by h, for a signature's appearance. */
err *page_stamp_draw(arena *a, const page_stamp *stamp, str *pdf);
#endif
