/* csv: comma-separated fields of one line (RFC 4180; a quoted field ends on its line). */
#ifndef BASE_CSV_H
#define BASE_CSV_H
#include "base/arena.h"

enum { CSV_MOST = 16 };

typedef struct csv_row {
  str fields[CSV_MOST]; /* never none; parts of the line, or in the arena where "" was undone */
  size_t n;
} csv_row;

/* False: more than CSV_MOST fields, a quote that does not end, or text beside a quoted field. */
bool csv_read(arena *a, str line, csv_row *out);
/* The line that csv_read reads as this row, in a. */
str csv_text(arena *a, const csv_row *row);
/* The line's fields are exactly these names. */
bool csv_is_head(const csv_row *row, const char *const *names, size_t n);
/* A whole table: its first line are the names, `line` is called for each other one with the fields
 * of them all and arg.  False at the first that is wrong, which *wrong is. */
typedef struct csv_table {
  const char *const *names;
  size_t n;
  bool (*line)(void *arg, const str *fields);
} csv_table;
bool csv_each(arena *a, str csv, const csv_table *t, void *arg, str *wrong);
#endif
