/* restore: the way back to an earlier edition: of the catalogue, of the units, of the calendar.
 *
 * What stood there is put in once more under a new number, so that the way back can be gone back
 * too.  The catalogue comes back as new versions (catalogue_publish.c).  Of units and days each
 * edition keeps what it changed as it was before, as lines of units.csv and calendar.csv: these
 * lines are put in like a file, and what was not there goes. */
#ifndef OFFICE_RESTORE_H
#define OFFICE_RESTORE_H
#include "office/import.h"

/* Inside admin_change; *n: what was changed.  ERR_NOT_FOUND for a number that lies ahead,
 * ERR_CONFLICT when all is as it was then.
 * A unit that was not there goes with the rule that its import made, unless something names it:
 * officers, dossiers, hours, units, rules entered by hand; then ERR_CONFLICT, a list that says of
 * each unit what, and nothing is changed: such a unit is dissolved with a successor.  A dissolution
 * that has come into effect stays (ERR_INVALID): its successor has signed since.  Names entered by
 * hand stay, they have days of their own. */
err *edition_restore(ctx *c, import_kind kind, int64_t as_of, int64_t *n);

/* Keeps how it was before the edition that is being made: its first change alone.  line none: it
 * was not there.  Inside a transaction that has raised the edition. */
err *restore_keep(ctx *c, const char *kind, str code, str line);
struct catalogue_units_row;
err *restore_keep_unit(ctx *c, const struct catalogue_units_row *u, str parent, str successor);
/* The one way to change a day: kind none takes it away.  old: as it was, or NULL. */
struct admin_day_row;
err *restore_day(ctx *c, int32_t day, const struct admin_day_row *old, str kind, str source);
#endif
