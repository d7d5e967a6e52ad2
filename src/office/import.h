/* import: the catalogue and the units from files of others (catalogue/README.md,
 * docs/import-report.md).
 *
 * A file is read and judged first, then written in one transaction: what cannot be understood
 * refuses the whole file (ERR_INVALID, "FILE, line N: why") and nothing is changed; what can be put
 * right is, and each such repair is a row of the report.  The same file again changes nothing. */
#ifndef OFFICE_IMPORT_H
#define OFFICE_IMPORT_H
#include "office/ctx.h"

typedef struct import_row {
  int64_t line;
  str code;         /* of the procedure or unit; may be empty */
  const char *kind; /* repaired, flagged, unknown, dropped, kept, changed */
  str what;
} import_row;

typedef struct import_report {
  arena *a;         /* the caller's: rows live there */
  import_row *rows; /* in the order of the file */
  size_t nrows, room;
  int64_t read, added, changed, same, kept; /* records */
} import_report;

/* Procedures, one JSON object a line, as in the national database.  Needs c->edition not; writes by
 * the train.  A changed procedure becomes a new version from today on; one that has a version of
 * its own is kept. */
err *import_catalogue(ctx *c, const char *path, import_report *r);
/* The same file in the form of catalogue/procedures.jsonl, in effect from `from`, by code. */
err *import_compile(arena *a, const char *path, const char *to, int32_t from, import_report *r);
/* Units: the country's communes, or the columns of catalogue/units.csv. */
err *import_units(ctx *c, const char *path, import_report *r);
#endif
