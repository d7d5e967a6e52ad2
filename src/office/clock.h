/* clock: working time.  Pure functions over calendar data (Civil Code 2015, arts 147 and 148; rules
 * in docs/clock.md).
 *
 * The day of receipt is not counted; a limit in days ends at the close of office of its last day; a
 * last day off moves to the next working day; months end on the same date or the month's last;
 * hours run in office hours only.  A limit of 0 working days is the day of receipt itself, with a
 * cut-off. */
#ifndef OFFICE_CLOCK_H
#define OFFICE_CLOCK_H
#include "base/err.h"
#include "base/time.h"

typedef struct calendar { /* days that differ from Monday to Friday, sorted */
  const int32_t *days;
  const bool *working;
  size_t n;
} calendar;

/* Office hours in minutes of the day: 07:30-11:30 and 13:00-17:00. */
typedef struct office_hours {
  int open, noon_close, noon_open, close;
} office_hours;
extern const office_hours usual_hours;

typedef struct time_limit {
  int64_t value;
  char unit;      /* 'h' office hours, 'w' working days, 'd' calendar days, 'm' months */
  int cutoff;     /* minute of the day after which receipt counts as next working day; 0: close */
} time_limit;

bool clock_working(const calendar *c, int32_t day);
int32_t clock_next_working(const calendar *c, int32_t day); /* the first working day after day */
/* The day (and for hours the instant) from which receipt at t counts. */
instant clock_counts_from(const calendar *c, const office_hours *h, instant t, int cutoff);
/* When a dossier received at t is due. */
instant clock_due(const calendar *c, const office_hours *h, instant received, time_limit limit);
/* "5 wd", "0 wd", "4 h", "15 d", "2 mo". */
bool clock_limit_parse(str s, time_limit *out);
#endif
