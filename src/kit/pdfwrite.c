/* pdfwrite: the writing half of pdf_impl.h: objects, the cross-reference table, strings, dates. */
#include <string.h>

#include "kit/pdf_impl.h"

pdf_writer pdf_write(arena *a, str bytes, int size) {
  pdf_writer w = {.out = buf_in(a), .size = size};
  w.at = arena_list(a, PDF_OBJECTS_MOST, size_t);
  memcpy(buf_room(&w.out, bytes.n), bytes.p, bytes.n);
  return w;
}

int pdf_number(pdf_writer *w) { return w->size++; }

void pdf_begin(pdf_writer *w, int number) {
  w->at[number] = w->out.n;
  buf_fmt(&w->out, "%d 0 obj\n", number);
}

void pdf_close(pdf_writer *w) { buf_add(&w->out, S("\nendobj\n")); }

/* One subsection for each run of numbers (ISO 32000-1 7.5.4); object 0 heads a whole table. */
static void table(pdf_writer *w, bool whole) {
  for (int n = whole ? 0 : 1; n < w->size;) {
    int end = n;
    while (end < w->size && (w->at[end] || (whole && end == 0))) end++;
    if (end > n) buf_fmt(&w->out, "%d %d\n", n, end - n);
    for (; n < end; n++)
      buf_fmt(&w->out, n ? "%010zu 00000 n \n" : "%010zu 65535 f \n", w->at[n]);
    n++;
  }
}

str pdf_finish(pdf_writer *w, str entries, size_t previous) {
  size_t xref = w->out.n;
  buf_add(&w->out, S("xref\n"));
  table(w, previous == 0);
  buf_fmt(&w->out, "trailer\n<< /Size %d", w->size);
  if (previous) buf_fmt(&w->out, " /Prev %zu", previous);
  buf_add(&w->out, entries);
  buf_fmt(&w->out, " >>\nstartxref\n%zu\n%%%%EOF\n", xref);
  return buf_str(&w->out);
}

static void utf16(buf *b, str s) {
  buf_add(b, S("<FEFF"));
  for (size_t i = 0; i < s.n;) {
    unsigned char c = (unsigned char)s.p[i];
    unsigned more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
    uint32_t code = more ? c & (0x3Fu >> more) : c;
    for (i++; more && i < s.n; more--, i++) code = code << 6 | ((unsigned char)s.p[i] & 0x3Fu);
    if (code < 0x10000) buf_fmt(b, "%04X", code);
    else buf_fmt(b, "%04X%04X", 0xD7C0 + (code >> 10), 0xDC00 + (code & 0x3FF));
  }
  buf_char(b, '>');
}

void pdf_text(buf *b, str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] < ' ' || s.p[i] > '~') {
      utf16(b, s);
      return;
    }
  buf_char(b, '(');
  for (size_t i = 0; i < s.n; i++) {
    if (strchr("()\\", s.p[i])) buf_char(b, '\\');
    buf_char(b, s.p[i]);
  }
  buf_char(b, ')');
}

void pdf_date(buf *b, instant t) {
  civil c = civil_of(t);
  buf_fmt(b, "(D:%04d%02d%02d%02d%02d%02d+07'00')", c.year, c.month, c.day, c.hour, c.minute,
          c.second);
}
