/* catalogue: procedures, units and calendar as files (catalogue/README.md), read into the database.
 *
 * One JSON file per version of a procedure, or one a line in procedures.jsonl; calendar.csv holds
 * "day,kind,source".  The files that the program carries are put in by catalogue_install; what
 * stands in the database is read by office/edition.c through the same procedure_read. */
#ifndef OFFICE_CATALOGUE_H
#define OFFICE_CATALOGUE_H
#include "office/ctx.h"

/* The Centre of the shipped units: it gets what no rule of catalogue/routing.csv maps. */
#define CENTRE_CODE "H49.01"

/* Puts in what is missing of the shipped procedures, units, rules and calendar days and raises the
 * edition.  A version of a file of its own that stands there with another text is refused
 * (ERR_CONFLICT): a change of a procedure is a new version.  Inside a transaction that writes. */
err *catalogue_install(ctx *c);

/* Adds a version and keeps which number of the edition brings it.  Inside a transaction. */
struct catalogue_add_version_in;
err *catalogue_publish(ctx *c, const struct catalogue_add_version_in *row);

/* Publishes what stood in the catalogue as of an edition once more, as new versions from today on;
 * a procedure that came later ends.  Nothing is deleted: dossiers keep their versions.  *n: how
 * many.  For office/restore.h. */
err *catalogue_restore(ctx *c, int64_t as_of, int64_t *n);

/* Reads one procedure's text into out (ids are left 0); ERR_INVALID names the member that is wrong.
 * All is in a.  The form, with the parts it refers to, is compiled, which refuses what is not
 * known; it becomes complete with an edition (office/forms.h). */
err *procedure_read(arena *a, str text, procedure *out);

typedef struct calendar_row {
  int32_t day;
  bool working;
  str source;
} calendar_row;
/* A line of headings, then "day,kind,source" lines; rows are in a, in their order.  ERR_INVALID
 * names the line that is wrong. */
err *calendar_read(arena *a, str csv, const calendar_row **rows, size_t *n);

/* The shipped calendar, as an installation begins with it; in a. */
err *calendar_shipped(arena *a, calendar *out);

/* A file of catalogue/ that the program carries, by its base name; none when there is none. */
str catalogue_file(const char *name);
#endif
