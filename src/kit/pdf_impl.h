/* pdf_impl: reading and appending PDF objects, for page.c and pdfsign.c; nobody else includes it.
 *
 * Reads what cairo and we write and refuses the rest (ISO 32000-1 7.5): classic cross-reference
 * tables, generation 0, and each revision nothing but its listed objects one after another, its
 * table, its trailer and %%EOF, so that no byte of a file is without a reader.  Bounded and total
 * on any input.  Values are slices of the file. */
#ifndef KIT_PDF_IMPL_H
#define KIT_PDF_IMPL_H
#include "base/buf.h"
#include "base/err.h"
#include "base/time.h"

enum { PDF_MOST = 1 << 23, PDF_OBJECTS_MOST = 8192, PDF_REVISIONS_MOST = 16 };

typedef struct pdf_revision {
  size_t begin, xref, end; /* its bytes are [begin, end), its table starts at xref */
  str trailer;             /* the dictionary */
  size_t *at;              /* by object number: where its newest definition starts, 0 for none */
} pdf_revision;

typedef struct pdf_file {
  str bytes;
  int size; /* object numbers are below */
  pdf_revision revision[PDF_REVISIONS_MOST];
  int nrevisions;
} pdf_file;

typedef struct pdf_object {
  str value;  /* for a stream its dictionary */
  str stream; /* the bytes of a stream, else none */
} pdf_object;

err *pdf_open(arena *a, str bytes, pdf_file *out);
/* The object as of a revision; false when there is none. */
bool pdf_find(const pdf_file *f, int revision, int number, pdf_object *out);
/* A dictionary's entry; none when absent, repeated, or when this is no dictionary. */
str pdf_get(str dictionary, str key);
/* The next entry of a dictionary; *at starts at 0; false at the end. */
bool pdf_entry(str dictionary, size_t *at, str *key, str *value);
/* The next element of an array; *at starts at 0; false at the end. */
bool pdf_element(str array, size_t *at, str *value);
/* The number in "n 0 R", or -1. */
int pdf_reference(str value);
/* A non-negative integer, or -1. */
int64_t pdf_integer(str value);
/* The text of a string whose text is printable ASCII; none for others. */
str pdf_ascii(arena *a, str value);

/* --- writing --- */
typedef struct pdf_writer {
  buf out;
  size_t *at;  /* by object number: where this writer put it, 0 for not */
  int size;    /* the next free object number */
} pdf_writer;
/* Starts behind bytes (a file to append to, or a header), with the next free number. */
pdf_writer pdf_write(arena *a, str bytes, int size);
/* A new object number. */
int pdf_number(pdf_writer *w);
/* "n 0 obj"; add the value to w->out; then pdf_close. */
void pdf_begin(pdf_writer *w, int number);
void pdf_close(pdf_writer *w);
/* Table, trailer and %%EOF.  entries: further trailer entries.  previous: /Prev, 0 for none. */
str pdf_finish(pdf_writer *w, str entries, size_t previous);
/* A text string: a literal for ASCII, else UTF-16BE; a date (7.9.4). */
void pdf_text(buf *b, str utf8);
void pdf_date(buf *b, instant t);
/* Copies value with every reference renumbered by map, which gives the new number.  With b NULL
 * map merely sees each reference. */
void pdf_copy(buf *b, str value, int (*map)(void *arg, int number), void *arg);
#endif
