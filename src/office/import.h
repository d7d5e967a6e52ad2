/* import: the catalogue, the units and the calendar from files of others (catalogue/README.md,
 * docs/import-report.md).
 *
 * A file is read and judged first, then written in one transaction: rows that cannot be understood
 * refuse the whole file (ERR_INVALID, a list of "FILE, line N: why") and nothing is changed; what
 * can be put right is, and each such repair is a row of the report.  The same file again
 * changes nothing.  A preview writes, reports and undoes, so that it says what would come of it. */
#ifndef OFFICE_IMPORT_H
#define OFFICE_IMPORT_H
#include "office/ctx.h"

typedef enum import_kind {
  IMPORT_CATALOGUE,
  IMPORT_UNITS,
  IMPORT_CALENDAR,
  IMPORT_KINDS
} import_kind;
/* "catalogue", "units", "calendar"; IMPORT_KINDS: none of them. */
import_kind import_kind_of(str word);
str import_word(import_kind kind);

typedef struct import_row {
  int64_t line;
  str code;         /* of the procedure or unit, or a day; may be empty */
  const char *kind; /* repaired, flagged, unknown, dropped, kept, changed; added where wished for */
  str what;
} import_row;

typedef struct import_refused { /* a row that refuses its file */
  int64_t line;
  str code, why, arg; /* code as far as it is known; why: a msgid, arg its {0} */
} import_refused;

enum { IMPORT_REFUSED_MOST = 1000 };

typedef struct import_report {
  arena *a;         /* the caller's: rows live there */
  bool lists_added; /* a row for each new record too */
  import_row *rows; /* in the order of the file */
  size_t nrows, room;
  int64_t read, added, changed, same, kept; /* records */
  import_refused *refused; /* by line, at most IMPORT_REFUSED_MOST of nrefused */
  size_t nrefused;
} import_report;

typedef struct import_source {
  import_kind kind;
  const char *name; /* what errors call it */
  str bytes;        /* borrowed; at most LINES_MOST_BYTES (base/lines.h) */
} import_source;

typedef struct import_work import_work;
/* Reads and judges; touches no database.  r and the source live at least as long as the work, which
 * is in r->a.  ERR_INVALID is a list of all the rows that are refused, in r->a, ended by one that
 * says how many more there are; of units it comes with import_write, which knows the tree. */
err *import_read(const import_source *s, import_report *r, import_work **out);
/* Writes, inside a decide; may run twice.  Procedures: a changed one becomes a new version from
 * today on, one that has a version of its own is kept.  Not recorded yet. */
err *import_write(ctx *c, import_work *w);
/* What import_write would do, for the report; nothing is changed. */
err *import_preview(ctx *c, import_work *w);
/* import_write in a transaction of its own, recorded, with the next number of the edition; nothing
 * of this where nothing changes.  For the command line. */
err *import_run(ctx *c, import_work *w);
/* The entry of the journal, inside the same decide. */
err *import_record_act(ctx *c, const import_work *w);

/* The catalogue's file in the form of catalogue/procedures.jsonl, in effect from `from`, by
 * code. */
err *import_compile(const import_source *s, const char *to, int32_t from, import_report *r);
#endif
