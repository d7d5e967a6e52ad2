/* time: instants, Vietnam's civil time, days.
 *
 * An instant is microseconds since 1970-01-01T00:00:00Z.  Legal time in Vietnam is UTC+07:00 the
 * whole year (Decision 134/2002/QD-TTg), so conversion is arithmetic.  A day is yyyymmdd in
 * Vietnam time (20261124), the form in which the calendar, the counters and the deltas keep it.
 * Functions of the office take `now` as a parameter; only the edges call instant_now. */
#ifndef BASE_TIME_H
#define BASE_TIME_H
#include "base/arena.h"

typedef struct instant {
  int64_t us;
} instant;

#define INSTANT_NONE ((instant){INT64_MIN})
#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

typedef struct civil { /* Vietnam time */
  int year, month, day, hour, minute, second, us;
  int weekday; /* 0 Sunday … 6 Saturday */
} civil;

bool instant_is(instant t);
/* The system clock.  Tests set it with instant_fix (INSTANT_NONE undoes). */
instant instant_now(void);
void instant_fix(instant t);
/* Microseconds of the monotonic clock, for durations. */
int64_t ticks_us(void);

civil civil_of(instant t);
instant civil_instant(civil c);           /* year 1 to 9999; fields are normalised */
int32_t day_of(instant t);                /* yyyymmdd, Vietnam time */
instant day_at(int32_t day, int minute);  /* minute of the day, Vietnam time */
int32_t day_add(int32_t day, int days);
int day_weekday(int32_t day);
bool day_valid(int32_t day);

/* RFC 3339 at +07:00 ("2026-11-24T17:00:00+07:00"); microseconds only when not zero. */
str instant_rfc3339(arena *a, instant t);
/* RFC 3339 with any offset, T or space; false on anything else. */
bool instant_parse(str s, instant *out);
/* ISO date "2026-11-24" to and from a day. */
str day_iso(arena *a, int32_t day);
str day_told(arena *a, int32_t day);      /* as Vietnamese papers write it: 24/11/2026 */
bool day_parse(str s, int32_t *out);
#endif
