/* a_paper: small whole papers made on the spot. */
#ifndef TESTS_A_PAPER_H
#define TESTS_A_PAPER_H
#include "base/buf.h"

enum { A_PDF_OBJECTS = 16 };

/* A PDF of these objects, the first of them its catalogue, with a comment that makes it another
 * file. */
static inline str a_pdf_of(arena *a, const char *comment, const str *objects, size_t n) {
  size_t at[A_PDF_OBJECTS], table;
  buf b = buf_in(a);
  buf_fmt(&b, "%%PDF-1.7\n%% %s\n", comment);
  for (size_t i = 0; i < n; i++) {
    at[i] = b.n;
    buf_fmt(&b, "%zu 0 obj\n", i + 1);
    buf_add(&b, objects[i]);
    buf_add(&b, S("\nendobj\n"));
  }
  table = b.n;
  buf_fmt(&b, "xref\n0 %zu\n0000000000 65535 f \n", n + 1);
  for (size_t i = 0; i < n; i++) buf_fmt(&b, "%010zu 00000 n \n", at[i]);
  buf_fmt(&b, "trailer\n<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", n + 1, table);
  return buf_str(&b);
}

/* One empty page; `more` goes into the catalogue. */
static inline str a_pdf_with(arena *a, const char *comment, const char *more) {
  const str objects[] = {str_fmt(a, "<</Type/Catalog/Pages 2 0 R %s>>", more),
                         S("<</Type/Pages/Count 1/Kids[3 0 R]>>"),
                         S("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>")};
  return a_pdf_of(a, comment, objects, COUNT(objects));
}
static inline str a_pdf(arena *a, const char *comment) { return a_pdf_with(a, comment, ""); }

/* One page whose content is a stream with these filters. */
static inline str a_pdf_stream(arena *a, str stream, const char *filters) {
  str head = str_fmt(a, "<</Length %zu/Filter[%s]>>\nstream\n", stream.n, filters);
  const str objects[] = {S("<</Type/Catalog/Pages 2 0 R>>"),
                         S("<</Type/Pages/Count 1/Kids[3 0 R]>>"),
                         S("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"),
                         str_cat(a, head, stream, S("\nendstream"))};
  return a_pdf_of(a, "", objects, COUNT(objects));
}

/* A PNG of one white point. */
static const unsigned char a_png_bytes[] = {
    0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 12, 'I', 'D', 'A', 'T', 0x78, 0x9c, 0x63,
    0xf8, 0xff, 0xff, 0x3f, 0, 5, 0xfe, 2, 0xfe, 0x0d, 0xef, 0x46, 0xb8, 0, 0, 0, 0, 'I', 'E', 'N',
    'D', 0xae, 0x42, 0x60, 0x82};
static inline str a_png(void) { return (str){(const char *)a_png_bytes, sizeof a_png_bytes}; }
#endif
