/* clock: working time.  Pure functions over calendar data (Civil Code 2015, arts 147 and 148); the
 * rules with their reasons: docs/clock.md.
 *
 * A limit in office hours counts office time; a limit in days or months counts closes of office of
 * working days after the day of receipt.  What lies in a pause does not count: that is all that a
 * pause does, however many there are and wherever they begin or end.
 *
 * Total: years outside 1000 to 9999 count as the nearest inside, a limit outside 0 to LIMIT_MOST as
 * the nearest inside, and nothing is due after the last close of the year 9999 unless it came
 * later. */
#ifndef OFFICE_CLOCK_H
#define OFFICE_CLOCK_H
#include "base/err.h"
#include "base/time.h"

enum { LIMIT_MOST = 10000 };

typedef struct calendar { /* days that differ from Monday to Friday, sorted */
  const int32_t *days;
  const bool *working;
  size_t n;
  int32_t also; /* a day that works whatever stands above, or 0 */
} calendar;

typedef struct office_hours { /* minutes of the day; open < noon_close <= noon_open < close */
  int open, noon_close, noon_open, close;
} office_hours;
extern const office_hours usual_hours; /* 07:30 to 11:30 and 13:00 to 17:00 */

typedef struct time_limit {
  int64_t value;
  char unit;      /* 'h' office hours, 'w' working days, 'd' calendar days, 'm' months */
  int cutoff;     /* minute of the day after which receipt counts as next working day; 0: close */
} time_limit;

typedef struct clock_pause { /* [from, to); to none: it has not ended */
  instant from, to;
} clock_pause;

typedef struct clock_case {
  const calendar *days;
  const office_hours *hours;
  instant received;
  time_limit limit;
  const clock_pause *pauses; /* in any order; they may overlap, and empty ones do nothing */
  size_t npauses;
} clock_case;

/* When the case is due: with npauses 0 as it was first fixed, with all pauses as it is now.  None
 * when it was never received, or stands in a pause that has not ended. */
instant clock_case_due(const clock_case *k);
/* A date that was fixed for the case, moved on by one pause more and by nothing else: by the
 * working days, or the office time of a limit in hours, that the pause takes under k->days.  So a
 * pause that takes nothing moves nothing, however the calendar has changed; and the day on which it
 * is due counts as a working day.  Of k, pauses count for nothing; none stays none. */
instant clock_moved(const clock_case *k, instant due, clock_pause pause);
/* How a due date looks at `now`, or at the end of the work: SOON from the last `soon` working days
 * before its day on (0: on its day alone).  A case that stands in a pause has no light. */
typedef enum due_light { DUE_NONE, DUE_ON_TIME, DUE_SOON, DUE_OVERDUE } due_light;
due_light clock_light(const calendar *c, instant due, instant now, int soon);

bool clock_working(const calendar *c, int32_t day);
/* The first working day after, or the last before, a day; 9999-12-31 and 1000-01-01 when there is
 * none. */
int32_t clock_next_working(const calendar *c, int32_t day);
int32_t clock_last_working(const calendar *c, int32_t day);
/* The same date some months later, or that month's last (Civil Code 2015, art. 148.3). */
int32_t clock_months_later(int32_t day, int64_t months);

/* "5 wd", "0 wd", "4 h", "15 d", "2 mo": one blank, no leading zero, at most LIMIT_MOST; without a
 * cut-off. */
bool clock_limit_parse(str s, time_limit *out);
/* "15:00" as the minute of the day, 00:01 to 23:59. */
bool clock_cutoff_parse(str s, int *minute);
/* "07:30-11:30/13:00-17:00", in order. */
bool clock_hours_parse(str s, office_hours *out);
/* "2026-02-13T15:30/2026-02-16T08:00": times of instant_parse, the second not before the first. */
bool clock_pause_parse(str s, clock_pause *out);
#endif
