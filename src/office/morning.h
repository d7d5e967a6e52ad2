/* morning: every working day, some minutes before their office opens (setting morning_minutes),
 * officers get the list of what is overdue or due by the end of the next working day: what is
 * assigned to them, and what waits for their roles and is nobody's.  Who has nothing gets nothing.
 *
 * Officers are gone through by their login; how far, stands in `morning`, moved on in the
 * transaction that writes the lists.  So every officer gets one list a day, however many processes
 * run and whenever one is killed. */
#ifndef OFFICE_MORNING_H
#define OFFICE_MORNING_H
#include "office/ctx.h"

/* The minute of the day at which an officer's list is made: by the first of their units to open. */
int morning_minute(const edition *e, const actor *who);

/* The next few officers; *more: there are others, now.  Prepares by itself and writes in decides of
 * its own. */
err *morning_go_on(ctx *c, bool *more);
#endif
